/** Two pages, one with `<bfc-webphone>` and one with the SDK, talk through Kamailio; media goes from page to page. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { useLab } from '../lab/scenario.js';
import { aliceAndBob, ends, nextCallWorks, succeeds, talk, tones } from './support.js';

describe('two pages', () => {
  const scenario = useLab();

  scenario('one calls by the element, the other answers by the SDK: each hears the other', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    assert.equal(await alice.microphoneRequests(), 0, 'no microphone before a call needs it');

    await alice.dial('bob');
    const outgoing = await alice.event('callOutgoing');
    assert.deepEqual([outgoing.direction, outgoing.number, outgoing.line], ['outbound', 'bob', 1]);
    const incoming = await bob.event('callIncoming');
    assert.deepEqual([incoming.direction, incoming.number, incoming.state], ['inbound', 'alice', 'ringing']);
    await alice.callIs({ state: 'ringing' });
    assert.equal(await bob.microphoneRequests(), 0, 'ringing needs no microphone');

    const answered = await succeeds(bob, 'answerCall');
    assert.equal(answered?.id, incoming.id);
    const [atAlice, atBob] = await Promise.all([alice.event('callConfirmed'), bob.event('callConfirmed')]);
    assert.deepEqual([atAlice.state, atBob.state], ['active', 'active']);
    assert.equal(atAlice.sipCallId, atBob.sipCallId, 'one and the same call');

    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await Promise.all([alice.hearsNothingAt(tones.alice), bob.hearsNothingAt(tones.bob)]);

    await alice.press('Hang up');
    const [left, right] = await Promise.all([
      ends(alice, { by: 'local', cause: 'hangup', statusCode: null }),
      ends(bob, { by: 'remote', cause: 'hangup', statusCode: null }),
    ]);
    assert.deepEqual([left.id, right.id], [atAlice.id, atBob.id]);
    assert.deepEqual([await alice.openMicrophones(), await bob.openMicrophones()], [0, 0], 'microphones are closed');
    await nextCallWorks(alice, bob);
  });

  scenario('the call id header reaches both ends', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    const incoming = await bob.event('callIncoming');
    assert.match(String(incoming.callId), /^[0-9a-f]{32}$/);
    const header = Object.entries(incoming.headers).find(([name]) => /^x-bizfly-call-center-call-id$/i.test(name));
    assert.equal(header?.[1], incoming.callId);
    assert.equal((await alice.event('callConfirmed')).callId, incoming.callId, 'the caller knows it by the responses');
    assert.equal((await alice.ping()).line1?.callId, incoming.callId);
  });

  scenario('the other way round: the SDK calls, the element answers, the caller hangs up', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    const placed = await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    await alice.press('Answer');
    await Promise.all([alice.event('callConfirmed'), bob.event('callConfirmed')]);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await succeeds(bob, 'endCall');
    const ended = await ends(bob, { by: 'local', cause: 'hangup' });
    assert.equal(ended.id, placed?.id);
    await ends(alice, { by: 'remote', cause: 'hangup' });
    assert.deepEqual(await bob.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
    assert.deepEqual(await alice.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
    await nextCallWorks(alice, bob);
  });

  scenario('hold silences both ways, unhold brings it back, from either side', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

    await alice.press('Hold');
    await alice.callIs({ state: 'held', onHold: true });
    await bob.callIs({ state: 'active', heldByRemote: true });
    await Promise.all([alice.hearsNothingAt(tones.bob), bob.hearsNothingAt(tones.alice)]);
    await alice.press('Resume');
    await alice.callIs({ state: 'active', onHold: false });
    await bob.callIs({ heldByRemote: false });
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

    assert.equal((await succeeds(bob, 'hold'))?.onHold, true);
    assert.equal(await bob.read('isOnHold'), true);
    await succeeds(bob, 'hold');
    await alice.callIs({ state: 'active', heldByRemote: true });
    await Promise.all([alice.hearsNothingAt(tones.bob), bob.hearsNothingAt(tones.alice)]);
    assert.equal((await succeeds(bob, 'unhold'))?.onHold, false);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed'], 'hold is no event of a call');
  });

  scenario('mute stops what is sent, speaker mute what is heard', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

    await alice.press('Mute');
    await bob.hearsNothingAt(tones.alice);
    await alice.hears(tones.bob);
    assert.ok((await alice.openMicrophones()) > 0, 'the microphone stays open');
    // A hold and its end keep the mute.
    await alice.press('Hold');
    await alice.callIs({ onHold: true, muted: true });
    await alice.press('Resume');
    await alice.callIs({ onHold: false, muted: true });
    await alice.hears(tones.bob);
    await bob.hearsNothingAt(tones.alice);
    await alice.press('Unmute');
    await bob.hears(tones.alice);

    await succeeds(bob, 'muteAudio');
    await bob.hearsNothingAt(tones.alice);
    await bob.packetsArrive();
    await alice.hears(tones.bob);
    await succeeds(bob, 'unmuteAudio');
    await bob.hears(tones.alice);

    await succeeds(bob, 'mute');
    assert.equal(await bob.read('isMuted'), true);
    await alice.hearsNothingAt(tones.bob);
    await succeeds(bob, 'unmute');
    await alice.hears(tones.bob);

    await alice.press('Mute sound');
    await alice.hearsNothingAt(tones.bob);
    await alice.press('Unmute sound');
    await alice.hears(tones.bob);
  });

  scenario('digits arrive at the far end', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await alice.press('Keypad');
    await bob.hearsDigit('5', () => alice.press('5'));
    await alice.hearsDigit('9', () => succeeds(bob, 'sendDTMF', '9'));
    const refused = await bob.command('sendDTMF', '9x');
    assert.deepEqual([refused.status, refused.error?.code], ['error', 'INVALID_ARGUMENT']);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });
});
