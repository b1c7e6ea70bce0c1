import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { domain, hotline } from '../../demo/server/directory.js';
import { startLab, type Lab, type SipPhone } from './sip-phone.js';

const customer = '0912345678';
const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=Đàm thoại\r\nt=0 0\r\n';
const callIdHeader = 'X-bizfly-call-center-call-id';

/** From the agent's INVITE to the customer's 200. */
async function talk(agent: SipPhone, other: SipPhone, uri = other.aor) {
  const sent = await agent.invite(uri);
  const invite = await other.request('INVITE');
  other.reply(invite, 200, 'OK');
  const ok = await agent.response(200, 'INVITE');
  agent.send(agent.inDialog('ACK', ok, { cseq: sent.cseq }));
  await other.request('ACK');
  return { invite, ok };
}

describe('proxy', { timeout: 10_000 }, () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.stop());

  it('carries a call through: INVITE, 100, 180, 200, ACK, BYE', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const contact = `Contact: <${agent.contact}>`;
    const { branch, cseq } = await agent.invite(other.aor, {
      body: sdp,
      headers: [contact, 'Content-Type: application/sdp'],
    });
    assert.equal((await agent.response(100)).branch, branch);
    const invite = await other.request('INVITE');
    assert.equal(invite.rawUri, other.contact);
    assert.equal(invite.body, sdp);
    assert.equal(invite.headers.get('Max-Forwards'), '69');
    assert.equal(invite.headers.all('Via').length, 2);
    assert.match(invite.headers.get('Record-Route') ?? '', /;lr>$/);
    assert.equal(invite.from.displayName, 'Nguyễn Văn An');
    assert.equal(invite.headers.get('Proxy-Authorization'), undefined, 'the proof of the password goes no further');

    other.reply(invite, 180, 'Ringing');
    const ringing = await agent.response(180);
    assert.equal(ringing.toTag, other.tag);
    assert.equal(ringing.headers.all('Via').length, 1);
    other.reply(invite, 200, 'OK');
    const ok = await agent.response(200, 'INVITE');
    agent.send(agent.inDialog('ACK', ok, { cseq }));
    assert.equal((await other.request('ACK')).rawUri, other.contact);

    other.send(other.inDialogOf('BYE', invite));
    const bye = await agent.request('BYE');
    assert.equal(bye.rawUri, agent.contact);
    assert.equal(bye.headers.get('Route'), undefined);
    agent.reply(bye, 200, 'OK');
    assert.equal((await other.final('BYE')).status, 200);
  });

  it('gives a call an id where it has none, the same in the INVITE and in every response', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    const id = invite.headers.get(callIdHeader) ?? '';
    assert.match(id, /^[0-9a-f-]{36}$/);
    other.reply(invite, 180, 'Ringing');
    assert.equal((await agent.response(180)).headers.get(callIdHeader), id);
    other.reply(invite, 486, 'Busy Here');
    assert.equal((await agent.final('INVITE')).headers.get(callIdHeader), id);
    await other.request('ACK');

    await agent.invite(other.aor, { headers: [`Contact: <${agent.contact}>`, `${callIdHeader}: from-the-page`] });
    assert.equal((await other.request('INVITE')).headers.get(callIdHeader), 'from-the-page');
  });

  it('keeps the ACK to an answer of its own to itself', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const [branch, callId, cseq] = ['z9hG4bKchallenged', 'challenged', 7];
    agent.send(agent.build('INVITE', { uri: other.aor, branch, callId, cseq }));
    const challenge = await agent.response(407, 'INVITE');
    const to = challenge.headers.get('To') ?? '';
    agent.send(agent.build('ACK', { uri: other.aor, to, branch, callId, cseq, headers: [] }));
    await agent.settle();
    await other.settle();
    assert.deepEqual(other.inbox, []);
  });

  it('asks who calls, and lets nobody speak in another name', async () => {
    const agent = await lab.registered('1001');
    const liar = await lab.phone('1001', 'wrong');
    await liar.invite(`sip:${customer}@${domain}`);
    assert.equal((await liar.response(407, 'INVITE')).headers.has('Proxy-Authenticate'), true);
    await agent.invite(`sip:${customer}@${domain}`, { from: `<sip:1002@${domain}>;tag=x` });
    assert.equal((await agent.final('INVITE')).status, 403);
  });

  it('says 404 for an unknown number, 480 for one that is not registered, 486 for one’s own', async () => {
    const agent = await lab.registered('1001');
    for (const [number, status] of [
      ['0999999999', 404],
      [customer, 480],
      ['1001', 486],
    ] as const) {
      await agent.invite(`sip:${number}@${domain}`);
      assert.equal((await agent.final('INVITE')).status, status, number);
    }
    await agent.invite('sip:somebody@elsewhere.example');
    assert.equal((await agent.final('INVITE')).status, 404);
  });

  it('finds a number written with +84', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    await agent.invite(`sip:+84912345678@${domain}`);
    assert.equal((await other.request('INVITE')).to.uri.user, '+84912345678');
  });

  it('plays the numbers that answer by themselves, and stops when cancelled', async () => {
    const agent = await lab.registered('1001');
    await agent.invite(`sip:0900000486@${domain}`);
    assert.equal((await agent.final('INVITE')).status, 486);
    await agent.invite(`sip:0900000603@${domain}`);
    const ringing = await agent.response(180);
    assert.ok(ringing.toTag && ringing.headers.get('Contact'), 'enough for an early dialog');
    lab.clock.advance(2500);
    assert.equal((await agent.final('INVITE')).status, 603);
    const { branch, callId, cseq } = await agent.invite(`sip:0900000408@${domain}`);
    await agent.response(180);
    agent.send(agent.build('CANCEL', { uri: `sip:0900000408@${domain}`, branch, callId, cseq, headers: [] }));
    assert.equal((await agent.final('CANCEL')).status, 200);
    assert.equal((await agent.final('INVITE')).status, 487);
    lab.clock.advance(10_000);
    await agent.settle();
    assert.deepEqual(
      agent.inbox.filter((m) => m.method === 'INVITE' && m.kind === 'response' && m.status === 408),
      [],
    );
  });

  it('cancels: 200 to the CANCEL, 487 from the phone, which gets its ACK', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const { branch, callId, cseq } = await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    other.reply(invite, 180, 'Ringing');
    await agent.response(180);
    agent.send(agent.build('CANCEL', { uri: other.aor, branch, callId, cseq, headers: ['Reason: SIP;cause=487'] }));
    const cancel = await other.request('CANCEL');
    assert.equal(cancel.branch, invite.branch);
    assert.equal(cancel.headers.get('Reason'), 'SIP;cause=487');
    other.reply(cancel, 200, 'OK');
    other.reply(invite, 487, 'Request Terminated');
    assert.equal((await agent.final('CANCEL')).status, 200);
    assert.equal((await agent.final('INVITE')).status, 487);
    assert.equal((await other.request('ACK')).branch, invite.branch);
  });

  it('holds a CANCEL back until the phone has said something (RFC 3261 §9.1)', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const { branch, callId, cseq } = await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    agent.send(agent.build('CANCEL', { uri: other.aor, branch, callId, cseq, headers: [] }));
    assert.equal((await agent.final('CANCEL')).status, 200);
    await other.settle();
    assert.deepEqual(other.inbox, []);
    other.reply(invite, 100, 'Trying');
    await other.request('CANCEL');
  });

  it('knows no CANCEL of another’s call', async () => {
    const [agent, other, third] = [
      await lab.registered('1001'),
      await lab.registered(customer),
      await lab.registered('1002'),
    ];
    const { branch, callId, cseq } = await agent.invite(other.aor);
    await other.request('INVITE');
    const cancel = agent.build('CANCEL', { uri: other.aor, branch, callId, cseq, headers: [] });
    third.send(cancel);
    assert.equal((await third.final('CANCEL')).status, 481);
  });

  it('rings at every agent of the hotline; who answers first has the call, the others hear why', async () => {
    const caller = await lab.registered(customer);
    const [one, two] = [await lab.registered('1001'), await lab.registered('1002')];
    await caller.invite(`sip:${hotline.number}@${domain}`);
    const [first, second] = [await one.request('INVITE'), await two.request('INVITE')];
    assert.equal(first.headers.get(callIdHeader), second.headers.get(callIdHeader));
    assert.notEqual(first.branch, second.branch);
    one.reply(first, 180, 'Ringing');
    two.reply(second, 180, 'Ringing');
    await caller.response(180);
    two.reply(second, 200, 'OK');
    assert.equal((await caller.response(200, 'INVITE')).toTag, two.tag);
    const cancel = await one.request('CANCEL');
    assert.equal(cancel.headers.get('Reason'), 'SIP;cause=200;text="Call completed elsewhere"');
    one.reply(cancel, 200, 'OK');
    one.reply(first, 487, 'Request Terminated');
    await one.request('ACK');
    await caller.settle();
    assert.deepEqual(
      caller.inbox.filter((m) => m.kind === 'response' && m.status === 487),
      [],
    );
  });

  it('waits for every phone before it gives up, and passes the best refusal on', async () => {
    const caller = await lab.registered(customer);
    const [one, two] = [await lab.registered('1001'), await lab.registered('1002')];
    await caller.invite(`sip:${hotline.number}@${domain}`);
    const [first, second] = [await one.request('INVITE'), await two.request('INVITE')];
    one.reply(first, 500, 'Oops');
    await one.request('ACK');
    await caller.settle();
    two.reply(second, 486, 'Busy Here');
    assert.equal((await caller.final('INVITE')).status, 486);
  });

  it('takes a 6xx of one phone as the answer of all', async () => {
    const caller = await lab.registered(customer);
    const [one, two] = [await lab.registered('1001'), await lab.registered('1002')];
    await caller.invite(`sip:${hotline.number}@${domain}`);
    const [first, second] = [await one.request('INVITE'), await two.request('INVITE')];
    two.reply(second, 180, 'Ringing');
    await caller.response(180);
    one.reply(first, 603, 'Decline');
    const cancel = await two.request('CANCEL');
    two.reply(cancel, 200, 'OK');
    two.reply(second, 487, 'Request Terminated');
    assert.equal((await caller.final('INVITE')).status, 603);
  });

  it('gives up a phone that says nothing, one that rings for ever, and one that is gone', async () => {
    const agent = await lab.registered('1001');
    const silent = await lab.registered(customer);
    await agent.invite(silent.aor);
    await silent.request('INVITE');
    lab.clock.advance(10_000);
    assert.equal((await agent.final('INVITE')).status, 408);

    await agent.invite(silent.aor);
    silent.reply(await silent.request('INVITE'), 180, 'Ringing');
    await agent.response(180);
    lab.clock.advance(60_000);
    assert.equal((await agent.final('INVITE')).status, 408);
    await silent.request('CANCEL');

    await agent.invite(silent.aor);
    await silent.request('INVITE');
    await lab.drop(silent);
    lab.clock.advance(3_000);
    assert.equal((await agent.final('INVITE')).status, 480);
  });

  it('stops the ringing when the caller is gone for good', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    other.reply(invite, 180, 'Ringing');
    await agent.response(180);
    await lab.drop(agent);
    lab.clock.advance(3_000);
    await other.request('CANCEL');
  });

  it('goes on with a call when a side took a new socket and a new contact', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const { invite, ok } = await talk(agent, other);
    await lab.drop(agent);
    other.send(other.inDialogOf('INFO', invite));
    assert.equal((await other.final('INFO')).status, 480, 'nobody is there');

    const again = await lab.registered('1001');
    other.send(other.inDialogOf('INVITE', invite));
    const reinvite = await again.request('INVITE');
    assert.equal(reinvite.rawUri, again.contact);
    again.reply(reinvite, 200, 'OK');
    const answered = await other.response(200, 'INVITE');
    assert.match(answered.headers.get('Contact') ?? '', new RegExp(again.contact.split('@')[0] ?? ''));
    again.send(again.inDialog('BYE', ok));
    assert.equal((await other.request('BYE')).rawUri, other.contact);
  });

  it('finds an agent again who was called by the hotline’s number', async () => {
    const [caller, agent] = [await lab.registered(customer), await lab.registered('1001')];
    const { ok } = await talk(caller, agent, `sip:${hotline.number}@${domain}`);
    await lab.drop(agent);
    const again = await lab.registered('1001');
    caller.send(caller.inDialog('BYE', ok));
    assert.equal((await again.request('BYE')).callId, ok.callId);
  });

  it('asks a new socket for the password before it takes part in a dialog', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const { ok } = await talk(agent, other);
    const stranger = await lab.phone('1001');
    const bye = stranger.inDialog('BYE', ok);
    stranger.send(bye);
    const challenge = await stranger.response(407, 'BYE');
    const proof = stranger.credentials(challenge, 'BYE', other.contact);
    stranger.send(stranger.inDialog('BYE', ok, { headers: [proof] }));
    other.reply(await other.request('BYE'), 200, 'OK');
    assert.equal((await stranger.final('BYE')).status, 200);
  });

  it('calls a phone by its contact address, as a transfer does', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    await agent.invite(other.contact);
    assert.equal((await other.request('INVITE')).rawUri, other.contact);
  });

  it('says 483 where no hop is left', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    agent.send(agent.build('INVITE', { uri: other.aor, maxForwards: 0 }));
    assert.equal((await agent.final('INVITE')).status, 483);
  });

  it('repeats its answer to a repeated request, and forwards it once', async () => {
    const [agent, other] = [await lab.registered('1001'), await lab.registered(customer)];
    const { branch, callId, cseq } = await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    other.reply(invite, 180, 'Ringing');
    await agent.response(180);
    agent.send(agent.build('INVITE', { uri: other.aor, branch, callId, cseq }));
    await agent.response(180);
    await other.settle();
    assert.deepEqual(other.inbox, []);
  });
});
