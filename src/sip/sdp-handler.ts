import type { BodyAndContentType, SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { LogPort, MediaSession } from '../phone/ports.js';
import { isHeldBy } from './headers.js';

/** What we pass through SIP.js to `getDescription`. */
export interface SdpOptions extends SessionDescriptionHandlerOptions {
  readonly hold?: boolean;
  readonly iceRestart?: boolean;
}

const contentType = 'application/sdp';

/** Between SIP.js's offer/answer steps and the media of one call. Knows nothing of WebRTC. */
export class SdpHandler implements SessionDescriptionHandler {
  /** An offer of theirs that still wants its answer. */
  #offer: string | null = null;
  /** What our unanswered offer asked for, `null` when there is none. */
  #offered: SdpOptions | null = null;
  /** Their offer is being answered. */
  #answering = false;
  #provisional: string | null = null;
  #hasFailed = false;

  constructor(
    private readonly media: MediaSession,
    private readonly remoteHold: (held: boolean) => void,
    private readonly log: LogPort,
  ) {}

  /** Our offer waits for its answer, in the air or not yet sent: another one now would be a glare. */
  get isOffering(): boolean {
    return this.#offered !== null;
  }

  /** What they sent could not be used: SIP.js hangs up then without saying why. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Theirs waits for ours. */
  get isAnswering(): boolean {
    return this.#answering;
  }

  hasDescription(type: string): boolean {
    return type.toLowerCase().startsWith(contentType);
  }

  async getDescription(options: SdpOptions = {}): Promise<BodyAndContentType> {
    const { hold = false, iceRestart = false } = options;
    const offer = this.#offer;
    if (offer !== null) {
      this.#offer = null;
      try {
        const body = await this.media.acceptOffer(offer, { hold });
        this.remoteHold(isHeldBy(offer));
        return { body, contentType };
      } catch (error) {
        throw this.#failed(error);
      } finally {
        this.#answering = false;
      }
    }
    this.#offered = { hold };
    return { body: await this.media.createOffer({ hold, iceRestart }), contentType };
  }

  async setDescription(sdp: string): Promise<void> {
    if (this.#offered === null) {
      this.#offer = sdp;
      this.#answering = true;
      return;
    }
    const { hold } = this.#offered;
    this.#offered = null;
    try {
      await this.media.acceptAnswer(sdp, { provisional: false });
    } catch (error) {
      throw this.#failed(error);
    }
    // To our own hold every answer is recvonly or inactive: it says nothing of theirs.
    if (!hold) this.remoteHold(isHeldBy(sdp));
  }

  /** SDP of an 18x: the far side's own ring-back. Another branch may still answer otherwise. */
  async setProvisional(sdp: string): Promise<boolean> {
    if (this.#offered === null || sdp === this.#provisional) return false;
    this.#provisional = sdp;
    try {
      await this.media.acceptAnswer(sdp, { provisional: true });
      return true;
    } catch (error) {
      this.log.warn('early media could not be played', error instanceof Error ? error.message : error);
      return false;
    }
  }

  rollbackDescription(): Promise<void> {
    this.#offer = null;
    this.#offered = null;
    this.#answering = false;
    // It was refused and the call goes on: whatever ends it later, it is not that.
    this.#hasFailed = false;
    return this.media.rollback();
  }

  #failed(error: unknown): unknown {
    // The call was over before its media was set up.
    if (error instanceof PhoneError && error.code === 'CANCELLED') return error;
    this.#hasFailed = true;
    this.log.warn('the far side’s media could not be set up', error instanceof Error ? error.message : error);
    return error;
  }

  sendDtmf(): boolean {
    return false;
  }

  close(): void {
    this.media.close();
  }
}
