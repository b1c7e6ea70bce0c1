import type { CallBook } from './call-book.js';
import { isTalking, type Call, type LineNumber } from './call.js';
import { sendTonesByInfo } from './call-requests.js';
import { describe, type PhoneContext } from './context.js';
import { endCause } from './end-cause.js';
import { PhoneError, toPhoneError } from './errors.js';
import { freeLine } from './lines.js';
import { normalizeNumber, normalizeTones } from './numbers.js';
import type { SipEnd, SipFact } from './ports.js';
import { liveCalls } from './state.js';

/** Carries out the commands that begin and end calls, and takes in what SIP says of them. */
export class CallController {
  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
  ) {}

  /** Places a call. The line is taken at once, so that a double click places one call. */
  place(line: LineNumber, input: string, externalCallId: string | undefined, before = nothing): Promise<Call> {
    const id = this.context.newId();
    const number = normalizeNumber(input);
    const call = this.calls.open('outbound', { id, line, number, externalCallId: externalCallId ?? null });
    return this.#dial(call, before, () => this.context.sip.invite({ id, number, headers: inviteHeaders(call) }));
  }

  /** Calls whom the far side sends us to. The agent sees it as a call on the other line. */
  async follow(fact: Extract<SipFact, { type: 'referred' }>): Promise<void> {
    const { store, sip, log } = this.context;
    const line = freeLine(store.state);
    if (line === null || !this.calls.find(fact.id)) {
      await this.#sent(sip.refuseReferral(fact.newId, 486));
      return;
    }
    const call = this.calls.open('outbound', { id: fact.newId, line, number: fact.number });
    try {
      await this.#dial(call, nothing, () => sip.followReferral(fact.newId));
    } catch (thrown) {
      log.warn('a referral could not be followed', toPhoneError(thrown, 'SERVER').message);
    }
  }

  /** Sends the INVITE of a call that has its line. */
  async #dial(call: Call, before: () => Promise<unknown>, invite: () => Promise<void>): Promise<Call> {
    const { id } = call;
    try {
      await before();
      await this.#openMicrophone();
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
    await this.#openMicrophone();
    const ringing = this.calls.find(call.id);
    if (ringing?.state !== 'ringing') throw new PhoneError('CANCELLED');
    store.commit({ currentLine: ringing.line });
    try {
      await sip.answer(call.id);
    } catch (thrown) {
      if (!this.calls.find(call.id)) throw new PhoneError('CANCELLED');
      const error = toPhoneError(thrown, 'MEDIA_FAILED');
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
      await sendTonesByInfo(this.context, id, tones, () => this.calls.find(id) !== null);
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
    this.calls.end(id, { by: 'network', cause: 'mediaFailed', statusCode: null, reason: null });
  }

  handleFact(fact: Exclude<SipFact, { type: 'disconnected' | 'transferProgress' }>): void {
    switch (fact.type) {
      case 'referred':
        void this.follow(fact);
        return;
      case 'incoming':
        this.#incoming(fact);
        return;
      case 'identified':
        this.calls.apply(fact.id, fact);
        this.calls.announce('callOutgoing', fact.id);
        return;
      case 'accepted':
        this.calls.apply(fact.id, { type: 'accepted', at: new Date(this.context.clock.now()).toISOString() });
        this.calls.announce('callConfirmed', fact.id);
        return;
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
    if (replaced) this.calls.end(replaced.id, { by: 'remote', cause: 'hangup', statusCode: null, reason: null });
    const { id, number, name, callId, sipCallId, headers } = fact;
    const externalCallId = headerOf(headers, externalCallIdHeader.toLowerCase());
    this.calls.open('inbound', { id, line, number, name, callId, sipCallId, headers, externalCallId });
    this.calls.announce('callIncoming', id);
    const call = this.calls.find(id);
    // The agent is on the phone with whoever hands this caller over: there is nothing to answer.
    if (replaced && call) {
      this.answer(call).catch((error: unknown) => log.warn('a handed-over call could not be taken', error));
    }
  }

  #ended(fact: SipEnd): void {
    const call = this.calls.find(fact.id);
    if (!call) return;
    const cause = endCause(fact, { direction: call.direction, rang: call.state !== 'dialing' });
    const { statusCode, reasonHeader } = fact;
    this.calls.end(fact.id, {
      by: fact.by,
      cause,
      statusCode: statusCode ?? reasonHeader?.cause ?? null,
      reason: fact.reason ?? reasonHeader?.text ?? null,
    });
  }

  async #openMicrophone(): Promise<void> {
    const { store, media } = this.context;
    try {
      await media.openMicrophone();
    } catch (thrown) {
      const error = toPhoneError(thrown, 'MIC_MISSING');
      store.commit({ microphoneError: describe(this.context, error) });
      throw error;
    }
    if (store.state.microphoneError) store.commit({ microphoneError: null });
    // The call went away while the browser asked the agent: nobody needs the microphone any more.
    if (liveCalls(store.state).length === 0) media.closeMicrophone();
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
