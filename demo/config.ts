/** What the server tells the page (`/demo.json`). */
export interface DemoAccount {
  readonly number: string;
  readonly name: string;
  readonly password: string;
}

/** Signs in at the account API, and by it learns how to register. */
export interface DemoAgent extends DemoAccount {
  readonly username: string;
}

export interface DemoConfig {
  /** `ws://…` */
  readonly pbx: string;
  readonly domain: string;
  /** `null` with a PBX of the user's own: then the page asks. */
  readonly agent: DemoAgent | null;
  readonly colleague: DemoAgent | null;
  readonly customers: readonly DemoAccount[];
  readonly hotline: string | null;
}
