/**
 * Two Kamailio nodes, and the first one dies or hangs: in a call, while it rings, in a consultation. Nothing is shared
 * between the nodes: the second knows nobody and no call until the phones come (see kamailio.cfg for what it takes).
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { alicePage, init, password, username } from './account-support.js';
import { ends, nextCallWorks, succeeds, talk, tones } from './support.js';

interface Cast {
  readonly alice: Agent;
  readonly bob: Agent;
}

async function cast(lab: Lab): Promise<Cast> {
  const servers = await lab.cluster();
  const [alice, bob] = await Promise.all([
    lab.agent({ user: 'alice', face: 'element', tone: tones.alice, servers }),
    lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob, servers }),
  ]);
  return { alice, bob };
}

const bothHear = ({ alice, bob }: Cast): Promise<unknown> =>
  Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

/** Ends the first node with SIGKILL, and waits until everybody is registered at the second. Prints how long each took. */
async function failOver(lab: Lab, agents: readonly Agent[]): Promise<void> {
  const from = lab.second.trace.length;
  const start = performance.now();
  const killed = lab.kamailio.kill();
  const took = await Promise.all(
    agents.map(async (agent) => {
      await agent.event('registered', { nth: 2 });
      return Math.round(performance.now() - start);
    }),
  );
  console.log(`  registered at the second node ${took.join(', ')} ms after the first was killed`);
  await killed;
  for (const ms of took) assert.ok(ms < 5_000, `registered again after ${ms} ms`);
  for (const { user } of agents) assert.equal(registrations(lab.second.trace.slice(from), user), 1, `${user}: once`);
}

/** The REGISTERs that carried a password: each binding costs a challenge and one of these. */
function registrations(trace: readonly string[], user: string): number {
  const all = trace.filter((line) => / REGISTER sip:/.test(line) && line.includes(`| ${user} >`)).length;
  const challenged = trace.filter((line) => line.includes('401 -> REGISTER') && line.includes(`| ${user} |`)).length;
  return all - challenged;
}

async function alerts(agent: Agent): Promise<readonly string[]> {
  const events = await agent.events();
  return events.filter(({ name }) => name === 'alerts').map(({ data }) => (data as { code: string }).code);
}

const isBack = (agent: Agent): Promise<unknown> =>
  until(async () => (await alerts(agent)).includes('CALL_INTERRUPTED_RECOVERED'), {
    what: `the call of ${agent.user} is back`,
    within: 15_000,
  });

/** One hangs up, the other is told by way of the second node, once; nobody is left with a call. */
async function endsBy(lab: Lab, who: Agent, other: Agent): Promise<void> {
  const from = lab.second.trace.length;
  await succeeds(who, 'endCall');
  await Promise.all([ends(who, { by: 'local', cause: 'hangup' }), ends(other, { by: 'remote', cause: 'hangup' })]);
  assert.ok(
    lab.second.trace.slice(from).some((line) => line.includes(' BYE ')),
    'the BYE went through the second node',
  );
  for (const agent of [who, other]) {
    assert.deepEqual(await agent.ping(), { line1: null, line2: null });
    assert.equal((await agent.callEvents()).filter((name) => name === 'callEnded').length, 1);
  }
}

describe('the first of two SIP servers dies', () => {
  const scenario = useLab();

  scenario('in a call: nobody hears it, and their BYE arrives by way of the second', async (lab) => {
    const all = await cast(lab);
    await talk(all.alice, all.bob);
    await bothHear(all);
    await Promise.all([all.alice.watchPackets(), all.bob.watchPackets()]);
    await failOver(lab, [all.alice, all.bob]);
    await Promise.all([isBack(all.alice), isBack(all.bob)]);
    await bothHear(all);
    const silences = await Promise.all([all.alice.longestSilence(), all.bob.longestSilence()]);
    console.log(`  longest time without a packet: ${silences.join(' and ')} ms`);
    for (const ms of silences) assert.ok(ms < 1_000, `${ms} ms without a packet`);
    await endsBy(lab, all.bob, all.alice);
    await nextCallWorks(all.alice, all.bob);
  });

  scenario('in a call of an agent whose servers the account API names; then the second dies, too', async (lab) => {
    const servers = await lab.cluster();
    lab.account.servers = servers;
    const [alice, bob] = await Promise.all([
      alicePage(lab),
      lab.agent({ user: 'bob', face: 'element', tone: tones.bob, servers }),
    ]);
    await init(alice, { username, password });
    await talk(bob, alice);
    await Promise.all([alice.hears(tones.bob), bob.packetsArrive()]);
    await failOver(lab, [alice, bob]);
    await Promise.all([isBack(alice), isBack(bob)]);
    // The first one is back: nobody goes there before he must, and nobody is registered twice.
    const before = lab.kamailio.trace.length;
    await lab.kamailio.start();
    await succeeds(alice, 'hold');
    await bob.callIs({ heldByRemote: true });
    await succeeds(alice, 'unhold');
    await bob.callIs({ heldByRemote: false });
    const seen = lab.kamailio.trace.slice(before).filter((line) => !line.includes('| probe >'));
    assert.deepEqual(seen, [], 'nobody goes to the first');

    await lab.second.kill();
    await Promise.all([alice, bob].map((agent) => agent.event('registered', { nth: 3 })));
    await until(
      async () => (await alerts(alice)).filter((code) => code === 'CALL_INTERRUPTED_RECOVERED').length === 2,
      // Both ends come back at once: their re-INVITEs may meet, and again (RFC 3261 §14.1: up to 4 s each time).
      { what: 'the call is back once more', within: 20_000 },
    );
    await Promise.all([alice.hears(tones.bob), bob.packetsArrive()]);
    await succeeds(bob, 'endCall');
    await ends(alice, { by: 'remote', cause: 'hangup' });
  });

  scenario('it hangs in a call: the second is asked at once, and not the one that hangs', async (lab) => {
    const all = await cast(lab);
    await talk(all.alice, all.bob);
    const start = performance.now();
    lab.kamailio.hang();
    const took = async (agent: Agent, name: string, nth: number): Promise<number> => {
      await agent.event(name, { nth, within: 30_000 });
      return Math.round(performance.now() - start);
    };
    const found = took(all.alice, 'disconnected', 1);
    const back = took(all.alice, 'registered', 2);
    console.log(`  found after ${await found} ms, registered at the second after ${await back} ms`);
    assert.ok((await back) - (await found) < 3_000, 'without a try at the one that hangs');
    await Promise.all([isBack(all.alice), isBack(all.bob)]);
    await bothHear(all);
    await endsBy(lab, all.alice, all.bob);
  });

  scenario('while it rings: it rings on, once, and can be answered', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    const { line1: before } = await all.alice.ping();
    await until(async () => (await all.bob.ping()).line1?.state === 'ringing', { what: 'it rings' });
    const { line1: placed } = await all.bob.ping();
    const from = lab.second.trace.length;
    await failOver(lab, [all.alice, all.bob]);
    await until(() => lab.second.trace.slice(from).some((line) => /180 Ringing .*\| bob > alice/.test(line)), {
      what: 'it rings by way of the second node',
    });
    await all.alice.callIs({ state: 'ringing', id: before?.id ?? '' });
    assert.equal((await all.alice.ping()).line2, null, 'and not as a second call');
    await all.alice.press('Answer');
    await Promise.all([all.alice.event('callConfirmed'), all.bob.event('callConfirmed')]);
    assert.equal((await all.bob.ping()).line1?.id, placed?.id);
    await bothHear(all);
    assert.deepEqual(await all.alice.callEvents(), ['callIncoming', 'callConfirmed']);
    assert.deepEqual(await all.bob.callEvents(), ['callOutgoing', 'callConfirmed']);
    await endsBy(lab, all.bob, all.alice);
  });

  scenario('while it rings, and the caller gives up at once: nothing rings on', async (lab) => {
    const all = await cast(lab);
    await succeeds(all.bob, 'makeCall', 'alice');
    await all.alice.event('callIncoming');
    const killed = lab.kamailio.kill();
    await all.bob.event('disconnected');
    await succeeds(all.bob, 'endCall');
    await killed;
    await Promise.all([all.alice.event('registered', { nth: 2 }), all.bob.event('registered', { nth: 2 })]);
    await ends(all.alice, { by: 'remote', cause: 'cancelled' });
    assert.deepEqual(await all.alice.ping(), { line1: null, line2: null });
    assert.deepEqual(await all.alice.callEvents(), ['callIncoming', 'callEnded']);
    await nextCallWorks(all.alice, all.bob);
  });

  scenario('in a consultation: the caller stays held, and the transfer goes through', async (lab) => {
    const servers = await lab.cluster();
    const all = await cast(lab);
    const carol = await lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol, servers });
    const { alice, bob } = all;
    await talk(alice, bob);
    await succeeds(alice, 'createLine2', 'carol');
    await carol.event('callIncoming');
    await succeeds(carol, 'answerCall');
    await alice.event('callConfirmed', { nth: 2 });
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
    await failOver(lab, [alice, bob, carol]);
    await Promise.all([isBack(alice), isBack(bob), isBack(carol)]);
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice), bob.hearsNothingAt(tones.alice)]);
    const { status, error } = await alice.command('transferCall');
    assert.equal(status, 'success', JSON.stringify(error));
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    await until(async () => Object.values(await alice.ping()).every((call) => call === null), {
      what: 'Alice is free',
    });
    await succeeds(bob, 'endCall');
    await until(async () => Object.values(await carol.ping()).every((call) => call === null), {
      what: 'Carol is free',
    });
  });
});
