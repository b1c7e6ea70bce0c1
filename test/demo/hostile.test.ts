import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { domain } from '../../demo/server/directory.js';
import { startLab, type Lab, type SipPhone } from './sip-phone.js';

describe('hostile input', { timeout: 20_000 }, () => {
  let lab: Lab;
  let phone: SipPhone;
  beforeEach(async () => {
    lab = await startLab();
    phone = await lab.phone('1001');
  });
  afterEach(() => lab.stop());

  const good = () => phone.build('OPTIONS', { uri: `sip:${domain}` });

  it('answers a ping with a pong and OPTIONS with 200, to whoever asks', async () => {
    phone.send('\r\n\r\n');
    assert.equal(await phone.frame(), '\r\n');
    phone.send('\r\n');
    phone.send(`\r\n${good()}`);
    const ok = await phone.final('OPTIONS');
    assert.equal(ok.status, 200);
    assert.match(ok.headers.get('Allow') ?? '', /INVITE/);
    assert.deepEqual(phone.raw, [], 'a lone CRLF gets no answer');
  });

  const broken: Readonly<Record<string, (text: string) => string>> = {
    'a header without a colon': (text) => text.replace('Call-ID', 'Nonsense\r\nCall-ID'),
    'no Max-Forwards number': (text) => text.replace('Max-Forwards: 70', 'Max-Forwards: many'),
    'a Content-Length beyond the end': (text) => text.replace('Content-Length: 0', 'Content-Length: 5000'),
    'a negative Content-Length': (text) => text.replace('Content-Length: 0', 'Content-Length: -1'),
    'a CSeq of another method': (text) => text.replace(/CSeq: (\d+) OPTIONS/, 'CSeq: $1 INVITE'),
    'a CSeq without a number': (text) => text.replace(/CSeq: \d+ OPTIONS/, 'CSeq: x OPTIONS'),
    'a From that is none': (text) => text.replace(/From: .*/, 'From: <<<>>>'),
    'a Request-URI that is none': (text) => text.replace(`OPTIONS sip:${domain}`, 'OPTIONS sip:@@@'),
    'a lone line feed in a header': (text) => text.replace('Call-ID', 'Subject: a\nInjected: b\r\nCall-ID'),
    'a Request-URI of another kind': (text) => text.replace(`OPTIONS sip:${domain}`, 'OPTIONS tel:0912345678'),
    'two From headers': (text) => text.replace('Call-ID', `f: <sip:1002@${domain}>;tag=x\r\nCall-ID`),
    'a version of the future': (text) => text.replace('SIP/2.0\r\nVia', 'SIP/7.0\r\nVia'),
  };
  for (const [name, breakIt] of Object.entries(broken)) {
    it(`says 400 to ${name}`, async () => {
      const text = breakIt(good());
      assert.notEqual(text, good());
      const frame = once(phone.socket, 'message') as Promise<[Buffer]>;
      phone.send(text);
      const answer = (await frame)[0].toString();
      assert.match(answer, /^SIP\/2\.0 400 Bad Request\r\n/);
      assert.match(answer, new RegExp(`\r\nCall-ID: 1001-${phone.tag}\r\n`));
    });
  }

  it('says 420 to an extension it does not know', async () => {
    phone.send(phone.build('INVITE', { headers: ['Proxy-Require: magic'] }));
    const answer = await phone.final('INVITE');
    assert.equal(answer.status, 420);
    assert.equal(answer.headers.get('Unsupported'), 'magic');
  });

  it('takes header names of JavaScript’s own for what they are', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    phone.send(good().replace('Call-ID', `${names.map((name) => `${name}: 1\r\n`).join('')}Call-ID`));
    assert.equal((await phone.final('OPTIONS')).status, 200);
  });

  it('drops what nobody can answer, and goes on', async () => {
    const drop = [
      '', '\r', 'hello', '\u0000\u0001\u0002', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '{"json": true}', 'SIP/2.0',
      'INVITE', 'INVITE sip:1001@x SIP/2.0\r\n\r\n', 'SIP/2.0 200 OK\r\n\r\n', 'SIP/2.0 999 ?\r\nVia: x\r\n\r\n',
      good().replace(/Via: .*\r\n/, ''), good().replace(/To: .*\r\n/, ''), good().replace(/Call-ID: .*\r\n/, ''),
      good().replaceAll('OPTIONS', 'ACK'), good().replaceAll('\r\n', '\n'), 'A'.repeat(60_000), '\r\n'.repeat(20_000),
      `INVITE sip:${'a@'.repeat(10_000)} SIP/2.0\r\n\r\n`, good().replace('Call-ID', `${'X: y\r\n'.repeat(5_000)}Call-IDs`),
    ]; // prettier-ignore
    for (const text of drop) phone.send(text);
    phone.socket.send(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    await phone.settle();
    assert.deepEqual(phone.inbox, []);
    assert.deepEqual(phone.raw, []);
  });

  it('understands SIP in a binary frame', async () => {
    phone.socket.send(Buffer.from(good()));
    assert.equal((await phone.final('OPTIONS')).status, 200);
  });

  it('does not believe a response that nobody asked for, or that another phone sends', async () => {
    const [agent, other, third] = [
      await lab.registered('1001'),
      await lab.registered('0912345678'),
      await lab.registered('1002'),
    ];
    await agent.invite(other.aor);
    const invite = await other.request('INVITE');
    third.reply(invite, 200, 'OK');
    await third.settle();
    await agent.settle();
    assert.deepEqual(
      agent.inbox.filter((m) => m.kind === 'response' && m.status === 200),
      [],
    );
    other.reply(invite, 200, 'OK');
    assert.equal((await agent.response(200, 'INVITE')).toTag, other.tag);
  });

  it('closes a connection that sends a frame too big, and only that one', async () => {
    const other = await lab.registered('1002');
    const closed = once(phone.socket, 'close') as Promise<[number]>;
    phone.send('A'.repeat(70_000));
    assert.equal((await closed)[0], 1009);
    await other.settle();
  });

  it('takes no page of another site, and no other protocol', async () => {
    const status = async (protocol: string, headers: Record<string, string>) => {
      const socket = new WebSocket(lab.url, protocol, { headers });
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      socket.on('error', () => {});
      socket.terminate();
      return response.statusCode;
    };
    assert.equal(await status('sip', { Origin: 'https://evil.example' }), 403);
    assert.equal(await status('chat', {}), 400);
  });
});
