import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

it('the report for a helper has the SIP messages of a real call, and nothing that would let another take it over', async () => {
  const wire = new LoopbackSip();
  wire.install();
  const alice = createTestPhone('alice');
  const bob = createTestPhone('bob');
  try {
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'alice is answered');
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    const result = await alice.phone.execute({ type: 'supportReport', numbers: 'plain' });
    if (!result.ok) throw new Error(result.error.code);
    const { sip, timeline } = result.data;
    const steps = sip.map(({ direction, what }) => `${direction} ${what}`);
    expect(steps.slice(0, 2)).to.deep.equal(['out REGISTER', 'in 200 REGISTER']);
    expect(steps).to.include.members(['out INVITE', 'in 180 INVITE', 'in 200 INVITE', 'out ACK', 'out BYE']);
    const ofCall = timeline.find(({ what }) => what === 'ended')?.sip;
    expect(sip.find(({ what }) => what === 'INVITE')?.sip, 'the call and its messages belong together').to.equal(
      ofCall,
    );

    const text = JSON.stringify(result.data);
    const onTheWire = wire.trace.join('\n');
    const secrets = [...onTheWire.matchAll(/(?:;tag=|;branch=|^Call-ID: *|^i: *)([^\s;>]+)/gim)].map(
      ([, value]) => value,
    );
    expect(new Set(secrets).size).to.be.above(5);
    for (const secret of ['pw-alice', ...secrets]) expect(text).not.to.contain(secret);
  } finally {
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  }
});
