import { expect } from '@open-wc/testing';
import type { Call } from '../../src/phone/call.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

/** Alice is the agent, bob the caller, carol the colleague, dave one too many. */
describe('three phones on one wire', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let carol: TestPhone;
  let all: TestPhone[];

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    all = ['alice', 'bob', 'carol'].map((user) => createTestPhone(user));
    [alice, bob, carol] = all as [TestPhone, TestPhone, TestPhone];
    for (const { phone } of all) expect((await phone.execute({ type: 'start' })).ok).to.equal(true);
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    expect((await alice.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.state === 'active', 'bob is answered');
  });

  afterEach(async () => {
    for (const { phone } of all) await phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  async function consult(): Promise<void> {
    expect((await alice.phone.execute({ type: 'callLine2', number: 'carol' })).ok).to.equal(true);
    await until(() => carol.phone.state.line1, 'carol rings');
    await carol.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line2?.state === 'active', 'carol has answered');
  }

  it('consults, swaps ten times and comes back', async () => {
    await consult();
    expect(bob.phone.state.line1?.heldByRemote).to.equal(true);
    for (let i = 0; i < 10; i++) {
      expect((await alice.phone.execute({ type: 'switchLine' })).ok).to.equal(true);
      const { line1, line2, currentLine } = alice.phone.state;
      expect([line1?.state, line2?.state]).to.deep.equal(currentLine === 1 ? ['active', 'held'] : ['held', 'active']);
    }
    await carol.phone.execute({ type: 'hangUp' });
    await until(() => alice.phone.state.line1?.state === 'active', 'bob is off hold');
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'bob knows');
  });

  it('transfers blind: bob and carol talk, alice is free', async () => {
    const transferred = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    expect(alice.names()).not.to.include('referAccepted');
    await carol.phone.execute({ type: 'answer' });
    expect((await transferred).ok).to.equal(true);
    expect(alice.names().slice(-2)).to.deep.equal(['referAccepted', 'callEnded']);
    expect(alice.phone.state.line1).to.equal(null);
    await until(() => bob.phone.state.line2?.state === 'active' && !bob.phone.state.line1, 'bob talks to carol only');
    expect(bob.phone.state.line2).to.include({ number: 'carol', onHold: false });
    expect(carol.phone.state.line1).to.include({ number: 'bob', state: 'active' });
  });

  it('tells the outcome until it has arrived: the first NOTIFY finds nobody', async () => {
    let lost = 0;
    wire.script = ({ method, raw }) =>
      method === 'NOTIFY' && (/SIP\/2\.0 180/.test(raw) || (/SIP\/2\.0 200 /.test(raw) && lost++ < 1))
        ? [{ statusCode: 480 }]
        : undefined;
    const transferred = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    await carol.phone.execute({ type: 'answer' });
    expect((await transferred).ok).to.equal(true);
    expect(lost, 'the outcome came twice').to.equal(2);
    const outcome = wire.trace.filter((raw) => raw.startsWith('NOTIFY') && /SIP\/2\.0 200 /.test(raw));
    expect(outcome.at(-1)).to.match(/^Subscription-State: terminated/m);
  });

  /** What bob has told alice of the transfer. */
  const news = (): readonly string[] =>
    wire.trace.flatMap((raw) => (raw.startsWith('NOTIFY') ? [/^SIP\/2\.0 (\d+)/m.exec(raw)?.[1] ?? ''] : []));

  it('tells nothing of a failure that bob gets over: his server dies, and carol is not back yet', async () => {
    let isBack = false;
    wire.script = ({ method, user }) => {
      if (method === 'CANCEL') return 'drop';
      return method === 'INVITE' && user === 'carol' && !isBack ? [{ statusCode: 480 }] : undefined;
    };
    isBack = true;
    const transferred = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    isBack = false;
    const refused = (): number => wire.trace.filter((raw) => raw.startsWith('SIP/2.0 480')).length;
    wire.dropAll();
    // One is the answer to the INVITE with Replaces, the next one to the call that is placed again.
    await until(() => refused() >= 2, 'nobody is found');
    isBack = true;
    await until(() => carol.phone.state.line1?.sipCallId === bob.phone.state.line2?.sipCallId, 'carol rings again');
    await carol.phone.execute({ type: 'answer' });
    expect(await transferred).to.deep.include({ ok: true });
    expect(news().at(-1)).to.equal('200');
    expect(news()).to.not.include('480');
  });

  it('tells of a target that sends bob on only what comes of it', async () => {
    wire.script = ({ method, user }) =>
      method === 'INVITE' && user === 'reception'
        ? [{ statusCode: 302, headers: ['Contact: <sip:carol@lab.test>'] }]
        : undefined;
    const transferred = alice.phone.execute({ type: 'transfer', number: 'reception' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    await carol.phone.execute({ type: 'answer' });
    expect(await transferred).to.deep.include({ ok: true });
    expect(news()).to.not.include('302');
  });

  it('tells that bob has given up the call to the target', async () => {
    const transferred = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    await bob.phone.execute({ type: 'hangUp' });
    expect(await transferred).to.have.nested.property('error.details.statusCode', 487);
    await until(() => alice.phone.state.line1?.state === 'active', 'bob is back');
  });

  it('is silent to who wants to know no more', async () => {
    wire.script = ({ method }) => (method === 'NOTIFY' ? [{ statusCode: 481 }] : undefined);
    void alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    await carol.phone.execute({ type: 'answer' });
    await until(() => bob.phone.state.line2?.state === 'active', 'bob talks to carol');
    const notified = (): number => wire.trace.filter((raw) => raw.startsWith('NOTIFY')).length;
    const before = notified();
    expect(before).to.be.lessThan(4);
    await bob.phone.execute({ type: 'hold' });
    expect(notified() - before, 'nothing is said again').to.be.lessThan(2);
  });

  it('transfers after asking: Replaces joins bob and carol, alice is free', async () => {
    await consult();
    const result = await alice.phone.execute({ type: 'transfer' });
    expect(result.ok, JSON.stringify(result)).to.equal(true);
    // Carol's BYE of the consultation may come before bob's phone tells of its success.
    const told = alice.events.slice(-3).map(({ name, data }) => `${name} ${(data as Call).number}`);
    expect(told).to.have.members(['referAccepted bob', 'callEnded bob', 'callEnded carol']);
    expect(told.indexOf('referAccepted bob')).to.be.below(told.indexOf('callEnded bob'));
    await until(() => carol.phone.state.line1?.number === 'bob', 'carol sees bob');
    await until(() => carol.phone.state.line1?.state === 'active', 'carol talks to bob');
    await until(() => bob.phone.state.line2?.state === 'active' && !bob.phone.state.line1, 'bob talks to carol only');
    expect(wire.trace.some((raw) => /^INVITE[^]*\r\nReplaces: /.test(raw))).to.equal(true);
  });

  const refers = (): readonly string[] =>
    wire.trace.flatMap((raw) => (raw.startsWith('REFER') ? [/^Refer-To: (.*)$/m.exec(raw)?.[1] ?? ''] : []));

  for (const [where, status] of [
    ['a proxy that lets nobody call a Contact', 404],
    ['a Contact whose socket is gone', 480],
  ] as const) {
    it(`joins them by carol’s address behind ${where}`, async () => {
      await consult();
      wire.script = ({ method, raw, header }) =>
        method === 'INVITE' && header('Replaces') && !raw.startsWith('INVITE sip:carol@')
          ? [{ statusCode: status }]
          : undefined;
      expect(await alice.phone.execute({ type: 'transfer' })).to.deep.include({ ok: true });
      await until(() => bob.phone.state.line2?.state === 'active' && !bob.phone.state.line1, 'bob talks to carol only');
      expect(carol.phone.state.line1).to.include({ number: 'bob', state: 'active' });
      expect(refers()).to.have.length(2);
      expect(refers().at(-1)).to.match(/^<sip:carol@lab\.test\?Replaces=/);
      expect(alice.names().filter((name) => name.startsWith('refer'))).to.deep.equal(['referAccepted']);
    });
  }

  it('looks no further for a colleague who refuses', async () => {
    await consult();
    wire.script = ({ method, header }) =>
      method === 'INVITE' && header('Replaces') ? [{ statusCode: 486 }] : undefined;
    expect((await alice.phone.execute({ type: 'transfer' })).ok).to.equal(false);
    expect(refers()).to.have.length(1);
    await until(() => alice.phone.state.line2?.state === 'held', 'carol waits while alice has bob');
  });

  it('looks no further for a colleague whose phone rings and is not answered', async () => {
    await consult();
    wire.script = ({ method, header }) =>
      method === 'INVITE' && header('Replaces') ? [{ statusCode: 180 }, { statusCode: 480 }] : undefined;
    expect((await alice.phone.execute({ type: 'transfer' })).ok).to.equal(false);
    expect(refers()).to.have.length(1);
  });

  it('brings bob back, off hold, when carol declines', async () => {
    const transferred = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => carol.phone.state.line1?.state === 'ringing', 'carol rings');
    await carol.phone.execute({ type: 'reject' });
    const result = await transferred;
    expect(result).to.have.nested.property('error.details.statusCode', 603);
    expect(alice.last('referFailed')?.transfer.text).to.equal('carol declined the call');
    await until(() => alice.phone.state.line1?.state === 'active', 'alice has bob');
    await until(() => bob.phone.state.line2 === null, 'carol is gone');
    await until(() => bob.phone.state.line1?.state === 'active', 'bob is back with alice');
  });

  it('brings bob back when nobody has that number', async () => {
    const result = await alice.phone.execute({ type: 'transfer', number: 'nobody' });
    expect(result).to.have.nested.property('error.details.statusCode', 404);
    expect(alice.phone.state.line1?.state).to.equal('active');
  });

  it('brings bob back when his phone takes no REFER', async () => {
    wire.script = ({ method }) =>
      method === 'REFER' ? [{ statusCode: 405, reason: 'Method Not Allowed' }] : undefined;
    const result = await alice.phone.execute({ type: 'transfer', number: 'carol' });
    expect(result).to.have.nested.property('error.details.statusCode', 405);
    expect(alice.phone.state.line1?.state).to.equal('active');
  });

  it('answers a third caller with busy', async () => {
    await consult();
    const dave = createTestPhone('dave');
    all.push(dave);
    await dave.phone.execute({ type: 'start' });
    await dave.phone.execute({ type: 'call', number: 'alice' });
    await until(() => dave.last('callEnded'), 'dave is refused');
    expect(dave.last('callEnded')?.end).to.include({ cause: 'busy', statusCode: 486 });
    expect(alice.phone.state.line2?.state).to.equal('active');
  });

  it('refuses an INVITE with Replaces that names no call of ours, and changes nothing', async () => {
    const dave = createTestPhone('dave');
    all.push(dave);
    await dave.phone.execute({ type: 'start' });
    wire.rewrite = (message) =>
      message.startsWith('INVITE') && message.includes('sip:dave@')
        ? message.replace('\r\n', `\r\nReplaces: ${alice.phone.state.line1?.sipCallId ?? ''};to-tag=x;from-tag=y\r\n`)
        : message;
    await dave.phone.execute({ type: 'call', number: 'alice' });
    await until(() => dave.last('callEnded'), 'dave is refused');
    expect(dave.last('callEnded')?.end).to.include({ statusCode: 481 });
    expect(alice.phone.state.line1?.state).to.equal('active');
    expect(alice.phone.state.line2).to.equal(null);
  });

  it('follows no REFER that comes outside a call', async () => {
    const refer = [
      'REFER sip:carol@lab.test SIP/2.0',
      'Via: SIP/2.0/WS stranger.invalid;branch=z9hG4bKx',
      'Max-Forwards: 70',
      'From: <sip:stranger@lab.test>;tag=s',
      'To: <sip:carol@lab.test>',
      'Call-ID: stranger',
      'CSeq: 1 REFER',
      'Contact: <sip:stranger@lab.test>',
      'Refer-To: <sip:bob@lab.test>',
      'Content-Length: 0',
    ];
    wire.inject('carol', `${refer.join('\r\n')}\r\n\r\n`);
    await until(() => wire.trace.some((raw) => /^SIP\/2\.0 405[^]*Call-ID: stranger/.test(raw)), 'it is refused');
    expect(carol.phone.state.line1).to.equal(null);
  });
});
