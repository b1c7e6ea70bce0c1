/** Calls that come to nothing: a coded end for the page, a sentence for the agent, and the next call works. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { useLab } from '../lab/scenario.js';
import type { SippScript } from '../lab/sipp.js';
import { aliceAndBob, ends, nextCallWorks, succeeds, tones } from './support.js';

interface Outcome {
  readonly name: string;
  /** Whom Alice calls; a name with "sipp" is answered as the script says. */
  readonly number: string;
  readonly script?: SippScript;
  readonly cause: string;
  readonly statusCode: number;
  /** A part of what the agent reads. */
  readonly says: string;
}

const outcomes: readonly Outcome[] = [
  {
    name: 'an extension that does not exist',
    number: 'nobody',
    cause: 'notFound',
    statusCode: 404,
    says: 'No such number',
  },
  {
    name: 'a callee who is on the phone (486)',
    number: 'sippbusy',
    script: { final: { status: 486, reason: 'Busy Here' } },
    cause: 'busy',
    statusCode: 486,
    says: 'busy',
  },
  {
    name: 'a callee who is on the phone everywhere (600)',
    number: 'sippbusy',
    script: { rings: false, final: { status: 600, reason: 'Busy Everywhere' } },
    cause: 'busy',
    statusCode: 600,
    says: 'busy',
  },
  {
    name: 'a callee who declines (603)',
    number: 'sippdecline',
    script: { final: { status: 603, reason: 'Decline' } },
    cause: 'rejected',
    statusCode: 603,
    says: 'declined',
  },
  {
    name: 'a callee who does not pick up: the far side gives up (480)',
    number: 'sippaway',
    script: { ringsFor: 300, final: { status: 480, reason: 'Temporarily Unavailable' } },
    cause: 'noAnswer',
    statusCode: 480,
    says: 'No answer',
  },
  {
    name: 'a callee who does not pick up: the proxy gives up (408)',
    number: 'sippsilent',
    script: {},
    cause: 'noAnswer',
    statusCode: 408,
    says: 'No answer',
  },
  {
    name: 'a callee who is signed out (480)',
    number: 'frank',
    cause: 'unavailable',
    statusCode: 480,
    says: 'off or out of reach',
  },
];

describe('calls that come to nothing', () => {
  const scenario = useLab();

  for (const { name, number, script, cause, statusCode, says } of outcomes) {
    scenario(name, async (lab) => {
      if (script) await lab.sipp.start(script);
      const { alice, bob } = await aliceAndBob(lab);
      await alice.dial(number);
      const call = await ends(alice, { by: 'remote', cause, statusCode });
      assert.equal(call.number, number);
      assert.match(String(call.callId), /^[0-9a-f]{32}$/, 'the id came with a response');
      assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callEnded']);
      const text = call.end?.text ?? '';
      assert.ok(text.includes(says), text);
      await alice.shows(text);
      assert.equal(await alice.openMicrophones(), 0);
      await alice.press('Close');
      await nextCallWorks(alice, bob);
    });
  }

  scenario('a callee whose phone has died (408 without a ring)', async (lab) => {
    const dave = await lab.phone({ user: 'dave', tone: tones.dave });
    dave.kill();
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('dave');
    const call = await ends(alice, { by: 'remote', cause: 'unavailable', statusCode: 408 });
    await alice.shows(call.end?.text ?? '');
    await alice.press('Close');
    await nextCallWorks(alice, bob);
  });

  scenario('the caller cancels', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('bob');
    await bob.event('callIncoming');
    await alice.callIs({ state: 'ringing' });
    await alice.press('Hang up');
    await ends(alice, { by: 'local', cause: 'cancelled' });
    await ends(bob, { by: 'remote', cause: 'cancelled' });
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callEnded']);
    assert.deepEqual(await bob.callEvents(), ['callIncoming', 'callEnded']);
    await nextCallWorks(alice, bob);
  });

  scenario('the callee declines, by the SDK and by the element', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('bob');
    await bob.event('callIncoming');
    await alice.callIs({ state: 'ringing' });
    await succeeds(bob, 'endCall');
    await ends(bob, { by: 'local', cause: 'rejected' });
    const refused = await ends(alice, { by: 'remote', cause: 'rejected', statusCode: 603 });
    await alice.shows(refused.end?.text ?? '');
    await alice.press('Close');

    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    await alice.press('Reject');
    await ends(alice, { by: 'local', cause: 'rejected' }, 2);
    await ends(bob, { by: 'remote', cause: 'rejected', statusCode: 603 }, 2);
    await nextCallWorks(alice, bob);
  });

  scenario('a number that could break a header is refused before anything is sent', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    const before = lab.kamailio.trace.length;
    for (const number of ['bob@evil.test', 'bob\r\nX: y', '<sip:bob>', '']) {
      const { status, error } = await bob.command('makeCall', number);
      assert.deepEqual([status, error?.code], ['error', 'INVALID_ARGUMENT'], JSON.stringify(number));
    }
    assert.deepEqual(await bob.callEvents(), []);
    assert.deepEqual(lab.kamailio.trace.slice(before), []);
    await nextCallWorks(alice, bob);
  });
});
