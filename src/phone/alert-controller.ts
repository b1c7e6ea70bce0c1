import { alerts, handedOn, recovery, type AlertCode } from './alert-text.js';
import type { PhoneContext } from './context.js';
import type { Alert } from './events.js';

/** Raises each alert once when it starts and once when it is over. */
export class AlertController {
  readonly #raised: Set<string>;

  /** @param raised by the phone before this one */
  constructor(
    private readonly context: PhoneContext,
    raised: readonly string[] = [],
  ) {
    this.#raised = new Set(raised.filter((code) => handedOn.has(code)));
  }

  /** What is not over. */
  get raised(): readonly string[] {
    return [...this.#raised];
  }

  /** Says whether the trouble is there; only a change is told. */
  set(code: AlertCode, active: boolean, details: Alert['details'] = {}): void {
    if (active === this.#raised.has(code)) return;
    if (!active) {
      this.#end(code, false, details);
      return;
    }
    const { store } = this.context;
    const { type, level, ...sentences } = alerts[code];
    this.#raised.add(code);
    store.emit('alerts', { type, level, code, message: sentences[store.state.lang][0], details });
  }

  /** The phone has stopped: whatever it was, nobody looks any more. */
  endAll(): void {
    for (const code of this.raised) this.#end(code, true);
  }

  #end(code: string, isStopped: boolean, details?: Alert['details']): void {
    const { store } = this.context;
    this.#raised.delete(code);
    const alert = recovery(code, store.state.lang, isStopped, details);
    if (alert) store.emit('alerts', alert);
  }
}
