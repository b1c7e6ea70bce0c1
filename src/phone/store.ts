import { createNanoEvents } from 'nanoevents';
import type { Unsubscribe } from '../util/types.js';
import type { PhoneEventMap, PhoneEventName } from './events.js';
import type { LogPort } from './ports.js';
import type { PhoneState } from './state.js';

type StateListener = (state: PhoneState, previous: PhoneState) => void;
type EventListeners = { [K in PhoneEventName]: (data: PhoneEventMap[K]) => void };

/**
 * Holds the state and tells of it. State first, events after: whoever hears an event finds the state it tells
 * of in force. What is told from inside a listener waits its turn, so that everyone hears the same order.
 */
export class Store {
  #state: PhoneState;
  readonly #listeners = new Set<StateListener>();
  readonly #emitter = createNanoEvents<EventListeners>();
  readonly #queue: (() => void)[] = [];
  #telling = false;

  constructor(
    initial: PhoneState,
    private readonly log: LogPort,
  ) {
    this.#state = frozen(initial);
  }

  get state(): PhoneState {
    return this.#state;
  }

  subscribe(listener: StateListener): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  on<K extends PhoneEventName>(name: K, listener: (data: PhoneEventMap[K]) => void): Unsubscribe {
    return this.#emitter.on(name, listener as EventListeners[K]);
  }

  /** Puts a change in force and tells of it. A change that changes nothing is not told. */
  commit(change: Partial<PhoneState>): void {
    const previous = this.#state;
    const keys = Object.keys(change) as (keyof PhoneState)[];
    if (keys.every((key) => Object.is(previous[key], change[key]))) return;
    const next = frozen({ ...previous, ...change });
    this.#state = next;
    this.#tell(() => {
      for (const listener of [...this.#listeners]) this.#guarded(() => listener(next, previous));
    });
  }

  emit<K extends PhoneEventName>(name: K, detail: PhoneEventMap[K]): void {
    // A copy: a page may write into what it is given, and must not write into the state by it.
    const data = structuredClone(detail);
    this.#tell(() => {
      const listeners = [...(this.#emitter.events[name] ?? [])] as ((data: PhoneEventMap[K]) => void)[];
      for (const listener of listeners) this.#guarded(() => listener(data));
    });
  }

  #tell(message: () => void): void {
    this.#queue.push(message);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) next();
    } finally {
      this.#telling = false;
    }
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.log.error('a listener threw', error);
    }
  }
}

/** All the way down. What is frozen already is part of the previous state. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
