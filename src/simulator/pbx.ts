import type { AudioDevice } from '../phone/audio.js';
import type { MediaFindings } from '../phone/check.js';
import { PhoneError, type ErrorCode } from '../phone/errors.js';
import type { HeadsetLamps, HeadsetPress } from '../phone/headset.js';
import type { NoticePermission } from '../phone/notice-permission.js';
import type { MediaFact, MediaSample, SipAccount, Tone } from '../phone/ports.js';
import { SimulatedAccount, type SimulatedAccountOptions } from './account.js';
import { audibleOf, type Audible } from './audible.js';
import { CountedClock, ManualClock, settled } from './clock.js';
import { systemClock } from '../util/clock.js';
import { FarSide } from './far-side.js';
import { SimulatedMedia, type MicrophoneMood } from './media.js';
import type { Sent } from './sent.js';
import { SimulatedKeeper, SimulatedPage } from './page.js';
import { SimulatedSip } from './sip.js';

export interface SimulatedPbxOptions {
  /** `manual` (default): time passes by `advance`. `real`: by itself. */
  readonly clock?: 'manual' | 'real';
  /** Ms from what the phone asks to the answer. Default 0: the answer is there as soon as promises have settled. */
  readonly latency?: number;
  readonly account?: SimulatedAccountOptions;
}

/** A PBX, a browser's audio and an account in memory, with everything a script needs to play them. */
export class SimulatedPbx extends FarSide {
  /** Everything the phone has asked for, oldest first. */
  readonly sent: Sent[] = [];
  /** @internal */
  readonly suppliers: {
    readonly sip: SimulatedSip;
    readonly media: SimulatedMedia;
    readonly account: SimulatedAccount;
    readonly clock: CountedClock;
    readonly page: SimulatedPage;
    readonly keeper: SimulatedKeeper;
  };
  readonly #manual: ManualClock | null;

  constructor(account: SipAccount, { clock = 'manual', latency = 0, account: known = {} }: SimulatedPbxOptions = {}) {
    const manual = clock === 'manual' ? new ManualClock() : null;
    const time = manual ?? systemClock;
    const note = (request: Sent['request'], call: string | null, details: Sent['details'] = {}): void =>
      void this.sent.push({ at: time.now(), request, call, details });
    const sip = new SimulatedSip(time, latency, note);
    super(sip);
    this.#manual = manual;
    this.suppliers = {
      sip,
      media: new SimulatedMedia(note),
      account: new SimulatedAccount(account, time, () => sip.server.pause(), known),
      clock: new CountedClock(time),
      page: new SimulatedPage(),
      keeper: new SimulatedKeeper(),
    };
  }

  /** Ms since the epoch, by the simulator's clock. */
  now(): number {
    return this.suppliers.clock.now();
  }

  /** Lets time pass on the manual clock, timer by timer, and everything settle. */
  async advance(ms: number): Promise<void> {
    if (!this.#manual) throw new Error('advance: this simulator runs on the real clock');
    await this.#manual.advance(ms);
  }

  /** Lets everything that can go on without time passing go on. */
  settled(): Promise<void> {
    return settled();
  }

  /** How many timers the phone has waiting: 0 once it is stopped. */
  get timers(): number {
    return this.suppliers.clock.waiting;
  }

  /** Ms from what the phone asks to the answer. */
  get latency(): number {
    return this.suppliers.sip.server.latency;
  }

  set latency(ms: number) {
    this.suppliers.sip.server.latency = ms;
  }

  /** The socket breaks, as when the network goes away. Calls go on. */
  socketDrops(hint = 'the socket closed with 1006'): void {
    const { sip } = this.suppliers;
    if (!sip.server.isConnected) return;
    sip.server.disconnect();
    sip.tell({ type: 'disconnected', hint });
  }

  /** New sockets are refused. */
  serverRefuses(): void {
    this.suppliers.sip.server.mood = 'refusing';
  }

  /** Sockets open and nothing is ever answered, as behind a frozen proxy. */
  serverIsSilent(): void {
    this.suppliers.sip.server.mood = 'silent';
  }

  serverAccepts(): void {
    this.suppliers.sip.server.mood = 'accepting';
  }

  /** REGISTER is refused: 401 and 403 mean a wrong password. */
  registrationIsRefused(statusCode = 403): void {
    this.suppliers.sip.registerStatus = statusCode;
  }

  /** REGISTER is granted, for `expires` seconds or what the phone asks. */
  registrationIsGranted(expires: number | null = null): void {
    this.suppliers.sip.registerStatus = 200;
    this.suppliers.sip.expires = expires;
  }

  /** Whether the server would route a call to the phone. */
  get isRegistered(): boolean {
    return this.suppliers.sip.isRegistered;
  }

  get isConnected(): boolean {
    return this.suppliers.sip.server.isConnected;
  }

  /** What the browser says to a page that wants the microphone; a question that is open is answered with it. */
  microphoneIs(mood: MicrophoneMood): void {
    this.suppliers.media.microphone = mood;
  }

  /** The microphone is unplugged during a call, or comes back. */
  microphoneIsPluggedIn(isPluggedIn: boolean): void {
    const { media } = this.suppliers;
    // Where no other one is to be had, that is why.
    const reason = media.audio.refused && new PhoneError(media.audio.refused);
    media.tell(isPluggedIn ? { type: 'microphoneBack' } : { type: 'microphoneLost', reason });
  }

  /** What a check of the setup finds otherwise than where all is well; `null`: it goes on until it is cancelled. */
  checkFinds(findings: Partial<MediaFindings> | null): void {
    this.suppliers.media.audio.finds = findings;
  }

  /** What the browser says of notifications of the system. */
  notificationsAre(permission: NoticePermission): void {
    this.suppliers.page.permits(permission);
  }

  /** A headset with buttons is there; `null`: it is pulled out. */
  headsetIs(name: string | null): void {
    this.suppliers.page.headset.plug(name);
  }

  /** The agent presses a button of it. */
  headsetPresses(press: HeadsetPress): void {
    this.suppliers.page.headset.presses(press);
  }

  /** What it shows. */
  get headsetLamps(): HeadsetLamps {
    return this.suppliers.page.headset.lamps;
  }

  get isMicrophoneOpen(): boolean {
    return this.suppliers.media.isMicrophoneOpen;
  }

  /** What is plugged in from now on. */
  devicesAre(devices: readonly AudioDevice[]): void {
    this.suppliers.media.audio.plug(devices);
  }

  /** 0–1: what the microphone hears while somebody looks at its meter. */
  microphoneHears(level: number): void {
    this.suppliers.media.audio.level = level;
  }

  /**
   * A second of a call's sound, as measured; what is left out is as in a good call. The figures cover three, and a
   * warning wants several in a row.
   */
  callSounds(sample: Partial<MediaSample>, id: string): void {
    this.suppliers.media.tell({ type: 'sampled', id, sample: { ...goodSample, ...sample } });
  }

  /** The network path of a call's audio. */
  mediaIs(status: Extract<MediaFact, { type: 'connectionChanged' }>['status'], id: string): void {
    this.suppliers.media.tell({ type: 'connectionChanged', id, status });
  }

  /** The browser blocks sound until the agent clicks, or no longer does. */
  soundIsBlocked(blocked: boolean): void {
    this.suppliers.media.tell({ type: 'soundBlocked', blocked });
  }

  /** Whether the far side takes DTMF as telephone-events; else the phone sends SIP INFO. */
  remoteTakesTelephoneEvents(takes: boolean): void {
    this.suppliers.media.takesTelephoneEvents = takes;
  }

  /** What plays right now. */
  get sounding(): Tone | null {
    return this.suppliers.media.sounding;
  }

  /** Who hears whom right now. */
  audible(): Audible {
    return audibleOf(this.calls, this.suppliers.media);
  }

  /** Every request to the account is refused with this error; `null`: they are granted again. */
  accountFails(code: ErrorCode | null): void {
    this.suppliers.account.fails = code;
  }
}

const goodSample: MediaSample = {
  received: 50,
  lost: 0,
  jitter: 4,
  sent: 50,
  rtt: 40,
  remoteLoss: 0,
  inLevel: 0.1,
  outLevel: 0.1,
  micLevel: null,
};
