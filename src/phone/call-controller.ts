import {
  applyCallFact,
  createCall,
  isTalking,
  withDurations,
  type Call,
  type CallFact,
  type LineNumber,
} from './call.js';
import type { CommandOf } from './commands.js';
import { language, timestamp, type PhoneContext } from './context.js';
import { endCause } from './end-cause.js';
import { endText } from './end-text.js';
import { PhoneError, toPhoneError } from './errors.js';
import { normalizeNumber, normalizeTones } from './numbers.js';
import type { SipEnd, SipFact } from './ports.js';
import { liveCalls } from './state.js';
import { holdWithGlare, sendTonesByInfo } from './call-requests.js';
import { describe } from './context.js';

/** Carries out the commands that act on calls and takes in what SIP says of them. */
export class CallController {
  /** Calls whose INVITE has left or came in: only these have events. */
  readonly #announced = new Set<string>();

  constructor(private readonly context: PhoneContext) {}

  /** Places a call. The line is taken at once, so that a double click places one call. */
  async place(command: CommandOf<'call'>): Promise<Call> {
    const { store, media, sip } = this.context;
    const id = this.context.newId();
    const call = createCall({
      id,
      line: 1,
      direction: 'outbound',
      number: normalizeNumber(command.number),
      name: null,
      extension: store.state.extension?.number ?? null,
      hotline: store.state.hotline,
      externalCallId: command.externalCallId ?? null,
      startedAt: timestamp(this.context),
      callId: null,
      sipCallId: null,
      headers: {},
    });
    store.commit({ line1: call, lastCall: null, currentLine: 1 });
    try {
      await this.#openMicrophone();
      if (!this.#find(id)) throw new PhoneError('CANCELLED');
      const headers: Record<string, string> = {};
      if (call.externalCallId !== null) headers['X-External-Call-Id'] = call.externalCallId;
      await sip.invite({ id, number: call.number, headers });
    } catch (thrown) {
      // Nothing has left, or nothing could: the line is free again, and no event told of the call.
      media.closeCall(id);
      if (!this.#find(id)) throw new PhoneError('CANCELLED');
      if (!this.#announced.has(id)) this.#removeLine(id);
      throw toPhoneError(thrown, 'MEDIA_FAILED');
    }
    return this.#find(id) ?? store.state.lastCall ?? call;
  }

  async answer(call: Call): Promise<Call> {
    const { sip, store } = this.context;
    await this.#openMicrophone();
    const ringing = this.#find(call.id);
    if (ringing?.state !== 'ringing') throw new PhoneError('CANCELLED');
    store.commit({ currentLine: ringing.line });
    try {
      await sip.answer(call.id);
    } catch (thrown) {
      if (!this.#find(call.id)) throw new PhoneError('CANCELLED');
      const error = toPhoneError(thrown, 'MEDIA_FAILED');
      this.context.log.error('the call could not be answered', error.message);
      this.#end(call.id, { by: 'local', cause: 'mediaFailed', statusCode: null, reason: null });
      throw error;
    }
    const answered = this.#find(call.id);
    if (!answered) throw new PhoneError('CANCELLED');
    return answered;
  }

  /** Ends what the line holds. For the agent it is over at once; SIP finishes behind. */
  async hangUp(call: Call): Promise<Call> {
    const { sip, media } = this.context;
    if (call.direction === 'inbound' && call.state === 'ringing') return this.reject(call);
    if (!this.#announced.has(call.id)) {
      this.#removeLine(call.id);
      media.closeCall(call.id);
      // The INVITE may be about to leave.
      await this.#sent(sip.hangUp(call.id));
      return call;
    }
    const cause = isTalking(call) ? 'hangup' : 'cancelled';
    const sent = sip.hangUp(call.id);
    const ended = this.#end(call.id, { by: 'local', cause, statusCode: null, reason: null });
    await this.#sent(sent);
    return ended;
  }

  async reject(call: Call): Promise<Call> {
    // 603: the agent does not want it anywhere; 486 would ring the next phone of the same agent.
    const sent = this.context.sip.reject(call.id, 603);
    const ended = this.#end(call.id, { by: 'local', cause: 'rejected', statusCode: 603, reason: null });
    await this.#sent(sent);
    return ended;
  }

  async setHold(id: string, hold: boolean): Promise<Call> {
    const call = this.#talking(id);
    if (call.onHold === hold) return call;
    // Quiet from the press on: whoever is put on hold must not hear what is said next.
    if (hold) this.context.media.setHeld(id, true);
    try {
      await holdWithGlare(this.context, call, hold, () => this.#find(id) !== null);
    } catch (thrown) {
      this.context.media.setHeld(id, this.#find(id)?.onHold ?? false);
      throw this.#find(id) ? toPhoneError(thrown, 'SERVER') : new PhoneError('CANCELLED');
    }
    if (!hold) this.context.media.setHeld(id, false);
    this.#apply(id, { type: 'holdChanged', onHold: hold });
    return this.#talking(id);
  }

  setMuted(call: Call, muted: boolean): Call {
    this.context.media.setMuted(call.id, muted);
    this.#apply(call.id, { type: 'muteChanged', muted });
    return this.#find(call.id) ?? call;
  }

  setSpeakerMuted(call: Call, muted: boolean): Call {
    this.context.media.setSpeakerMuted(call.id, muted);
    this.#apply(call.id, { type: 'speakerMuteChanged', muted });
    return this.#find(call.id) ?? call;
  }

  async sendDtmf(id: string, input: string): Promise<Call> {
    const call = this.#talking(id);
    const tones = normalizeTones(input);
    if (!this.context.media.insertDtmf(id, tones)) {
      await sendTonesByInfo(this.context, id, tones, () => this.#find(id) !== null);
    }
    return this.#find(id) ?? call;
  }

  /** Ends every call: the phone stops. */
  async endAll(): Promise<void> {
    await Promise.all(liveCalls(this.context.store.state).map((call) => this.hangUp(call)));
  }

  /** No audio could be brought back. */
  giveUp(id: string): void {
    if (!this.#find(id)) return;
    void this.#sent(this.context.sip.hangUp(id));
    this.#end(id, { by: 'network', cause: 'mediaFailed', statusCode: null, reason: null });
  }

  handleFact(fact: Exclude<SipFact, { type: 'disconnected' }>): void {
    switch (fact.type) {
      case 'incoming':
        this.#incoming(fact);
        return;
      case 'identified':
        this.#announced.add(fact.id);
        this.#apply(fact.id, fact);
        this.#announce('callOutgoing', fact.id);
        return;
      case 'accepted':
        this.#apply(fact.id, { type: 'accepted', at: timestamp(this.context) });
        this.#announce('callConfirmed', fact.id);
        return;
      case 'ended':
        this.#ended(fact);
        return;
      case 'callIdKnown':
      case 'ringing':
      case 'earlyMedia':
      case 'remoteHoldChanged':
        this.#apply(fact.id, fact);
        return;
    }
  }

  #incoming(fact: Extract<SipFact, { type: 'incoming' }>): void {
    const { store, sip, log } = this.context;
    const { mode, status, line1, line2, extension } = store.state;
    if (mode !== 'active' || status === 'stopping') {
      log.info(`an incoming call was refused: the mode is ${mode}`);
      void this.#sent(sip.reject(fact.id, 480));
      return;
    }
    if (line1 !== null || line2 !== null) {
      log.info('an incoming call was refused: the line is busy');
      void this.#sent(sip.reject(fact.id, 486));
      return;
    }
    const call = createCall({
      id: fact.id,
      line: 1,
      direction: 'inbound',
      number: fact.number,
      name: fact.name,
      extension: extension?.number ?? null,
      hotline: null,
      externalCallId: headerOf(fact.headers, 'x-external-call-id'),
      startedAt: timestamp(this.context),
      callId: fact.callId,
      sipCallId: fact.sipCallId,
      headers: fact.headers,
    });
    this.#announced.add(call.id);
    store.commit({ line1: call, lastCall: null, currentLine: 1 });
    this.#announce('callIncoming', call.id);
  }

  #ended(fact: SipEnd): void {
    const call = this.#find(fact.id);
    if (!call) return;
    const cause = endCause(fact, { direction: call.direction, rang: call.state !== 'dialing' });
    const { statusCode, reasonHeader } = fact;
    this.#end(fact.id, {
      by: fact.by,
      cause,
      statusCode: statusCode ?? reasonHeader?.cause ?? null,
      reason: fact.reason ?? reasonHeader?.text ?? null,
    });
  }

  #end(id: string, end: Omit<Extract<CallFact, { type: 'ended' }>, 'type' | 'at' | 'text'>): Call {
    const { store, clock, media } = this.context;
    const call = this.#find(id);
    if (!call) throw new PhoneError('NO_CALL');
    const text = endText({ ...end, direction: call.direction }, language(this.context));
    const fact = { type: 'ended', at: timestamp(this.context), text, ...end } as const;
    const ended = withDurations(applyCallFact(call, fact), clock.now());
    media.closeCall(id);
    store.commit({ ...this.#lineChange(call.line, null), lastCall: ended });
    if (liveCalls(store.state).length === 0) media.closeMicrophone();
    this.#announced.delete(id);
    store.emit('callEnded', ended);
    return ended;
  }

  /** A call that nobody was told of goes without a word. */
  #removeLine(id: string): void {
    const call = this.#find(id);
    if (!call) return;
    this.context.store.commit(this.#lineChange(call.line, null));
    if (liveCalls(this.context.store.state).length === 0) this.context.media.closeMicrophone();
  }

  #apply(id: string, fact: CallFact): void {
    const call = this.#find(id);
    if (!call) return;
    const next = applyCallFact(call, fact);
    if (next === call) return;
    this.context.store.commit(this.#lineChange(call.line, withDurations(next, this.context.clock.now())));
  }

  #announce(name: 'callOutgoing' | 'callIncoming' | 'callConfirmed', id: string): void {
    const call = this.#find(id);
    if (call) this.context.store.emit(name, call);
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

  #lineChange(line: LineNumber, call: Call | null): { line1: Call | null } | { line2: Call | null } {
    return line === 1 ? { line1: call } : { line2: call };
  }

  #find(id: string): Call | null {
    return liveCalls(this.context.store.state).find((call) => call.id === id) ?? null;
  }

  #talking(id: string): Call {
    const call = this.#find(id);
    if (!call || !isTalking(call)) throw new PhoneError('NO_CALL');
    return call;
  }
}

function headerOf(headers: Readonly<Record<string, string>>, lowerName: string): string | null {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === lowerName);
  return name === undefined ? null : (headers[name] ?? null);
}
