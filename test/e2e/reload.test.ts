/** A page reloaded in a call takes it back, through Kamailio, in real browsers: who hears whom, and for how long nobody did. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { aliceAndBob, ends, succeeds, talk, tones } from './support.js';

/** Reloads, and gives back how long the far side was without a packet, ms. */
async function reloadHeardBy(agent: Agent, peer: Agent): Promise<number> {
  await peer.watchPackets();
  await agent.reload();
  await agent.callIs({ state: 'active' });
  await Promise.all([agent.packetsArrive(), peer.packetsArrive()]);
  return peer.longestSilence();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

describe('a page reloaded in a call', () => {
  const scenario = useLab();

  scenario(
    'twenty times, caller and callee in turn: the call goes on, and the peer misses less than a second',
    async (lab) => {
      const { alice, bob } = await aliceAndBob(lab);
      await talk(alice, bob);
      const { line1: before } = await alice.ping();
      const silences: number[] = [];
      for (let i = 0; i < 10; i++) {
        silences.push(await reloadHeardBy(alice, bob));
        silences.push(await reloadHeardBy(bob, alice));
      }
      console.log(`  ms without a packet, 20 reloads: median ${median(silences)}, most ${Math.max(...silences)}`);
      await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
      const { line1: after } = await alice.ping();
      assert.deepEqual([after?.id, after?.callId, after?.answeredAt], [before?.id, before?.callId, before?.answeredAt]);
      assert.ok(Math.max(...silences) < 1_000, `the longest silence: ${Math.max(...silences)} ms`);
      await succeeds(bob, 'endCall');
      await ends(alice, { by: 'remote', cause: 'hangup' });
      assert.deepEqual(await alice.callEvents(), ['callEnded']);
    },
    { timeout: 180_000 },
  );

  scenario('on hold and muted it comes back on hold and muted', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await succeeds(alice, 'mute');
    await succeeds(alice, 'hold');
    await alice.reload();
    await alice.callIs({ state: 'held', muted: true });
    await bob.callIs({ heldByRemote: true });
    await bob.hearsNothingAt(tones.alice);
    await succeeds(alice, 'unhold');
    await alice.hears(tones.bob);
    await bob.hearsNothingAt(tones.alice);
    await succeeds(alice, 'unmute');
    await bob.hears(tones.alice);
  });

  scenario('with two lines, in a consultation: both come back, and the transfer goes through', async (lab) => {
    const [alice, bob, carol] = await Promise.all([
      lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice }),
      lab.agent({ user: 'bob', face: 'element', tone: tones.bob }),
      lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
    ]);
    await talk(bob, alice);
    await succeeds(alice, 'createLine2', 'carol');
    await carol.event('callIncoming');
    await succeeds(carol, 'answerCall');
    await alice.event('callConfirmed', { nth: 2 });
    await alice.reload();
    await until(async () => (await alice.ping()).line2?.state === 'active', { what: 'line 2 is back' });
    assert.equal(await alice.read('currentLine'), 2);
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
    await Promise.all([bob.hearsNothingAt(tones.alice), bob.hearsNothingAt(tones.carol)]);
    await succeeds(alice, 'transferCall');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('while it rings in: it rings again, and can be answered', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await bob.command('makeCall', 'alice');
    await alice.event('callIncoming');
    await alice.reload();
    await alice.callIs({ state: 'ringing', number: 'bob' });
    await until(async () => (await alice.command('answerCall')).status === 'success', { what: 'it is answered' });
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario('while it rings in, and the caller gives up: it stops', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await bob.command('makeCall', 'alice');
    await alice.event('callIncoming');
    await alice.reload();
    await alice.callIs({ state: 'ringing', number: 'bob' });
    await succeeds(bob, 'endCall');
    await alice.event('callEnded');
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('while it rings out: it is placed again', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await succeeds(alice, 'makeCall', 'bob');
    await bob.event('callIncoming');
    const { line1: before } = await alice.ping();
    await alice.reload();
    await bob.event('callIncoming', { nth: 2 });
    await succeeds(bob, 'answerCall');
    await alice.callIs({ state: 'active', number: 'bob' });
    assert.equal((await alice.ping()).line1?.id, before?.id);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario('registers one binding, whatever the number of reloads', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    const before = lab.kamailio.trace.length;
    for (let i = 0; i < 3; i++) {
      await alice.reload();
      await alice.event('registered');
    }
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    await succeeds(bob, 'endCall');
    await alice.event('callEnded');
    const answers = lab.kamailio.trace.slice(before).filter((line) => /\d+ (180|408|477)/.test(line));
    assert.equal(answers.length, 1, 'it rings at one place, and at no dead one');
  });
});
