import { recovery } from '../phone/alert-text.js';
import { applyCallFact, withDurations, type Call } from '../phone/call.js';
import { endText } from '../phone/end-text.js';
import type { Alert, PhoneEventMap, PhoneEventName } from '../phone/events.js';
import type { Phone } from '../phone/phone.js';
import type { ClockPort, LogPort } from '../phone/ports.js';
import { liveCalls, type PhoneState } from '../phone/state.js';
import { Store } from '../phone/store.js';
import type { PhoneEvent, Snapshot } from './messages.js';
import { reuse } from './reuse.js';

/** How many ended calls are remembered, so that none ends twice. */
const mostEnded = 50;

/**
 * What this tab shows and tells, whoever leads: one state and one stream of events. A leader that begins is a phone
 * that connects and registers anew; to the page nothing of that is news.
 */
export class Stream {
  readonly #store: Store;
  #connected: PhoneEventMap['connected'] | null = null;
  #registered: PhoneEventMap['registered'] | null = null;
  /** What the page was told is wrong, by its code. */
  readonly #alerts = new Map<string, Alert>();
  /** The calls that the page was told of, or found here, and not yet of their end. */
  readonly #calls = new Map<string, { call: Call; isConfirmed: boolean }>();
  readonly #ended = new Set<string>();

  constructor(
    initial: PhoneState,
    private readonly clock: ClockPort,
    log: LogPort,
  ) {
    this.#store = new Store(initial, log);
  }

  get state(): PhoneState {
    return this.#store.state;
  }

  subscribe: Phone['subscribe'] = (listener) => this.#store.subscribe(listener);

  on: Phone['on'] = (name, listener) => this.#store.on(name, listener);

  get told(): Pick<Snapshot, 'connected' | 'registered' | 'alerts'> {
    return { connected: this.#connected, registered: this.#registered, alerts: [...this.#alerts.values()] };
  }

  show(state: Partial<PhoneState>): void {
    for (const call of liveCalls({ ...this.state, ...state })) {
      const known = this.#calls.get(call.id);
      if (known) known.call = call;
    }
    this.#store.commit(reuse(this.state, { ...this.state, ...state }));
  }

  tell({ name, data }: PhoneEvent): void {
    if (this.#isNews(name, data)) this.#store.emit(name, data);
  }

  /** Takes up what another tab is leading. For the page it has happened here: it connected, it registered. */
  join({ state, connected, registered, alerts }: Snapshot, tabs: PhoneState['tabs']): void {
    this.resume({ ...state, tabs });
    if (connected) this.tell({ name: 'connected', data: connected });
    if (registered) this.tell({ name: 'registered', data: registered });
    for (const data of alerts) this.tell({ name: 'alerts', data });
    this.#endAlerts(alerts.map(({ code }) => code));
    this.#retract(state, connected !== null, registered !== null);
  }

  /** This tab leads, and its phone is where it can get: what was told before and is not so any more ends. */
  settle(state: PhoneState, raised: readonly string[]): void {
    this.resume(state);
    this.#endAlerts(raised);
    this.#retract(state, state.connection.status === 'connected', state.registration.status === 'registered');
  }

  /** The page has put its phone away; the calls go on without it. */
  leave(state: Partial<PhoneState>): void {
    this.show(state);
    this.#calls.clear();
    this.#endAlerts([], true);
    this.#retract(this.state, false, false);
  }

  /** A call that nobody has any more has ended, also where nobody is left to say how. */
  resume(state: PhoneState): void {
    const live = liveCalls(state);
    const lost = [...this.#calls.values()].map(({ call }) => call).filter(({ id }) => !live.some((c) => c.id === id));
    const ended = lost.map((call) => (state.lastCall?.id === call.id ? state.lastCall : this.#lost(call, state)));
    this.show({ ...state, lastCall: state.lastCall ?? (live.length === 0 ? (ended.at(-1) ?? null) : null) });
    for (const call of ended) this.tell({ name: 'callEnded', data: call });
    for (const call of live) {
      // What has no Call-ID yet has not left, and may go without a word.
      if (call.sipCallId === null || this.#calls.has(call.id)) continue;
      this.#calls.set(call.id, { call, isConfirmed: call.answeredAt !== null });
    }
  }

  #lost(call: Call, { lang }: PhoneState): Call {
    const now = this.clock.now();
    const { direction } = call;
    const end = { by: 'network', cause: 'networkLost', statusCode: null, reason: null } as const;
    const at = new Date(now).toISOString();
    const text = endText({ ...end, direction }, lang);
    return withDurations(applyCallFact(call, { type: 'ended', at, text, ...end }), now);
  }

  /** All but those that are still raised where the phone is now. */
  #endAlerts(raised: readonly string[], isStopped = false): void {
    for (const code of [...this.#alerts.keys()]) {
      const data = raised.includes(code) ? null : recovery(code, this.state.lang, isStopped);
      if (data) this.tell({ name: 'alerts', data });
    }
  }

  #retract({ connection, extension }: PhoneState, isConnected: boolean, isRegistered: boolean): void {
    if (!isConnected) this.tell({ name: 'disconnected', data: { error: connection.error } });
    if (!isRegistered) this.tell({ name: 'unregistered', data: { extension } });
  }

  /** Whether the page does not know that yet. */
  #isNews<K extends PhoneEventName>(name: K, data: PhoneEventMap[K]): boolean {
    switch (name) {
      case 'connected': {
        const was = this.#connected;
        this.#connected = data as PhoneEventMap['connected'];
        return was === null;
      }
      case 'disconnected': {
        const was = this.#connected;
        this.#connected = null;
        return was !== null;
      }
      case 'registered': {
        const was = this.#registered;
        this.#registered = data as PhoneEventMap['registered'];
        return was === null;
      }
      case 'unregistered': {
        const was = this.#registered;
        this.#registered = null;
        return was !== null;
      }
      case 'alerts':
        return this.#warns(data as Alert);
      case 'callOutgoing':
      case 'callIncoming':
        return this.#begins(data as Call);
      case 'callConfirmed':
        return this.#confirms(data as Call);
      case 'callEnded':
        return this.#ends(data as Call);
      default:
        return true;
    }
  }

  #warns(alert: Alert): boolean {
    const code = alert.code.replace(/_RECOVERED$/, '');
    if (code !== alert.code) return this.#alerts.delete(code);
    if (this.#alerts.has(code)) return false;
    this.#alerts.set(code, alert);
    return true;
  }

  #begins(call: Call): boolean {
    if (this.#calls.has(call.id)) return false;
    this.#calls.set(call.id, { call, isConfirmed: false });
    return true;
  }

  #confirms(call: Call): boolean {
    const known = this.#calls.get(call.id);
    if (known?.isConfirmed) return false;
    this.#calls.set(call.id, { call, isConfirmed: true });
    return true;
  }

  #ends({ id }: Call): boolean {
    this.#calls.delete(id);
    if (this.#ended.has(id)) return false;
    this.#ended.add(id);
    const [oldest] = this.#ended;
    if (this.#ended.size > mostEnded && oldest !== undefined) this.#ended.delete(oldest);
    return true;
  }
}
