/**
 * The vendor's page, continued: every getter, what the account gives, and every listener, in its order: that it does
 * what the page says, and what it says where it cannot.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent, CallData } from '../lab/agent.js';
import {
  aliceBy,
  aliceExtension,
  alicePage,
  answers,
  breaks,
  call,
  gets,
  inCall,
  init,
  isError,
  password,
  rejects,
  username,
  useMembers,
  withCarol,
  works,
} from './account-support.js';
import { ends } from './support.js';

const hotlines = [
  { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' },
  { id: 'hl-2', type: 'hotline', name: 'Bán hàng', number: '19005678' },
  { id: 'hg-1', type: 'group', name: 'Toàn quốc', number: null },
];

describe('the getters and the account of the documented SDK', () => {
  const scenario = useMembers();

  /** What a getter gives before `init`, after it, and after `stop`. */
  const getters = [
    ['skd.currentMode', 'currentMode', null, 'active'],
    ['sdk.currentLine', 'currentLine', null, 1],
    ['sdk.currentExtension', 'currentExtension', null, aliceExtension],
    ['sdk.currentHotline', 'currentHotline', null, hotlines[0]],
    ['sdk.isRegistered', 'isRegistered', false, true],
    ['sdk.isConnected', 'isConnected', false, true],
  ] as const;
  for (const [name, getter, before, after] of getters) {
    scenario(name, async (lab) => {
      const alice = await alicePage(lab);
      assert.deepEqual(await alice.read(getter), before);
      isError(await init(alice, { username, password: 'wrong' }), 'AUTH_FAILED');
      assert.deepEqual(await alice.read(getter), before, 'nor after a sign-in that failed');
      await init(alice, { username, password });
      assert.deepEqual(await alice.read(getter), after);
      await works(alice, 'stop');
      assert.deepEqual(await alice.read(getter), before);
    });
  }

  for (const [getter, on, off] of [
    ['isMuted', 'mute', 'unmute'],
    ['isOnHold', 'hold', 'unhold'],
  ] as const) {
    scenario(`sdk.${getter}`, async (lab) => {
      assert.equal(await (await alicePage(lab)).read(getter), false);
      const { alice } = await inCall(lab);
      const seen = [await alice.read(getter)];
      for (const method of [on, off, on, 'endCall']) {
        await works(alice, method);
        seen.push(await alice.read(getter));
      }
      assert.deepEqual(seen, [false, true, false, true, false]);
    });
  }

  scenario('sdk.hotlines', async (lab) => {
    assert.deepEqual(await (await alicePage(lab)).read('hotlines'), []);
    assert.deepEqual(await (await aliceBy(lab)).read('hotlines'), hotlines);
  });

  scenario('sdk.histories(limit)', async (lab) => {
    const alice = await alicePage(lab);
    await rejects(alice, { code: 'NOT_STARTED' }, 'histories');
    await init(alice, { username, password });
    const items = await gets<readonly { id: string; started_at: string }[]>(alice, 'histories');
    assert.equal(items.length, 30);
    const times = items.map(({ started_at }) => Date.parse(started_at));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
      'newest first',
    );
    assert.deepEqual(await gets(alice, 'histories', 5), items.slice(0, 5));
    assert.equal((await gets<unknown[]>(alice, 'histories', 450)).length, 450);
    await rejects(alice, { code: 'INVALID_ARGUMENT', details: { field: 'limit' } }, 'histories', 0);
    await breaks(lab, { path: 'histories', kind: 'wrongType', field: 'items.0.started_at' });
    await rejects(alice, { code: 'SERVER', details: { field: 'items[0].started_at' } }, 'histories');
  });

  scenario('sdk.contacts', async (lab) => {
    const alice = await alicePage(lab);
    await rejects(alice, { code: 'NOT_STARTED' }, 'contacts');
    await init(alice, { username, password });
    const people = await gets<readonly { id: string; phones: readonly string[] }[]>(alice, 'contacts');
    assert.deepEqual(
      people.map(({ id }) => id),
      Array.from({ length: 500 }, (_, index) => `p-${index + 1}`),
    );
    await breaks(lab, { path: 'contacts', kind: 'missing', field: 'items.2.phones' });
    await rejects(alice, { code: 'SERVER', details: { field: 'items[2].phones' } }, 'contacts');
  });

  scenario('sdk.chooseHotline(hotlineId)', async (lab) => {
    const alice = await alicePage(lab);
    await rejects(alice, { code: 'NOT_STARTED' }, 'chooseHotline', 'hl-2');
    await init(alice, { username, password });
    for (const chosen of [hotlines[1], hotlines[2]]) {
      assert.deepEqual(await gets(alice, 'chooseHotline', chosen?.id), chosen);
      assert.deepEqual(await alice.read('currentHotline'), chosen);
    }
    const asked = lab.account.requests.length;
    await rejects(alice, { code: 'INVALID_ARGUMENT', details: { field: 'hotlineId' } }, 'chooseHotline', 'hl-9');
    assert.equal(lab.account.requests.length, asked, 'what is not hers is asked of nobody');
    assert.deepEqual(await alice.read('currentHotline'), hotlines[2]);
  });

  scenario('sdk.note(callId, data)', async (lab) => {
    const alice = await alicePage(lab);
    await rejects(alice, { code: 'NOT_STARTED' }, 'note', 'c-1', { note: 'Note' });
    await init(alice, { username, password });
    const [{ id } = { id: '' }] = await gets<readonly { id: string }[]>(alice, 'histories', 1);
    const noted = await gets<{ call_id: string; note: string }>(alice, 'note', id, { note: 'Note' });
    assert.deepEqual([noted.call_id, noted.note], [id, 'Note']);
    const rated = await gets<{ rate: number; report: string }>(alice, 'note', id, { rate: 1, report: 'Good' });
    assert.deepEqual([rated.rate, rated.report], [1, 'Good']);
    const [item] = await gets<readonly object[]>(alice, 'histories', 1);
    assert.deepEqual({ ...item, note: 'Note', rate: 1, report: 'Good' }, item);
    await rejects(alice, { code: 'NOT_FOUND' }, 'note', 'c-unknown', { note: 'Note' });
    await rejects(alice, { code: 'INVALID_ARGUMENT', details: { field: 'rate' } }, 'note', id, { rate: 6 });
    await rejects(alice, { code: 'INVALID_ARGUMENT', details: { field: 'callId' } }, 'note', '', { note: 'Note' });
  });
});

describe('the listeners of the documented SDK', () => {
  const scenario = useMembers();
  const names = async (agent: Agent): Promise<readonly string[]> => (await agent.events()).map(({ name }) => name);

  scenario('alerts, connected, disconnected, registered: the server goes away and comes back', async (lab) => {
    const alice = await aliceBy(lab);
    assert.deepEqual(await names(alice), ['connected', 'registered']);
    assert.deepEqual(await alice.event('connected'), { server: 'ws://127.0.0.1:5080' });
    assert.deepEqual(await alice.event('registered'), { extension: aliceExtension, expires: 300 });
    await lab.kamailio.stop();
    assert.equal((await alice.event<{ error: { code: string } }>('disconnected')).error.code, 'NETWORK');
    const alert = await alice.event<{ type: string; level: string; code: string; message: string }>('alerts');
    assert.deepEqual([alert.type, alert.level, alert.code], ['network', 'critical', 'CONNECTION_LOST']);
    assert.match(alert.message, /reconnecting/);
    await lab.kamailio.start();
    await alice.event('registered', { nth: 2, within: 20_000 });
    const over = await alice.event<{ level: string; code: string }>('alerts', { nth: 2 });
    assert.deepEqual([over.level, over.code], ['info', 'CONNECTION_LOST_RECOVERED']);
    assert.equal((await names(alice)).filter((name) => name === 'alerts').length, 2);
  });

  scenario('unregistered, disconnected: the agent signs out', async (lab) => {
    const alice = await aliceBy(lab);
    await alice.forgetEvents();
    await works(alice, 'unregister');
    assert.deepEqual(await alice.event('unregistered'), { extension: aliceExtension });
    await works(alice, 'stop');
    assert.deepEqual(await alice.event('disconnected'), { error: null });
    assert.deepEqual(await names(alice), ['unregistered', 'disconnected']);
  });

  scenario('registrationFailed', async (lab) => {
    lab.account.sipPassword = 'pw-wrong';
    const alice = await alicePage(lab);
    isError(await init(alice, { username, password }), 'AUTH_FAILED');
    assert.equal((await alice.event<{ code: string }>('registrationFailed')).code, 'AUTH_FAILED');
    assert.deepEqual(
      (await names(alice)).filter((name) => name.startsWith('regist')),
      ['registrationFailed'],
    );
  });

  scenario('callOutgoing, callIncoming, callConfirmed, callEnded', async (lab) => {
    const { alice, bob } = await inCall(lab);
    await works(alice, 'endCall');
    const [outgoing, incoming] = await Promise.all([alice.event('callOutgoing'), bob.event('callIncoming')]);
    assert.deepEqual([outgoing.number, outgoing.direction, outgoing.end], ['bob', 'outbound', null]);
    assert.deepEqual([incoming.number, incoming.direction, incoming.end], ['alice', 'inbound', null]);
    const ended = await ends(alice, { by: 'local', cause: 'hangup' });
    assert.equal((await ends(bob, { by: 'remote', cause: 'hangup' })).callId, ended.callId);
    assert.match(ended.callId ?? '', /^[0-9a-f]{32}$/);
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
    assert.deepEqual(await bob.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
  });

  scenario('referAccepted, referFailed', async (lab) => {
    type Referred = CallData & { readonly transfer: { target: string; ok: boolean; statusCode: number | null } };
    const { alice, carol } = await withCarol(lab);
    await call(alice, 'transferCall', 'nobody');
    const failed = await alice.event<Referred>('referFailed');
    assert.deepEqual([failed.number, failed.transfer.ok, failed.transfer.statusCode], ['bob', false, 404]);
    await Promise.all([works(alice, 'transferCall', 'carol'), answers(carol)]);
    const accepted = await alice.event<Referred>('referAccepted');
    assert.deepEqual([accepted.number, accepted.transfer.ok, accepted.transfer.target], ['bob', true, 'carol']);
    assert.deepEqual(
      (await names(alice)).filter((name) => name.startsWith('refer')),
      ['referFailed', 'referAccepted'],
    );
  });
});
