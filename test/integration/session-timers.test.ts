/** Session timers (RFC 4028) with either side in either role; the clock is the test's. */
import { expect } from '@open-wc/testing';
import {
  aliceCalls,
  aliceTalks,
  bobTalks,
  clearHostileBench,
  createHostileBench,
  stillTalks,
  type HostileBench,
} from '../support/hostile-bench.js';
import { paperSdp } from '../support/paper-media.js';
import { RawCall, type RawMessage } from '../support/raw-peer.js';
import { until } from '../support/until.js';

const s = 1000;

describe('session timers', () => {
  let bench: HostileBench;

  beforeEach(async () => {
    bench = await createHostileBench();
  });
  afterEach(() => clearHostileBench(bench));

  const pass = (ms: number): Promise<void> => bench.alice.sessionClock.pass(ms);
  const requests = (): string[] =>
    bench.bob.received.filter(({ status, method }) => status === 0 && method !== 'ACK').map(({ method }) => method);

  /** Bob answers alice's refresh. */
  async function refreshed(method: 'INVITE' | 'UPDATE', headers: readonly string[]): Promise<RawMessage> {
    const request = await bench.bob.request(method);
    bench.bob.respond(request, '200 OK', '', { headers, ...(method === 'INVITE' ? { body: paperSdp() } : {}) });
    if (method === 'INVITE') await bench.bob.request('ACK');
    return request;
  }

  async function expires(): Promise<void> {
    const bye = await bench.bob.request('BYE');
    expect(bye.header('Reason')).to.equal('SIP;cause=408;text="Session expired"');
    bench.bob.respond(bye, '200 OK', '');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ by: 'network', cause: 'networkLost' });
  }

  it('says that it knows timers, and asks for none by itself', async () => {
    const call = await aliceCalls(bench);
    expect(call.invite?.header('Supported')).to.match(/\btimer\b/);
    expect(call.invite?.header('Session-Expires')).to.equal('');
    call.respond('486 Busy Here');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
  });

  // Whom the caller names, whether he knows timers, and who must refresh then: RFC 4028 §9, table 2.
  for (const { asks, knows, answers, requires } of [
    { asks: '1800;refresher=uac', knows: true, answers: '1800;refresher=uac', requires: 'timer' },
    { asks: '1800;refresher=uas', knows: true, answers: '1800;refresher=uas', requires: '' },
    { asks: '1800', knows: true, answers: '1800;refresher=uac', requires: 'timer' },
    { asks: '1800', knows: false, answers: '1800;refresher=uas', requires: '' },
    { asks: '30', knows: false, answers: '90;refresher=uas', requires: '' },
    { asks: '99999999999999', knows: true, answers: '', requires: '' },
    { asks: 'soon', knows: true, answers: '', requires: '' },
    { asks: '', knows: true, answers: '', requires: '' },
  ]) {
    it(`answers Session-Expires “${asks}” of a caller who ${knows ? 'knows' : 'does not know'} timers with “${answers}”`, async () => {
      const headers = [...(asks ? [`Session-Expires: ${asks}`] : []), ...(knows ? ['Supported: timer'] : [])];
      const call = RawCall.outgoing(bench.bob, 'alice', { body: paperSdp(), headers });
      await call.answered(180);
      void bench.alice.phone.execute({ type: 'answer' });
      const ok = await call.answered();
      call.request('ACK');
      expect([ok.header('Session-Expires'), ok.header('Require')]).to.deep.equal([answers, requires]);
      await stillTalks(bench, call);
    });
  }

  it('refuses an interval that is too brief with 422, before and in the call', async () => {
    const brief = { body: paperSdp(), headers: ['Session-Expires: 60', 'Supported: timer'] };
    const refused = RawCall.outgoing(bench.bob, 'alice', brief);
    expect((await refused.answered(422)).header('Min-SE')).to.equal('90');
    refused.request('ACK');
    expect(bench.alice.names()).not.to.include('callIncoming');
    const call = await bobTalks(bench);
    for (const method of ['INVITE', 'UPDATE']) {
      call.request(method, brief);
      expect((await bench.bob.response(422, method)).header('Min-SE')).to.equal('90');
      if (method === 'INVITE') call.request('ACK');
    }
    await stillTalks(bench, call);
  });

  it('refreshes by UPDATE at half time where the far side takes it, again and again', async () => {
    const headers = [
      'Session-Expires: 600;refresher=uac',
      'Require: timer',
      'Allow: INVITE, ACK, BYE',
      'Allow: UPDATE',
    ];
    const call = await aliceTalks(bench, headers);
    for (let i = 0; i < 3; i++) {
      await pass(299 * s);
      expect(requests()).to.have.length(1 + i);
      await pass(1 * s);
      const update = await refreshed('UPDATE', headers);
      expect(update.header('Session-Expires')).to.equal('600;refresher=uac');
      expect(update.header('Min-SE')).to.equal('90');
      expect(update.body).to.equal('');
      await until(() => bench.alice.sessionClock.waiting === 2, 'the next refresh and the expiry wait');
    }
    await stillTalks(bench, call);
  });

  it('refreshes by re-INVITE with the present SDP where the far side takes no UPDATE, also on hold', async () => {
    const call = await bobTalks(bench, ['Session-Expires: 600;refresher=uas', 'Supported: timer']);
    const agreed = ['Session-Expires: 600;refresher=uac'];
    const held = bench.alice.phone.execute({ type: 'hold' });
    expect((await refreshed('INVITE', agreed)).header('Session-Expires')).to.equal('600;refresher=uac');
    expect((await held).ok).to.equal(true);
    await pass(300 * s);
    const refresh = await refreshed('INVITE', agreed);
    expect(refresh.header('Session-Expires')).to.equal('600;refresher=uac');
    expect(refresh.body).to.include('a=sendonly');
    expect(bench.alice.phone.state.line1).to.include({ state: 'held' });
    call.request('OPTIONS');
    await bench.bob.response(200, 'OPTIONS');
  });

  it('tries a refresh again that came to nothing, and hangs up before the session is over', async () => {
    await aliceTalks(bench, ['Session-Expires: 600;refresher=uac', 'Allow: UPDATE']);
    await pass(300 * s);
    for (let i = 0; i < 3; i++) {
      bench.bob.respond(await bench.bob.request('UPDATE'), '503 Service Unavailable', '');
      await until(() => bench.alice.sessionClock.waiting === 2, 'the next try and the expiry wait');
      await pass(10 * s);
    }
    bench.bob.respond(await bench.bob.request('UPDATE'), '503 Service Unavailable', '');
    await until(() => bench.alice.sessionClock.waiting === 2, 'the next try and the expiry wait');
    // 32 s before the end, which is 600 s after the answer.
    await pass((568 - 330) * s);
    await expires();
  });

  it('ends the call at once when the refresh finds the far side gone (481)', async () => {
    await aliceTalks(bench, ['Session-Expires: 600;refresher=uac', 'Allow: UPDATE']);
    await pass(300 * s);
    bench.bob.respond(await bench.bob.request('UPDATE'), '481 Call Does Not Exist', '');
    await until(() => bench.alice.last('callEnded'), 'the call is over');
    expect(bench.alice.last('callEnded')?.end).to.include({ by: 'network', cause: 'networkLost', statusCode: 481 });
  });

  for (const method of ['INVITE', 'UPDATE']) {
    it(`lives on as long as the far side refreshes by ${method}, and hangs up when it stops`, async () => {
      const headers = ['Session-Expires: 600;refresher=uac', 'Supported: timer'];
      const call = await bobTalks(bench, headers);
      for (let i = 0; i < 3; i++) {
        await pass(560 * s);
        call.request(method, { headers, ...(method === 'INVITE' ? { body: paperSdp() } : {}) });
        const ok = await bench.bob.response(200, method);
        expect(ok.header('Session-Expires')).to.equal('600;refresher=uac');
        expect(ok.header('Require')).to.equal('timer');
        if (method === 'INVITE') call.request('ACK');
      }
      expect(bench.alice.phone.state.line1?.state).to.equal('active');
      await pass(567 * s);
      expect(requests(), 'nothing but bob’s own').to.deep.equal([]);
      await pass(1 * s);
      await expires();
    });
  }

  it('ends a short session a third of its length before the time', async () => {
    await aliceTalks(bench, ['Session-Expires: 90;refresher=uas', 'Supported: timer']);
    await pass(59 * s);
    expect(requests()).to.deep.equal(['INVITE']);
    await pass(1 * s);
    await expires();
  });

  it('drops the timer when a 2xx names none any more', async () => {
    const call = await aliceTalks(bench, ['Session-Expires: 90;refresher=uas']);
    await stillTalks(bench, call);
    await pass(3600 * s);
    expect(bench.alice.phone.state.line1?.state).to.equal('held');
  });
});
