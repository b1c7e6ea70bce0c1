/** An INVITE that a proxy sends to two phones (RFC 3261 §16.6), with real WebRTC: two answers to one offer. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { PeerWatch } from '../support/peer-watch.js';
import { createTestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

const isAnswer = (message: string): boolean => /^SIP\/2\.0 200 [^]*^CSeq: \d+ INVITE/m.test(message);

describe('a call that rings at two phones', () => {
  it('plays the tone of the one, and is a call with the other one who answers', async () => {
    const wire = new LoopbackSip();
    const peers = new PeerWatch();
    wire.install();
    peers.install();
    const all = ['alice', 'bob', 'carol'].map((user) => createTestPhone(user));
    const [alice, bob, carol] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
    for (const { phone } of all) await phone.execute({ type: 'start' });

    // The wire as a proxy: carol gets a branch of her own, and the proxy knows whose her answers are.
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    const invite = wire.trace.find((raw) => raw.startsWith('INVITE')) ?? '';
    wire.inject('carol', invite.replace('INVITE sip:bob@', 'INVITE sip:carol@').replace(/branch=[^\s;]+/, '$&-carol'));
    let isBobEarly = true;
    wire.rewrite = (message) => {
      const back = message.startsWith('SIP/2.0') ? message.replace('-carol', '') : message;
      const isTone = isBobEarly && isAnswer(back) && back.includes('bob-contact');
      return isTone ? back.replace('SIP/2.0 200 OK', 'SIP/2.0 183 Session Progress') : back;
    };
    await until(() => carol.phone.state.line1, 'carol rings');
    const answered = bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'early', 'alice hears bob’s tone');
    expect((await carol.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => alice.phone.state.line1?.state === 'active', 'alice is answered by carol');

    // Bob’s answer comes too late: an ACK and a BYE for him.
    isBobEarly = false;
    expect((await answered).ok).to.equal(true);
    await until(() => bob.phone.state.line1 === null, 'bob is hung up on');
    await peers.everybodyHears(2);
    expect([alice.phone.state.line1?.state, carol.phone.state.line1?.state]).to.deep.equal(['active', 'active']);
    expect(alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callConfirmed']);

    for (const { phone } of all) await phone.execute({ type: 'stop' });
    peers.uninstall();
    wire.uninstall();
  });
});
