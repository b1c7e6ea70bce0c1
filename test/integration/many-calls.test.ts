/** A long day of three phones in one page: nothing of its calls may be left. */
import { expect } from '@open-wc/testing';
import type { Command } from '../../src/phone/commands.js';
import { Belongings } from '../support/belongings.js';
import { heapUsed } from '../support/heap.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { pick, seeded } from '../support/random.js';
import { TimerBook } from '../support/timer-book.js';
import { until } from '../support/until.js';

const callCount = 200;
const seed = 200;
/** Bytes that may have come to the heap. */
const heapGrowth = 2_000_000;
/** 64 × T1: how long a transaction remembers (RFC 3261 §17), and a little. */
const transactionMs = 33_000;

interface Party extends TestPhone {
  readonly user: string;
}

describe('many calls in a row', () => {
  let wire: LoopbackSip;
  let belongings: Belongings;
  let timers: TimerBook;
  let everyone: readonly Party[];
  const random = seeded(seed);

  beforeEach(async () => {
    // The runner's own socket has to be there before the wire takes the place of `WebSocket`.
    await heapUsed();
    wire = new LoopbackSip();
    wire.install();
    belongings = new Belongings();
    belongings.install();
    timers = new TimerBook();
    everyone = ['alice', 'bob', 'carol'].map((user) => ({ ...createTestPhone(user), user }));
  });

  afterEach(async () => {
    timers.uninstall();
    for (const { phone } of everyone) await phone.execute({ type: 'stop' });
    belongings.uninstall();
    wire.uninstall();
  });

  async function does({ user, phone }: Party, command: Command): Promise<void> {
    const result = await phone.execute(command);
    expect(result.ok, `${user}: ${JSON.stringify([command, result])}`).to.equal(true);
  }

  const lines = ({ phone: { state } }: Party) => [state.line1, state.line2].flatMap((call) => call ?? []);
  const active = (party: Party) => lines(party).find(({ state }) => state === 'active');

  async function answers(callee: Party): Promise<void> {
    await until(() => lines(callee).some(({ state }) => state === 'ringing'), `${callee.user} rings`);
    const { line } = lines(callee).find(({ state }) => state === 'ringing') ?? {};
    await does(callee, { type: 'answer', ...(line ? { line } : {}) });
  }

  async function talk(caller: Party, callee: Party): Promise<void> {
    await does(caller, { type: 'call', number: callee.user });
    await answers(callee);
    await until(() => active(caller), 'they talk');
  }

  async function consult(agent: Party, colleague: Party): Promise<void> {
    await does(agent, { type: 'callLine2', number: colleague.user });
    await answers(colleague);
    await until(() => agent.phone.state.line2?.state === 'active', 'the colleague has answered');
    for (let swaps = Math.floor(random() * 4); swaps > 0; swaps--) await does(agent, { type: 'switchLine' });
  }

  /** Whoever still has something on a line ends it, in any order. */
  async function everyoneHangsUp(): Promise<void> {
    await until(async () => {
      const busy = everyone.filter((party) => lines(party).length > 0);
      if (busy.length === 0) return true;
      const party = pick(random, busy);
      const { line } = pick(random, lines(party));
      // The far side may have been quicker.
      await party.phone.execute({ type: 'hangUp', line });
      return false;
    }, 'all are free');
  }

  async function fidgets(parties: readonly Party[]): Promise<void> {
    for (let left = Math.floor(random() * 4); left > 0; left--) {
      const party = pick(random, parties);
      const [call] = lines(party);
      const toggles: readonly Command[] = [
        { type: call?.onHold ? 'unhold' : 'hold' },
        { type: call?.muted ? 'unmute' : 'mute' },
        { type: call?.speakerMuted ? 'unmuteSpeaker' : 'muteSpeaker' },
      ];
      await does(party, pick(random, toggles));
    }
  }

  type Course = (agent: Party, far: Party, third: Party) => Promise<void>;
  const courses: Readonly<Record<string, Course>> = {
    talk: async (agent, far) => {
      await talk(agent, far);
      await fidgets([agent, far]);
    },
    dropped: async (agent, far) => {
      await talk(agent, far);
      wire.dropAll();
      await until(
        () => everyone.every(({ phone }) => phone.state.registration.status === 'registered'),
        'all are back',
      );
    },
    consult: async (agent, far, third) => {
      await talk(agent, far);
      await consult(agent, third);
    },
    callWaiting: async (agent, far, third) => {
      await talk(agent, far);
      await does(third, { type: 'call', number: agent.user });
      if (random() < 0.5) await answers(agent);
      else await until(() => agent.phone.state.line2?.state === 'ringing', 'a second caller');
    },
    attended: async (agent, far, third) => {
      await talk(agent, far);
      await consult(agent, third);
      if (agent.phone.state.currentLine === 1) await does(agent, { type: 'switchLine' });
      await does(agent, { type: 'transfer' });
      await until(() => lines(agent).length === 0 && active(far) && active(third), 'the caller talks to the colleague');
      await fidgets([third]);
    },
    blind: async (agent, far, third) => {
      await talk(agent, far);
      const transferred = agent.phone.execute({ type: 'transfer', number: third.user });
      await until(() => third.phone.state.line1?.state === 'ringing', 'the colleague rings');
      const answered = random() < 0.6;
      await does(third, { type: answered ? 'answer' : 'reject' });
      expect((await transferred).ok).to.equal(answered);
    },
    nowhere: async (agent, far) => {
      await talk(agent, far);
      expect((await agent.phone.execute({ type: 'transfer', number: 'nobody' })).ok).to.equal(false);
    },
    rejected: async (agent, far) => {
      await does(agent, { type: 'call', number: far.user });
      await until(() => far.phone.state.line1?.state === 'ringing', 'it rings');
      await does(far, { type: 'reject' });
    },
    cancelled: async (agent, far) => {
      await does(agent, { type: 'call', number: far.user });
      await until(() => far.phone.state.line1?.state === 'ringing', 'it rings');
      await does(agent, { type: 'hangUp' });
    },
    cancelledEarly: async (agent, far) => {
      const placed = agent.phone.execute({ type: 'call', number: far.user });
      await until(() => agent.phone.state.line1, 'the line is taken');
      await agent.phone.execute({ type: 'hangUp' });
      await placed;
    },
    unknown: async (agent) => {
      await does(agent, { type: 'call', number: 'nobody' });
    },
  };

  async function oneCall(name: string): Promise<void> {
    const order = [...everyone];
    const [agent, far, third] = [0, 1, 2].map(() => order.splice(Math.floor(random() * order.length), 1)[0]);
    if (!agent || !far || !third) throw new Error('there are three of them');
    try {
      await courses[name]?.(agent, far, third);
      await everyoneHangsUp();
    } catch (error) {
      throw new Error(`${name}, ${agent.user} to ${far.user}: ${String(error)}`, { cause: error });
    }
    wire.trace.length = 0;
    for (const { events, logged, account } of everyone) events.length = logged.length = account.recorded.length = 0;
  }

  /** The runner's own timers are not for the book. */
  async function collected(): Promise<number> {
    timers.uninstall();
    const bytes = await heapUsed();
    timers.install();
    return bytes;
  }

  /** What is there once transactions have forgotten, and every sound has ended. */
  async function measure(): Promise<{ held: Belongings['held']; timers: number; heap: number }> {
    // A busy tone is the last that a call leaves.
    await until(() => belongings.held.nodes === 0, 'the last tone has ended');
    for (let round = 0; round < 3; round++) timers.runDown(1000, transactionMs);
    await collected();
    const { held } = belongings;
    return { held, timers: timers.open(1000).length, heap: await collected() };
  }

  it(`leave nothing behind: ${callCount} of them (seed ${seed})`, async function () {
    this.timeout(150_000);
    for (const party of everyone) await does(party, { type: 'start' });
    timers.install();
    // What a page builds up but once is there after one call of each kind.
    for (const name of Object.keys(courses)) await oneCall(name);
    const before = await measure();
    for (let call = 0; call < callCount; call++) {
      await oneCall(pick(random, Object.keys(courses)));
      // Chromium makes no 501st connection while it has not collected the closed ones; a day has time for that.
      if (call % 50 === 49) await collected();
    }
    const after = await measure();

    expect(belongings.made.connections).to.be.greaterThan(2 * callCount);
    expect(after.held).to.deep.equal(before.held);
    expect(after.held).to.include({ connections: 0, tracks: 0, nodes: 0, elements: 0 });
    expect(after.timers, 'the timers that were there before').to.equal(before.timers);
    expect(after.heap - before.heap, 'bytes of heap').to.be.lessThan(heapGrowth);
  });
});
