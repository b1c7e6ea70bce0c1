import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { hotline } from '../../demo/server/directory.js';
import { AccountLab, base, binh } from './account-lab.js';
import { startLab, type Lab, type SipPhone } from './sip-phone.js';

const customer = '0912345678';
const header = 'X-bizfly-call-center-call-id';

describe('calls of the PBX in the account API', { timeout: 20_000 }, () => {
  let account: AccountLab;
  let lab: Lab;
  beforeEach(async () => {
    account = await AccountLab.start();
    lab = await startLab(account.clock, account.api.calls);
  });
  afterEach(async () => {
    await lab.stop();
    await account.stop();
  });

  const newest = async (token: string) =>
    (await account.ask('GET', `${base}/histories?limit=1`, { token })).body.items[0];
  const note = (token: string, id: string, body: object) =>
    account.ask('PUT', `${base}/calls/${id}/note`, { token, body });

  /** Until the callee has it; gives the call's id. */
  async function ring(from: SipPhone, to: SipPhone, uri = to.aor) {
    const sent = await from.invite(uri);
    const invite = await to.request('INVITE');
    return { sent, invite, id: invite.headers.get(header) ?? '' };
  }

  async function answer(from: SipPhone, to: SipPhone, { sent, invite }: Awaited<ReturnType<typeof ring>>) {
    to.reply(invite, 200, 'OK');
    const ok = await from.response(200, 'INVITE');
    from.send(from.inDialog('ACK', ok, { cseq: sent.cseq }));
    await to.request('ACK');
    return ok;
  }

  /** Ended by the one who called. */
  async function hangUp(from: SipPhone, to: SipPhone, ok: Awaited<ReturnType<typeof answer>>) {
    from.send(from.inDialog('BYE', ok));
    to.reply(await to.request('BYE'), 200, 'OK');
    await from.final('BYE');
  }

  it('takes a note while it rings, stands in the history once it is over, with times by the clock', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const token = await account.signIn();
    await account.ask('PUT', `${base}/hotline`, { token, body: { hotline_id: 'hl-2' } });
    const started = lab.clock.now();
    const call = await ring(agent, other);
    assert.equal((await note(token, call.id, { note: 'Đang đổ chuông' })).status, 200);
    assert.notEqual((await newest(token)).id, call.id);
    lab.clock.advance(4000);
    const ok = await answer(agent, other, call);
    lab.clock.advance(63_000);
    await hangUp(agent, other, ok);
    const time = (ms: number) => new Date(started + ms).toISOString();
    assert.deepEqual(await newest(token), {
      id: call.id,
      direction: 'outbound',
      from: '1001',
      to: customer,
      name: 'Trần Thị Thanh Hoa',
      hotline_id: 'hl-2',
      started_at: time(0),
      answered_at: time(4000),
      ended_at: time(67_000),
      duration: 63,
      status: 'answered',
      note: 'Đang đổ chuông',
      rate: null,
      report: null,
      recording_url: null,
    });
    assert.equal((await note(token, call.id, { rate: 4 })).body.rate, 4);
    assert.equal((await newest(token)).rate, 4);
    assert.equal((await note(await account.signIn(binh), call.id, { rate: 1 })).status, 404, 'not a colleague’s');
  });

  it('between two extensions is in both histories, with one note', async () => {
    const [agent, colleague] = [await lab.registered('1001'), await lab.registered('1002')];
    const call = await ring(agent, colleague);
    await hangUp(agent, colleague, await answer(agent, colleague, call));
    const [one, two] = [await account.signIn(), await account.signIn(binh)];
    await note(two, call.id, { note: 'Đã trao đổi với An' });
    for (const [token, name] of [
      [one, 'Trần Thanh Bình'],
      [two, 'Nguyễn Văn An'],
    ] as const) {
      const item = await newest(token);
      assert.deepEqual(
        [item.id, item.direction, item.from, item.to, item.name, item.hotline_id, item.note],
        [call.id, 'internal', '1001', '1002', name, null, 'Đã trao đổi với An'],
      );
    }
  });

  it('to the hotline belongs to whoever answered it', async () => {
    const [caller, agent, colleague] = [
      await lab.registered(customer),
      await lab.registered('1001'),
      await lab.registered('1002'),
    ];
    const call = await ring(caller, agent, `sip:${hotline.number}@songxanh.example`);
    const other = await colleague.request('INVITE');
    const ok = await answer(caller, agent, call);
    colleague.reply(other, 487, 'Request Terminated');
    await hangUp(caller, agent, ok);
    const item = await newest(await account.signIn());
    assert.deepEqual(
      [item.id, item.direction, item.from, item.to, item.hotline_id, item.status],
      [call.id, 'inbound', customer, '1001', 'hl-1', 'answered'],
    );
    assert.notEqual((await newest(await account.signIn(binh))).id, call.id);
  });

  it('that nobody answered is missed by everybody it rang at', async () => {
    const [caller, agent, colleague] = [
      await lab.registered(customer),
      await lab.registered('1001'),
      await lab.registered('1002'),
    ];
    const call = await ring(caller, agent, `sip:${hotline.number}@songxanh.example`);
    await colleague.request('INVITE');
    lab.clock.advance(10_000); // silence: the server gives both phones up
    assert.equal((await caller.final('INVITE')).status, 408);
    for (const token of [await account.signIn(), await account.signIn(binh)]) {
      const item = await newest(token);
      assert.deepEqual([item.id, item.status, item.answered_at, item.duration], [call.id, 'missed', null, 0]);
    }
  });

  it('that failed says how: busy, declined, cancelled, no answer, no such number', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const token = await account.signIn();
    for (const [number, status] of [
      ['0900000486', 'busy'],
      ['0900000603', 'rejected'],
      ['0900000408', 'missed'],
      ['0999999999', 'failed'],
    ] as const) {
      lab.clock.advance(1000);
      await agent.invite(`sip:${number}@songxanh.example`);
      if (number.endsWith('603') || number.endsWith('408')) {
        await agent.response(180);
        lab.clock.advance(8000);
      }
      await agent.final('INVITE');
      const item = await newest(token);
      assert.deepEqual([item.to, item.status, item.direction], [number, status, 'outbound']);
    }
    lab.clock.advance(1000);
    const { sent, invite, id } = await ring(agent, other);
    other.reply(invite, 180, 'Ringing');
    await agent.response(180);
    agent.send(
      agent.build('CANCEL', { uri: other.aor, branch: sent.branch, callId: sent.callId, cseq: sent.cseq, headers: [] }),
    );
    await other.request('CANCEL');
    other.reply(invite, 487, 'Request Terminated');
    await agent.final('INVITE');
    const item = await newest(token);
    assert.deepEqual([item.id, item.status], [id, 'cancelled']);
  });

  it('ends when a side is gone for good, though no BYE came', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const token = await account.signIn();
    const call = await ring(agent, other);
    await answer(agent, other, call);
    lab.clock.advance(20_000);
    await lab.drop(other);
    assert.notEqual((await newest(token)).id, call.id);
    lab.clock.advance(3000);
    const item = await newest(token);
    assert.deepEqual([item.id, item.duration, item.status], [call.id, 23, 'answered']);
  });

  it('keeps its own place when a page names another call alike', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const token = await account.signIn();
    const before = await newest(token);
    const headers = [`Contact: <${agent.contact}>`, `${header}: ${before.id}`];
    await agent.invite(other.aor, { headers });
    other.reply(await other.request('INVITE'), 486, 'Busy Here');
    await agent.final('INVITE');
    assert.deepEqual(await newest(token), before);
  });

  it('ends by nobody’s BYE but a party’s', async () => {
    const [agent, other, third] = [
      await lab.registered('1001'),
      await lab.registered(customer),
      await lab.registered('0987654321'),
    ];
    const token = await account.signIn();
    const call = await ring(agent, other);
    const ok = await answer(agent, other, call);
    third.send(third.inDialog('BYE', ok));
    other.reply(await other.request('BYE'), 481, 'Call/Transaction Does Not Exist');
    await third.final('BYE');
    assert.notEqual((await newest(token)).id, call.id);
    await hangUp(agent, other, ok);
    assert.equal((await newest(token)).id, call.id);
  });
});
