import { PhoneError } from '../../src/phone/errors.js';
import type { Handover } from '../../src/phone/kept.js';
import type { SipAccount } from '../../src/phone/ports.js';
import type { FakeTab } from './fake-browser.js';
import { FakeSip } from './fake-suppliers.js';

interface PbxCall {
  readonly sipCallId: string;
  readonly number: string;
  direction: 'inbound' | 'outbound';
  status: 'ringing' | 'answered' | 'ended';
  leg: { readonly sip: TabSip; readonly id: string };
}

/** A PBX that several tabs register at: it knows whose calls are where, and gives a call to whoever names it (RFC 3891). */
export class FakePbx {
  /** By the user part of the Contact. */
  readonly bindings = new Map<string, TabSip>();
  readonly calls = new Map<string, PbxCall>();
  readonly log: string[] = [];
  /** The password is wrong. */
  refuses = false;
  /** It takes sockets. */
  isThere = true;
  #ids = 0;

  /** Somebody calls the agent. False where nobody takes the INVITE. */
  rings(number = '0912345678'): boolean {
    const sip = [...this.bindings.values()].find(({ isThere }) => isThere);
    if (!sip) return false;
    const id = `in-${++this.#ids}`;
    const sipCallId = `sip-${id}`;
    this.calls.set(sipCallId, { sipCallId, number, direction: 'inbound', status: 'ringing', leg: { sip, id } });
    sip.inPage(() => sip.rings(id, number));
    return true;
  }

  /** Whoever the agent calls answers. */
  answers(): void {
    for (const call of this.live()) {
      if (call.direction !== 'outbound' || call.status !== 'ringing') continue;
      call.status = 'answered';
      const { sip, id } = call.leg;
      sip.inPage(() => sip.tell({ type: 'accepted', id }));
    }
  }

  /** All who are on the phone with the agent go. */
  hangsUp(): void {
    for (const call of this.live()) this.end(call, call.status === 'answered' ? 'bye' : 'cancel');
  }

  /** Every socket breaks. */
  dropAll(): void {
    for (const sip of this.bindings.values()) sip.drop();
    this.bindings.clear();
  }

  live(): readonly PbxCall[] {
    return [...this.calls.values()].filter(({ status }) => status !== 'ended');
  }

  end(call: PbxCall, how: 'bye' | 'cancel'): void {
    call.status = 'ended';
    this.leaves(call.leg, how);
  }

  /** Tells a leg that the far side has left it. */
  leaves({ sip, id }: PbxCall['leg'], how: 'bye' | 'cancel'): void {
    sip.inPage(() =>
      sip.tell({ type: 'ended', id, by: 'remote', how, statusCode: null, reason: null, reasonHeader: null }),
    );
  }

  of(sip: TabSip, id: string): PbxCall | null {
    return this.live().find(({ leg }) => leg.sip === sip && leg.id === id) ?? null;
  }
}

/** The SIP side of one phone in one tab. */
export class TabSip extends FakeSip {
  #socket = false;
  #attempts = 0;
  #uri = '';

  constructor(
    readonly tab: FakeTab,
    private readonly pbx: FakePbx,
    private readonly contact: (account: string) => string,
  ) {
    super();
    this.connects = () => {
      const attempt = ++this.#attempts;
      return tab.ask(() => {
        if (attempt !== this.#attempts || !pbx.isThere) throw new PhoneError('NETWORK');
        this.#socket = true;
      });
    };
    this.registers = () =>
      this.#request(() => {
        if (pbx.refuses) throw new PhoneError('AUTH_FAILED', { statusCode: 401 });
        pbx.log.push(`register ${this.contact(this.#uri)}`);
        pbx.bindings.set(this.contact(this.#uri), this);
        return 300;
      });
    this.probes = () => this.#request(() => undefined);
    this.refreshes = (id) => this.#request(() => this.#known(id)).then(() => undefined);
    this.holds = () => this.#request(() => undefined);
    this.invites = ({ id, number }) => {
      const sipCallId = `sip-${id}`;
      return this.#request(() => {
        pbx.log.push(`invite ${number}`);
        pbx.calls.set(sipCallId, {
          sipCallId,
          number,
          direction: 'outbound',
          status: 'ringing',
          leg: { sip: this, id },
        });
        this.inPage(() => {
          this.tell({ type: 'identified', id, sipCallId });
          this.tell({ type: 'ringing', id });
        });
      });
    };
    this.answers = (id) =>
      this.#request(() => {
        const call = this.#known(id);
        call.status = 'answered';
        this.inPage(() => this.tell({ type: 'accepted', id }));
      });
    this.handovers = (id) => {
      const call = pbx.of(this, id);
      return call && handoverOf(call.sipCallId, call.status === 'answered' ? 'answered' : call.direction);
    };
    this.takesBack = (id, handover) =>
      this.#request(() => {
        const sipCallId = handover.phase === 'answered' ? handover.sipCallId : handover.invite;
        const call = pbx.calls.get(sipCallId);
        if (!call || call.status === 'ended') throw new PhoneError('SIP_REJECTED', { statusCode: 481 });
        const old = call.leg;
        call.leg = { sip: this, id };
        pbx.log.push(`take back ${handover.phase}`);
        if (handover.phase === 'answered' && old.sip !== this) pbx.leaves(old, 'bye');
        if (handover.phase === 'outgoing') this.inPage(() => this.tell({ type: 'ringing', id }));
      });
  }

  get isThere(): boolean {
    return this.#socket && this.tab.isRunning;
  }

  drop(): void {
    this.#socket = false;
    this.tab.run(() => this.tell({ type: 'disconnected', hint: 'gone' }));
  }

  /** What the network brings reaches a page that has a socket. */
  inPage(task: () => void): void {
    this.tab.run(() => {
      if (this.#socket) task();
    });
  }

  override connect(account: SipAccount, server: string): Promise<void> {
    this.#uri = account.uri;
    return super.connect(account, server);
  }

  override disconnect(): Promise<void> {
    this.#attempts++;
    this.#socket = false;
    return super.disconnect();
  }

  override unregister(): Promise<void> {
    return this.#request(() => {
      this.pbx.log.push('unregister');
      for (const [contact, sip] of [...this.pbx.bindings]) if (sip === this) this.pbx.bindings.delete(contact);
    });
  }

  override hangUp(id?: string): Promise<void> {
    return this.#finish(id ?? '', 'hang up');
  }

  override reject(id: string, statusCode: number): Promise<void> {
    return this.#finish(id, `reject ${String(statusCode)}`);
  }

  async #finish(id: string, what: string): Promise<void> {
    return this.#request(() => {
      const call = this.pbx.of(this, id);
      if (!call) return;
      this.pbx.log.push(what);
      call.status = 'ended';
    });
  }

  #known(id: string) {
    const call = this.pbx.of(this, id);
    if (!call) throw new PhoneError('SIP_REJECTED', { statusCode: 481 });
    return call;
  }

  #request<T>(work: () => T): Promise<T> {
    return this.tab.ask(() => {
      if (!this.#socket) throw new PhoneError('NOT_CONNECTED');
      return work();
    });
  }
}

function handoverOf(sipCallId: string, phase: 'answered' | 'inbound' | 'outbound'): Handover {
  if (phase === 'answered')
    return {
      phase,
      sipCallId,
      localTag: 'l',
      remoteTag: 'r',
      remoteUri: 'sip:far@pbx.test',
      targets: ['sip:far@pbx.test'],
    };
  if (phase === 'inbound') return { phase: 'incoming', invite: sipCallId };
  return { phase: 'outgoing', invite: sipCallId, remoteTag: null };
}
