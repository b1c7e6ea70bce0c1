import type { CallBook } from './call-book.js';
import { isPending, isTalking, type Call, type LineNumber } from './call.js';
import { sendTonesByInfo } from './call-requests.js';
import type { PhoneContext } from './context.js';
import { endCause } from './end-cause.js';
import { PhoneError, toPhoneError, type ErrorDetails } from './errors.js';
import { hotlineOf } from './hotline.js';
import { freeLine } from './lines.js';
import { normalizeExternalCallId, normalizeNumber, normalizeTones } from './numbers.js';
import type { SipEnd, SipFact } from './ports.js';
import { openMicrophone } from './open-microphone.js';
import { Redirects } from './redirects.js';
import { liveCalls } from './state.js';

/** Whoever lost the same server is registered again within this, ms. */
const comesBack = 10_000;
/** Between two tries to find him, ms. */
const askEvery = 1_000;

/** A page that thinks longer about a call does not place it, ms. */
const hookPatience = 10_000;

/** What must be done before the INVITE leaves. */
type Before = () => Promise<unknown>;
type Asked = ErrorDetails['call'];

/** Carries out the commands that begin and end calls, and takes in what SIP says of them. */
export class CallController {
  /** By the id of a call that came with Replaces (RFC 3891): the one whose place it took. */
  readonly #replaced = new Map<string, string>();
  readonly #redirects = new Redirects();
  /** By the id of a call that was placed again after a new socket: until when it may find nobody yet. */
  readonly #placedAgain = new Map<string, number>();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
  ) {
    calls.onEnded((call) => {
      const { id } = call;
      this.#tellReferrer(call);
      this.#letGoReplaced(id);
      this.#redirects.forget(id);
      this.#placedAgain.delete(id);
    });
  }

  /** Whether the call took the place of another one and waits to be taken. */
  isHandedOver(id: string): boolean {
    return this.#replaced.has(id);
  }

  /** Places a call. The line is taken at once, so that a double click places one call. */
  place(line: LineNumber, input: string, externalCallId: string | undefined, before: Before = nothing): Promise<Call> {
    const id = this.context.newId();
    const number = normalizeNumber(input);
    const call = this.calls.open('outbound', {
      id,
      line,
      number,
      externalCallId: normalizeExternalCallId(externalCallId),
    });
    const prepare = async (): Promise<void> => {
      // Before anybody is put on hold for it.
      if (this.context.hooks.guardCalls) await this.#askPage(call);
      await before();
    };
    const invite = (): Promise<void> => {
      const planned = this.calls.find(id) ?? call;
      this.#redirects.begin(id, planned.number);
      return this.context.sip.invite({ id, number: planned.number, headers: inviteHeaders(planned) });
    };
    // One beside another call is no use without it.
    const asked = line === 1 ? { number, ...(externalCallId === undefined ? {} : { externalCallId }) } : undefined;
    return this.#dial(call, prepare, invite, asked);
  }

  /** The page may forbid the call, or want another number called. A call that ends meanwhile does not wait for it. */
  async #askPage({ id, number, line, externalCallId }: Call): Promise<void> {
    const asked = this.context.hooks.plan({ number, line, externalCallId });
    const planned = await this.calls.inTime(id, hookPatience, asked).catch((thrown: unknown) => {
      const isLate = thrown instanceof PhoneError && thrown.code === 'TIMEOUT';
      throw isLate ? new PhoneError('TIMEOUT', { hint: 'beforeCall did not answer within 10 s' }) : thrown;
    });
    const { store } = this.context;
    if (planned.number !== number || planned.externalCallId !== externalCallId) {
      const others = store.state.asked.filter((other) => this.calls.find(other.id));
      store.commit({ asked: [...others, { id, number, externalCallId }] });
    }
    this.calls.apply(id, { type: 'rewritten', number: planned.number, externalCallId: planned.externalCallId });
  }

  /** Nobody has answered: whoever sent us there, if anybody did, has the caller back. */
  #tellReferrer({ id, direction, answeredAt, end }: Call): void {
    if (direction === 'inbound' || answeredAt !== null) return;
    const { by, statusCode, reason } = end ?? {};
    // Given up here: as if the INVITE had been answered so (RFC 3261 §15.1.2).
    const [status, text] = by === 'local' ? [487, 'Request Terminated'] : [statusCode ?? 503, reason ?? ''];
    this.context.sip.referralFailed(id, Math.max(300, status), text);
  }

  /** Calls whom the far side sends us to. */
  follow({ newId, number }: Extract<SipFact, { type: 'referred' }>, line: LineNumber, before: Before): Promise<Call> {
    const call = this.calls.open('outbound', { id: newId, line, number });
    return this.#dial(call, before, () => {
      this.#redirects.begin(newId, call.number);
      return this.context.sip.followReferral(newId);
    });
  }

  /** Sends the INVITE of a call that has its line. */
  async #dial(call: Call, before: Before, invite: () => Promise<void>, asked?: Asked): Promise<Call> {
    const { id } = call;
    try {
      await before();
      await openMicrophone(this.context, asked);
      if (!this.calls.find(id)) throw new PhoneError('CANCELLED');
      await invite();
    } catch (thrown) {
      // Nothing has left, or nothing could: the line is free again, and no event told of the call.
      this.context.media.closeCall(id);
      if (!this.calls.find(id)) throw new PhoneError('CANCELLED');
      if (!this.calls.isAnnounced(id)) this.calls.withdraw(id);
      throw toPhoneError(thrown, 'MEDIA_FAILED');
    }
    return this.calls.find(id) ?? this.context.store.state.lastCall ?? call;
  }

  async answer(call: Call): Promise<Call> {
    const { sip, store } = this.context;
    await openMicrophone(this.context);
    const ringing = this.calls.find(call.id);
    if (ringing?.state !== 'ringing') throw new PhoneError('CANCELLED');
    store.commit({ currentLine: ringing.line });
    try {
      await sip.answer(call.id);
    } catch (thrown) {
      const error = toPhoneError(thrown, 'MEDIA_FAILED');
      // Where the media failed, SIP has refused the call by now.
      if (!this.calls.find(call.id)) throw error.code === 'MEDIA_FAILED' ? error : new PhoneError('CANCELLED');
      this.context.log.error('the call could not be answered', error.message);
      this.calls.end(call.id, { by: 'local', cause: 'mediaFailed', statusCode: null, reason: null });
      throw error;
    }
    const answered = this.calls.find(call.id);
    if (!answered) throw new PhoneError('CANCELLED');
    return answered;
  }

  /** Ends what the line holds. For the agent it is over at once; SIP finishes behind. */
  async hangUp(call: Call): Promise<Call> {
    const { sip } = this.context;
    if (call.direction === 'inbound' && call.state === 'ringing') return this.reject(call);
    if (!this.calls.isAnnounced(call.id)) {
      this.calls.withdraw(call.id);
      // The INVITE may be about to leave.
      await this.#sent(sip.hangUp(call.id));
      return call;
    }
    const cause = isTalking(call) ? 'hangup' : 'cancelled';
    const sent = sip.hangUp(call.id);
    const ended = this.calls.end(call.id, { by: 'local', cause, statusCode: null, reason: null });
    await this.#sent(sent);
    return ended;
  }

  async reject(call: Call): Promise<Call> {
    // 603: the agent does not want it anywhere; 486 would ring the next phone of the same agent.
    const sent = this.context.sip.reject(call.id, 603);
    const ended = this.calls.end(call.id, { by: 'local', cause: 'rejected', statusCode: 603, reason: null });
    await this.#sent(sent);
    return ended;
  }

  setMuted(call: Call, muted: boolean): Call {
    this.context.media.setMuted(call.id, muted);
    this.calls.apply(call.id, { type: 'muteChanged', muted });
    return this.calls.find(call.id) ?? call;
  }

  setSpeakerMuted(call: Call, muted: boolean): Call {
    this.context.media.setSpeakerMuted(call.id, muted);
    this.calls.apply(call.id, { type: 'speakerMuteChanged', muted });
    return this.calls.find(call.id) ?? call;
  }

  async sendDtmf(id: string, input: string): Promise<Call> {
    const call = this.calls.find(id);
    if (!call) throw new PhoneError('NO_CALL');
    const tones = normalizeTones(input);
    if (!this.context.media.insertDtmf(id, tones)) {
      // INFO needs the dialog that only the answer makes.
      this.calls.talking(id);
      await sendTonesByInfo(this.context, this.calls, id, tones);
    }
    return this.calls.find(id) ?? call;
  }

  /** Ends every call: the phone stops. */
  async endAll(): Promise<void> {
    await Promise.all(liveCalls(this.context.store.state).map((call) => this.hangUp(call)));
  }

  /** No audio could be brought back. */
  giveUp(id: string): void {
    if (!this.calls.find(id)) return;
    void this.#sent(this.context.sip.hangUp(id));
    if (!this.calls.isAnnounced(id)) this.calls.withdraw(id);
    else this.calls.end(id, { by: 'network', cause: 'mediaFailed', statusCode: null, reason: null });
  }

  handleFact(fact: Exclude<SipFact, { type: 'disconnected' | 'message' | 'transferProgress' | 'referred' }>): void {
    switch (fact.type) {
      case 'incoming':
        this.#incoming(fact);
        return;
      case 'identified':
        this.calls.apply(fact.id, fact);
        // Not of a call that goes on in another dialog, or is sent on.
        if (!this.calls.isAnnounced(fact.id)) this.calls.announce('callOutgoing', fact.id);
        return;
      case 'accepted': {
        const before = this.calls.find(fact.id);
        this.calls.apply(fact.id, { type: 'accepted', at: new Date(this.context.clock.now()).toISOString() });
        if (before && isPending(before)) this.calls.announce('callConfirmed', fact.id);
        // SIP lets go of the replaced one with the answer.
        this.#replaced.delete(fact.id);
        return;
      }
      case 'ended':
        this.#ended(fact);
        return;
      case 'callIdKnown':
      case 'ringing':
      case 'earlyMedia':
      case 'remoteHoldChanged':
        this.calls.apply(fact.id, fact);
        return;
    }
  }

  #incoming(fact: Extract<SipFact, { type: 'incoming' }>): void {
    const { store, sip, log } = this.context;
    const { mode, status } = store.state;
    const replaced = fact.replaces === null ? null : this.calls.find(fact.replaces);
    const line = replaced?.line ?? freeLine(store.state);
    // A transfer that is under way is no new call: the mode does not touch it.
    if ((mode !== 'active' && !replaced) || status === 'stopping') {
      log.info(`an incoming call was refused: the mode is ${mode}`);
      void this.#sent(sip.reject(fact.id, 480));
      return;
    }
    if (line === null) {
      log.info('an incoming call was refused: both lines are busy');
      void this.#sent(sip.reject(fact.id, 486));
      return;
    }
    if (replaced) {
      this.#replaced.set(fact.id, replaced.id);
      this.calls.end(replaced.id, { by: 'remote', cause: 'hangup', statusCode: null, reason: null });
    }
    const { id, number, name, callId, sipCallId, headers, dialled } = fact;
    const hotline = hotlineOf(dialled, store.state.hotlines);
    const externalCallId = headerOf(headers, externalCallIdHeader.toLowerCase());
    this.calls.open('inbound', { id, line, number, name, callId, sipCallId, headers, externalCallId, hotline });
    this.calls.announce('callIncoming', id);
  }

  /** For SIP the one that was replaced lives until the new one is answered; where that never comes, it ends with it. */
  #letGoReplaced(id: string): void {
    const replaced = this.#replaced.get(id);
    if (replaced === undefined) return;
    this.#replaced.delete(id);
    void this.#sent(this.context.sip.hangUp(replaced));
  }

  #ended(fact: SipEnd): void {
    const call = this.calls.find(fact.id);
    if (!call) return;
    const number = this.#redirects.next(call, fact);
    if (number !== null) void this.#sendOn(call, number, fact);
    else if (this.#mayComeBack(call, fact)) void this.#tryLater(call, fact);
    else this.#end(call, fact);
  }

  /** The call is placed again by another server, which may know nobody yet: it has just taken over. */
  placedAgain(id: string): void {
    this.#placedAgain.set(id, this.context.clock.now() + comesBack);
  }

  #mayComeBack(call: Call, { statusCode }: SipEnd): boolean {
    if (!isPending(call) || statusCode === null || this.context.clock.now() >= (this.#placedAgain.get(call.id) ?? 0))
      return false;
    return statusCode === 404 || statusCode === 480 || (statusCode >= 500 && statusCode < 600);
  }

  async #tryLater(call: Call, end: SipEnd): Promise<void> {
    await this.calls.pause(call.id, askEvery);
    if (this.calls.find(call.id)) await this.#sendOn(call, call.number, end);
  }

  /** Calls that number, as the same call. */
  async #sendOn(call: Call, number: string, end: SipEnd): Promise<void> {
    const { id } = call;
    this.context.log.info(`the call is sent on: ${end.statusCode ?? ''}`);
    this.calls.apply(id, { type: 'sentOn' });
    try {
      await this.context.sip.invite({ id, number, headers: inviteHeaders(call) });
    } catch (thrown) {
      this.context.log.warn('the call could not be sent on', toPhoneError(thrown, 'SERVER').message);
      const live = this.calls.find(id);
      if (live) this.#end(live, end);
    }
  }

  #end(call: Call, fact: SipEnd): void {
    const cause = endCause(fact, { direction: call.direction, rang: call.state !== 'dialing' });
    const { statusCode, reasonHeader } = fact;
    this.calls.end(fact.id, {
      by: fact.by,
      cause,
      statusCode: statusCode ?? reasonHeader?.cause ?? null,
      reason: fact.reason ?? reasonHeader?.text ?? null,
    });
  }

  /** What is sent behind the agent's back must not fail loudly: for him the call is over. */
  async #sent(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (thrown) {
      this.context.log.warn('the end of a call could not be sent', toPhoneError(thrown, 'NETWORK').message);
    }
  }
}

const nothing = (): Promise<void> => Promise.resolve();
const externalCallIdHeader = 'X-External-Call-Id';

function inviteHeaders({ externalCallId, callId }: Call): Readonly<Record<string, string>> {
  return {
    ...(externalCallId === null ? {} : { [externalCallIdHeader]: externalCallId }),
    ...(callId === null ? {} : { 'X-bizfly-call-center-call-id': callId }),
  };
}

function headerOf(headers: Readonly<Record<string, string>>, lowerName: string): string | null {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === lowerName);
  return name === undefined ? null : (headers[name] ?? null);
}
