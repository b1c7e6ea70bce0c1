import type { Call, CallEnd } from '../../src/phone/call.js';
import type { Command, CommandResult } from '../../src/phone/commands.js';
import { parseConfig } from '../../src/phone/config.js';
import { LocalPhone } from '../../src/phone/local-phone.js';
import type { ClockPort } from '../../src/phone/ports.js';
import { liveCalls } from '../../src/phone/state.js';
import { SipAdapter } from '../../src/sip/sip-adapter.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { FakeMedia } from '../support/fake-suppliers.js';
import type { LoopbackSip } from '../support/loopback-sip.js';
import { PaperMedia } from '../support/paper-media.js';
import { StaticAccount } from '../support/static-account.js';
import type { VirtualTime } from '../support/virtual-time.js';

/** The clock of one page: stands still while its machine sleeps, and for good when the page is gone. */
class PageClock implements ClockPort {
  #overslept: (() => void)[] = [];
  #state: 'awake' | 'asleep' | 'gone' = 'awake';

  constructor(private readonly clock: ClockPort) {}

  get isGone(): boolean {
    return this.#state === 'gone';
  }

  now(): number {
    return this.clock.now();
  }

  after(ms: number, run: () => void): () => void {
    let isCancelled = false;
    const due = (): void => {
      if (isCancelled || this.#state === 'gone') return;
      if (this.#state === 'asleep') this.#overslept.push(due);
      else run();
    };
    const cancel = this.clock.after(ms, due);
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  sleep(): void {
    this.#state = 'asleep';
  }

  wake(): void {
    this.#state = 'awake';
    for (const run of this.#overslept.splice(0)) run();
  }

  stop(): void {
    this.#state = 'gone';
  }
}

interface Page {
  readonly clock: PageClock;
  readonly page: SimulatedPage;
  readonly phone: LocalPhone;
  readonly sdp: PaperMedia;
}

/** Somebody with a phone on real SIP.js, page after page; without WebRTC, because an hour has to pass in seconds. */
export class Party {
  /** Ids, no more: the day must not look like a leak. */
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  lastEnd: CallEnd | null = null;
  /** The last that its phones logged. */
  readonly said: string[] = [];
  /** When something last happened to its page or its network, and what. */
  trouble = { at: 0, kind: 'none' };
  /** Nobody sits there: the page is being loaded, or sleeps. */
  isAway = false;
  readonly #keeper = new SimulatedKeeper();
  #page: Page;

  constructor(
    readonly user: string,
    private readonly time: VirtualTime,
    private readonly wire: LoopbackSip,
    private readonly random: () => number,
  ) {
    this.#page = this.#open();
  }

  get phone(): LocalPhone {
    return this.#page.phone;
  }

  get calls(): readonly Call[] {
    return liveCalls(this.phone.state);
  }

  get isReady(): boolean {
    return !this.isAway && this.phone.state.registration.status === 'registered' && this.wire.reaches(this.user);
  }

  /** What is still there of calls in this page and for the next one. */
  get leftovers(): readonly string[] {
    const sessions = Array.from({ length: this.#page.sdp.live }, () => 'a media session');
    return [...sessions, ...[...this.#keeper.kept.keys()].map(() => 'a kept call')];
  }

  execute<C extends Command>(command: C): Promise<CommandResult> {
    return this.phone.execute(command);
  }

  suffers(kind: string): void {
    this.trouble = { at: this.time.clock.now(), kind };
  }

  /** The page goes without a word and is there again after `ms`. */
  async reload(ms: number): Promise<void> {
    this.suffers('reload');
    this.isAway = true;
    this.#page.page.leaves();
    this.#page.clock.stop();
    this.wire.cut(this.user);
    await this.time.wait(ms);
    this.#page = this.#open();
    await this.execute({ type: 'start' });
    this.isAway = false;
    this.suffers('reload');
  }

  /** The machine sleeps: no timer runs, and nothing that is sent to it arrives. */
  async sleep(ms: number): Promise<void> {
    this.suffers('sleep');
    this.isAway = true;
    this.wire.freeze(this.user);
    this.#page.clock.sleep();
    await this.time.wait(ms);
    this.#page.clock.wake();
    this.#page.page.wakes();
    this.isAway = false;
    this.suffers('sleep');
  }

  moves(): void {
    this.suffers('another network');
    this.wire.freeze(this.user);
    this.#page.page.wakes({ networkChanged: true });
  }

  #open(): Page {
    const { user, random } = this;
    const config = parseConfig({
      lang: 'en',
      sip: {
        uri: `sip:${user}@lab.test`,
        password: `pw-${user}`,
        servers: ['ws://127.0.0.1:1/a', 'ws://127.0.0.1:1/b'],
      },
    });
    if (!config.sip) throw new Error('a party wants a sip block');
    const clock = new PageClock(this.time.clock);
    const [media, sdp, page, keeper] = [new FakeMedia(), new PaperMedia(), new SimulatedPage(), this.#keeper];
    const write = (message: string, details?: unknown): void => {
      this.said.push(
        `${new Date(this.time.clock.now()).toISOString().slice(11, 23)} ${message} ${String(details ?? '')}`,
      );
      if (this.said.length > 20) this.said.shift();
    };
    const log = { error: write, warn: write, info: write, debug() {} };
    const newId = (): string => crypto.randomUUID();
    const contactName = (): string => `${user}-contact`;
    const sip = new SipAdapter({ userAgent: 'soak', contactName, media: sdp, clock, log, newId });
    const account = new StaticAccount(config.sip);
    const phone = new LocalPhone({ config, sip, media, account, page, keeper, clock, log, newId, random });
    // A page that is gone tells nobody anything.
    const begins = (call: Call): void => {
      if (!clock.isGone) this.begun.push(call.id);
    };
    phone.on('callOutgoing', begins);
    phone.on('callIncoming', begins);
    phone.on('callEnded', (call) => {
      if (clock.isGone) return;
      this.ended.push(call.id);
      this.lastEnd = call.end;
    });
    return { clock, page, phone, sdp };
  }
}
