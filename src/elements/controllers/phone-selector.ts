import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Phone } from '../../phone/phone.js';
import type { PhoneState } from '../../phone/state.js';
import type { Unsubscribe } from '../../util/types.js';

/** An element that shows a phone. */
export interface PhoneHost extends ReactiveControllerHost {
  /** The phone it shows now: its own, or the one it stands inside. */
  readonly activePhone: Phone | null;
}

/**
 * Re-renders its host only when the selected part of the state changes (compared key by key). Follows the host to
 * another phone, and lets go while the host is out of the document.
 */
export class PhoneSelector<T extends object> implements ReactiveController {
  #isConnected = false;
  #phone: Phone | null = null;
  #unsubscribe: Unsubscribe | null = null;
  #value: T | null = null;

  /** `select` may ask the phone too, so that what it would refuse counts as part of the state. */
  constructor(
    private readonly host: PhoneHost,
    private readonly select: (state: PhoneState, phone: Phone) => T,
  ) {
    host.addController(this);
  }

  /** `null` without a phone. */
  get value(): T | null {
    return this.#value;
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#bind();
  }

  hostUpdate(): void {
    if (this.#isConnected && this.host.activePhone !== this.#phone) this.#bind();
    // What the host itself holds (a typed number) may take part in the selection.
    else if (this.#isConnected) this.#read();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#phone = null;
  }

  #bind(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    // An update that was asked for before may still come after the host has left.
    this.#phone = this.#isConnected ? this.host.activePhone : null;
    if (this.#phone) {
      this.#unsubscribe = this.#phone.subscribe(() => {
        if (this.#read()) this.host.requestUpdate();
      });
    }
    if (this.#read()) this.host.requestUpdate();
  }

  /** True when something changed. */
  #read(): boolean {
    const next = this.#phone && this.select(this.#phone.state, this.#phone);
    if (equalByKey(next, this.#value)) return false;
    this.#value = next;
    return true;
  }
}

function equalByKey(a: object | null, b: object | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => Object.is(value, (b as Record<string, unknown>)[key]))
  );
}
