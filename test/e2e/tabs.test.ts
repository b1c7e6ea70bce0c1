/** All tabs of one agent in one browser are one phone, through Kamailio: who registers, who leads, and what the far side hears of it. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent, CallData } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { ends, succeeds, tones } from './support.js';

interface Tabs {
  readonly leads: boolean;
  readonly count: number;
}

const tabsOf = (agent: Agent): Promise<Tabs> => agent.read('currentTabs') as Promise<Tabs>;

/** The tab that has the microphone; there must be one. */
async function leaderOf(tabs: readonly Agent[]): Promise<Agent> {
  return until(
    async () => {
      const leads = await Promise.all(tabs.map(async (tab) => (await tabsOf(tab)).leads));
      return leads.filter(Boolean).length === 1 && tabs[leads.indexOf(true)];
    },
    { what: 'one of the tabs to lead' },
  );
}

/** Alice with that many tabs, Bob with one; the first of hers leads. */
async function aliceAndBob(lab: Lab, count: number): Promise<{ tabs: Agent[]; bob: Agent }> {
  const [first, bob] = await Promise.all([
    lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice }),
    lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
  ]);
  const tabs = [first];
  while (tabs.length < count) tabs.push(await lab.tab(first));
  return { tabs, bob };
}

/** Bob calls, and that tab of Alice's answers. */
async function talk(tabs: readonly Agent[], by: Agent, bob: Agent): Promise<void> {
  await succeeds(bob, 'makeCall', 'alice');
  await by.event('callIncoming');
  await succeeds(by, 'answerCall');
  await Promise.all([bob, ...tabs].map((agent) => agent.event('callConfirmed')));
}

/** Whether each of them has the microphone open. */
function microphones(tabs: readonly Agent[]): Promise<readonly boolean[]> {
  return Promise.all(tabs.map(async (tab) => (await tab.openMicrophones()) > 0));
}

/** 0–1, the same row for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('tabs of one agent', () => {
  const scenario = useLab();

  scenario('five tabs: one REGISTER; a call rings in all and is commanded from any', async (lab) => {
    const before = lab.kamailio.trace.length;
    const { tabs, bob } = await aliceAndBob(lab, 5);
    const registers = lab.kamailio.trace.slice(before).filter((line) => /\d REGISTER .*\| alice >/.test(line));
    const callIds = new Set(registers.map((line) => line.split('|').at(-1)?.trim()));
    assert.equal(callIds.size, 1, registers.join('\n'));
    assert.equal(registers.length, 2, 'a challenge and its answer');
    for (const tab of tabs) {
      assert.deepEqual([await tab.read('isRegistered'), await tab.read('isConnected')], [true, true]);
    }
    await until(async () => (await tabsOf(tabs[4]!)).count === 5, { what: 'five tabs to be counted' });
    assert.equal(await leaderOf(tabs), tabs[0]);

    await talk(tabs, tabs[3]!, bob);
    assert.deepEqual(await microphones(tabs), [true, false, false, false, false]);
    await Promise.all([tabs[0]!.hears(tones.bob), bob.hears(tones.alice)]);
    await succeeds(tabs[1]!, 'mute');
    await bob.hearsNothingAt(tones.alice);
    await tabs[2]!.callIs({ muted: true });
    await succeeds(tabs[2]!, 'unmute');
    await bob.hears(tones.alice);
    await succeeds(tabs[4]!, 'endCall');
    await ends(bob, { by: 'remote', cause: 'hangup' });
    for (const tab of tabs) {
      await ends(tab, { by: 'local', cause: 'hangup' });
      assert.deepEqual(await tab.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
    }
  });

  scenario(
    'the leader is closed in a call: another one takes it over, and the far side misses less than 2 s',
    async (lab) => {
      const { tabs, bob } = await aliceAndBob(lab, 4);
      await talk(tabs, tabs[1]!, bob);
      const { line1: before } = await tabs[1]!.ping();
      const silences: number[] = [];
      const left = [...tabs];
      while (left.length > 1) {
        const leader = await leaderOf(left);
        left.splice(left.indexOf(leader), 1);
        await bob.watchPackets();
        await leader.closeTab();
        const next = await leaderOf(left);
        await Promise.all([next.hears(tones.bob), bob.hears(tones.alice)]);
        silences.push(await bob.longestSilence());
      }
      console.log(`  ms without a packet after the leader was closed: ${silences.join(', ')}`);
      assert.ok(Math.max(...silences) < 2_000, `the longest silence: ${Math.max(...silences)} ms`);
      const [last] = left;
      assert.ok(last);
      assert.equal((await last.ping()).line1?.id, before?.id);
      await succeeds(last, 'endCall');
      await ends(bob, { by: 'remote', cause: 'hangup' });
      await last.event('callEnded');
      assert.deepEqual(await last.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
    },
  );

  scenario('the leader hangs: another one leads within a second, and the first follows when it wakes', async (lab) => {
    const { tabs, bob } = await aliceAndBob(lab, 2);
    const [first, second] = tabs as [Agent, Agent];
    await talk(tabs, second, bob);
    await bob.watchPackets();
    await second.page.evaluate(() => {
      const seen = window as unknown as { ledAt: number };
      const look = (): void => {
        if ((window.phone['currentTabs'] as unknown as Tabs).leads) seen.ledAt = Date.now();
        else setTimeout(look, 5);
      };
      look();
    });
    const hang = first.page.evaluate(() => {
      const began = Date.now();
      while (Date.now() - began < 4_000);
      return began;
    });
    await second.hears(tones.bob);
    await bob.hears(tones.alice);
    const took = (await second.page.evaluate(() => (window as unknown as { ledAt: number }).ledAt)) - (await hang);
    console.log(`  ms until another tab led: ${took}; without a packet: ${await bob.longestSilence()}`);
    assert.ok(took > 0 && took < 1_500, `${took} ms until another tab led`);
    assert.equal(await leaderOf(tabs), second);
    await first.callIs({ state: 'active' });
    await succeeds(first, 'endCall');
    await ends(bob, { by: 'remote', cause: 'hangup' });
    for (const tab of tabs) {
      await tab.event('callEnded');
      assert.deepEqual(await tab.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
    }
  });

  scenario('an agent brings the call into the tab in front', async (lab) => {
    const { tabs, bob } = await aliceAndBob(lab, 3);
    await talk(tabs, tabs[0]!, bob);
    await bob.watchPackets();
    await succeeds(tabs[2]!, 'takeHere');
    assert.equal(await leaderOf(tabs), tabs[2]);
    await Promise.all([tabs[2]!.hears(tones.bob), bob.hears(tones.alice)]);
    console.log(`  ms without a packet: ${await bob.longestSilence()}`);
    assert.deepEqual(await microphones(tabs), [false, false, true]);
    await succeeds(bob, 'endCall');
    for (const tab of tabs) {
      await ends(tab, { by: 'remote', cause: 'hangup' });
      assert.deepEqual(await tab.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
    }
  });

  scenario('the leader is reloaded, stopped, and comes back: the call stays with the others', async (lab) => {
    const { tabs, bob } = await aliceAndBob(lab, 2);
    const [first, second] = tabs as [Agent, Agent];
    await talk(tabs, first, bob);
    await first.reload();
    assert.equal(await leaderOf(tabs), second);
    await first.callIs({ state: 'active' });
    await Promise.all([second.hears(tones.bob), bob.hears(tones.alice)]);
    await succeeds(second, 'stop');
    await until(async () => (await tabsOf(first)).leads, { what: 'the first tab to lead again' });
    await Promise.all([first.hears(tones.bob), bob.hears(tones.alice)]);
    await succeeds(first, 'endCall');
    await ends(bob, { by: 'remote', cause: 'hangup' });
    assert.deepEqual(await first.callEvents(), ['callEnded'], 'after its reload');
  });

  scenario('it rings, and the leader is closed: another tab rings, and answers', async (lab) => {
    const { tabs, bob } = await aliceAndBob(lab, 2);
    const [first, second] = tabs as [Agent, Agent];
    await succeeds(bob, 'makeCall', 'alice');
    await second.event('callIncoming');
    await first.closeTab();
    await until(async () => (await tabsOf(second)).leads, { what: 'the second tab to lead' });
    await until(async () => (await second.command('answerCall')).status === 'success', { what: 'it is answered' });
    await Promise.all([second.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario(
    'fifty random operations: always one leader, one registration, the same call everywhere',
    async (lab) => {
      const random = seeded(20_261_122);
      const { tabs, bob } = await aliceAndBob(lab, 2);
      const any = (): Agent => tabs[Math.floor(random() * tabs.length)]!;
      const done: string[] = [];

      const operations: Readonly<Record<string, () => Promise<unknown>>> = {
        open: async () => tabs.length < 5 && tabs.push(await lab.tab(tabs[0]!)),
        close: async () => {
          if (tabs.length < 2) return;
          const tab = any();
          tabs.splice(tabs.indexOf(tab), 1);
          await tab.closeTab();
        },
        reload: async () => any().reload(),
        ring: async () => (await bob.ping()).line1 ?? succeeds(bob, 'makeCall', 'alice'),
        answer: async () => any().command('answerCall'),
        call: async () => any().command('makeCall', 'bob'),
        bobAnswers: async () => bob.command('answerCall'),
        mute: async () => any().command('mute'),
        unmute: async () => any().command('unmute'),
        takeHere: async () => any().command('takeHere'),
        hangUp: async () => any().command('endCall'),
      };

      /** At rest all tabs show one phone, and Bob has what they show. */
      const atRest = async (): Promise<boolean> => {
        const shown = await Promise.all(
          tabs.map(async (tab) => ({
            ...(await tabsOf(tab)),
            line1: (await tab.ping()).line1,
            isRegistered: await tab.read('isRegistered'),
          })),
        );
        const { line1: far } = await bob.ping();
        const [first] = shown;
        const facts = shown.map(({ line1, count, isRegistered }) =>
          JSON.stringify([line1?.id, line1?.state, line1?.muted, count, isRegistered]),
        );
        return (
          shown.filter(({ leads }) => leads).length === 1 &&
          first?.count === tabs.length &&
          first.isRegistered === true &&
          new Set(facts).size === 1 &&
          (first.line1 === null) === (far === null) &&
          (first.line1?.state === 'active') === (far?.state === 'active')
        );
      };

      for (let i = 0; i < 50; i++) {
        const names = Object.keys(operations);
        const name = names[Math.floor(random() * names.length)]!;
        done.push(name);
        await operations[name]!();
        await until(atRest, { what: `the tabs to agree after ${done.join(', ')}`, within: 15_000 });
        const { line1 } = await bob.ping();
        if (line1?.state === 'active') await bob.packetsArrive();
      }
      for (const tab of tabs) {
        const ended = (await tab.events())
          .filter(({ name }) => name === 'callEnded')
          .map(({ data }) => data as CallData);
        assert.equal(new Set(ended.map(({ id }) => id)).size, ended.length, 'no call ends twice');
      }
      await bob.command('endCall');
      await until(async () => (await tabs[0]!.ping()).line1 === null, { what: 'the last call to be over' });
      const before = lab.kamailio.trace.length;
      await succeeds(bob, 'makeCall', 'alice');
      await until(async () => (await tabs[0]!.ping()).line1?.state === 'ringing', { what: 'it to ring' });
      const outcomes = (): readonly string[] =>
        lab.kamailio.trace.slice(before).filter((line) => /\d+ (180|408|477|480)/.test(line));
      await until(() => outcomes().length > 0, { what: 'Kamailio to hear of it' });
      const answers = outcomes();
      assert.equal(answers.length, 1, 'it rings at one place, and at no dead one');
    },
    { timeout: 240_000 },
  );
});
