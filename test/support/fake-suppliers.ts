import { parseConfig, type PhoneOptions } from '../../src/phone/config.js';
import { PhoneError } from '../../src/phone/errors.js';
import { phoneEventNames, type PhoneEventName } from '../../src/phone/events.js';
import { LocalPhone } from '../../src/phone/local-phone.js';
import type { Handover } from '../../src/phone/kept.js';
import type {
  MediaFact,
  MediaPort,
  OutgoingInvite,
  ReferTarget,
  SipAccount,
  SipFact,
  SipPort,
  Tone,
} from '../../src/phone/ports.js';
import { SimulatedDevices } from '../../src/simulator/devices.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { FakeClock } from './fake-clock.js';
import { StaticAccount } from './static-account.js';

/** A SIP side that does what the test says, and records what it was asked. */
export class FakeSip implements SipPort {
  readonly asked: string[] = [];
  userAgent: string | null = null;
  connects: (server: string) => Promise<void> = () => Promise.resolve();
  registers: () => Promise<number> = () => Promise.resolve(300);
  invites: (invite: OutgoingInvite) => Promise<void> = ({ id, headers }) => {
    this.tell({ type: 'identified', id, sipCallId: `sip-${id}`, headers });
    return Promise.resolve();
  };
  answers: (id: string) => Promise<void> = (id) => {
    this.tell({ type: 'accepted', id });
    return Promise.resolve();
  };
  refers: () => Promise<void> = () => Promise.resolve();
  holds: (hold: boolean) => Promise<void> = () => Promise.resolve();
  #listener: (fact: SipFact) => void = () => undefined;

  configure({ userAgent }: { readonly userAgent: string }): void {
    this.userAgent = userAgent;
  }

  onFact(listener: (fact: SipFact) => void): void {
    this.#listener = listener;
  }

  tell(fact: SipFact): void {
    this.#listener(fact);
  }

  /** A caller rings. */
  rings(id = 'in-1', number = '0912345678', dialled: readonly string[] = []): void {
    this.tell({
      type: 'incoming',
      id,
      sipCallId: `sip-${id}`,
      number,
      name: 'Hoa',
      callId: null,
      headers: {},
      dialled,
      replaces: null,
    });
  }

  connect(_account: SipAccount, server: string): Promise<void> {
    this.asked.push(`connect ${server}`);
    return this.connects(server);
  }
  disconnect(): Promise<void> {
    this.asked.push('disconnect');
    return Promise.resolve();
  }
  probes: (by: 'OPTIONS' | 'REGISTER') => Promise<void> = () => Promise.resolve();
  refreshes: (id: string) => Promise<void> = () => Promise.resolve();
  handovers: (id: string) => Handover | null = () => null;
  letsGo: () => Promise<void> = () => Promise.resolve();
  takesBack: (id: string, handover: Handover) => Promise<void> = () => Promise.resolve();
  probe(by: 'OPTIONS' | 'REGISTER'): Promise<void> {
    this.asked.push(by === 'OPTIONS' ? 'probe' : 'probe by REGISTER');
    return this.probes(by);
  }
  refresh(id: string, { iceRestart }: { iceRestart: boolean }): Promise<void> {
    this.asked.push(iceRestart ? 'restart ice' : 'refresh');
    return this.refreshes(id);
  }
  handover(id: string): Handover | null {
    return this.handovers(id);
  }
  expect(): void {
    // Nobody asks.
  }
  letGo(_id: string, handover: Handover): Promise<void> {
    this.asked.push(`let go ${handover.phase}`);
    return this.letsGo();
  }
  takeBack(id: string, handover: Handover, { hold }: { hold: boolean }): Promise<void> {
    this.asked.push(`take back ${handover.phase}${hold ? ' held' : ''}`);
    return this.takesBack(id, handover);
  }
  register(): Promise<number> {
    this.asked.push('register');
    return this.registers();
  }
  unregister(): Promise<void> {
    this.asked.push('unregister');
    return Promise.resolve();
  }
  invite(invite: OutgoingInvite): Promise<void> {
    this.asked.push(`invite ${invite.number}`);
    return this.invites(invite);
  }
  answer(id: string): Promise<void> {
    this.asked.push('answer');
    return this.answers(id);
  }
  reject(_id: string, statusCode: number): Promise<void> {
    this.asked.push(`reject ${statusCode}`);
    return Promise.resolve();
  }
  hangUp(): Promise<void> {
    this.asked.push('hangUp');
    return Promise.resolve();
  }
  setHold(_id: string, hold: boolean): Promise<void> {
    this.asked.push(hold ? 'hold' : 'unhold');
    return this.holds(hold);
  }
  refer(_id: string, target: ReferTarget): Promise<void> {
    this.asked.push('number' in target ? `refer ${target.number}` : `refer to ${target.replacing} by ${target.by}`);
    return this.refers();
  }
  followReferral(newId: string): Promise<void> {
    this.asked.push('follow');
    this.tell({ type: 'identified', id: newId, sipCallId: `sip-${newId}` });
    return Promise.resolve();
  }
  refuseReferral(_newId: string, statusCode: number): Promise<void> {
    this.asked.push(`refuse ${statusCode}`);
    return Promise.resolve();
  }
  referralFailed(newId: string, statusCode: number): void {
    if (this.asked.includes('follow')) this.asked.push(`failed ${newId} ${statusCode}`);
  }
  sendInfoDtmf(_id: string, tone: string): Promise<void> {
    this.asked.push(`info ${tone}`);
    return Promise.resolve();
  }
}

/** A microphone and loudspeaker that do what the test says. */
export class FakeMedia implements MediaPort {
  readonly audio = new SimulatedDevices();
  readonly asked: string[] = [];
  opens: () => Promise<void> = () => Promise.resolve();
  isOpen = false;
  sounding: Tone | null = null;
  telephoneEvents = true;
  #listener: (fact: MediaFact) => void = () => undefined;

  onFact(listener: (fact: MediaFact) => void): void {
    this.#listener = listener;
  }
  tell(fact: MediaFact): void {
    this.#listener(fact);
  }
  async openMicrophone(): Promise<void> {
    await this.opens();
    this.isOpen = true;
  }
  closeMicrophone(): void {
    this.isOpen = false;
  }
  setMuted(_id: string, muted: boolean): void {
    this.asked.push(`muted ${muted}`);
  }
  setHeld(_id: string, held: boolean): void {
    this.asked.push(`held ${held}`);
  }
  setSpeakerMuted(_id: string, muted: boolean): void {
    this.asked.push(`speakerMuted ${muted}`);
  }
  insertDtmf(_id: string, tones: string): boolean {
    if (this.telephoneEvents) this.asked.push(`dtmf ${tones}`);
    return this.telephoneEvents;
  }
  play(tone: Tone | null): void {
    this.sounding = tone;
  }
  unblockSound(): Promise<void> {
    this.asked.push('unblock');
    return Promise.resolve();
  }
  closeCall(): void {
    this.asked.push('closeCall');
  }
  close(): void {
    this.isOpen = false;
    this.audio.close();
  }
}

export interface Bench {
  readonly phone: LocalPhone;
  readonly sip: FakeSip;
  readonly media: FakeMedia;
  readonly clock: FakeClock;
  readonly events: PhoneEventName[];
  readonly data: { name: PhoneEventName; data: unknown }[];
  readonly account: StaticAccount;
  readonly page: SimulatedPage;
  readonly keeper: SimulatedKeeper;
}

/** A phone on suppliers that the test plays. */
export function createBench(
  options: Partial<PhoneOptions> = {},
  keeper = new SimulatedKeeper(),
  page = new SimulatedPage(),
): Bench {
  const config = parseConfig({
    lang: 'en',
    sip: { uri: 'sip:1001@pbx.test', password: 'secret', servers: ['wss://a.test/ws', 'wss://b.test/ws'] },
    ...options,
  });
  if (!config.sip) throw new PhoneError('INVALID_ARGUMENT');
  const sip = new FakeSip();
  const media = new FakeMedia();
  const clock = new FakeClock();
  const account = new StaticAccount(config.sip);
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  let ids = 0;
  const phone = new LocalPhone({
    config,
    sip,
    media,
    clock,
    log,
    account,
    page,
    keeper,
    newId: () => `call-${++ids}`,
    random: () => 1,
  });
  const data: Bench['data'] = [];
  const events: PhoneEventName[] = [];
  for (const name of phoneEventNames) {
    phone.on(name, (detail) => {
      events.push(name);
      data.push({ name, data: detail });
    });
  }
  return { phone, sip, media, clock, events, data, account, page, keeper };
}
