/** No microphone: each reason with its own code and sentence; nothing is sent, and once it is mended the call works. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { useLab } from '../lab/scenario.js';
import { nextCallWorks, succeeds, tones } from './support.js';

describe('the microphone', () => {
  const scenario = useLab();

  scenario('denied, when calling', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await lab.agent({ user: 'alice', face: 'element', permission: 'denied' });
    const before = lab.kamailio.trace.length;
    const refused = await alice.command('makeCall', 'bob');
    assert.deepEqual([refused.status, refused.error?.code, refused.data], ['error', 'MIC_DENIED', null]);
    assert.match(refused.error?.message ?? '', /blocks the microphone\. Allow it/);
    await alice.shows('The browser blocks the microphone');
    assert.deepEqual(lab.kamailio.trace.slice(before), [], 'nothing was sent');
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });

    await alice.allowMicrophone();
    await succeeds(alice, 'makeCall', 'bob');
    await bob.event('callIncoming');
    await succeeds(bob, 'answerCall');
    await alice.hears(tones.bob);
    await bob.packetsArrive();
  });

  scenario('denied, when answering: the call goes on ringing', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
    const bob = await lab.agent({ user: 'bob', face: 'sdk', permission: 'denied' });
    await alice.dial('bob');
    await bob.event('callIncoming');
    const refused = await bob.command('answerCall');
    assert.deepEqual([refused.status, refused.error?.code], ['error', 'MIC_DENIED']);
    await bob.callIs({ state: 'ringing' });
    await alice.callIs({ state: 'ringing' });
    assert.deepEqual(await bob.callEvents(), ['callIncoming']);

    await bob.allowMicrophone();
    await succeeds(bob, 'answerCall');
    await bob.hears(tones.alice);
    await alice.packetsArrive();
  });

  scenario('missing: a computer without a microphone', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await lab.page({ user: 'alice', face: 'element' }, { devices: false });
    await alice.signIn();
    const refused = await alice.command('makeCall', 'bob');
    assert.deepEqual([refused.status, refused.error?.code], ['error', 'MIC_MISSING']);
    await alice.shows('No microphone found');
    await alice.plugIn(tones.alice);
    await succeeds(alice, 'makeCall', 'bob');
    await bob.event('callIncoming');
    await succeeds(bob, 'answerCall');
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
  });

  scenario('forbidden by the page’s own policy', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'element', query: '?microphone=no' });
    const refused = await alice.command('makeCall', 'bob');
    assert.deepEqual([refused.status, refused.error?.code], ['error', 'MIC_POLICY']);
    await alice.shows('does not allow the microphone');
  });

  scenario('the browser’s own microphone is opened for the call and closed after it', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await lab.agent({ user: 'alice', face: 'element' });
    await alice.dial('bob');
    await bob.event('callIncoming');
    await succeeds(bob, 'answerCall');
    await alice.hears(tones.bob);
    await bob.packetsArrive();
    assert.ok((await alice.openMicrophones()) > 0);
    await alice.press('Hang up');
    await bob.event('callEnded');
    assert.equal(await alice.openMicrophones(), 0);
    await alice.plugIn(tones.alice);
    await nextCallWorks(alice, bob);
  });
});
