/**
 * Offers and answers as a hostile or unusual peer makes them (RFC 3261 §13.2.1, §14; RFC 3264; RFC 3311). Alice has our
 * phone on real SIP.js; bob is written by hand, so that messages cross exactly as the test says.
 */
import { expect } from '@open-wc/testing';
import {
  aliceTalks,
  bobTalks,
  clearHostileBench,
  createHostileBench,
  stillTalks,
  type HostileBench,
} from '../support/hostile-bench.js';
import { paperSdp } from '../support/paper-media.js';
import { RawCall } from '../support/raw-peer.js';
import { until } from '../support/until.js';

const unusable = paperSdp().replace('m=audio', 'm=image');

describe('offers of a hostile peer', () => {
  let bench: HostileBench;

  beforeEach(async () => {
    bench = await createHostileBench();
  });
  afterEach(() => clearHostileBench(bench));

  const line1 = () => bench.alice.phone.state.line1;

  it('answers a call without an offer with its own, and takes the answer from the ACK', async () => {
    const call = RawCall.outgoing(bench.bob, 'alice');
    await call.answered(180);
    const answered = bench.alice.phone.execute({ type: 'answer' });
    expect((await call.answered()).body).to.include('m=audio');
    call.request('ACK', { body: paperSdp() });
    expect((await answered).ok).to.equal(true);
    expect(bench.alice.sdp.steps).to.deep.equal(['offers', 'is answered']);
    await stillTalks(bench, call);
  });

  for (const [what, body] of [
    ['holds no answer', ''],
    ['holds one that cannot be used', unusable],
  ] as const) {
    it(`ends a late offer whose ACK ${what} with mediaFailed`, async () => {
      const call = RawCall.outgoing(bench.bob, 'alice');
      await call.answered(180);
      const answered = bench.alice.phone.execute({ type: 'answer' });
      await call.answered();
      call.request('ACK', { body });
      await answered;
      const bye = await bench.bob.request('BYE');
      expect(bye.header('Reason')).to.match(/cause=488/);
      bench.bob.respond(bye, '200 OK', '');
      await until(() => bench.alice.last('callEnded'), 'the call is over');
      expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'mediaFailed' });
    });
  }

  it('ends a call whose 200 holds no answer with mediaFailed', async () => {
    await bench.alice.phone.execute({ type: 'call', number: 'bob' });
    const call = await RawCall.incoming(bench.bob);
    call.respond('200 OK');
    await bench.bob.request('ACK');
    bench.bob.respond(await bench.bob.request('BYE'), '200 OK', '');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'mediaFailed' });
  });

  it('refuses a first offer that it cannot use with 488 and a Warning, and says mediaFailed', async () => {
    const call = RawCall.outgoing(bench.bob, 'alice', { body: unusable });
    await call.answered(180);
    const answered = await bench.alice.phone.execute({ type: 'answer' });
    expect(answered).to.have.nested.property('error.code', 'MEDIA_FAILED');
    const refusal = await call.answered(488);
    expect(refusal.header('Warning')).to.match(/^30[45] \S+ ".+"$/);
    call.request('ACK');
    expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'mediaFailed' });
  });

  describe('in a call', () => {
    let call: RawCall;
    beforeEach(async () => {
      call = await aliceTalks(bench);
    });

    for (const [direction, held] of [
      ['sendonly', true],
      ['inactive', true],
      ['recvonly', false],
      ['sendrecv', false],
    ] as const) {
      for (const method of ['INVITE', 'UPDATE']) {
        it(`takes another codec and ${direction} by ${method}`, async () => {
          call.request(method, { body: paperSdp(direction, '8') });
          const ok = await bench.bob.response(200, method);
          expect(ok.header('Content-Type')).to.equal('application/sdp');
          expect(ok.header('Contact')).to.match(/^<sip:/);
          if (method === 'INVITE') call.request('ACK');
          expect(line1()).to.include({ state: 'active', heldByRemote: held });
          await stillTalks(bench, call);
        });
      }
    }

    for (const method of ['INVITE', 'UPDATE']) {
      it(`refuses an offer by ${method} that it cannot use with 488, and the call goes on as it was`, async () => {
        call.request(method, { body: unusable });
        await bench.bob.response(488, method);
        if (method === 'INVITE') call.request('ACK');
        await stillTalks(bench, call);
      });
    }

    it('offers by itself to a re-INVITE without an offer', async () => {
      bench.alice.sdp.steps.length = 0;
      call.request('INVITE');
      expect((await bench.bob.response(200, 'INVITE')).body).to.include('a=sendrecv');
      call.request('ACK', { body: paperSdp('sendonly') });
      await until(() => line1()?.heldByRemote, 'alice is held');
      expect(bench.alice.sdp.steps).to.deep.equal(['offers', 'is answered']);
      await stillTalks(bench, call);
    });

    it('takes an UPDATE without an offer for a sign of life, and for another Contact', async () => {
      call.request('UPDATE');
      expect((await bench.bob.response(200, 'UPDATE')).body).to.equal('');
      await stillTalks(bench, call);
    });

    it('answers 481 to an UPDATE that belongs to no call, and 500 to one out of order', async () => {
      const { callId } = call;
      const stray = { from: '<sip:bob@lab.test>;tag=x', to: '<sip:alice@lab.test>;tag=y', callId };
      bench.bob.send('UPDATE sip:alice@lab.test', { ...stray, cseq: '9 UPDATE' });
      await bench.bob.response(481, 'UPDATE');
      call.request('UPDATE');
      await bench.bob.response(200, 'UPDATE');
      const from = `${call.invite?.header('To') ?? ''};tag=callee`;
      bench.bob.send('UPDATE sip:alice@lab.test', {
        from,
        to: call.invite?.header('From') ?? '',
        callId,
        cseq: '1 UPDATE',
      });
      await bench.bob.response(500, 'UPDATE');
      await stillTalks(bench, call);
    });

    for (const method of ['INVITE', 'UPDATE']) {
      it(`refuses an offer by ${method} with 491 while its own is in the air, and tries again after its own 491`, async () => {
        const held = bench.alice.phone.execute({ type: 'hold' });
        const mine = await bench.bob.request('INVITE');
        call.request(method, { body: paperSdp() });
        await bench.bob.response(491, method);
        if (method === 'INVITE') call.request('ACK');
        bench.bob.respond(mine, '491 Request Pending', '');
        await bench.bob.request('ACK');
        // Who placed the call waits 2.1 s at least (RFC 3261 §14.1).
        await bench.alice.clock.pass(2_099);
        expect(bench.bob.received.filter((message) => !message.status && message.method === 'INVITE')).to.have.length(
          2,
        );
        await bench.alice.clock.pass(2_000);
        bench.bob.respond(await bench.bob.request('INVITE'), '200 OK', '', { body: paperSdp('recvonly') });
        expect((await held).ok).to.equal(true);
        await bench.bob.request('ACK');
        expect(line1()).to.include({ state: 'held' });
      });
    }

    it('takes a 3xx to its re-INVITE for a refusal and can try again', async () => {
      const held = bench.alice.phone.execute({ type: 'hold' });
      bench.bob.respond(await bench.bob.request('INVITE'), '302 Moved Temporarily', '');
      expect(await held).to.have.nested.property('error.details.statusCode', 302);
      await bench.bob.request('ACK');
      await stillTalks(bench, call);
    });

    it('takes a 3xx to an INFO for a refusal, and the next command has its turn', async () => {
      bench.alice.media.telephoneEvents = false;
      const sent = bench.alice.phone.execute({ type: 'sendDtmf', tones: '1' });
      bench.bob.respond(await bench.bob.request('INFO'), '302 Moved Temporarily', '');
      expect(await sent).to.have.nested.property('error.details.statusCode', 302);
      await stillTalks(bench, call);
    });

    it('forgets an offer that was refused: a call lost later is not for want of media', async () => {
      call.request('INVITE', { body: unusable });
      await bench.bob.response(488, 'INVITE');
      call.request('ACK');
      const held = bench.alice.phone.execute({ type: 'hold' });
      bench.bob.respond(await bench.bob.request('INVITE'), '481 Call Does Not Exist', '');
      await held;
      await until(() => bench.alice.last('callEnded'), 'the call is over');
      expect(bench.alice.last('callEnded')?.end).to.include({ cause: 'networkLost' });
    });
  });

  it('takes a re-INVITE in a call that bob placed', async () => {
    await stillTalks(bench, await bobTalks(bench));
  });
});
