/** A call may end while a re-INVITE of it still waits for its ACK. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone } from '../support/phones.js';
import { TimerBook } from '../support/timer-book.js';
import { until } from '../support/until.js';

/** RFC 3261 §17.1.1.1: after T1 the first thing is repeated. */
const t1 = 500;

describe('a 2xx to a re-INVITE whose ACK never comes', () => {
  it('is not repeated once the call is over', async () => {
    const wire = new LoopbackSip();
    wire.install();
    const timers = new TimerBook();
    const [alice, bob] = [createTestPhone('alice'), createTestPhone('bob')];
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');

    timers.install();
    expect(await bob.phone.execute({ type: 'hold' })).to.deep.include({ ok: true });
    await until(() => wire.summary().filter((what) => what === 'ACK').length === 2, 'the hold is acknowledged');
    wire.script = ({ method }) => (method === 'ACK' ? 'drop' : undefined);
    expect(await bob.phone.execute({ type: 'unhold' })).to.deep.include({ ok: true });
    await bob.phone.execute({ type: 'hangUp' });
    await until(() => alice.phone.state.line1 === null, 'alice hears the BYE');
    const sinceBye = (): readonly string[] => wire.summary().slice(wire.summary().lastIndexOf('BYE'));
    await until(() => sinceBye().includes('200'), 'and says so');

    wire.trace.length = 0;
    timers.runDown(t1, t1);
    // The wire keeps the order: what was repeated comes before the REGISTER that ends the registration.
    await alice.phone.execute({ type: 'stop' });
    expect(wire.summary()).to.deep.equal(['REGISTER', '200']);
    timers.uninstall();
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  });
});
