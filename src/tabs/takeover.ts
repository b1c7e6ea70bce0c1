import type { KeptPhone } from '../phone/kept.js';
import { liveCalls, type PhoneState } from '../phone/state.js';

/**
 * What the page sees of a phone that takes the place of another tab's: until it has the calls back, they stay as they
 * were; that it starts is nothing to see. Its connection and registration are shown as they are.
 */
export class Takeover {
  readonly done: Promise<void>;
  #isDone = false;
  #hasBegun = false;
  #finish: () => void = () => undefined;
  /** How the last call ended is still to be read here until there is another one. */
  #lasts: Pick<PhoneState, 'lastCall' | 'lastTransfer' | 'asked'> | null;

  constructor(
    private readonly before: PhoneState,
    private readonly kept: KeptPhone | null,
  ) {
    const { lastCall, lastTransfer, asked } = before;
    this.#lasts = before.status === 'started' ? { lastCall, lastTransfer, asked } : null;
    this.done = new Promise((resolve) => (this.#finish = resolve));
    // A phone that starts here for the first time takes nobody's place.
    if (before.status !== 'started') this.finish();
  }

  finish(): void {
    this.#isDone = true;
    this.#finish();
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether this state has the calls back, or others. */
  isEndedBy(state: PhoneState): boolean {
    const live = liveCalls(state).map(({ id }) => id);
    const known = liveCalls(this.before).map(({ id }) => id);
    const kept = this.kept?.calls.map(({ call }) => call.id) ?? [];
    const hasAll = kept.length > 0 && kept.every((id) => live.includes(id));
    return hasAll || !live.every((id) => known.includes(id));
  }

  show(state: PhoneState): PhoneState {
    const { before } = this;
    this.#hasBegun ||= state.status !== 'stopped';
    if (!this.#hasBegun) return before;
    if (state.lastCall || liveCalls(state).length > 0) this.#lasts = null;
    const shown = before.status === 'started' ? withoutStart(state) : state;
    if (this.#isDone) return { ...shown, ...this.#lasts };
    const { line1, line2, currentLine, lastCall, lastTransfer, asked } = before;
    const known = state.extension ? state : before;
    const { extension, hotlines, hotline } = known;
    const calls = { line1, line2, currentLine, lastCall, lastTransfer, asked };
    return { ...shown, ...calls, extension, hotlines, hotline };
  }
}

/** To the page the phone has been started all along. */
function withoutStart(state: PhoneState): PhoneState {
  if (state.status !== 'starting') return state;
  return { ...state, status: 'started', pending: state.pending.filter(({ type }) => type !== 'start') };
}
