/** A page and a desk phone (baresip: SIP over UDP, plain RTP): rtpengine stands between them. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { ends, succeeds, tones } from './support.js';

describe('a page and a desk phone', () => {
  const scenario = useLab();

  scenario('the page calls: sound both ways, hold, digits, the desk phone hangs up', async (lab) => {
    const [alice, dave] = await Promise.all([
      lab.agent({ user: 'alice', face: 'element', tone: tones.alice }),
      lab.phone({ user: 'dave', tone: tones.dave, autoAnswer: true }),
    ]);
    await alice.dial('dave');
    const { callId } = await alice.event('callConfirmed');
    assert.match(String(callId), /^[0-9a-f]{32}$/);
    await Promise.all([alice.hears(tones.dave), dave.hears(tones.alice)]);

    await alice.press('Mute');
    await dave.hearsNothingAt(tones.alice);
    await alice.press('Unmute');
    await dave.hears(tones.alice);

    await alice.press('Keypad');
    for (const key of ['1', '2', 'hash']) await alice.press(key);
    await until(() => dave.digits === '12#', { what: `digits at dave, now "${dave.digits}"` });
    await alice.press('Hide keypad');

    await alice.press('Hold');
    await alice.callIs({ onHold: true });
    await alice.hearsNothingAt(tones.dave);
    await alice.press('Resume');
    await alice.callIs({ onHold: false });
    await alice.hears(tones.dave);
    assert.equal((await alice.command('sendDTMF', '7')).status, 'success');
    await until(() => dave.digits === '12#7', { what: `a digit at dave after the hold, now "${dave.digits}"` });

    dave.hangUp();
    await ends(alice, { by: 'remote', cause: 'hangup' });
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
  });

  scenario('the desk phone calls: sound both ways, the page hangs up', async (lab) => {
    const [bob, erin] = await Promise.all([
      lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
      lab.phone({ user: 'erin', tone: tones.erin }),
    ]);
    erin.dial('bob');
    const incoming = await bob.event('callIncoming');
    assert.equal(incoming.number, 'erin');
    assert.match(String(incoming.callId), /^[0-9a-f]{32}$/, 'the call id header');
    await erin.waitFor('CALL_RINGING');
    await succeeds(bob, 'answerCall');
    await Promise.all([bob.hears(tones.erin), erin.hears(tones.bob)]);
    await succeeds(bob, 'endCall');
    await Promise.all([ends(bob, { by: 'local', cause: 'hangup' }), erin.waitFor('CALL_CLOSED')]);
  });

  scenario('the desk phone gives up before the page has answered', async (lab) => {
    const [alice, erin] = await Promise.all([
      lab.agent({ user: 'alice', face: 'element', tone: tones.alice }),
      lab.phone({ user: 'erin', tone: tones.erin }),
    ]);
    erin.dial('alice');
    await alice.event('callIncoming');
    await erin.waitFor('CALL_RINGING');
    erin.hangUp();
    await ends(alice, { by: 'remote', cause: 'cancelled' });
    assert.deepEqual(await alice.callEvents(), ['callIncoming', 'callEnded']);
    assert.equal(await alice.microphoneRequests(), 0);

    erin.dial('alice');
    await alice.event('callIncoming', { nth: 2 });
    await alice.press('Answer');
    await alice.event('callConfirmed');
    await Promise.all([alice.hears(tones.erin), erin.hears(tones.alice)]);
  });
});
