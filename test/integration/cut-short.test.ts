/** A call may end while its sound is being set up anew: a closed `RTCPeerConnection` settles nothing any more. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

describe('a call that ends in the middle of a re-INVITE', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    [alice, bob] = [createTestPhone('alice'), createTestPhone('bob')];
    for (const { phone } of [alice, bob]) expect((await phone.execute({ type: 'start' })).ok).to.equal(true);
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
  });

  afterEach(async () => {
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  it('answers it all the same (RFC 3261 §15.1.2), and the hold comes to an end', async () => {
    const isOffer = (raw: string): boolean => raw.startsWith('INVITE') && /^To: .*;tag=/m.test(raw);
    wire.rewrite = (message) => {
      if (isOffer(message)) void bob.phone.execute({ type: 'hangUp' });
      return message;
    };
    const held = bob.phone.execute({ type: 'hold' });
    await until(() => alice.phone.state.line1 === null && bob.phone.state.line1 === null, 'both are free');
    expect((await held).ok).to.equal(false);
    const branch = /;branch=(\S+)/.exec(wire.trace.find(isOffer) ?? '')?.[1] ?? 'none';
    const isFinal = (raw: string): boolean => /^SIP\/2\.0 [2-6]/.test(raw) && raw.includes(branch);
    await until(() => wire.trace.some(isFinal), 'the re-INVITE is answered');
    expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
    expect(bob.last('callEnded')?.end).to.include({ by: 'local', cause: 'hangup' });
  });
});
