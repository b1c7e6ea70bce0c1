/** Signing in: a wrong password, a server that is not there. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { wsServer } from '../lab/kamailio.js';
import { useLab } from '../lab/scenario.js';
import { aliceAndBob, nextCallWorks, tones } from './support.js';

describe('signing in', () => {
  const scenario = useLab();

  scenario('a wrong password, by the SDK: AUTH_FAILED once, and the right one works', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
    const bob = await lab.page({ user: 'bob', face: 'sdk', tone: tones.bob });
    const refused = await bob.start({ password: 'pw-wrong-secret' });
    assert.deepEqual([refused?.status, refused?.error?.code, refused?.data], ['error', 'AUTH_FAILED', null]);
    assert.match(refused?.error?.message ?? '', /Wrong account or password\. Check/);
    const event = await bob.event<{ code: string }>('registrationFailed');
    assert.equal(event.code, 'AUTH_FAILED');
    assert.deepEqual(
      (await bob.events()).filter(({ name }) => name === 'registered'),
      [],
    );
    assert.doesNotMatch(JSON.stringify([await bob.events(), bob.console]), /pw-wrong-secret/);

    assert.equal((await bob.start())?.status, 'success');
    assert.equal(await bob.read('isRegistered'), true);
    assert.equal((await bob.events()).filter(({ name }) => name === 'registrationFailed').length, 1);
    await nextCallWorks(alice, bob);
  });

  scenario('a wrong password, by the element: a sentence, and the right one works', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await lab.page({ user: 'alice', face: 'element', tone: tones.alice });
    await alice.start({ password: 'pw-wrong-secret' });
    const event = await alice.event<{ code: string }>('registrationFailed');
    assert.equal(event.code, 'AUTH_FAILED');
    await alice.shows('Wrong account or password');
    assert.doesNotMatch(await alice.page.content(), /pw-wrong-secret/, 'the password is not in the page');
    assert.doesNotMatch(JSON.stringify([await alice.events(), alice.console]), /pw-wrong-secret/);

    await alice.signIn();
    assert.doesNotMatch(await alice.page.content(), /pw-alice/);
    await nextCallWorks(alice, bob);
  });

  scenario('a user whom the PBX does not know', async (lab) => {
    const mallory = await lab.page({ user: 'mallory', face: 'sdk' });
    const refused = await mallory.start();
    assert.deepEqual([refused?.status, refused?.error?.code], ['error', 'AUTH_FAILED']);
    const early = await mallory.command('makeCall', 'bob');
    assert.equal(early.status, 'error');
  });

  scenario('a refused socket: NETWORK, it goes on trying, and the phone is there when the server is', async (lab) => {
    await lab.kamailio.stop();
    const alice = await lab.page({ user: 'alice', face: 'element', tone: tones.alice });
    const bob = await lab.page({ user: 'bob', face: 'sdk', tone: tones.bob });
    const refused = await bob.start();
    assert.deepEqual([refused?.status, refused?.error?.code], ['error', 'NETWORK']);
    assert.equal(refused?.error?.details?.retrying, true);
    const early = await bob.command('makeCall', 'alice');
    assert.deepEqual([early.status, early.error?.code], ['error', 'NOT_CONNECTED']);
    await alice.start();
    await alice.shows('Offline');

    await lab.kamailio.start();
    await Promise.all([alice.event('registered', { within: 20_000 }), bob.event('registered', { within: 20_000 })]);
    await nextCallWorks(alice, bob);
  });

  scenario('the first server refuses, the second takes the phone', async (lab) => {
    const { alice } = await aliceAndBob(lab);
    const carol = await lab.page({ user: 'carol', face: 'sdk', tone: tones.carol });
    const started = await carol.start({ servers: ['ws://127.0.0.1:9', wsServer] });
    assert.equal(started?.status, 'success');
    await nextCallWorks(alice, carol);
  });

  scenario('register: false connects, and registers when asked to', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
    const bob = await lab.page({ user: 'bob', face: 'sdk', tone: tones.bob });
    assert.equal((await bob.start({ register: false }))?.status, 'success');
    assert.deepEqual([await bob.read('isConnected'), await bob.read('isRegistered')], [true, false]);
    assert.equal((await bob.command('register')).status, 'success');
    assert.equal(await bob.read('isRegistered'), true);
    await nextCallWorks(alice, bob);
    assert.equal((await bob.command('stop')).status, 'success');
    assert.deepEqual([await bob.read('isConnected'), await bob.read('isRegistered')], [false, false]);
    assert.deepEqual(await bob.ping(), { line1: null, line2: null });
  });
});
