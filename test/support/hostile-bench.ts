import { expect } from '@open-wc/testing';
import { LoopbackSip } from './loopback-sip.js';
import { paperSdp } from './paper-media.js';
import { createPaperPhone, type PaperPhone } from './paper-phone.js';
import { RawCall, RawPeer } from './raw-peer.js';
import { until } from './until.js';

/** Alice has our phone; bob is whatever the test makes of him. */
export interface HostileBench {
  readonly wire: LoopbackSip;
  readonly alice: PaperPhone;
  readonly bob: RawPeer;
}

export async function createHostileBench(): Promise<HostileBench> {
  const wire = new LoopbackSip();
  wire.install();
  const alice = createPaperPhone('alice');
  expect((await alice.phone.execute({ type: 'start' })).ok).to.equal(true);
  return { wire, alice, bob: await RawPeer.register('bob') };
}

/** Ends everything and sees that nothing is left: no call, no media, no timer, no socket. */
export async function clearHostileBench({ wire, alice, bob }: HostileBench): Promise<void> {
  // Bob may not answer any more: nothing is waited for.
  await alice.phone.execute({ type: 'stop' });
  expect(alice.phone.state).to.include({ line1: null, line2: null });
  await until(() => alice.sdp.live === 0, 'every media session is closed');
  expect([alice.clock.waiting, alice.sessionClock.waiting], 'no timer is left').to.deep.equal([0, 0]);
  bob.close();
  expect(wire.sockets.size).to.equal(0);
  wire.uninstall();
}

/** Alice has called bob; he has her INVITE. */
export async function aliceCalls({ alice, bob }: HostileBench): Promise<RawCall> {
  expect((await alice.phone.execute({ type: 'call', number: 'bob' })).ok).to.equal(true);
  return RawCall.incoming(bob);
}

/** Alice has called bob and they talk. */
export async function aliceTalks(bench: HostileBench, headers: readonly string[] = []): Promise<RawCall> {
  const call = await aliceCalls(bench);
  call.respond('200 OK', { body: paperSdp(), headers });
  await bench.bob.request('ACK');
  await until(() => bench.alice.phone.state.line1?.state === 'active', 'alice talks');
  return call;
}

/** Bob has called alice and they talk. */
export async function bobTalks(bench: HostileBench, headers: readonly string[] = []): Promise<RawCall> {
  const call = RawCall.outgoing(bench.bob, 'alice', { body: paperSdp(), headers });
  await call.answered(180);
  const answered = bench.alice.phone.execute({ type: 'answer' });
  await call.answered();
  call.request('ACK');
  expect((await answered).ok).to.equal(true);
  return call;
}

/** The call still works both ways: bob's re-INVITE and alice's hold are understood. */
export async function stillTalks({ alice, bob }: HostileBench, call: RawCall): Promise<void> {
  // The wire keeps the order: with the answer to this, alice has read everything before it.
  call.request('OPTIONS');
  await bob.response(200, 'OPTIONS');
  const held = alice.phone.execute({ type: 'hold' });
  const invite = await bob.request('INVITE');
  bob.respond(invite, '200 OK', '', { body: paperSdp('recvonly') });
  expect((await held).ok).to.equal(true);
  await bob.request('ACK');
  expect(alice.phone.state.line1).to.include({ state: 'held' });
  call.request('INVITE', { body: paperSdp() });
  await bob.response(200, 'INVITE');
  call.request('ACK');
  expect(alice.names()).not.to.include('callEnded');
}
