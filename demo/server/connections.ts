/** The open WebSockets, and which contact address is reached through which of them. */
import type { URI } from 'sip.js/lib/grammar/uri.js';

/** What carries SIP texts: a WebSocket, or a test's own. */
export interface Link {
  /** For the Via's `received` and `rport`. */
  readonly address: string;
  readonly port: number;
  send(text: string): void;
}

export class Connection {
  /** The number that has proved its password here. */
  user: string | null = null;
  isOpen = true;

  constructor(readonly link: Link) {}

  send(text: string): void {
    if (this.isOpen) this.link.send(text);
  }
}

const addressesKept = 2000;

export class Connections {
  /** In order of opening. */
  readonly #open = new Set<Connection>();
  /** Kept after the connection is gone: whose the contact was is what finds that user's next connection. */
  readonly #addresses = new Map<string, { readonly user: string; readonly connection: Connection }>();

  get size(): number {
    return this.#open.size;
  }

  open(link: Link): Connection {
    const connection = new Connection(link);
    this.#open.add(connection);
    return connection;
  }

  close(connection: Connection): void {
    connection.isOpen = false;
    this.#open.delete(connection);
  }

  /** This connection, or the newest of the same user where it is gone: a page that took a new socket goes on. */
  reach(connection: Connection): Connection | null {
    if (connection.isOpen) return connection;
    if (connection.user === null) return null;
    return [...this.#open].findLast((other) => other.user === connection.user) ?? null;
  }

  /** Remembers that this contact lives behind this connection. Nobody takes over another user's contact. */
  learn(contact: URI, connection: Connection): void {
    const key = addressKey(contact);
    const known = this.#addresses.get(key);
    if (connection.user === null || (known && known.user !== connection.user)) return;
    this.#addresses.delete(key);
    this.#addresses.set(key, { user: connection.user, connection });
    const oldest = this.#addresses.keys().next();
    if (this.#addresses.size > addressesKept && !oldest.done) this.#addresses.delete(oldest.value);
  }

  /** Who gave this contact, and over which connection (which may be gone by now). */
  behind(contact: URI): { readonly user: string; readonly connection: Connection } | null {
    return this.#addresses.get(addressKey(contact)) ?? null;
  }
}

/** Contacts are the same when user, host and port are (RFC 3261 §19.1.4, without the parameters). */
export function addressKey(uri: URI): string {
  return `${uri.user ?? ''}@${uri.host.toLowerCase()}:${uri.port ?? ''}`;
}
