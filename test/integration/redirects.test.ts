/** A far side that sends the call on (RFC 3261 §8.1.3.4, §21.3): followed to numbers of our own domain, twice at most. */
import { expect } from '@open-wc/testing';
import { aliceCalls, clearHostileBench, createHostileBench, type HostileBench } from '../support/hostile-bench.js';
import { paperSdp } from '../support/paper-media.js';
import { RawCall, RawPeer } from '../support/raw-peer.js';
import { until } from '../support/until.js';

describe('calls that are sent on', () => {
  let bench: HostileBench;
  let others: RawPeer[];

  beforeEach(async () => {
    bench = await createHostileBench();
    others = [];
  });
  afterEach(async () => {
    await bench.alice.phone.execute({ type: 'stop' });
    for (const other of others) other.close();
    await clearHostileBench(bench);
  });

  const line1 = () => bench.alice.phone.state.line1;
  const moved = (call: RawCall, ...contacts: readonly string[]): void =>
    call.respond('302 Moved Temporarily', { headers: contacts.map((contact) => `Contact: ${contact}`) });

  async function other(user: string): Promise<RawPeer> {
    const peer = await RawPeer.register(user);
    others.push(peer);
    return peer;
  }

  async function isOver(): Promise<void> {
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'unavailable', statusCode: 302 });
    expect(bench.alice.last('callEnded')?.end?.text).to.equal(
      'The call was forwarded to where it cannot be put through',
    );
    expect(bench.alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callEnded']);
  }

  it('go to the number that the 302 names, as the same call', async () => {
    const carol = await other('carol');
    const call = await aliceCalls(bench);
    const { id } = line1() ?? {};
    call.respond('180 Ringing');
    await until(() => line1()?.state === 'ringing', 'it rings');
    moved(call, '<sip:carol@lab.test;transport=udp?X-Evil=1>;q=0.5');
    const next = await RawCall.incoming(carol);
    expect(next.invite?.raw).to.match(/^INVITE sip:carol@lab\.test SIP/);
    expect(next.invite?.raw).not.to.include('Evil');
    expect(line1()).to.include({ id, number: 'bob', state: 'dialing', sipCallId: next.callId });
    next.respond('180 Ringing');
    await until(() => line1()?.state === 'ringing', 'it rings');
    next.respond('200 OK', { body: paperSdp() });
    await until(() => line1()?.state === 'active', 'they talk');
    expect(bench.alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callConfirmed']);
    expect(bench.alice.sdp.live).to.equal(1);
  });

  it('go to the best number first, and to none that was tried', async () => {
    const [carol, dave] = [await other('carol'), await other('dave')];
    moved(
      await aliceCalls(bench),
      '<sip:carol@lab.test>;q=0.2, <sip:bob@lab.test>;q=1, <sip:dave@lab.test>;q=0.9',
      '<sip:eve@evil.test>',
    );
    moved(await RawCall.incoming(dave), '<sip:dave@lab.test>', '<sip:bob@lab.test>', '<sip:carol@LAB.test>;q=0.1');
    (await RawCall.incoming(carol)).respond('486 Busy Here');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'busy', statusCode: 486 });
    expect(bench.alice.last('callEnded')).to.include({ number: 'bob' });
  });

  it('go on twice, and no further', async () => {
    const [carol, dave, erin] = [await other('carol'), await other('dave'), await other('erin')];
    moved(await aliceCalls(bench), '<sip:carol@lab.test>');
    moved(await RawCall.incoming(carol), '<sip:dave@lab.test>');
    moved(await RawCall.incoming(dave), '<sip:erin@lab.test>');
    await isOver();
    expect(erin.received.map(({ method }) => method)).to.deep.equal(['REGISTER']);
  });

  for (const [where, ...contacts] of [
    ['nowhere'],
    ['to a foreign host', '<sip:carol@evil.test>', '<sip:carol@lab.test.evil.test>', '<sip:lab.test@evil.test>'],
    ['to a web page', '<https://lab.test/carol>'],
    ['to a telephone number elsewhere', '<tel:+84912345678>'],
    ['to what is no number', '<sip:car%0d%0aol@lab.test>', '<sip:a;b@lab.test>', '<sip:%3Csip%3A@lab.test>'],
    ['to the same number', '<sip:bob@lab.test>'],
    ['to nobody', '<sip:lab.test>', '<sip:@lab.test>', '*'],
    ['to rubbish', '<<<', '', 'sip:'],
  ] as const) {
    it(`end where they are sent ${where}`, async () => {
      const carol = await other('carol');
      moved(await aliceCalls(bench), ...contacts);
      await isOver();
      expect(carol.received.map(({ method }) => method)).to.deep.equal(['REGISTER']);
      expect(bench.wire.trace.filter((raw) => raw.startsWith('INVITE'))).to.have.length(1);
    });
  }

  it('end for good when the agent hangs up on the way', async () => {
    const carol = await other('carol');
    moved(await aliceCalls(bench), '<sip:carol@lab.test>');
    const next = await RawCall.incoming(carol);
    next.respond('180 Ringing');
    await until(() => line1()?.state === 'ringing', 'it rings');
    expect((await bench.alice.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    carol.respond(await carol.request('CANCEL'), '200 OK', 'callee');
    next.respond('487 Request Terminated');
    await carol.request('ACK');
    expect(bench.alice.last('callEnded')?.end).to.include({ by: 'local', cause: 'cancelled' });
    expect(bench.alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
  });

  it('are told as one call that ended when the next number does not exist', async () => {
    moved(await aliceCalls(bench), '<sip:nobody@lab.test>');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'notFound', statusCode: 404 });
    expect(bench.alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callEnded']);
  });
});
