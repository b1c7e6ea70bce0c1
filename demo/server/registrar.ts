/** RFC 3261 §10: who is to be found behind which connection, and until when. */
import type { Clock } from './clock.js';
import { addressKey, type Connection } from './connections.js';
import { splitList } from './headers.js';
import { parseAddress, type SipRequest } from './message.js';

export interface Binding {
  readonly key: string;
  /** The contact's URI, as it stands in a Request-URI. */
  readonly contact: string;
  /** `+sip.instance` and `reg-id` (RFC 5626 §6): the same device with a new socket replaces its old binding. */
  readonly device: string | null;
  readonly connection: Connection;
  readonly callId: string;
  readonly cseq: number;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

export type RegisterResult =
  | { readonly status: 200; readonly contacts: readonly string[] }
  | { readonly status: 400 | 403 | 423 | 500; readonly minExpires?: number };

const limits = { default: 300, min: 10, max: 3600, contacts: 10 };

export class Registrar {
  readonly #bindings = new Map<string, Binding[]>();

  constructor(private readonly clock: Clock) {}

  /** The user's live bindings, oldest first. */
  find(user: string): readonly Binding[] {
    const now = this.clock.now();
    return (this.#bindings.get(user) ?? []).filter((b) => b.expiresAt > now && b.connection.isOpen);
  }

  /** A user whose password is proved asks for changes: all of them are made, or none. */
  register(user: string, request: SipRequest, connection: Connection): RegisterResult {
    const values = request.headers.all('Contact').flatMap(splitList);
    const header = request.headers.get('Expires');
    if (values.includes('*')) {
      if (values.length > 1 || header?.trim() !== '0') return { status: 400 };
      this.#bindings.delete(user);
      return this.#answer(user);
    }
    let next = [...this.find(user)];
    for (const value of values) {
      const address = parseAddress(value);
      if (!address?.uri.host || !/^sips?$/.test(address.uri.scheme)) return { status: 400 };
      const wanted = seconds(address.getParam('expires') ?? header);
      if (wanted > 0 && wanted < limits.min) return { status: 423, minExpires: limits.min };
      const key = addressKey(address.uri);
      const before = next.find((b) => b.key === key);
      if (before && before.callId === request.callId && request.cseq <= before.cseq) return { status: 500 };
      const instance = address.getParam('+sip.instance');
      const device = instance ? `${instance};${address.getParam('reg-id') ?? ''}` : null;
      next = next.filter((b) => b.key !== key && (device === null || b.device !== device));
      if (wanted === 0) continue;
      const expiresAt = this.clock.now() + Math.min(wanted, limits.max) * 1000;
      const contact = address.uri.toRaw();
      next.push({ key, contact, device, connection, callId: request.callId, cseq: request.cseq, expiresAt });
    }
    if (next.length > limits.contacts) return { status: 403 };
    this.#bindings.set(user, next);
    return this.#answer(user);
  }

  /** A contact behind a closed WebSocket can never be reached again. */
  forget(connection: Connection): void {
    for (const [user, list] of this.#bindings) {
      const rest = list.filter((binding) => binding.connection !== connection);
      if (rest.length > 0) this.#bindings.set(user, rest);
      else this.#bindings.delete(user);
    }
  }

  #answer(user: string): RegisterResult {
    const now = this.clock.now();
    const contacts = this.find(user).map((b) => `<${b.contact}>;expires=${Math.ceil((b.expiresAt - now) / 1000)}`);
    return { status: 200, contacts };
  }
}

function seconds(value: string | null | undefined): number {
  return value !== undefined && value !== null && /^\d{1,10}$/.test(value.trim()) ? Number(value) : limits.default;
}
