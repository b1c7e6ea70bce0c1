import { SessionState, type Invitation } from 'sip.js';
import type { ClockPort, LogPort, SipFact } from '../phone/ports.js';
import { callCenterCallId, dialledNumbers, extensionHeaders, readableUser } from './headers.js';
import { readReplacement } from './replacement.js';
import { RingAgain } from './ring-again.js';
import type { SipCall } from './sip-call.js';
import { callIdOf } from './takeover.js';

interface Room {
  readonly calls: Map<string, SipCall>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  newId(): string;
  createCall(id: string, invitation: Invitation): SipCall;
  tell(fact: SipFact): void;
}

/** Every INVITE that begins a dialog: a new call, or one that is here already under another name. */
export class IncomingCalls {
  /** By the Call-ID of an INVITE that is taken in again: the call it is. */
  readonly #expected = new Map<string, string>();
  readonly #ringAgain: RingAgain;
  /** Calls that the agent has answered and whose caller is on his way again. */
  readonly #answered = new WeakMap<SipCall, () => void>();

  constructor(private readonly room: Room) {
    this.#ringAgain = new RingAgain(room.clock);
  }

  /** There will be another socket. */
  setAdrift(): void {
    this.#ringAgain.setAdrift(this.room.calls.values());
  }

  /** An INVITE of another page's socket, as it came: call `id`. `receive` gives it to SIP.js. */
  takeAgain(id: string, invite: string, receive: (invite: string) => void): void {
    const callId = callIdOf(invite);
    this.#expected.set(callId, id);
    receive(invite);
    this.#expected.delete(callId);
  }

  /**
   * Resolves when the caller is where an answer reaches him: one who lost his socket, too, comes again with another
   * INVITE, and an answer to the one before would find nobody. Where he does not come, when the call is over.
   */
  async callerIsThere(id: string): Promise<void> {
    const { calls } = this.room;
    const before = calls.get(id);
    if (!before || !this.#ringAgain.isAdrift(before) || (await this.#ringAgain.isStillThere(before))) return;
    await new Promise<void>((resolve) => this.#answered.set(before, resolve));
  }

  over(call: SipCall): void {
    this.#answered.get(call)?.();
  }

  /** Somebody calls, or a call of ours goes on with another INVITE. */
  take(invitation: Invitation): void {
    const { request } = invitation;
    const expected = this.#expected.get(request.callId);
    const replacement = readReplacement(request, this.room.calls.values());
    if (replacement?.kind === 'refused') {
      // SIP.js has refused what names no dialog of ours.
      if (invitation.state === SessionState.Initial) this.#refuse(invitation, replacement.statusCode);
      return;
    }
    if (replacement?.kind === 'moved') {
      void this.#move(replacement.call, invitation);
      return;
    }
    if (expected !== undefined) {
      const call = this.room.createCall(expected, invitation);
      this.#ringAgain.setAdrift([call]);
      this.#ring(call, invitation);
      return;
    }
    const before = replacement ? null : this.#ringAgain.candidate(invitation, this.room.calls.values());
    if (before) void this.#again(before, invitation);
    else this.#announce(invitation, replacement?.call.id ?? null);
  }

  #announce(invitation: Invitation, replaces: string | null): void {
    const id = this.room.newId();
    const call = this.room.createCall(id, invitation);
    this.room.tell(incomingFact(id, invitation, replaces));
    this.#ring(call, invitation);
  }

  /** The caller of a call that rings comes with another INVITE: the same call, unless he is in both. */
  async #again(before: SipCall, invitation: Invitation): Promise<void> {
    if (await this.#ringAgain.isStillThere(before)) {
      if (invitation.state === SessionState.Initial) this.#announce(invitation, null);
      return;
    }
    before.giveUpRinging();
    const { id } = before;
    const call = this.room.createCall(id, invitation);
    this.room.tell({ type: 'identified', id, sipCallId: invitation.request.callId });
    this.#readCallId(id, invitation);
    this.#ring(call, invitation);
    this.#answered.get(before)?.();
  }

  #readCallId(id: string, { request }: Invitation): void {
    const callId = callCenterCallId(request.data);
    if (callId !== null) this.room.tell({ type: 'callIdKnown', id, callId });
  }

  #ring(call: SipCall, invitation: Invitation): void {
    // Unless the phone has refused it by now.
    call.ring(invitation).catch((error: unknown) => this.room.log.warn('180 could not be sent', error));
  }

  /** The far side goes on from another place: the same call, a new dialog, new media. */
  async #move(old: SipCall, invitation: Invitation): Promise<void> {
    const { id, isHeld } = old;
    old.isSilent = true;
    const call = this.room.createCall(id, invitation);
    try {
      await call.givePlace(invitation, isHeld);
      old.giveUpPlace();
      this.#readCallId(id, invitation);
    } catch (error) {
      this.room.log.warn('a call could not go on from another place', error);
      this.room.calls.set(id, old);
      old.isSilent = false;
      this.#refuse(invitation, 488);
    }
  }

  #refuse(invitation: Invitation, statusCode: number): void {
    invitation.reject({ statusCode }).catch((error: unknown) => this.room.log.warn('a call was not refused', error));
  }
}

/** @param replaces the call of ours that the INVITE names in full (RFC 3891) */
function incomingFact(id: string, { remoteIdentity, request }: Invitation, replaces: string | null): SipFact {
  return {
    type: 'incoming',
    id,
    sipCallId: request.callId,
    number: readableUser(remoteIdentity.uri.user),
    name: remoteIdentity.displayName || null,
    callId: callCenterCallId(request.data),
    headers: extensionHeaders(request.data),
    dialled: dialledNumbers([
      request.getHeader('p-called-party-id'),
      request.getHeader('diversion'),
      request.getHeader('to'),
    ]),
    replaces,
  };
}
