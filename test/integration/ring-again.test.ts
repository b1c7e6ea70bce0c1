/** The server of both sides dies while it rings: the caller places the call again, and it stays one call for the callee. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

describe('a call that rings while the server of both sides dies', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    // The next server knows nothing of an INVITE that went to the one before: a CANCEL of it reaches nobody.
    wire.script = ({ method }) => (method === 'CANCEL' && isAfter ? 'drop' : undefined);
    isAfter = false;
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1?.state === 'ringing', 'alice rings');
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob is told');
  });

  let isAfter = false;

  afterEach(async () => {
    wire.accepts = true;
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  const dies = (): void => {
    isAfter = true;
    wire.dropAll();
  };

  const invites = (): number =>
    wire.trace.filter((raw) => raw.startsWith('INVITE sip:alice') && !/^Replaces/m.test(raw)).length;

  it('rings on as the same call, once, and can be answered', async () => {
    const id = alice.phone.state.line1?.id;
    const sipCallId = alice.phone.state.line1?.sipCallId;
    const before = invites();
    dies();
    await until(() => invites() > before, 'bob places it again');
    await until(() => alice.phone.state.line1?.sipCallId !== sipCallId, 'alice has it');
    expect(alice.phone.state.line1).to.include({ state: 'ringing', id });
    expect(alice.phone.state.line2).to.equal(null);
    expect((await alice.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.state === 'active', 'they talk');
    expect(alice.names().filter((name) => name.startsWith('call'))).to.deep.equal(['callIncoming', 'callConfirmed']);
    await bob.phone.execute({ type: 'hangUp' });
    await until(() => alice.phone.state.line1 === null, 'their BYE arrives');
    expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
  });

  it('waits for whom it rang until he is back, too', async () => {
    const id = bob.phone.state.line1?.id;
    const refused = (): number => wire.trace.filter((raw) => raw.startsWith('SIP/2.0 480')).length;
    let isBack = false;
    wire.script = ({ method, user }) => {
      if (method === 'CANCEL') return 'drop';
      return method === 'INVITE' && user === 'alice' && !isBack ? [{ statusCode: 480 }] : undefined;
    };
    dies();
    // One is the answer to the INVITE with Replaces, one to the call that is placed again.
    await until(() => refused() >= 2, 'nobody is found');
    isBack = true;
    await until(() => alice.phone.state.line1?.sipCallId === bob.phone.state.line1?.sipCallId, 'alice has it');
    expect(bob.phone.state.line1?.id).to.equal(id);
    expect((await alice.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.state === 'active', 'they talk');
    expect(alice.names().filter((name) => name.startsWith('call'))).to.deep.equal(['callIncoming', 'callConfirmed']);
    expect(bob.names().filter((name) => name.startsWith('call'))).to.deep.equal(['callOutgoing', 'callConfirmed']);
  });

  it('is answered by the new INVITE where the agent answers before it is there', async () => {
    let isBack = false;
    wire.script = ({ method, user }) => {
      if (method === 'CANCEL') return 'drop';
      return method === 'INVITE' && user === 'alice' && !isBack ? [{ statusCode: 480 }] : undefined;
    };
    dies();
    const registered = (): number => alice.names().filter((name) => name === 'registered').length;
    await until(() => registered() === 2, 'alice is back');
    const answered = alice.phone.execute({ type: 'answer' });
    await until(() => wire.summary().includes('481'), 'the caller has left the call before');
    isBack = true;
    expect(await answered).to.deep.include({ ok: true });
    await until(() => bob.phone.state.line1?.state === 'active', 'they talk');
    expect(alice.phone.state.line2, 'nothing rings on').to.equal(null);
    expect(alice.names().filter((name) => name.startsWith('call'))).to.deep.equal(['callIncoming', 'callConfirmed']);
  });

  it('says that the call is over where the agent answers and the caller does not come again', async () => {
    wire.script = ({ method, user }) => {
      if (method === 'CANCEL') return 'drop';
      return method === 'INVITE' && user === 'alice' ? [{ statusCode: 480 }] : undefined;
    };
    dies();
    const registered = (): number => alice.names().filter((name) => name === 'registered').length;
    await until(() => registered() === 2, 'alice is back');
    const answered = alice.phone.execute({ type: 'answer' });
    expect(await answered).to.have.nested.property('error.code', 'CANCELLED');
    expect(alice.phone.state.line1).to.equal(null);
    wire.script = () => undefined;
    expect(await alice.phone.execute({ type: 'call', number: 'nobody' }), 'and the lines are free').to.include({
      ok: true,
    });
  });

  it('stops when the caller has given up meanwhile', async () => {
    wire.accepts = false;
    dies();
    await until(() => bob.phone.state.connection.status !== 'connected', 'bob is cut off');
    await bob.phone.execute({ type: 'hangUp' });
    wire.accepts = true;
    await until(() => alice.phone.state.line1 === null, 'nothing rings on', 8_000);
    expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'cancelled' });
    expect(alice.names().filter((name) => name.startsWith('call'))).to.deep.equal(['callIncoming', 'callEnded']);
  });
});
