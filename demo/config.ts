/** What the server tells the page (`/demo.json`). */
export interface DemoAccount {
  readonly number: string;
  readonly name: string;
  readonly password: string;
}

export interface DemoConfig {
  /** `ws://…` */
  readonly pbx: string;
  readonly domain: string;
  /** `null` with a PBX of the user's own: then the page asks. */
  readonly agent: DemoAccount | null;
  readonly colleague: DemoAccount | null;
  readonly customers: readonly DemoAccount[];
  readonly hotline: string | null;
}
