/**
 * Messages that cross, come twice or come from two phones at once (RFC 3261 §13.2.2, §15; RFC 5407), and challenges inside
 * a call (RFC 3261 §22). Bob is written by hand.
 */
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

describe('dialogs with a hostile peer', () => {
  let bench: HostileBench;

  beforeEach(async () => {
    bench = await createHostileBench();
  });
  afterEach(() => clearHostileBench(bench));

  const line1 = () => bench.alice.phone.state.line1;
  const ended = () => bench.alice.last('callEnded')?.end;
  const tagOf = (message: RawMessage): string => /;tag=([^;]+)/.exec(message.header('To'))?.[1] ?? '';

  describe('a call that is placed', () => {
    it('rings at two phones: one plays a tone, the other one answers', async () => {
      const call = await aliceCalls(bench);
      call.respond('180 Ringing', {}, 'desk');
      await until(() => line1()?.state === 'ringing', 'it rings');
      call.respond('183 Session Progress', { body: paperSdp() }, 'mobile');
      await until(() => line1()?.state === 'early', 'the other one sends its own tone');
      call.respond('180 Ringing', {}, 'desk');
      call.respond('200 OK', { body: paperSdp('sendrecv', '8') }, 'desk');
      const ack = await bench.bob.request('ACK');
      expect(tagOf(ack)).to.equal('desk');
      await until(() => line1()?.state === 'active', 'they talk');
      expect(bench.alice.sdp.steps).to.deep.equal(['offers', 'is answered provisionally', 'is answered']);
      expect(bench.alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callConfirmed']);
    });

    it('is answered by two phones: the first has it, the second gets its ACK and a BYE', async () => {
      const call = await aliceCalls(bench);
      call.respond('200 OK', { body: paperSdp() }, 'desk');
      call.respond('200 OK', { body: paperSdp() }, 'mobile');
      const bye = await bench.bob.request('BYE');
      expect(tagOf(bye)).to.equal('mobile');
      bench.bob.respond(bye, '200 OK', '');
      const acks = [await bench.bob.request('ACK'), await bench.bob.request('ACK')];
      expect(acks.map(tagOf)).to.have.members(['desk', 'mobile']);
      await until(() => line1()?.state === 'active', 'they talk');
      expect(bench.alice.names().filter((name) => name === 'callConfirmed')).to.have.length(1);
    });

    it('plays early media, then takes the answer of the 200', async () => {
      const call = await aliceCalls(bench);
      call.respond('183 Session Progress', { body: paperSdp() });
      await until(() => line1()?.state === 'early', 'early media');
      call.respond('183 Session Progress', { body: paperSdp() });
      call.respond('200 OK', { body: paperSdp() });
      await until(() => line1()?.state === 'active', 'they talk');
      expect(bench.alice.sdp.steps).to.deep.equal(['offers', 'is answered provisionally', 'is answered']);
      await bench.bob.request('ACK');
      await stillTalks(bench, call);
    });

    it('acknowledges a 200 that comes again, and hears it once', async () => {
      const call = await aliceTalks(bench);
      for (let i = 0; i < 3; i++) {
        call.respond('200 OK', { body: paperSdp() });
        expect((await bench.bob.request('ACK')).cseq).to.equal(call.invite?.cseq);
      }
      expect(bench.alice.names().filter((name) => name === 'callConfirmed')).to.have.length(1);
      expect(bench.alice.sdp.steps).to.deep.equal(['offers', 'is answered']);
      await stillTalks(bench, call);
    });

    it('ends once when a 200 crosses the CANCEL', async () => {
      const call = await aliceCalls(bench);
      call.respond('180 Ringing');
      await until(() => line1()?.state === 'ringing', 'it rings');
      await bench.alice.phone.execute({ type: 'hangUp' });
      call.respond('200 OK', { body: paperSdp() });
      bench.bob.respond(await bench.bob.request('CANCEL'), '481 No Such Transaction', 'callee');
      await bench.bob.request('ACK');
      bench.bob.respond(await bench.bob.request('BYE'), '200 OK', '');
      expect(ended()).to.include({ by: 'local', cause: 'cancelled' });
      expect(bench.alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callEnded']);
    });

    it('is cancelled although the far side answers the INVITE with 486 by then', async () => {
      const call = await aliceCalls(bench);
      call.respond('180 Ringing');
      await until(() => line1()?.state === 'ringing', 'it rings');
      call.respond('486 Busy Here');
      await bench.alice.phone.execute({ type: 'hangUp' });
      await bench.bob.request('ACK');
      expect(ended()).to.include({ by: 'local', cause: 'cancelled' });
      expect(bench.alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
    });

    it('says that the phone system is overloaded on 503 with Retry-After', async () => {
      const call = await aliceCalls(bench);
      call.respond('503 Service Unavailable', { headers: ['Retry-After: 120 (too many calls)'] });
      await until(() => ended(), 'the call is over');
      expect(ended()).to.include({
        cause: 'serverError',
        statusCode: 503,
        text: 'The phone system is overloaded, try again in a few minutes',
      });
    });
  });

  describe('a call that comes in', () => {
    const ring = async (headers: readonly string[] = []): Promise<RawCall> => {
      const call = RawCall.outgoing(bench.bob, 'alice', { body: paperSdp(), headers });
      await call.answered(180);
      return call;
    };

    it('is cancelled while the agent answers: one end, whichever comes first', async () => {
      const call = await ring();
      const answered = bench.alice.phone.execute({ type: 'answer' });
      call.cancel();
      await bench.bob.response(200, 'CANCEL');
      // The 200 was faster, and the caller must hang up on it, or the 487 was.
      const final = await Promise.any([bench.bob.response(200, 'INVITE'), bench.bob.response(487, 'INVITE')]);
      await call.answered(final.status).catch(() => undefined);
      call.request('ACK');
      if (final.status === 200) {
        call.request('BYE');
        await bench.bob.response(200, 'BYE');
      }
      await answered;
      await until(() => ended(), 'the call is over');
      expect(bench.alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
    });

    it('is given up by BYE before the answer: 487, and it does not ring on', async () => {
      const call = await ring();
      call.request('BYE');
      await bench.bob.response(200, 'BYE');
      await bench.bob.response(487, 'INVITE');
      await until(() => ended(), 'the call is over');
      expect(ended()).to.include({ by: 'remote', cause: 'cancelled' });
      expect(bench.alice.phone.state.ring).to.equal(null);
    });

    it('expires before the agent answers: a missed call, not a broken network', async () => {
      await ring(['Expires: 1']);
      await bench.bob.response(487, 'INVITE');
      await until(() => ended(), 'the call is over');
      expect(ended()).to.include({ by: 'remote', cause: 'cancelled' });
    });

    it('is answered once where the INVITE comes by two ways', async () => {
      const call = await ring();
      const again = { from: '<sip:bob@lab.test>;tag=caller', to: '<sip:alice@lab.test>', callId: call.callId };
      bench.bob.send('INVITE sip:alice@lab.test', { ...again, cseq: '1 INVITE', body: paperSdp() });
      await bench.bob.response(482, 'INVITE');
      expect(bench.alice.names().filter((name) => name === 'callIncoming')).to.have.length(1);
    });
  });

  for (const [who, talks] of [
    ['alice', aliceTalks],
    ['bob', bobTalks],
  ] as const) {
    it(`ends once where BYE crosses BYE in a call that ${who} placed`, async () => {
      const call = await talks(bench);
      call.request('OPTIONS');
      await bench.bob.response(200, 'OPTIONS');
      const over = bench.alice.phone.execute({ type: 'hangUp' });
      call.request('BYE');
      const bye = await bench.bob.request('BYE');
      const theirs = await Promise.any([bench.bob.response(200, 'BYE'), bench.bob.response(481, 'BYE')]);
      expect(theirs.status).to.be.oneOf([200, 481]);
      bench.bob.respond(bye, '481 Call Does Not Exist', '');
      expect((await over).ok).to.equal(true);
      expect(bench.alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
      expect(ended()).to.include({ by: 'local', cause: 'hangup' });
    });
  }

  const callIdHeader = 'X-bizfly-call-center-call-id';
  for (const [who, talks] of [
    ['alice', aliceTalks],
    ['bob', bobTalks],
  ] as const) {
    it(`learns the call centre’s id from an answer inside a call that ${who} placed, and keeps the first`, async () => {
      const call = await talks(bench);
      expect(line1()?.callId).to.equal(null);
      const held = bench.alice.phone.execute({ type: 'hold' });
      const headers = [`${callIdHeader}: cc-1`];
      bench.bob.respond(await bench.bob.request('INVITE'), '200 OK', '', { body: paperSdp('recvonly'), headers });
      expect((await held).ok).to.equal(true);
      await bench.bob.request('ACK');
      expect(line1()?.callId).to.equal('cc-1');
      call.request('INVITE', { body: paperSdp(), headers: [`${callIdHeader}: cc-2`] });
      await bench.bob.response(200, 'INVITE');
      call.request('ACK');
      expect(line1()?.callId).to.equal('cc-1');
    });

    it(`learns the call centre’s id from their INVITE inside a call that ${who} placed`, async () => {
      const call = await talks(bench);
      call.request('INVITE', { body: paperSdp(), headers: [`${callIdHeader}: cc-1`] });
      await bench.bob.response(200, 'INVITE');
      call.request('ACK');
      expect(line1()?.callId).to.equal('cc-1');
      call.request('BYE');
      await bench.bob.response(200, 'BYE');
      await until(() => bench.alice.last('callEnded'), 'the call is over');
      expect(bench.alice.last('callEnded')?.callId).to.equal('cc-1');
    });
  }

  it('takes the call centre’s id from no other call', async () => {
    await aliceTalks(bench);
    const other = RawCall.outgoing(bench.bob, 'alice', { body: paperSdp(), headers: [`${callIdHeader}: cc-9`] });
    await other.answered(180);
    expect([line1()?.callId, bench.alice.phone.state.line2?.callId]).to.deep.equal([null, 'cc-9']);
    other.cancel();
    await bench.bob.response(200, 'CANCEL');
  });

  describe('challenges in a call', () => {
    const challenge = (name: string, nonce: string, stale = false): string =>
      `${name}: Digest realm="lab.test", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`;

    for (const [status, header, credentials] of [
      ['401 Unauthorized', 'WWW-Authenticate', 'Authorization'],
      ['407 Proxy Authentication Required', 'Proxy-Authenticate', 'Proxy-Authorization'],
    ] as const) {
      it(`answers ${status}, also when the nonce has gone stale, and counts its requests`, async () => {
        const call = await aliceTalks(bench);
        const held = bench.alice.phone.execute({ type: 'hold' });
        const first = await bench.bob.request('INVITE');
        bench.bob.respond(first, status, '', { headers: [challenge(header, 'n1')] });
        const second = await bench.bob.request('INVITE');
        expect(second.header(credentials)).to.include('nonce="n1"').and.not.include('pw-alice');
        bench.bob.respond(second, status, '', { headers: [challenge(header, 'n2', true)] });
        const third = await bench.bob.request('INVITE');
        expect(third.header(credentials)).to.include('nonce="n2"');
        bench.bob.respond(third, '200 OK', '', { body: paperSdp('recvonly') });
        expect((await held).ok).to.equal(true);
        expect([second.cseq, third.cseq]).to.deep.equal([first.cseq + 1, first.cseq + 2]);
        for (let i = 0; i < 3; i++) await bench.bob.request('ACK');
        call.request('OPTIONS');
        await bench.bob.response(200, 'OPTIONS');
      });
    }

    it('gives up where the same nonce is refused again, and the call goes on', async () => {
      const call = await aliceTalks(bench);
      const held = bench.alice.phone.execute({ type: 'hold' });
      for (let i = 0; i < 2; i++) {
        const invite = await bench.bob.request('INVITE');
        bench.bob.respond(invite, '401 Unauthorized', '', { headers: [challenge('WWW-Authenticate', 'n1')] });
        await bench.bob.request('ACK');
      }
      expect(await held).to.have.nested.property('error.code', 'AUTH_FAILED');
      await stillTalks(bench, call);
    });

    it('never sends two requests with one CSeq after a challenged INFO', async () => {
      const call = await aliceTalks(bench);
      bench.alice.media.telephoneEvents = false;
      const sent = bench.alice.phone.execute({ type: 'sendDtmf', tones: '1' });
      const first = await bench.bob.request('INFO');
      bench.bob.respond(first, '407 Proxy Authentication Required', '', {
        headers: [challenge('Proxy-Authenticate', 'n1')],
      });
      const second = await bench.bob.request('INFO');
      bench.bob.respond(second, '200 OK', '');
      expect((await sent).ok).to.equal(true);
      const held = bench.alice.phone.execute({ type: 'hold' });
      const invite = await bench.bob.request('INVITE');
      bench.bob.respond(invite, '200 OK', '', { body: paperSdp('recvonly') });
      expect((await held).ok).to.equal(true);
      expect([second.cseq, invite.cseq]).to.deep.equal([first.cseq + 1, first.cseq + 2]);
      await bench.bob.request('ACK');
      expect(line1()).to.include({ state: 'held' });
      expect(call.callId).to.equal(invite.header('Call-ID'));
    });

    it('hangs up also where the BYE is challenged', async () => {
      await aliceTalks(bench);
      await bench.alice.phone.execute({ type: 'hangUp' });
      const first = await bench.bob.request('BYE');
      bench.bob.respond(first, '407 Proxy Authentication Required', '', {
        headers: [challenge('Proxy-Authenticate', 'n1')],
      });
      const second = await bench.bob.request('BYE');
      expect(second.header('Proxy-Authorization')).to.include('nonce="n1"');
      bench.bob.respond(second, '200 OK', '');
      expect(bench.alice.names().filter((name) => name === 'callEnded')).to.have.length(1);
    });
  });
});
