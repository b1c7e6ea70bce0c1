/** Requests that the phone does not serve: refused at once and rightly (RFC 3261 §8.2), in and outside of a call. */
import { expect } from '@open-wc/testing';
import {
  aliceTalks,
  clearHostileBench,
  createHostileBench,
  stillTalks,
  type HostileBench,
} from '../support/hostile-bench.js';
import { paperSdp } from '../support/paper-media.js';
import { RawCall } from '../support/raw-peer.js';

const allowed = 'ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, REFER, UPDATE';

interface Stranger {
  readonly name: string;
  readonly method: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly type?: string;
  readonly status: number;
  /** A header that the answer must have, and what it must be. */
  readonly says?: readonly [name: string, value: string];
}

const unknownTypes: readonly Omit<Stranger, 'method'>[] = [
  { name: 'a text as body', body: 'hello', type: 'text/plain', status: 415, says: ['Accept', 'application/sdp'] },
  {
    name: 'several bodies in one',
    body: '--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--\r\n',
    type: 'multipart/mixed;boundary=x',
    status: 415,
    says: ['Accept', 'application/sdp'],
  },
  {
    name: 'a compressed body',
    body: paperSdp(),
    headers: ['Content-Encoding: gzip'],
    status: 415,
    says: ['Accept-Encoding', 'identity'],
  },
  {
    name: 'an extension that nobody knows',
    body: paperSdp(),
    headers: ['Require: 100rel, timer, nonsense'],
    status: 420,
    says: ['Unsupported', '100rel, nonsense'],
  },
];

const anywhere: readonly Stranger[] = [
  { name: 'MESSAGE', method: 'MESSAGE', body: 'hi', type: 'text/plain', status: 405, says: ['Allow', allowed] },
  { name: 'PRACK', method: 'PRACK', headers: ['RAck: 1 1 INVITE'], status: 405, says: ['Allow', allowed] },
  { name: 'SUBSCRIBE', method: 'SUBSCRIBE', headers: ['Event: presence'], status: 405, says: ['Allow', allowed] },
  { name: 'PUBLISH', method: 'PUBLISH', headers: ['Event: presence'], status: 405, says: ['Allow', allowed] },
  { name: 'a method that nobody knows', method: 'DANCE', status: 501, says: ['Allow', allowed] },
  { name: 'OPTIONS', method: 'OPTIONS', status: 200, says: ['Allow', allowed] },
  { name: 'OPTIONS that require nonsense', method: 'OPTIONS', headers: ['Require: nonsense'], status: 420 },
  ...unknownTypes.map((one) => ({ ...one, name: `INVITE with ${one.name}`, method: 'INVITE' })),
  ...unknownTypes.map((one) => ({ ...one, name: `UPDATE with ${one.name}`, method: 'UPDATE' })),
];

const outside: readonly Stranger[] = [
  { name: 'BYE', method: 'BYE', status: 481 },
  { name: 'UPDATE', method: 'UPDATE', status: 481 },
  { name: 'INFO', method: 'INFO', status: 405 },
  { name: 'REFER', method: 'REFER', headers: ['Refer-To: <sip:eve@lab.test>'], status: 405 },
  { name: 'NOTIFY of a subscription that is not', method: 'NOTIFY', headers: ['Event: refer'], status: 481 },
];

const inside: readonly Stranger[] = [
  { name: 'NOTIFY without an Event', method: 'NOTIFY', status: 489 },
  { name: 'REFER without Refer-To', method: 'REFER', status: 400 },
  { name: 'REFER to a web page', method: 'REFER', headers: ['Refer-To: <https://evil.test/>'], status: 400 },
  { name: 'INFO of a kind nobody knows', method: 'INFO', body: '<x/>', type: 'application/xml', status: 200 },
  { name: 'NOTIFY of nothing we asked for', method: 'NOTIFY', headers: ['Event: refer'], status: 200 },
];

describe('requests of strangers', () => {
  let bench: HostileBench;

  beforeEach(async () => {
    bench = await createHostileBench();
  });
  afterEach(() => clearHostileBench(bench));

  async function check({ method, status, says }: Stranger): Promise<void> {
    const response = await bench.bob.response(status, method);
    if (says) expect(response.header(says[0])).to.equal(says[1]);
    expect(response.header('To')).to.match(/;tag=\w+/);
  }

  for (const stranger of [...anywhere, ...outside]) {
    const { name, method, status } = stranger;
    it(`are answered with ${status} outside of a call: ${name}`, async () => {
      const call = { from: '<sip:bob@lab.test>;tag=s', to: '<sip:alice@lab.test>', callId: 'stranger' };
      bench.bob.send(`${method} sip:alice@lab.test`, { ...call, cseq: `1 ${method}`, ...stranger });
      await check(stranger);
      expect(bench.alice.names()).to.deep.equal(['connected', 'registered']);
      await stillTalks(bench, await aliceTalks(bench));
    });
  }

  for (const stranger of [...anywhere, ...inside]) {
    const { name, method, status } = stranger;
    it(`are answered with ${status} in a call, which goes on: ${name}`, async () => {
      const call = await aliceTalks(bench);
      call.request(method, stranger);
      await check(stranger);
      if (method === 'INVITE') call.request('ACK');
      await stillTalks(bench, call);
    });
  }

  // The registrar may send a call to the extension, or to the random name that the phone registered.
  for (const [user, status] of [
    ['alice', 180],
    ['eve', 404],
    ['Alice', 404],
    ['', 404],
  ] as const) {
    it(`are answered with ${status} when they call “${user}”`, async () => {
      bench.wire.also(user, 'alice');
      const call = RawCall.outgoing(
        bench.bob,
        'alice',
        { body: paperSdp() },
        user ? `sip:${user}@lab.test` : 'sip:lab.test',
      );
      await call.answered(status);
      expect(bench.alice.names().includes('callIncoming')).to.equal(status === 180);
      if (status === 180) call.cancel();
      else call.request('ACK');
    });
  }

  it('ignores a body that may be ignored, and offers by itself', async () => {
    const body = { body: 'hello', type: 'text/plain', headers: ['Content-Disposition: render;handling=optional'] };
    const call = RawCall.outgoing(bench.bob, 'alice', body);
    await call.answered(180);
    void bench.alice.phone.execute({ type: 'answer' });
    expect((await call.answered()).body).to.include('m=audio');
    call.request('ACK', { body: paperSdp() });
    await stillTalks(bench, call);
  });

  it('refuses an INVITE that says nowhere to answer to', async () => {
    const call = { from: '<sip:bob@lab.test>;tag=s', to: '<sip:alice@lab.test>', callId: 'stranger' };
    bench.wire.rewrite = (message) => message.replace(/^(INVITE[^]*?)^Contact: .*\r\n/m, '$1');
    bench.bob.send('INVITE sip:alice@lab.test', { ...call, cseq: '1 INVITE', body: paperSdp() });
    await bench.bob.response(400, 'INVITE');
    expect(bench.alice.names()).not.to.include('callIncoming');
  });
});
