import { createCall, type Call, type NewCall } from '../../src/phone/call.js';
import type { Command, CommandData, CommandResult, CommandType } from '../../src/phone/commands.js';
import type { PhoneConfig } from '../../src/phone/config.js';
import {
  describeError,
  PhoneError,
  type ErrorCode,
  type ErrorDetails,
  type PhoneErrorData,
} from '../../src/phone/errors.js';
import type { PhoneEventMap, PhoneEventName } from '../../src/phone/events.js';
import { refusalOf } from '../../src/phone/guard.js';
import { HostHooks, type Hooks } from '../../src/phone/host-hooks.js';
import type { Phone } from '../../src/phone/phone.js';
import type { PhoneLease, PhoneProvider } from '../../src/phone/provider.js';
import { initialState, type PhoneState } from '../../src/phone/state.js';

export const extension = {
  id: 'ext-1001',
  number: '1001',
  name: 'An',
  hotline_id_list: [],
  hotline_group_id_list: [],
  current_hotline_id: null,
};

/** A phone that is signed in and idle. */
export const readyState: PhoneState = {
  ...initialState,
  status: 'started',
  lang: 'en',
  extension,
  connection: { status: 'connected', retryAt: null, error: null },
  registration: { status: 'registered', wanted: true, error: null },
};

/** 2026-01-01 10:00 UTC: where the fake's clock starts. */
export const epoch = Date.UTC(2026, 0, 1, 10);

/** A phone whose state a test sets; what the elements want of it is written down. The guard is the real one. */
export class FakePhone implements Phone {
  state: PhoneState;
  readonly executed: Command[] = [];
  readonly listenerCount = { state: 0, events: 0 };
  /** What `execute` answers; by default done, with no call, and no contacts. */
  answer: (command: Command) => CommandResult | Promise<CommandResult> = ({ type }) => ({
    ok: true,
    data: type === 'contacts' ? [] : null,
  });
  #now = epoch;
  readonly #listeners = new Set<(state: PhoneState, previous: PhoneState) => void>();
  readonly #eventListeners = new Map<PhoneEventName, Set<(data: never) => void>>();

  constructor(state: Partial<PhoneState> = {}) {
    this.state = { ...readyState, ...state };
  }

  set(change: Partial<PhoneState>): void {
    const previous = this.state;
    this.state = { ...previous, ...change };
    for (const listener of [...this.#listeners]) listener(this.state, previous);
  }

  subscribe(listener: (state: PhoneState, previous: PhoneState) => void): () => void {
    this.#listeners.add(listener);
    this.listenerCount.state++;
    return () => {
      if (this.#listeners.delete(listener)) this.listenerCount.state--;
    };
  }

  on<K extends PhoneEventName>(name: K, listener: (data: PhoneEventMap[K]) => void): () => void {
    const listeners = this.#eventListeners.get(name) ?? new Set();
    this.#eventListeners.set(name, listeners);
    listeners.add(listener);
    this.listenerCount.events++;
    return () => {
      if (listeners.delete(listener)) this.listenerCount.events--;
    };
  }

  emit<K extends PhoneEventName>(name: K, data: PhoneEventMap[K]): void {
    for (const listener of this.#eventListeners.get(name) ?? []) (listener as (data: PhoneEventMap[K]) => void)(data);
  }

  async execute<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]>> {
    this.executed.push(command);
    // What a command gives back is up to the test, which knows what it asked for.
    return (await this.answer(command)) as CommandResult<CommandData[C['type']]>;
  }

  refusal(command: Command): PhoneErrorData | null {
    const error = refusalOf(this.state, command);
    return error && describeError(error, this.state.lang);
  }

  readonly hooks = new HostHooks();
  addHooks(hooks: Hooks): () => void {
    return this.hooks.add(hooks);
  }

  now(): number {
    return this.#now;
  }

  /** Moves the clock on; the elements look at it by themselves. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** The types of the commands so far. */
  get executedTypes(): CommandType[] {
    return this.executed.map(({ type }) => type);
  }
}

let calls = 0;

/** A call as the phone would have it; outgoing and just dialled unless told otherwise. */
export function fakeCall(change: Partial<Call> & Partial<NewCall> = {}): Call {
  calls++;
  const call = createCall({
    id: `call-${String(calls)}`,
    line: 1,
    direction: 'outbound',
    number: '0912345678',
    name: null,
    extension: '1001',
    hotline: null,
    externalCallId: null,
    startedAt: new Date(epoch).toISOString(),
    callId: null,
    sipCallId: null,
    headers: {},
    ...change,
  });
  return { ...call, ...change };
}

export function incoming(change: Partial<Call> = {}): Call {
  return fakeCall({ direction: 'inbound', state: 'ringing', name: 'Trần Thị Thanh Hoa', ...change });
}

/** An answered call; the fake's clock stands at the answer. */
export function talking(change: Partial<Call> = {}): Call {
  const answeredAt = new Date(epoch).toISOString();
  return fakeCall({ direction: 'inbound', state: 'active', name: 'Trần Thị Thanh Hoa', answeredAt, ...change });
}

export function ended(change: Partial<Call>, end: Partial<NonNullable<Call['end']>> = {}): Call {
  return fakeCall({
    state: 'ended',
    endedAt: new Date(epoch).toISOString(),
    end: { by: 'remote', cause: 'busy', statusCode: 486, reason: 'Busy Here', text: '', ...end },
    ...change,
  });
}

export function fakeError(code: ErrorCode, details?: ErrorDetails): PhoneErrorData {
  return describeError(new PhoneError(code, details), 'en');
}

/** Hands out fake phones and counts the leases. */
export class FakeProvider implements PhoneProvider {
  readonly configs: PhoneConfig[] = [];
  readonly phones: FakePhone[] = [];
  existing: FakePhone | null = null;
  leases = 0;
  /** The state that a new phone starts in. */
  nextState: Partial<PhoneState> = { ...initialState };
  readonly createdListeners = new Set<() => void>();

  acquire(config: PhoneConfig): PhoneLease {
    this.configs.push(config);
    const phone = new FakePhone({ ...this.nextState, lang: config.lang });
    this.phones.push(phone);
    return this.#lease(phone);
  }

  acquireExisting(): PhoneLease | null {
    return this.existing && this.#lease(this.existing);
  }

  onCreated(listener: () => void): () => void {
    this.createdListeners.add(listener);
    return () => void this.createdListeners.delete(listener);
  }

  /** As if the SDK on the same page had made one. */
  create(phone: FakePhone): void {
    this.existing = phone;
    for (const listener of [...this.createdListeners]) listener();
  }

  #lease(phone: FakePhone): PhoneLease {
    this.leases++;
    let released = false;
    return {
      phone,
      release: () => {
        if (!released) this.leases--;
        released = true;
      },
    };
  }
}
