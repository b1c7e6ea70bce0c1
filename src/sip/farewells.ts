import type { Core, Session } from 'sip.js';
import type { LogPort } from '../phone/ports.js';
import { outcomeOf } from './responses.js';
import type { SipCall } from './sip-call.js';
import type { SocketTransport } from './socket-transport.js';

/** Who must still hear that a call is over: what could not be told, or was told a socket that died, is told the next one. */
export class Farewells {
  /** Calls that were ended without a socket. */
  readonly #calls = new Set<SipCall>();
  /** BYEs that no answer has come to. */
  readonly #unheard = new Set<string>();

  constructor(private readonly log: LogPort) {}

  owe(call: SipCall): void {
    this.#calls.add(call);
  }

  over(call: SipCall): void {
    this.#calls.delete(call);
  }

  watch(session: Session): void {
    const bye = session.bye.bind(session);
    session.bye = async (options = {}) => {
      const { requestDelegate } = options;
      let isHeard = false;
      let text = '';
      const heard = ({ message }: Core.IncomingResponse): void => {
        // SIP.js makes a 408 or 503 of its own.
        if (!outcomeOf(message).fromServer) return;
        isHeard = true;
        this.#unheard.delete(text);
      };
      const watched: Core.OutgoingRequestDelegate = {
        ...requestDelegate,
        onAccept: (response) => {
          heard(response);
          requestDelegate?.onAccept?.(response);
        },
        onReject: (response) => {
          heard(response);
          requestDelegate?.onReject?.(response);
        },
      };
      const sent = await bye({ ...options, requestDelegate: watched });
      text = sent.message.toString();
      if (!isHeard) this.#unheard.add(text);
      return sent;
    };
  }

  /** There is a new socket. A BYE goes as it went before: whoever has had it knows it by its branch (RFC 3261 §17.1.2). */
  say(transport: SocketTransport): void {
    for (const call of this.#calls) call.hangUp().catch((error: unknown) => this.#fails(error));
    this.#calls.clear();
    for (const bye of this.#unheard) transport.send(bye).catch((error: unknown) => this.#fails(error));
    this.#unheard.clear();
  }

  #fails(error: unknown): void {
    this.log.warn('a call could not be ended', error);
  }
}
