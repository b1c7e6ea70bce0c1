/** A customer whose phone takes no part in a transfer, or plays games with it (RFC 3515, RFC 5589): bob by hand. */
import { expect } from '@open-wc/testing';
import {
  aliceTalks,
  clearHostileBench,
  createHostileBench,
  stillTalks,
  type HostileBench,
} from '../support/hostile-bench.js';
import type { RawCall } from '../support/raw-peer.js';
import { until } from '../support/until.js';

describe('a transfer with a hostile customer', () => {
  let bench: HostileBench;
  let call: RawCall;

  beforeEach(async () => {
    bench = await createHostileBench();
    call = await aliceTalks(bench);
  });
  afterEach(() => clearHostileBench(bench));

  const transfer = () => bench.alice.phone.execute({ type: 'transfer', number: '1005' });
  const event = 'Event: refer';

  /** He takes the REFER; what comes of it is still open. */
  async function accepted(): Promise<{ readonly outcome: ReturnType<typeof transfer> }> {
    const outcome = transfer();
    const refer = await bench.bob.request('REFER');
    expect(refer.header('Refer-To')).to.equal('sip:1005@lab.test');
    bench.bob.respond(refer, '202 Accepted', '');
    return { outcome };
  }

  async function hasHimBack(): Promise<void> {
    await until(() => bench.alice.phone.state.line1?.state === 'active', 'alice has bob back');
    expect(bench.alice.phone.state.line1).to.include({ onHold: false });
    await stillTalks(bench, call);
  }

  for (const status of [302, 400, 403, 404, 405, 420, 501, 503, 603]) {
    it(`keeps him when he refuses the REFER with ${status}`, async () => {
      const transferred = transfer();
      bench.bob.respond(await bench.bob.request('REFER'), `${status} No`, '');
      expect(await transferred).to.have.nested.property('error.details.statusCode', status);
      expect(bench.alice.last('referFailed')?.transfer).to.include({ ok: false, statusCode: status });
      await hasHimBack();
    });
  }

  it('loses him when he knows of no call any more (RFC 3261 §12.2.1.2)', async () => {
    const transferred = transfer();
    bench.bob.respond(await bench.bob.request('REFER'), '481 Call Does Not Exist', '');
    expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
    expect(bench.alice.names().slice(-2)).to.deep.equal(['referFailed', 'callEnded']);
    expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'networkLost', statusCode: 481 });
  });

  it('takes rubbish in NOTIFYs for no outcome, and keeps him after 30 s', async () => {
    const { outcome: transferred } = await accepted();
    const rubbish = [
      '',
      'hello',
      'SIP/2.0',
      'SIP/2.0 abc',
      'HTTP/1.1 200 OK',
      '\u0000\uffff',
      'SIP/3.0 200 OK',
      'x'.repeat(9_000),
    ];
    for (const body of rubbish) {
      call.request('NOTIFY', { headers: [event], body, type: 'message/sipfrag' });
      await bench.bob.response(200, 'NOTIFY');
    }
    call.request('NOTIFY', { headers: ['Event: presence', 'Subscription-State: terminated'] });
    await bench.bob.response(200, 'NOTIFY');
    expect(bench.alice.phone.state.line1?.state).to.equal('transferring');
    expect(bench.alice.names()).not.to.include('referFailed');
    for (let second = 0; second < 30; second++) {
      await bench.alice.clock.pass(1_000);
      // The wire keeps the order: alice’s keep-alive is answered by now.
      call.request('OPTIONS');
      await bench.bob.response(200, 'OPTIONS');
    }
    expect(await transferred).to.have.nested.property('error.code', 'TIMEOUT');
    await hasHimBack();
  });

  it('keeps him when his NOTIFY says that nobody answered', async () => {
    const { outcome: transferred } = await accepted();
    for (const status of ['100 Trying', '180 Ringing', '480 Temporarily Unavailable']) {
      call.request('NOTIFY', { headers: [event], body: `SIP/2.0 ${status}\r\n`, type: 'message/sipfrag;version=2.0' });
      await bench.bob.response(200, 'NOTIFY');
    }
    expect(await transferred).to.have.nested.property('error.details.statusCode', 480);
    expect(bench.alice.last('referFailed')?.transfer.text).to.equal('1005 did not answer');
    await hasHimBack();
  });

  it('takes his BYE after the 202 for success', async () => {
    const { outcome: transferred } = await accepted();
    call.request('BYE');
    await bench.bob.response(200, 'BYE');
    expect((await transferred).ok).to.equal(true);
    expect(bench.alice.names().slice(-2)).to.deep.equal(['referAccepted', 'callEnded']);
  });

  it('takes a BYE instead of an answer to the REFER for a hang-up', async () => {
    const transferred = transfer();
    const refer = await bench.bob.request('REFER');
    call.request('BYE');
    await bench.bob.response(200, 'BYE');
    expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
    bench.bob.respond(refer, '481 Call Does Not Exist', '');
    expect(bench.alice.names().slice(-2)).to.deep.equal(['referFailed', 'callEnded']);
  });

  it('keeps him when the agent gives the transfer up, whatever he still says of it', async () => {
    const { outcome: transferred } = await accepted();
    call.request('NOTIFY', { headers: [event], body: 'SIP/2.0 100 Trying', type: 'message/sipfrag' });
    await bench.bob.response(200, 'NOTIFY');
    await bench.alice.phone.execute({ type: 'cancelTransfer' });
    expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
    call.request('NOTIFY', { headers: [event], body: 'SIP/2.0 200 OK', type: 'message/sipfrag' });
    await bench.bob.response(200, 'NOTIFY');
    expect(bench.alice.names()).not.to.include('referAccepted');
    await hasHimBack();
  });

  it('takes a REFER that is answered after it was given up for nothing new', async () => {
    const transferred = transfer();
    const refer = await bench.bob.request('REFER');
    await bench.alice.phone.execute({ type: 'cancelTransfer' });
    expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
    bench.bob.respond(refer, '202 Accepted', '');
    await hasHimBack();
    expect(bench.alice.names().filter((name) => name === 'referFailed')).to.have.length(1);
  });
});
