import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

const challenge = 'WWW-Authenticate: Digest realm="lab.test", nonce="n1", algorithm=MD5, qop="auth"';

describe('what a server and a hostile peer may do', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;

  beforeEach(() => {
    wire = new LoopbackSip();
    wire.install();
    alice = createTestPhone('alice');
  });

  afterEach(async () => {
    await alice.phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  it('answers a digest challenge', async () => {
    wire.script = ({ method, header }) =>
      method === 'REGISTER' && !header('Authorization') ? [{ statusCode: 401, headers: [challenge] }] : undefined;
    expect((await alice.phone.execute({ type: 'start' })).ok).to.equal(true);
    const registers = wire.trace.filter((raw) => raw.startsWith('REGISTER'));
    expect(registers).to.have.length(2);
    expect(registers[1])
      .to.match(/^Authorization: Digest .*username="alice"/m)
      .and.not.include('pw-alice');
  });

  it('says AUTH_FAILED when the challenge comes again', async () => {
    wire.script = ({ method }) => (method === 'REGISTER' ? [{ statusCode: 401, headers: [challenge] }] : undefined);
    const result = await alice.phone.execute({ type: 'start' });
    expect(result).to.have.nested.property('error.code', 'AUTH_FAILED');
    expect(alice.names()).to.deep.equal(['connected', 'registrationFailed', 'disconnected']);
    expect(wire.sockets.size, 'no socket is left').to.equal(0);
  });

  it('does what a registrar asks that finds the interval too brief', async () => {
    wire.script = ({ method, header }) =>
      method === 'REGISTER' && header('Expires') === '300'
        ? [{ statusCode: 423, headers: ['Min-Expires: 900'] }]
        : undefined;
    expect((await alice.phone.execute({ type: 'start' })).ok).to.equal(true);
    expect(alice.last('registered')?.expires).to.equal(900);
  });

  it('says for how long a server wants to be left alone, and does so', async () => {
    wire.script = ({ method }) =>
      method === 'REGISTER' ? [{ statusCode: 503, headers: ['Retry-After: 120;duration=60'] }] : undefined;
    const result = await alice.phone.execute({ type: 'start' });
    expect(result).to.deep.nested.include({ 'error.code': 'SERVER', 'error.details.retryAfter': 120 });
    expect(alice.phone.state.connection.retryAt).to.be.within(alice.phone.now() + 110_000, alice.phone.now() + 122_000);
  });

  it('says NETWORK when every server refuses the socket, and comes up when one opens', async () => {
    wire.accepts = false;
    const result = await alice.phone.execute({ type: 'start' });
    expect(result).to.have.nested.property('error.code', 'NETWORK');
    expect(result)
      .to.have.nested.property('error.message')
      .that.matches(/cannot be reached/);
    wire.accepts = true;
    await alice.phone.execute({ type: 'retryNow' });
    await until(() => alice.phone.state.registration.status === 'registered', 'it comes up');
  });

  it('keeps a call through a broken socket and registers again on a new one', async () => {
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
    wire.dropAll();
    await until(() => alice.names().filter((name) => name === 'registered').length === 2, 'alice is back');
    await until(() => bob.names().filter((name) => name === 'registered').length === 2, 'bob is back');
    expect(alice.phone.state.line1?.state).to.equal('active');
    // SIP works again in the same dialog.
    expect((await alice.phone.execute({ type: 'hold' })).ok).to.equal(true);
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    await bob.phone.execute({ type: 'stop' });
  });

  it('takes rubbish on the socket without a scratch', async () => {
    await alice.phone.execute({ type: 'start' });
    const rubbish = [
      '',
      '\r\n\r\n',
      'hello',
      'INVITE',
      'INVITE sip:alice@lab.test SIP/2.0\r\n\r\n',
      'SIP/2.0 200 OK\r\n\r\n',
      `INVITE sip:alice@lab.test SIP/2.0\r\nVia: \u0000\r\nFrom: <\r\nTo: >\r\nCSeq: x y\r\nCall-ID: \r\n\r\n`,
      'X: y\r\n'.repeat(20_000),
      '\uffff\ufffe'.repeat(1000),
    ];
    for (const message of rubbish) wire.inject('alice', message);
    expect((await alice.phone.execute({ type: 'call', number: 'nobody' })).ok).to.equal(true);
    await until(() => alice.last('callEnded'), 'the phone still works');
    expect(alice.last('callEnded')?.end).to.include({ cause: 'notFound' });
    expect(alice.phone.state.registration.status).to.equal('registered');
  });

  it('cancels an INVITE that the agent gave up while the candidates were gathered', async () => {
    await alice.phone.execute({ type: 'start' });
    const placed = alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => alice.phone.state.line1, 'the line is taken');
    await alice.phone.execute({ type: 'hangUp' });
    expect(await placed).to.have.nested.property('error.code', 'CANCELLED');
    expect(alice.phone.state.line1).to.equal(null);
    expect(wire.summary()).not.to.include('INVITE');
    expect(alice.names()).not.to.include('callOutgoing');
  });

  it('hangs up when a 200 crosses the CANCEL', async () => {
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    // The CANCEL is lost, so that bob's 200 comes to a call that alice has left.
    wire.script = ({ method }) => (method === 'CANCEL' ? 'drop' : undefined);
    await alice.phone.execute({ type: 'hangUp' });
    await bob.phone.execute({ type: 'answer' });
    await until(() => bob.phone.state.line1 === null, 'bob is hung up on');
    expect(alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
    expect(bob.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
    await bob.phone.execute({ type: 'stop' });
  });

  it('ends with mediaFailed, and says so, when the answer cannot be used at all', async () => {
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    wire.rewrite = (message) =>
      /^SIP\/2\.0 200 .*[^]*CSeq: \d+ INVITE/.test(message)
        ? message.replace('a=fingerprint:', 'a=fingerprunt:')
        : message;
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.last('callEnded'), 'alice gives up');
    expect(alice.last('callEnded')?.end).to.include({ cause: 'mediaFailed' });
    await until(() => bob.phone.state.line1 === null, 'bob is hung up on');
    await bob.phone.execute({ type: 'stop' });
  });

  it('answers an offer it cannot use with MEDIA_FAILED, and the call ends so', async () => {
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    wire.rewrite = (message) =>
      message.startsWith('INVITE') ? message.replaceAll('a=fingerprint:', 'a=fingerprunt:') : message;
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    expect(await bob.phone.execute({ type: 'answer' })).to.have.nested.property('error.code', 'MEDIA_FAILED');
    await until(() => bob.last('callEnded'), 'the call is over');
    expect(bob.last('callEnded')?.end).to.include({ cause: 'mediaFailed' });
    await until(() => alice.phone.state.line1 === null, 'alice hears of it');
    await bob.phone.execute({ type: 'stop' });
  });

  it('plays early media, then takes the answer of the 200', async () => {
    const bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    let answer = '';
    wire.rewrite = (message) => {
      if (answer || !/^SIP\/2\.0 200 .*[^]*CSeq: \d+ INVITE/.test(message)) return message;
      answer = message;
      return message.replace('SIP/2.0 200 OK', 'SIP/2.0 183 Session Progress');
    };
    const answered = bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'early', 'early media');
    expect(alice.phone.state.ring).to.equal(null);
    // Bob's 200 comes again because no ACK came (RFC 3261 §13.3.1.4), and this time it passes.
    expect((await answered).ok).to.equal(true);
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
    expect(alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callConfirmed']);
    await bob.phone.execute({ type: 'stop' });
  });
});
