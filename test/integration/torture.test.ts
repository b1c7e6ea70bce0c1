/** The torture test messages of RFC 4475, sent down the socket during a live call. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone } from '../support/phones.js';
import { tortureMessages } from '../support/rfc4475/messages.js';
import { until } from '../support/until.js';

describe('the 49 messages of RFC 4475 in a live call', () => {
  it('leave the call, the phone and the page as they are', async () => {
    const messages = await tortureMessages();
    expect(messages).to.have.length(49);
    const wire = new LoopbackSip();
    wire.install();
    const alice = createTestPhone('alice');
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
    const before = alice.phone.state.line1;

    for (const { utf8, latin1 } of messages) {
      wire.inject('alice', utf8);
      wire.inject('alice', latin1);
    }

    // The wire keeps the order: when the hold is through, every message has been read.
    expect((await alice.phone.execute({ type: 'hold' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.heldByRemote, 'bob knows that he is held');
    expect((await alice.phone.execute({ type: 'unhold' })).ok).to.equal(true);
    expect(alice.phone.state.line1).to.include({ id: before?.id, state: 'active' });
    expect(alice.names()).not.to.include('callEnded');
    expect(alice.phone.state.registration.status).to.equal('registered');
    await alice.phone.execute({ type: 'hangUp', line: 1 });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  });
});
