/** The way to the PBX breaks: in a call, while it rings, during a transfer. Alice's way leads through a tunnel. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent, Envelope } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import type { Tunnel } from '../lab/tunnel.js';
import { until } from '../lab/until.js';
import { ends, nextCallWorks, succeeds, talk, tones } from './support.js';

interface Cast {
  readonly alice: Agent;
  readonly bob: Agent;
  readonly way: Tunnel;
}

async function cast(lab: Lab): Promise<Cast> {
  const way = await lab.tunnel();
  const [alice, bob] = await Promise.all([
    lab.agent({ user: 'alice', face: 'element', tone: tones.alice, servers: [way.url] }),
    lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
  ]);
  return { alice, bob, way };
}

const bothHear = ({ alice, bob }: Cast): Promise<unknown> =>
  Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

/** Waits for the registration after the first, and gives back how long it took, ms. */
async function isBack(agent: Agent, within: number): Promise<number> {
  const start = performance.now();
  await agent.event('registered', { nth: 2, within });
  await agent.event('alerts', { nth: 1 });
  return Math.round(performance.now() - start);
}

/** The far side can still end it: its BYE finds us. */
async function theirByeArrives({ alice, bob }: Cast): Promise<void> {
  await until(async () => (await alerts(alice)).includes('CALL_INTERRUPTED_RECOVERED'), { what: 'the call is back' });
  await succeeds(bob, 'endCall');
  await ends(alice, { by: 'remote', cause: 'hangup' });
  assert.equal((await alice.callEvents()).filter((name) => name === 'callEnded').length, 1);
}

async function alerts(agent: Agent): Promise<readonly string[]> {
  const events = await agent.events();
  return events.filter(({ name }) => name === 'alerts').map(({ data }) => (data as { code: string }).code);
}

describe('the way to the PBX breaks', () => {
  const scenario = useLab();

  scenario('the socket is cut in a call: nobody hears it, and the BYE arrives', async (lab) => {
    const all = await cast(lab);
    await talk(all.alice, all.bob);
    await bothHear(all);
    await all.bob.watchPackets();
    all.way.cut();
    const ms = await isBack(all.alice, 5_000);
    console.log(`  registered again ${ms} ms after the cut; the peer missed ${await all.bob.longestSilence()} ms`);
    await bothHear(all);
    await theirByeArrives(all);
    await nextCallWorks(all.alice, all.bob);
  });

  scenario('the socket freezes in a call: found within 10 s, and the BYE arrives', async (lab) => {
    const all = await cast(lab);
    await talk(all.alice, all.bob);
    await bothHear(all);
    const start = performance.now();
    all.way.freeze();
    await all.alice.event('disconnected', { within: 15_000 });
    const found = Math.round(performance.now() - start);
    all.way.open();
    await isBack(all.alice, 10_000);
    console.log(`  found dead after ${found} ms`);
    assert.ok(found < 10_000, `found after ${found} ms`);
    await bothHear(all);
    await theirByeArrives(all);
  });

  scenario(
    'refused for a minute: they talk on, and the phone comes back by itself',
    async (lab) => {
      const all = await cast(lab);
      await talk(all.alice, all.bob);
      all.way.refuse();
      const start = performance.now();
      await all.alice.event('disconnected');
      await until(() => performance.now() - start > 60_000, { what: 'a minute', within: 70_000 });
      await bothHear(all);
      all.way.open();
      const ms = await isBack(all.alice, 40_000);
      console.log(`  registered again ${ms} ms after the server was back`);
      await theirByeArrives(all);
    },
    { timeout: 150_000 },
  );

  scenario(
    'the server restarts in a call, and knows nobody any more: both come back, and either can end it',
    async (lab) => {
      const all = await cast(lab);
      await talk(all.alice, all.bob);
      await lab.kamailio.stop();
      await Promise.all([all.alice.event('disconnected'), all.bob.event('disconnected')]);
      await bothHear(all);
      await lab.kamailio.start();
      await Promise.all([isBack(all.alice, 40_000), isBack(all.bob, 40_000)]);
      await bothHear(all);
      await theirByeArrives(all);
    },
    { timeout: 120_000 },
  );

  scenario('cut while it rings in: it rings on, and can be answered', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    all.way.cut();
    await isBack(all.alice, 5_000);
    await all.alice.callIs({ state: 'ringing' });
    await succeeds(all.alice, 'answerCall');
    await bothHear(all);
    await theirByeArrives(all);
  });

  scenario('cut while it rings in, and the caller gives up meanwhile: nothing rings on', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    all.way.refuse();
    await all.alice.event('disconnected');
    await succeeds(all.bob, 'endCall');
    all.way.open();
    await isBack(all.alice, 10_000);
    await all.alice.event('callEnded');
    assert.deepEqual(await all.alice.ping(), { line1: null, line2: null });
    await nextCallWorks(all.alice, all.bob);
  });

  scenario('cut while it rings out: the call is placed again, as the same call', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.alice, 'makeCall', 'bob');
    await all.bob.event('callIncoming');
    await until(async () => (await all.alice.ping()).line1?.state === 'ringing', { what: 'it rings' });
    const { line1: before } = await all.alice.ping();
    all.way.cut();
    await isBack(all.alice, 5_000);
    await all.bob.event('callIncoming', { nth: 2 });
    await succeeds(all.bob, 'answerCall');
    await all.alice.event('callConfirmed');
    assert.equal((await all.alice.ping()).line1?.id, before?.id);
    await bothHear(all);
    assert.deepEqual(await all.alice.callEvents(), ['callOutgoing', 'callConfirmed']);
  });

  scenario('cut while it rings out, and answered meanwhile: the call is taken as it is', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.alice, 'makeCall', 'bob');
    await all.bob.event('callIncoming');
    await until(async () => (await all.alice.ping()).line1?.state === 'ringing', { what: 'it rings' });
    all.way.refuse();
    await all.alice.event('disconnected');
    const answered = all.bob.command('answerCall').catch(() => null);
    await until(() => lab.kamailio.trace.some((line) => /200 OK \(\d+ INVITE\)/.test(line)), {
      what: 'a 200 for nobody',
    });
    all.way.open();
    await isBack(all.alice, 10_000);
    await all.alice.event('callConfirmed');
    await bothHear(all);
    await answered;
  });

  scenario('frozen while it rings in: found, and it can be answered', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    all.way.freeze();
    await all.alice.event('disconnected', { within: 15_000 });
    all.way.open();
    await isBack(all.alice, 10_000);
    await all.alice.callIs({ state: 'ringing' });
    await succeeds(all.alice, 'answerCall');
    await bothHear(all);
    assert.deepEqual(await all.alice.callEvents(), ['callIncoming', 'callConfirmed']);
    await theirByeArrives(all);
  });

  scenario('frozen while it rings out: found, and placed again', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.alice, 'makeCall', 'bob');
    await until(async () => (await all.alice.ping()).line1?.state === 'ringing', { what: 'it rings' });
    all.way.freeze();
    await all.alice.event('disconnected', { within: 15_000 });
    all.way.open();
    await isBack(all.alice, 10_000);
    await all.bob.event('callIncoming', { nth: 2 });
    await succeeds(all.bob, 'answerCall');
    await all.alice.event('callConfirmed');
    await bothHear(all);
    await theirByeArrives(all);
    assert.deepEqual(await all.bob.ping(), { line1: null, line2: null });
  });

  scenario('the server restarts while it rings: it rings on, and can be answered', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    await until(async () => (await all.bob.ping()).line1?.state === 'ringing', { what: 'it rings' });
    await lab.kamailio.stop();
    await Promise.all([all.alice.event('disconnected'), all.bob.event('disconnected')]);
    await lab.kamailio.start();
    await Promise.all([isBack(all.alice, 40_000), isBack(all.bob, 40_000)]);
    await until(async () => (await all.bob.ping()).line1?.state === 'ringing', { what: 'it rings again' });
    await succeeds(all.alice, 'answerCall');
    await Promise.all([all.alice.event('callConfirmed'), all.bob.event('callConfirmed')]);
    await bothHear(all);
    assert.deepEqual(await all.alice.callEvents(), ['callIncoming', 'callConfirmed']);
    assert.deepEqual(await all.bob.callEvents(), ['callOutgoing', 'callConfirmed']);
    await succeeds(all.bob, 'endCall');
    await ends(all.alice, { by: 'remote', cause: 'hangup' });
  });

  scenario('hung up without a way to the PBX: the other side is told as soon as there is one', async (lab) => {
    const all = await cast(lab);
    await talk(all.alice, all.bob);
    all.way.refuse();
    await all.alice.event('disconnected');
    await all.alice.press('Hang up');
    await ends(all.alice, { by: 'local', cause: 'hangup' });
    all.way.open();
    await ends(all.bob, { by: 'remote', cause: 'hangup' });
  });

  scenario('a transfer asked for without a way to the PBX goes through when it is back', async (lab) => {
    const all = await cast(lab);
    const carol = await lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol });
    await talk(all.alice, all.bob);
    all.way.refuse();
    await all.alice.event('disconnected');
    const transferred = all.alice.command('transferCall', 'carol');
    all.way.open();
    await carol.event('callIncoming', { within: 15_000 });
    await succeeds(carol, 'answerCall');
    assert.equal((await transferred).status, 'success');
    await Promise.all([all.bob.hears(tones.carol), carol.hears(tones.bob)]);
  });

  /** Alice has sent Bob to Carol, whose phone rings. */
  async function transferring(
    lab: Lab,
  ): Promise<Cast & { readonly carol: Agent; readonly outcome: Promise<Envelope> }> {
    const all = await cast(lab);
    const carol = await lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol });
    await talk(all.alice, all.bob);
    const outcome = all.alice.command('transferCall', 'carol');
    await carol.event('callIncoming');
    return { ...all, carol, outcome };
  }

  async function isTransferred({
    alice,
    bob,
    carol,
    outcome,
  }: Awaited<ReturnType<typeof transferring>>): Promise<void> {
    const { status, error } = await outcome;
    assert.equal(status, 'success', JSON.stringify(error));
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    await until(async () => (await alice.ping()).line1 === null, { what: 'Alice is free' });
    await succeeds(bob, 'endCall');
    await until(async () => (await carol.ping()).line1 === null, { what: 'Carol is free' });
  }

  scenario('cut while a transfer is on its way: its outcome arrives all the same', async (lab) => {
    const all = await transferring(lab);
    all.way.cut();
    await isBack(all.alice, 5_000);
    await succeeds(all.carol, 'answerCall');
    await isTransferred(all);
  });

  scenario('frozen while a transfer is on its way: its outcome arrives all the same', async (lab) => {
    const all = await transferring(lab);
    all.way.freeze();
    await all.alice.event('disconnected', { within: 15_000 });
    all.way.open();
    await isBack(all.alice, 10_000);
    await succeeds(all.carol, 'answerCall');
    await isTransferred(all);
  });

  scenario(
    'the server restarts while a transfer is on its way: the three come back, and it goes through',
    async (lab) => {
      const all = await transferring(lab);
      const everyone = [all.alice, all.bob, all.carol];
      await lab.kamailio.stop();
      await Promise.all(everyone.map((agent) => agent.event('disconnected')));
      await lab.kamailio.start();
      await Promise.all(everyone.map((agent) => isBack(agent, 40_000)));
      await all.carol.callIs({ state: 'ringing' });
      await succeeds(all.carol, 'answerCall');
      await isTransferred(all);
    },
    { timeout: 120_000 },
  );
});
