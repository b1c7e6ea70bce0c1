/**
 * Two lines and transfers through Kamailio. Alice is the agent, Bob the customer, Carol the colleague. After each
 * step it is the tones that say who hears whom.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import type { Baresip } from '../lab/baresip.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { ends, succeeds, talk, tones } from './support.js';

interface Three {
  readonly alice: Agent;
  readonly bob: Agent;
  readonly carol: Agent;
}

async function three(lab: Lab): Promise<Three> {
  const [alice, bob, carol] = await Promise.all([
    lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice }),
    lab.agent({ user: 'bob', face: 'element', tone: tones.bob }),
    lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
  ]);
  await talk(bob, alice);
  await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  return { alice, bob, carol };
}

/** Alice asks Carol, while Bob waits. */
async function consult({ alice, carol }: Three): Promise<void> {
  await succeeds(alice, 'createLine2', 'carol');
  await carol.event('callIncoming');
  await succeeds(carol, 'answerCall');
  await alice.event('callConfirmed', { nth: 2 });
  await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
}

/** Alice has called Dave at his desk phone, and asks Carol. */
async function deskPhoneAndColleague(
  lab: Lab,
): Promise<{ readonly alice: Agent; readonly carol: Agent; readonly dave: Baresip }> {
  const [alice, carol, dave] = await Promise.all([
    lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice }),
    lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
    lab.phone({ user: 'dave', tone: tones.dave, autoAnswer: true }),
  ]);
  await succeeds(alice, 'makeCall', 'dave');
  await alice.event('callConfirmed');
  await Promise.all([alice.hears(tones.dave), dave.hears(tones.alice)]);
  await succeeds(alice, 'createLine2', 'carol');
  await carol.event('callIncoming');
  await succeeds(carol, 'answerCall');
  await alice.event('callConfirmed', { nth: 2 });
  await Promise.all([alice.hears(tones.carol), dave.hearsNothingAt(tones.alice)]);
  return { alice, carol, dave };
}

async function live(agent: Agent): Promise<readonly string[]> {
  const { line1, line2 } = await agent.ping();
  return [line1, line2].filter((call) => call?.state === 'active').map((call) => call?.number ?? '');
}

describe('two lines', () => {
  const scenario = useLab();

  scenario('the customer waits and hears nothing while the agent asks, and is back when line 2 ends', async (lab) => {
    const all = await three(lab);
    const { alice, bob, carol } = all;
    await consult(all);
    assert.equal(await alice.read('currentLine'), 2);
    await Promise.all([bob.hearsNothingAt(tones.alice), bob.hearsNothingAt(tones.carol)]);
    await Promise.all([carol.hearsNothingAt(tones.bob), alice.hearsNothingAt(tones.bob)]);
    await bob.callIs({ heldByRemote: true });

    await succeeds(carol, 'endCall');
    await ends(alice, { by: 'remote', cause: 'hangup' });
    await alice.callIs({ state: 'active', number: 'bob' });
    assert.equal(await alice.read('currentLine'), 1);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario('swapped ten times, the agent talks to one of them, never to both', async (lab) => {
    const all = await three(lab);
    const { alice, bob, carol } = all;
    await consult(all);
    for (let i = 1; i <= 10; i++) {
      await succeeds(alice, 'switchLine');
      const [here, away] = i % 2 ? [bob, carol] : [carol, bob];
      assert.deepEqual(await live(alice), [here.user]);
      await Promise.all([
        alice.hears(here.tone),
        here.hears(tones.alice),
        away.hearsNothingAt(tones.alice),
        away.hearsNothingAt(here.tone),
        alice.hearsNothingAt(away.tone),
        here.hearsNothingAt(away.tone),
      ]);
    }
  });

  scenario('a second caller waits; answering holds the first; the third is busy', async (lab) => {
    const { alice, bob, carol } = await three(lab);
    await succeeds(carol, 'makeCall', 'alice');
    await alice.event('callIncoming', { nth: 2 });
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await succeeds(alice, 'answerCall');
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
    await bob.hearsNothingAt(tones.alice);
    const dave = await lab.agent({ user: 'dave', face: 'sdk', tone: tones.dave });
    await succeeds(dave, 'makeCall', 'alice');
    await ends(dave, { by: 'remote', cause: 'busy', statusCode: 486 });
    await succeeds(alice, 'endCall');
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario('an attended transfer joins customer and colleague', async (lab) => {
    const all = await three(lab);
    const { alice, bob, carol } = all;
    await consult(all);
    await succeeds(alice, 'transferCall');
    const accepted = await alice.event('referAccepted');
    assert.equal(accepted.number, 'bob');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    await Promise.all([bob.hearsNothingAt(tones.alice), carol.hearsNothingAt(tones.alice)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
    assert.deepEqual((await alice.callEvents()).filter((name) => name === 'callEnded').length, 2);
    assert.equal(await alice.openMicrophones(), 0);
  });

  scenario('a blind transfer joins them too, and is told of only when the target has answered', async (lab) => {
    const { alice, bob, carol } = await three(lab);
    const transferred = alice.command('transferCall', 'carol');
    await carol.event('callIncoming');
    assert.ok(!(await alice.events()).some(({ name }) => name === 'referAccepted'));
    await succeeds(carol, 'answerCall');
    assert.equal((await transferred).status, 'success');
    await alice.event('referAccepted');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('the customer hangs up while the agent asks: the colleague stays', async (lab) => {
    const all = await three(lab);
    const { alice, bob, carol } = all;
    await consult(all);
    await succeeds(bob, 'endCall');
    await ends(alice, { by: 'remote', cause: 'hangup' });
    await until(async () => (await alice.ping()).line1 === null, { what: 'line 1 is free' });
    assert.deepEqual(await live(alice), ['carol']);
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
    const { status } = await alice.command('transferCall');
    assert.equal(status, 'error', 'there is nobody to transfer any more');
    await Promise.all([alice.hears(tones.carol), carol.hears(tones.alice)]);
  });

  for (const { target, code, statusCode } of [
    { target: 'nobody', code: 'SIP_REJECTED', statusCode: 404 },
    { target: 'sippbusy', code: 'SIP_REJECTED', statusCode: 486 },
    { target: 'carol', code: 'SIP_REJECTED', statusCode: 603 },
  ]) {
    scenario(`a blind transfer that ends with ${statusCode} leaves the customer with the agent`, async (lab) => {
      if (target === 'sippbusy') await lab.sipp.start({ final: { status: 486, reason: 'Busy Here' } });
      const { alice, bob, carol } = await three(lab);
      const transferred = alice.command('transferCall', target);
      if (target === 'carol') {
        await carol.event('callIncoming');
        await succeeds(carol, 'rejectCall');
      }
      const { error } = await transferred;
      assert.deepEqual([error?.code, error?.details?.statusCode], [code, statusCode]);
      await alice.event('referFailed');
      await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
      await alice.callIs({ state: 'active', onHold: false });
    });
  }

  scenario('a customer on a desk phone: swapped ten times, it hears the agent when it is its turn', async (lab) => {
    const { alice, carol, dave } = await deskPhoneAndColleague(lab);
    for (let i = 1; i <= 10; i++) {
      await succeeds(alice, 'switchLine');
      const isDaves = i % 2 === 1;
      assert.deepEqual(await live(alice), [isDaves ? 'dave' : 'carol']);
      if (isDaves) {
        // After a re-INVITE this desk phone records no more; the digits travel by the way of the sound.
        await succeeds(alice, 'sendDTMF', String(i));
        await until(() => dave.digits.endsWith(String(i)), { what: `digit ${i} at the desk phone` });
        await Promise.all([alice.hears(tones.dave), carol.hearsNothingAt(tones.alice)]);
      } else {
        await Promise.all([
          alice.hears(tones.carol),
          carol.hears(tones.alice),
          alice.hearsNothingAt(tones.dave),
          carol.hearsNothingAt(tones.dave),
        ]);
      }
    }
    assert.equal(dave.digits, '13579');
  });

  scenario('an attended transfer of a desk phone that knows no Replaces: it calls the colleague anew', async (lab) => {
    const { alice, carol, dave } = await deskPhoneAndColleague(lab);
    const transferred = alice.command('transferCall');
    await carol.event('callIncoming', { nth: 2 });
    await succeeds(carol, 'answerCall');
    const { status, error } = await transferred;
    assert.equal(status, 'success', JSON.stringify(error));
    await Promise.all([carol.hears(tones.dave), carol.hearsNothingAt(tones.alice)]);
    await until(() => dave.events.filter(({ type }) => type === 'CALL_ESTABLISHED').length === 2, { what: 'it is up' });
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
    await until(async () => (await carol.ping()).line1 === null, { what: 'Alice has left Carol' });
    assert.equal((await carol.ping()).line2?.state, 'active');
  });

  scenario('an attended transfer to a colleague at a desk phone joins the two', async (lab) => {
    const [alice, bob, dave] = await Promise.all([
      lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice }),
      lab.agent({ user: 'bob', face: 'element', tone: tones.bob }),
      lab.phone({ user: 'dave', tone: tones.dave, autoAnswer: true }),
    ]);
    await talk(bob, alice);
    await succeeds(alice, 'createLine2', 'dave');
    await alice.event('callConfirmed', { nth: 2 });
    await Promise.all([alice.hears(tones.dave), dave.hears(tones.alice), bob.hearsNothingAt(tones.alice)]);
    await succeeds(alice, 'transferCall');
    await Promise.all([bob.hears(tones.dave), dave.hears(tones.bob)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('a customer on a desk phone is transferred blind and after asking', async (lab) => {
    const { alice, carol, dave } = await deskPhoneAndColleague(lab);
    await succeeds(alice, 'switchLine');
    await Promise.all([alice.hears(tones.dave), carol.hearsNothingAt(tones.alice)]);
    await succeeds(carol, 'endCall');
    await until(async () => (await alice.ping()).line2 === null, { what: 'line 2 is free' });
    const transferred = alice.command('transferCall', 'carol');
    await carol.event('callIncoming', { nth: 2 });
    await succeeds(carol, 'answerCall');
    const { status, error } = await transferred;
    assert.equal(status, 'success', JSON.stringify(error));
    await Promise.all([carol.hears(tones.dave), dave.hears(tones.carol)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });
});
