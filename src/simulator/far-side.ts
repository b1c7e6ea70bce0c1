import type { SipEnd } from '../phone/ports.js';
import { createFarCall, shown, type FarCall, type MutableFarCall } from './far-call.js';
import type { SimulatedSip } from './sip.js';

/** Who rings. */
export interface Ringing {
  /** Default `0912345678`. */
  readonly number?: string;
  readonly name?: string | null;
  /** `X-bizfly-call-center-call-id` */
  readonly callId?: string | null;
  /** The INVITE's `X-…` headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The hotline's number that was called. */
  readonly dialled?: string | null;
  /** `id` of the call that this one takes the place of (RFC 3891). */
  readonly replaces?: string | null;
}

/**
 * The people and the PBX at the far end. Where an `id` is left out, the newest call for which it makes sense is meant;
 * where there is none, the method throws, because then the test is not where it thinks it is. A phone whose socket is
 * gone hears nothing of what happens meanwhile.
 */
export class FarSide {
  #rung = 0;
  #referred = 0;

  constructor(private readonly sip: SimulatedSip) {}

  /** Every call so far, oldest first. */
  get calls(): readonly FarCall[] {
    return [...this.sip.calls.values()].map(shown);
  }

  /** Somebody calls the agent. Returns the `id` of the call. */
  remoteRings({
    number = '0912345678',
    name = null,
    callId = null,
    headers = {},
    dialled = null,
    replaces = null,
  }: Ringing = {}): string {
    if (!this.sip.isRegistered || !this.sip.server.isConnected) {
      throw new Error('remoteRings: the phone is not registered, so nobody can call it');
    }
    const id = `remote-${++this.#rung}`;
    const sipCallId = `${id}@simulator.invalid`;
    const call = createFarCall({ id, sipCallId, direction: 'inbound', number, status: 'ringing', replaces });
    this.sip.calls.set(id, call);
    this.sip.tell({
      type: 'incoming',
      id,
      sipCallId,
      number,
      name,
      callId,
      headers,
      replaces,
      dialled: dialled === null ? [] : [dialled],
    });
    return id;
  }

  /** 180: the far side's phone rings. */
  remoteRingsBack(id?: string): void {
    const call = this.#find('remoteRingsBack', isPlaced, id);
    call.status = 'ringing';
    this.#tell(() => this.sip.tell({ type: 'ringing', id: call.id }));
  }

  /** 183 with SDP: the far side plays something before it answers. */
  remoteSendsEarlyMedia(id?: string): void {
    const call = this.#find('remoteSendsEarlyMedia', isPlaced, id);
    call.status = 'ringing';
    this.#tell(() => this.sip.tell({ type: 'earlyMedia', id: call.id }));
  }

  /** Puts the call centre's id into a response. */
  remoteNamesCall(callId: string, id?: string): void {
    const call = this.#find('remoteNamesCall', isPlaced, id);
    this.#tell(() => this.sip.tell({ type: 'callIdKnown', id: call.id, callId }));
  }

  /** 200: the far side picks up. */
  remoteAnswers(id?: string): void {
    const call = this.#find('remoteAnswers', isPlaced, id);
    if (!this.sip.server.isConnected) return;
    call.status = 'answered';
    this.sip.tell({ type: 'accepted', id: call.id });
  }

  /** A final answer that is a refusal: 486 busy, 603 declined, 404 no such number … */
  remoteRejects(statusCode = 486, reason: string | null = null, id?: string): void {
    this.#end(this.#find('remoteRejects', isPlaced, id), { by: 'remote', how: 'response', statusCode, reason });
  }

  /** BYE. */
  remoteHangsUp(id?: string): void {
    this.#end(this.#find('remoteHangsUp', isAnswered, id), { by: 'remote', how: 'bye' });
  }

  /** The caller gives up before the agent answers, or a colleague was faster. */
  remoteCancels({ answeredElsewhere = false, id }: { answeredElsewhere?: boolean; id?: string } = {}): void {
    const call = this.#find('remoteCancels', isRinging, id);
    const reasonHeader = answeredElsewhere ? { cause: 200, text: 'Call completed elsewhere' } : null;
    this.#end(call, { by: 'remote', how: 'cancel', reasonHeader });
  }

  remoteHolds(id?: string): void {
    this.#setRemoteHold(this.#find('remoteHolds', isAnswered, id), true);
  }

  remoteUnholds(id?: string): void {
    this.#setRemoteHold(this.#find('remoteUnholds', isAnswered, id), false);
  }

  /** What the next re-INVITEs are answered with, one after another; the last status stays. */
  holdsAreAnsweredWith(...statuses: readonly number[]): void {
    this.sip.holdStatuses = statuses;
  }

  /** What the next REFERs are answered with; the last status stays. Default 202. */
  remoteAnswersReferWith(...statuses: readonly number[]): void {
    this.sip.referStatuses = statuses;
  }

  /** NOTIFY after an accepted REFER: how the target answered (180, 200, 486 …). */
  transferProgress(statusCode: number, reason: string | null = null, id?: string): void {
    const call = this.#find('transferProgress', (candidate) => isAnswered(candidate) && candidate.isReferred, id);
    if (statusCode >= 200) call.isReferred = false;
    this.#tell(() => this.sip.tell({ type: 'transferProgress', id: call.id, statusCode, reason }));
  }

  /** The far side sends the agent on to `number`. Returns the `id` of the call that would make. */
  remoteRefers(number: string, id?: string): string {
    const call = this.#find('remoteRefers', isAnswered, id);
    const newId = `referred-${++this.#referred}`;
    this.sip.referrals.set(newId, number);
    this.#tell(() => this.sip.tell({ type: 'referred', id: call.id, newId, number }));
    return newId;
  }

  #setRemoteHold(call: MutableFarCall, held: boolean): void {
    if (!this.sip.server.isConnected) return;
    call.heldByRemote = held;
    this.sip.tell({ type: 'remoteHoldChanged', id: call.id, held });
  }

  #end(call: MutableFarCall, ending: Pick<SipEnd, 'by' | 'how'> & Partial<SipEnd>): void {
    // Out of reach, the phone learns of it with its next request.
    if (this.sip.server.isConnected) this.sip.end(call, ending);
    else call.status = 'ended';
  }

  #tell(tell: () => void): void {
    if (this.sip.server.isConnected) tell();
  }

  #find(what: string, fits: (call: MutableFarCall) => boolean, id: string | undefined): MutableFarCall {
    const candidates = [...this.sip.calls.values()].filter(
      (call) => fits(call) && (id === undefined || call.id === id),
    );
    const call = candidates.at(-1);
    if (!call) throw new Error(`${what}: there is no call for this${id === undefined ? '' : ` with id ${id}`}`);
    return call;
  }
}

/** Placed by the agent and not answered. */
function isPlaced({ direction, status }: MutableFarCall): boolean {
  return direction === 'outbound' && (status === 'inviting' || status === 'ringing');
}

/** Rings at the agent. */
function isRinging({ direction, status }: MutableFarCall): boolean {
  return direction === 'inbound' && status === 'ringing';
}

function isAnswered({ status }: MutableFarCall): boolean {
  return status === 'answered';
}
