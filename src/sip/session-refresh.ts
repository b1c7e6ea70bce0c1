import { Invitation, SessionState, type Core, type Inviter } from 'sip.js';
import type { ClockPort } from '../phone/ports.js';
import { optionTags } from './methods.js';
import { minSe, SessionTimer } from './session-timer.js';
import { sendUpdate } from './update.js';

interface InternalSession {
  onInviteRequest(request: Core.IncomingInviteRequest): void;
}

interface Ways {
  readonly clock: ClockPort;
  /** A re-INVITE with the present SDP. */
  reinvite(): Promise<void>;
  /** An UPDATE was refused. */
  refused(message: Core.IncomingResponseMessage): Error;
  /** Nobody refreshed the session in time. */
  expired(): void;
}

/**
 * Gives a session of SIP.js, which knows none, a session timer (RFC 4028): every INVITE, re-INVITE and 2xx of either
 * side goes through here.
 */
export class SessionRefresh {
  readonly #timer: SessionTimer;
  /** The far side takes UPDATE (RFC 3311 §5.1): no offer and no glare. */
  #takesUpdate = false;

  constructor(
    private readonly session: Inviter | Invitation,
    private readonly ways: Ways,
  ) {
    this.#timer = new SessionTimer(
      ways.clock,
      () => this.#refresh(),
      () => ways.expired(),
    );
    this.#watchOurs();
    this.#watchTheirs();
    if (session instanceof Invitation) this.#watchAnswer(session);
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) this.#timer.stop();
    });
  }

  /** For the 2xx to an UPDATE of theirs. */
  answer(request: Core.IncomingRequestMessage): readonly string[] {
    return this.#timer.answer(request);
  }

  async #refresh(): Promise<void> {
    const { session } = this;
    if (session.state !== SessionState.Established) return;
    if (!this.#takesUpdate) return this.ways.reinvite();
    const response = await sendUpdate(session, this.#timer.asks, (message) => this.ways.refused(message));
    this.#timer.agreed(response);
  }

  #watchOurs(): void {
    const { session } = this;
    const invite = session.invite.bind(session);
    session.invite = (options = {}) => {
      const { requestDelegate, requestOptions } = options;
      const extraHeaders = [...(requestOptions?.extraHeaders ?? []), ...this.#timer.asks];
      return invite({
        ...options,
        // The first INVITE has its headers by now; SIP.js takes them for a re-INVITE only.
        requestOptions: { ...requestOptions, extraHeaders },
        requestDelegate: {
          ...requestDelegate,
          onAccept: (response) => {
            this.#meet(response.message);
            if (session.state === SessionState.Established) this.#timer.agreed(response.message);
            requestDelegate?.onAccept?.(response);
          },
        },
      });
    };
  }

  #watchTheirs(): void {
    const internal = this.session as unknown as InternalSession;
    const accept = internal.onInviteRequest.bind(this.session);
    internal.onInviteRequest = (request) => {
      if (SessionTimer.isTooBrief(request.message)) {
        request.reject({ statusCode: 422, extraHeaders: [minSe] });
        return;
      }
      const respond = request.accept.bind(request);
      request.accept = (options) =>
        respond({
          statusCode: 200,
          ...options,
          extraHeaders: [...(options?.extraHeaders ?? []), ...this.#timer.answer(request.message)],
        });
      accept(request);
    };
  }

  #watchAnswer(invitation: Invitation): void {
    this.#meet(invitation.request);
    const accept = invitation.accept.bind(invitation);
    invitation.accept = (options = {}) =>
      accept({
        ...options,
        extraHeaders: [...(options.extraHeaders ?? []), ...this.#timer.answer(invitation.request)],
      });
  }

  #meet(message: Core.IncomingMessage): void {
    this.#takesUpdate = optionTags(message.getHeaders('allow')).includes('update');
  }
}
