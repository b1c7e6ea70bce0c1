/**
 * The vendor's page: its example, and every method in its order: that it does what the page says, and what it says
 * where it cannot. Alice signs in with her account, at the account API; the calls go through Kamailio.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { noExtension } from '../lab/account.js';
import type { CallData } from '../lab/agent.js';
import { until } from '../lab/until.js';
import {
  aliceExtension,
  alicePage,
  aliceWithBob,
  answers,
  call,
  fails,
  inCall,
  init,
  isError,
  password,
  username,
  useMembers,
  withCarol,
  works,
} from './account-support.js';
import { ends, succeeds, tones } from './support.js';

const signingIn = ['POST /api/token', 'GET /api/call-center/webphone/v1/me'];

describe("the vendor's page", () => {
  const scenario = useMembers();

  scenario('runs unchanged: signs in with two requests, calls, and hears of the end', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await alicePage(lab);
    const said: [text: string, data: unknown][] = [];
    alice.page.on('console', (message) => {
      const [text, data] = message.args();
      void Promise.all([text?.jsonValue(), data?.jsonValue()]).then(([what, it]) => said.push([String(what), it]));
    });
    const hears = <T>(text: string): Promise<T> =>
      until(() => said.find(([what]) => what === text)?.[1] as T, { what: `the page to say "${text}"` });
    await alice.page.goto(`${lab.origin}/vendor.html`);
    const done = await hears('init sdk done');
    assert.deepEqual(done, { status: 'success', error: null, data: aliceExtension });
    assert.deepEqual(await hears('registerd'), { extension: aliceExtension, expires: 300 });
    assert.deepEqual(lab.account.requests, signingIn);

    await alice.page.evaluate("sdk.makeCall('bob')");
    assert.equal((await hears<CallData>('call outgoing')).number, 'bob');
    await answers(bob);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await alice.page.evaluate('sdk.endCall()');
    assert.equal((await hears<CallData>('ended')).end?.cause, 'hangup');
    assert.deepEqual(
      said.map(([text]) => text),
      ['registerd', 'init sdk done', 'call outgoing', 'ended'],
    );
    assert.deepEqual(alice.uncaught, []);
  });
});

describe('the methods of the documented SDK', () => {
  const scenario = useMembers();

  scenario('sdk.init(config, cb)', async (lab) => {
    const alice = await alicePage(lab);
    const refused = [
      [{ username, password, mode: 'busy' }, 'mode'],
      [{ password }, 'username'],
      [{ username, password: '' }, 'password'],
      [{ username, password, baseURL: 'ftp://nowhere' }, 'baseURL'],
    ] as const;
    for (const [config, field] of refused) isError(await init(alice, config), 'INVALID_ARGUMENT', { field });
    assert.deepEqual(lab.account.requests, [], 'what is wrong in the configuration is asked of nobody');
    isError(await init(alice, { username, password: 'wrong' }), 'AUTH_FAILED');
    isError(await init(alice, noExtension), 'NO_EXTENSION');
    assert.equal(await alice.read('isConnected'), false);

    lab.account.requests.length = 0;
    const started = await init(alice, { username, password, userAgent: 'lab/1' });
    assert.deepEqual(started, { status: 'success', error: null, data: aliceExtension });
    assert.deepEqual(lab.account.requests, signingIn);
    isError(await init(alice, { username, password }), 'ALREADY_STARTED');
    assert.deepEqual(
      [await alice.read('isConnected'), await alice.read('isRegistered'), await alice.read('currentMode')],
      [true, true, 'active'],
    );
  });

  scenario('sdk.stop(cb)', async (lab) => {
    const alice = await alicePage(lab);
    await fails(alice, 'NOT_STARTED', 'stop');
    isError(await init(alice, { username, password, mode: 'x' }), 'INVALID_ARGUMENT');
    await init(alice, { username, password });
    assert.equal(await works(alice, 'stop'), null);
    assert.deepEqual([await alice.read('isConnected'), await alice.read('isRegistered')], [false, false]);
    await fails(alice, 'NOT_STARTED', 'stop');
    assert.equal((await init(alice, { username, password })).status, 'success', 'it can be started again');
  });

  scenario('sdk.register(cb)', async (lab) => {
    const alice = await alicePage(lab);
    await fails(alice, 'NOT_STARTED', 'register');
    lab.account.sipPassword = 'pw-wrong';
    await init(alice, { username, password, register: false });
    assert.deepEqual([await alice.read('isConnected'), await alice.read('isRegistered')], [true, false]);
    await fails(alice, 'AUTH_FAILED', 'register');
    assert.equal(await alice.read('isRegistered'), false);
    await works(alice, 'stop');
    lab.account.sipPassword = null;
    await init(alice, { username, password, register: false });
    assert.equal(await works(alice, 'register'), null);
    assert.equal(await alice.read('isRegistered'), true);
  });

  scenario('sdk.unregister(cb)', async (lab) => {
    const { alice, bob } = await aliceWithBob(lab);
    assert.equal(await works(alice, 'unregister'), null);
    assert.deepEqual([await alice.read('isConnected'), await alice.read('isRegistered')], [true, false]);
    await fails(alice, 'NOT_REGISTERED', 'makeCall', 'bob');
    await succeeds(bob, 'makeCall', 'alice');
    await ends(bob, { by: 'remote', cause: 'unavailable', statusCode: 480 });
    await works(alice, 'stop');
    await fails(alice, 'NOT_STARTED', 'unregister');
  });

  scenario('sdk.makeCall(phone, cb)', async (lab) => {
    const { alice, bob } = await aliceWithBob(lab);
    for (const phone of ['', 'bob\r\nX-Evil: 1', 'bob@elsewhere', null]) {
      isError(await call(alice, 'makeCall', phone), 'INVALID_ARGUMENT', { field: 'phone' });
    }
    const placed = await works(alice, 'makeCall', 'b-o.b');
    assert.deepEqual([placed.number, placed.line, placed.direction], ['bob', 1, 'outbound']);
    assert.equal((await bob.event('callIncoming')).number, 'alice');
    await fails(alice, 'LINE_BUSY', 'makeCall', 'carol');
    assert.deepEqual(await alice.callEvents(), ['callOutgoing']);
  });

  scenario('sdk.answerCall(cb)', async (lab) => {
    const { alice, bob } = await aliceWithBob(lab);
    await fails(alice, 'NO_CALL', 'answerCall');
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    const answered = await works(alice, 'answerCall');
    assert.deepEqual([answered.state, answered.direction, answered.number], ['active', 'inbound', 'bob']);
    assert.ok(answered.answeredAt);
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    await fails(alice, 'NO_CALL', 'answerCall');
  });

  scenario('sdk.endCall(cb)', async (lab) => {
    const { alice, bob } = await aliceWithBob(lab);
    await fails(alice, 'NO_CALL', 'endCall');
    await works(alice, 'makeCall', 'bob');
    await bob.event('callIncoming');
    assert.equal((await works(alice, 'endCall')).end?.cause, 'cancelled');
    await ends(bob, { by: 'remote', cause: 'cancelled' });
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    assert.equal((await works(alice, 'endCall')).end?.cause, 'rejected');
    await ends(bob, { by: 'remote', cause: 'rejected', statusCode: 603 }, 2);
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming', { nth: 2 });
    await works(alice, 'answerCall');
    assert.deepEqual((await works(alice, 'endCall')).state, 'ended');
    await ends(bob, { by: 'remote', cause: 'hangup' }, 3);
    await fails(alice, 'NO_CALL', 'endCall');
  });

  scenario('sdk.createLine2(phone, cb)', async (lab) => {
    await lab.sipp.start({});
    const { alice, bob } = await aliceWithBob(lab);
    await fails(alice, 'NO_CALL', 'createLine2', 'bob');
    await works(alice, 'makeCall', 'bob');
    await answers(bob);
    await alice.event('callConfirmed');
    isError(await call(alice, 'createLine2', ''), 'INVALID_ARGUMENT', { field: 'phone' });
    const second = await works(alice, 'createLine2', 'sippring');
    assert.deepEqual([second.line, second.number, second.direction], [2, 'sippring', 'outbound']);
    await bob.callIs({ heldByRemote: true });
    const { line1, line2 } = await alice.ping();
    assert.deepEqual([line1?.onHold, line2?.number], [true, 'sippring']);
    await fails(alice, 'LINE_BUSY', 'createLine2', 'carol');
  });

  for (const [off, on, getter, hearer] of [
    ['mute', 'unmute', 'muted', 'bob'],
    ['muteAudio', 'unmuteAudio', 'speakerMuted', 'alice'],
    ['hold', 'unhold', 'onHold', 'bob'],
  ] as const) {
    scenario(`sdk.${off}(cb)`, async (lab) => {
      const { alice, bob } = await aliceWithBob(lab);
      await fails(alice, 'NO_CALL', off);
      await works(alice, 'makeCall', 'bob');
      await answers(bob);
      const [ear, tone] = hearer === 'bob' ? [bob, tones.alice] : [alice, tones.bob];
      await ear.hears(tone);
      const done = await works(alice, off);
      assert.equal(done[getter], true);
      await ear.hearsNothingAt(tone);
      assert.deepEqual((await works(alice, off))[getter], true, 'twice is no harm');
    });

    scenario(`sdk.${on}(cb)`, async (lab) => {
      const { alice, bob } = await inCall(lab);
      await works(alice, off);
      assert.equal((await works(alice, on))[getter], false);
      await (hearer === 'bob' ? bob.hears(tones.alice) : alice.hears(tones.bob));
      await works(alice, 'endCall');
      await fails(alice, 'NO_CALL', on);
    });
  }

  scenario('sdk.sendDTMF(tone, cb)', async (lab) => {
    const { alice, bob } = await inCall(lab);
    for (const tone of ['', 'x', '12\r\n', 5]) {
      isError(await call(alice, 'sendDTMF', tone), 'INVALID_ARGUMENT', { field: 'tone' });
    }
    await bob.hears(tones.alice);
    await bob.hearsDigit('5', () => works(alice, 'sendDTMF', '5'));
    await bob.hearsDigit('#', () => works(alice, 'sendDTMF', '#'));
    await works(alice, 'endCall');
    await fails(alice, 'NO_CALL', 'sendDTMF', '5');
  });

  scenario('sdk.transferCall(phone, cb): on line 1', async (lab) => {
    const { alice, bob, carol } = await withCarol(lab);
    isError(await call(alice, 'transferCall', null), 'INVALID_ARGUMENT', { field: 'phone' });
    isError(await call(alice, 'transferCall', 'nobody'), 'SIP_REJECTED', { statusCode: 404 });
    await alice.callIs({ state: 'active', onHold: false });
    const [given] = await Promise.all([works(alice, 'transferCall', 'carol'), answers(carol)]);
    assert.equal(given.number, 'bob');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
    await fails(alice, 'NO_CALL', 'transferCall', 'carol');
  });

  scenario('sdk.transferCall(phone, cb): on line 2', async (lab) => {
    const { alice, bob, carol } = await withCarol(lab);
    await works(alice, 'createLine2', 'carol');
    await fails(alice, 'NO_CALL', 'transferCall', null);
    await answers(carol);
    await alice.event('callConfirmed', { nth: 2 });
    assert.equal((await works(alice, 'transferCall', null)).number, 'bob');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('sdk.ping()', async (lab) => {
    assert.deepEqual(await (await alicePage(lab)).ping(), { line1: null, line2: null });
    const { alice } = await inCall(lab);
    const { line1, line2 } = await alice.ping();
    assert.deepEqual([line1?.number, line1?.state, line2], ['bob', 'active', null]);
    assert.equal(line1?.id, (await alice.event('callConfirmed')).id);
  });

  scenario('sdk.setMode(mode, cb)', async (lab) => {
    const { alice, bob } = await aliceWithBob(lab);
    isError(await call(alice, 'setMode', 'away'), 'INVALID_ARGUMENT', { field: 'mode' });
    assert.equal(await works(alice, 'setMode', 'outgoing'), null);
    await succeeds(bob, 'makeCall', 'alice');
    assert.equal((await bob.event('callEnded')).end?.statusCode, 480);
    await works(alice, 'setMode', 'inactive');
    await fails(alice, 'MODE_FORBIDS', 'makeCall', 'bob');
    assert.deepEqual(await alice.callEvents(), []);
    await works(alice, 'setMode', 'outgoing');
    await works(alice, 'makeCall', 'bob');
    await bob.event('callIncoming');
    await works(alice, 'endCall');
    await bob.event('callEnded', { nth: 2 });
    await works(alice, 'setMode', 'active');
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    await works(alice, 'stop');
    await fails(alice, 'NOT_STARTED', 'setMode', 'active');
  });
});
