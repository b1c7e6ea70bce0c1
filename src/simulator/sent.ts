/** One thing the phone asked of the simulated world. Plain data. */
export interface Sent {
  /** Ms since the epoch, by the simulator's clock. */
  readonly at: number;
  readonly request:
    | 'connect'
    | 'disconnect'
    | 'register'
    | 'unregister'
    | 'invite'
    | 'answer'
    | 'reject'
    | 'hangUp'
    | 'hold'
    | 'unhold'
    | 'refresh'
    | 'takeBack'
    | 'refer'
    | 'followReferral'
    | 'refuseReferral'
    | 'referralFailed'
    | 'info'
    | 'dtmf';
  /** `id` of the call that it is about. */
  readonly call: string | null;
  /** `connect`: `server` · `invite`: `number`, `headers` · `reject`, `refuseReferral`, `referralFailed`: `statusCode` · `refresh`: `iceRestart` · `takeBack`: `phase`, `hold` · `refer`: `number` or `replacing` · `info`, `dtmf`: `tones` */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Writes down what the phone asks. */
export type Note = (request: Sent['request'], call: string | null, details?: Sent['details']) => void;
