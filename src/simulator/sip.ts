import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import type { ClockPort, OutgoingInvite, ReferTarget, SipAccount, SipEnd, SipFact, SipPort } from '../phone/ports.js';
import { createFarCall, type MutableFarCall } from './far-call.js';
import type { Note } from './sent.js';
import { refusal, SimulatedServer } from './server.js';

type Ending = Pick<SipEnd, 'by' | 'how'> & Partial<Omit<SipEnd, 'type' | 'id' | 'by' | 'how'>>;

/** `SipPort` over a PBX in memory. What the far side does comes from `FarSide`. */
export class SimulatedSip implements SipPort {
  readonly server: SimulatedServer;
  readonly calls = new Map<string, MutableFarCall>();
  /** Referrals that the phone has not decided on, by the id of the call they would make: whom to call. */
  readonly referrals = new Map<string, string>();
  /** Status of the answer to a REGISTER. */
  registerStatus = 200;
  /** Seconds granted. */
  expires: number | null = null;
  /** The server's binding of the phone. */
  isRegistered = false;
  /** Statuses of the next answers to a re-INVITE and to a REFER; the last one stays. */
  holdStatuses: readonly number[] = [200];
  referStatuses: readonly number[] = [202];
  /** The one that was configured since. */
  userAgent: string | null = null;
  #account: SipAccount | null = null;
  /** Calls that a referral asked for. */
  readonly #followed = new Set<string>();
  readonly #listeners = new Set<(fact: SipFact) => void>();

  constructor(
    clock: ClockPort,
    latency: number,
    private readonly note: Note,
  ) {
    this.server = new SimulatedServer(clock, latency);
  }

  configure({ userAgent }: { readonly userAgent: string }): void {
    this.userAgent = userAgent;
  }

  onFact(listener: (fact: SipFact) => void): void {
    this.#listeners.add(listener);
  }

  /** Tells the phone. */
  tell(fact: SipFact): void {
    for (const listener of [...this.#listeners]) listener(fact);
  }

  connect(account: SipAccount, server: string): Promise<void> {
    this.note('connect', null, { server });
    this.#account = account;
    return this.server.connect();
  }

  disconnect(): Promise<void> {
    this.note('disconnect', null);
    this.server.disconnect();
    return Promise.resolve();
  }

  expect(): void {
    // A far side of the simulator asks nothing.
  }

  probe(): Promise<void> {
    return this.server.request(() => undefined);
  }

  async register(): Promise<number> {
    this.#needsSocket();
    this.note('register', null);
    return this.server.request(() => {
      const status = this.registerStatus;
      if (status === 403) throw new PhoneError('AUTH_FAILED', { statusCode: status });
      if (status >= 300) throw refusal(status);
      this.isRegistered = true;
      return this.expires ?? this.#account?.expires ?? 300;
    });
  }

  async unregister(): Promise<void> {
    this.#needsSocket();
    this.note('unregister', null);
    await this.server.request(() => (this.isRegistered = false));
  }

  async invite({ id, number, headers }: OutgoingInvite): Promise<void> {
    this.#needsSocket();
    this.note('invite', id, { number, headers });
    await this.#dial(id, number, headers);
  }

  async answer(id: string): Promise<void> {
    const call = this.#live(id);
    if (call.direction === 'outbound' || call.status === 'answered') throw new PhoneError('NO_CALL');
    this.note('answer', id);
    const abandoned = new Promise<never>((_, reject) => {
      call.abandonAnswer = () => reject(new PhoneError('CANCELLED'));
    });
    abandoned.catch(() => undefined);
    const acked = this.server.request(() => {
      if (call.isOver || call.isLeaving) return;
      if (call.status === 'ended') throw refusal(481);
      call.status = 'answered';
      const replaced = call.replaces === null ? undefined : this.calls.get(call.replaces);
      if (replaced) this.end(replaced, { by: 'local', how: 'bye' });
      this.tell({ type: 'accepted', id });
    });
    try {
      await Promise.race([acked, abandoned]);
    } catch (error) {
      // The ACK never came (RFC 3261 §13.3.1.4): there is no call.
      this.end(call, { by: 'network', how: 'lost' });
      throw error instanceof PhoneError && error.code === 'CANCELLED' ? error : new PhoneError('CANCELLED');
    } finally {
      call.abandonAnswer = null;
    }
  }

  async reject(id: string, statusCode: number): Promise<void> {
    const call = this.calls.get(id);
    if (!call || call.isOver || call.isLeaving) return;
    this.note('reject', id, { statusCode });
    this.#leave(call, { by: 'local', how: 'response', statusCode });
  }

  async hangUp(id: string): Promise<void> {
    const call = this.calls.get(id);
    if (!call || call.isOver || call.isLeaving) return;
    if (call.direction === 'inbound' && call.status !== 'answered') return this.reject(id, 480);
    this.note('hangUp', id);
    this.#leave(call, { by: 'local', how: call.status === 'answered' ? 'bye' : 'cancel' });
  }

  async setHold(id: string, hold: boolean): Promise<void> {
    const call = this.#live(id);
    if (call.isReinviting) throw refusal(491);
    this.note(hold ? 'hold' : 'unhold', id);
    call.isReinviting = true;
    try {
      await this.server.request(() => {
        this.#inDialog(call, this.#nextHoldStatus());
        call.heldByAgent = hold;
      });
    } finally {
      call.isReinviting = false;
    }
  }

  async refresh(id: string, { iceRestart }: { readonly iceRestart: boolean }): Promise<void> {
    this.#needsSocket();
    const call = this.#live(id);
    this.note('refresh', id, { iceRestart });
    await this.server.request(() => {
      if (call.status === 'ended') this.#inDialog(call, 481);
    });
  }

  handover(id: string): Handover | null {
    const call = this.calls.get(id);
    if (!call || call.isOver || call.isLeaving || call.status === 'dialing') return null;
    const { sipCallId } = call;
    if (call.status === 'answered') {
      return {
        phase: 'answered',
        sipCallId,
        localTag: 'phone',
        remoteTag: 'far',
        remoteUri: `sip:${call.number}`,
        targets: [],
      };
    }
    return call.direction === 'inbound'
      ? { phase: 'incoming', invite: sipCallId }
      : { phase: 'outgoing', invite: sipCallId, remoteTag: null };
  }

  async takeBack(id: string, handover: Handover, { hold }: { readonly hold: boolean }): Promise<void> {
    this.#needsSocket();
    this.note('takeBack', id, { phase: handover.phase, hold });
    await this.server.request(() => {
      const call = this.calls.get(id);
      if (!call || call.isOver || call.status === 'ended') throw refusal(481);
      this.tell({ type: 'identified', id, sipCallId: call.sipCallId });
      if (call.status === 'answered') this.tell({ type: 'accepted', id });
    });
  }

  async letGo(id: string, _handover: Handover): Promise<void> {
    await this.hangUp(id);
  }

  async refer(id: string, target: ReferTarget): Promise<void> {
    this.#needsSocket();
    const call = this.#live(id);
    if ('replacing' in target) this.#live(target.replacing);
    this.note('refer', id, { ...target });
    await this.server.request(() => {
      this.#inDialog(call, this.#nextReferStatus());
      call.isReferred = true;
    });
  }

  async followReferral(newId: string): Promise<void> {
    const number = this.#takeReferral(newId);
    this.#needsSocket();
    this.note('followReferral', newId);
    this.#followed.add(newId);
    await this.#dial(newId, number);
  }

  async refuseReferral(newId: string, statusCode: number): Promise<void> {
    this.#takeReferral(newId);
    this.note('refuseReferral', newId, { statusCode });
  }

  referralFailed(newId: string, statusCode: number): void {
    if (this.#followed.delete(newId)) this.note('referralFailed', newId, { statusCode });
  }

  async sendInfoDtmf(id: string, tone: string): Promise<void> {
    const call = this.#live(id);
    this.note('info', id, { tones: tone });
    await this.server.request(() => this.#inDialog(call, 200));
  }

  /** The call is over for the PBX, and for the phone as soon as it hears of it. */
  end(call: MutableFarCall, ending: Ending): void {
    call.status = 'ended';
    if (call.isOver) return;
    call.isOver = true;
    call.abandonAnswer?.();
    this.tell({ type: 'ended', id: call.id, statusCode: null, reason: null, reasonHeader: null, ...ending });
  }

  /** The phone ends it: the PBX knows at once, the phone's side is through when the answer to its message is in. */
  #leave(call: MutableFarCall, ending: Ending): void {
    call.isLeaving = true;
    call.status = 'ended';
    call.abandonAnswer?.();
    const through = (): void => this.end(call, ending);
    this.server.request(() => undefined).then(through, through);
  }

  async #dial(id: string, number: string, headers: OutgoingInvite['headers'] = {}): Promise<void> {
    const sipCallId = `${id}@simulator.invalid`;
    const call = createFarCall({ id, sipCallId, direction: 'outbound', number, status: 'dialing' });
    this.calls.set(id, call);
    // As long as ICE would take.
    await this.server.pause();
    if (call.status !== 'dialing') throw new PhoneError('CANCELLED');
    if (!this.server.isConnected) {
      this.calls.delete(id);
      throw new PhoneError('NOT_CONNECTED');
    }
    call.status = 'inviting';
    this.tell({ type: 'identified', id, sipCallId, headers });
  }

  /** The far side's answer to a request inside a call. */
  #inDialog(call: MutableFarCall, scripted: number): void {
    const isUnknown = call.status !== 'answered';
    const status = isUnknown ? 481 : scripted;
    if (status < 300) return;
    // The dialog is gone (RFC 3261 §12.2.1.2).
    if (status === 481 || status === 408) this.end(call, { by: 'network', how: 'lost', statusCode: status });
    throw refusal(status);
  }

  #nextHoldStatus(): number {
    const [status = 200, ...rest] = this.holdStatuses;
    if (rest.length > 0) this.holdStatuses = rest;
    return status;
  }

  #nextReferStatus(): number {
    const [status = 202, ...rest] = this.referStatuses;
    if (rest.length > 0) this.referStatuses = rest;
    return status;
  }

  #takeReferral(newId: string): string {
    const number = this.referrals.get(newId);
    if (number === undefined) throw new PhoneError('NO_CALL');
    this.referrals.delete(newId);
    return number;
  }

  #live(id: string): MutableFarCall {
    const call = this.calls.get(id);
    if (!call || call.isOver || call.isLeaving) throw new PhoneError('NO_CALL');
    return call;
  }

  #needsSocket(): void {
    if (!this.server.isConnected) throw new PhoneError('NOT_CONNECTED');
  }
}
