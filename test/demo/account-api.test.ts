import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import * as v from 'valibot';
import { contactsSchema, historiesSchema, meSchema, savedNoteSchema, tokenSchema } from '../../src/account/schemas.js';
import { AccountLab, an, base, binh } from './account-lab.js';

const minutes = (n: number) => n * 60_000;

describe('account API', { timeout: 20_000 }, () => {
  let lab: AccountLab;
  beforeEach(async () => {
    lab = await AccountLab.start();
  });
  afterEach(() => lab.stop());

  describe('POST /api/token', () => {
    it('gives a token for half an hour, another one each time', async () => {
      const first = await lab.ask('POST', '/api/token', { body: an });
      const second = await lab.ask('POST', '/api/token', { body: an });
      assert.equal(first.status, 200);
      assert.ok(v.is(tokenSchema, first.body));
      assert.equal(Date.parse(first.body.expires_at), lab.clock.now() + minutes(30));
      assert.notEqual(first.body.token, second.body.token);
      assert.equal(first.headers.get('Cache-Control'), 'no-store');
    });

    it('refuses a wrong password, a user nobody knows and a question that is none', async () => {
      for (const [body, status, code] of [
        [{ ...an, password: 'wrong' }, 401, 'INVALID_CREDENTIALS'],
        [{ ...an, username: 'nobody@demo.vn' }, 401, 'INVALID_CREDENTIALS'],
        [{ ...an, auth_method: 'token' }, 422, 'INVALID_AUTH_METHOD'],
        [{ auth_method: 'password', username: an.username }, 422, 'MISSING_CREDENTIALS'],
        [{ ...an, password: 1001 }, 422, 'MISSING_CREDENTIALS'],
        [['a list'], 422, 'INVALID_BODY'],
      ] as const) {
        const reply = await lab.ask('POST', '/api/token', { body });
        assert.deepEqual([reply.status, reply.body.error.code], [status, code]);
        assert.ok(reply.body.error.message.length > 5);
        assert.ok(!JSON.stringify(reply.body).includes(an.password));
      }
    });

    it('slows down whoever guesses, and says for how long', async () => {
      for (let i = 0; i < 10; i++) await lab.ask('POST', '/api/token', { body: { ...an, password: `guess ${i}` } });
      lab.clock.advance(15_000);
      const refused = await lab.ask('POST', '/api/token', { body: an });
      assert.deepEqual([refused.status, refused.headers.get('Retry-After')], [429, '45']);
      lab.clock.advance(45_000);
      assert.equal((await lab.ask('POST', '/api/token', { body: an })).status, 200);
    });
  });

  describe('the token', () => {
    const paths = [
      ['GET', '/me', undefined],
      ['GET', '/histories', undefined],
      ['GET', '/contacts', undefined],
      ['PUT', '/hotline', { hotline_id: 'hl-2' }],
      ['PUT', '/calls/c-1001-1/note', { note: 'x' }],
    ] as const;

    it('is asked for by every path, and is good until the last second', async () => {
      const token = await lab.signIn();
      for (const [method, path, body] of paths) {
        for (const wrong of [null, 'invented', `${token}x`]) {
          const reply = await lab.ask(method, base + path, { token: wrong, body });
          assert.deepEqual([reply.status, reply.body.error.code], [401, 'INVALID_TOKEN'], path);
        }
      }
      lab.clock.advance(minutes(30) - 1);
      for (const [method, path, body] of paths) {
        assert.equal((await lab.ask(method, base + path, { token, body })).status, 200, path);
      }
      lab.clock.advance(1);
      for (const [method, path, body] of paths) {
        assert.equal((await lab.ask(method, base + path, { token, body })).status, 401, path);
      }
      assert.equal((await lab.ask('GET', `${base}/me`, { token: await lab.signIn() })).status, 200);
    });

    it('of an account without an extension leads to NO_EXTENSION', async () => {
      const token = await lab.signIn({ username: 'chi.pham@demo.vn', password: 'demo-none' });
      for (const [method, path, body] of paths) {
        const reply = await lab.ask(method, base + path, { token, body });
        assert.deepEqual([reply.status, reply.body.error.code], [404, 'NO_EXTENSION'], path);
      }
    });
  });

  it('GET /me: the extension, its hotlines only, and how to register at this very server', async () => {
    const { body } = await lab.ask('GET', `${base}/me`, { token: await lab.signIn() });
    assert.ok(v.is(meSchema, body));
    assert.deepEqual(body.extension, {
      id: 'ext-1001',
      number: '1001',
      name: 'Nguyễn Văn An',
      hotline_id_list: ['hl-1', 'hl-2'],
      hotline_group_id_list: ['hg-1'],
      current_hotline_id: 'hl-1',
    });
    assert.deepEqual(body.hotlines[2], { id: 'hg-1', type: 'group', name: 'Toàn quốc', number: null });
    assert.deepEqual(body.sip.servers, [`ws://127.0.0.1:${lab.port}/ws`]);
    assert.deepEqual([body.sip.authorization_username, body.sip.password, body.sip.ha1], ['1001', 'demo-1001', null]);

    const other = await lab.ask('GET', `${base}/me`, { token: await lab.signIn(binh) });
    assert.deepEqual(
      other.body.hotlines.map(({ id }: { id: string }) => id),
      ['hl-1', 'hg-1'],
    );
    const byName = await askRaw(lab, 'GET', `${base}/me`, { 'X-Auth-Token': await lab.signIn(), Host: 'localhost:9' });
    assert.deepEqual(JSON.parse(byName.text).sip.servers, ['ws://localhost:9/ws']);
  });

  describe('GET /histories', () => {
    it('has 2,000 calls, newest first, each once, in pages of any size', async () => {
      const token = await lab.signIn();
      const all = await lab.all(`${base}/histories`, token, 200);
      assert.equal(all.length, 2000);
      assert.equal(new Set(all.map(({ id }) => id)).size, 2000);
      const times = all.map(({ started_at }) => started_at as string);
      assert.deepEqual(times, [...times].sort().reverse());
      assert.ok(Date.parse(times[0] ?? '') < lab.clock.now());
      for (const status of ['answered', 'missed', 'busy', 'rejected', 'cancelled', 'failed']) {
        assert.ok(
          all.some((item) => item.status === status),
          status,
        );
      }
      const uneven = await lab.all(`${base}/histories`, token, 173);
      assert.deepEqual(uneven, all);
      assert.ok(v.is(historiesSchema, { items: all, next_cursor: null }));
    });

    it('agrees with itself: times in order, duration from answer to end, talk only where there was an answer', async () => {
      for (const who of [an, binh]) {
        for (const item of await lab.all(`${base}/histories`, await lab.signIn(who), 200)) {
          const [start, end] = [Date.parse(item.started_at), Date.parse(item.ended_at)];
          assert.ok(start <= end);
          assert.equal(item.answered_at !== null, item.status === 'answered', item.id);
          assert.equal(item.duration, item.answered_at === null ? 0 : (end - Date.parse(item.answered_at)) / 1000);
          const own = who === an ? '1001' : '1002';
          assert.ok(item.direction === 'internal' || (item.direction === 'inbound' ? item.to : item.from) === own);
          assert.ok(item.from === own || item.to === own);
        }
      }
    });

    it('is the same at each start', async () => {
      const again = await AccountLab.start();
      const [one, two] = [await lab.signIn(), await again.signIn()];
      const path = `${base}/histories?limit=50`;
      assert.deepEqual(
        (await lab.ask('GET', path, { token: one })).body,
        (await again.ask('GET', path, { token: two })).body,
      );
      await again.stop();
    });

    it('gives 30 where nobody says how many, 1 to 200 otherwise', async () => {
      const token = await lab.signIn();
      for (const [query, count] of [
        ['', 30],
        ['?limit=1', 1],
        ['?limit=200', 200],
      ] as const) {
        assert.equal((await lab.ask('GET', `${base}/histories${query}`, { token })).body.items.length, count);
      }
      for (const limit of ['0', '201', '-1', '1.5', 'ten', '', '1e2']) {
        const { status, body } = await lab.ask('GET', `${base}/histories?limit=${limit}`, { token });
        assert.deepEqual([status, body.error.code], [422, 'INVALID_LIMIT'], limit);
      }
      const { status, body } = await lab.ask('GET', `${base}/histories?cursor=invented`, { token });
      assert.deepEqual([status, body.error.code], [422, 'INVALID_CURSOR']);
    });
  });

  it('GET /contacts: 500 of them, in pages, the demo’s customers among them', async () => {
    const token = await lab.signIn();
    const all = await lab.all(`${base}/contacts`, token);
    assert.equal(all.length, 500);
    assert.equal(new Set(all.map(({ id }) => id)).size, 500);
    assert.equal(new Set(all.flatMap(({ phones }) => phones)).size, all.flatMap(({ phones }) => phones).length);
    assert.ok(all.some(({ name, phones }) => name === 'Trần Thị Thanh Hoa' && phones[0] === '0912345678'));
    assert.ok(v.is(contactsSchema, { items: all, next_cursor: null }));
    const { status } = await lab.ask('GET', `${base}/contacts?cursor=invented`, { token });
    assert.equal(status, 422);
  });

  it('PUT /hotline: one of the extension’s own, a group too, and /me remembers it', async () => {
    const token = await lab.signIn();
    for (const hotline_id of ['hg-1', 'hl-2']) {
      const { status, body } = await lab.ask('PUT', `${base}/hotline`, { token, body: { hotline_id } });
      assert.deepEqual([status, body.hotline.id], [200, hotline_id]);
      const me = await lab.ask('GET', `${base}/me`, { token: await lab.signIn() });
      assert.equal(me.body.extension.current_hotline_id, hotline_id);
    }
    const other = await lab.signIn(binh);
    for (const body of [{ hotline_id: 'hl-2' }, { hotline_id: 'hl-9' }, { hotline_id: null }, {}]) {
      const reply = await lab.ask('PUT', `${base}/hotline`, { token: other, body });
      assert.deepEqual([reply.status, reply.body.error.code], [422, 'INVALID_HOTLINE']);
    }
    assert.equal((await lab.ask('GET', `${base}/me`, { token: other })).body.extension.current_hotline_id, 'hl-1');
  });

  describe('PUT /calls/{call_id}/note', () => {
    it('keeps what is absent as it was, and the history shows it', async () => {
      const token = await lab.signIn();
      const { items } = (await lab.ask('GET', `${base}/histories?limit=200`, { token })).body;
      const { id } = items.find((item: { note: unknown; rate: unknown }) => item.note === null && item.rate === null);
      const path = `${base}/calls/${id}/note`;
      lab.clock.advance(5000);
      const noted = await lab.ask('PUT', path, { token, body: { note: 'Gọi lại thứ Sáu' } });
      assert.ok(v.is(savedNoteSchema, noted.body));
      const updated_at = new Date(lab.clock.now()).toISOString();
      assert.deepEqual(noted.body, { call_id: id, note: 'Gọi lại thứ Sáu', rate: null, report: null, updated_at });
      const rated = await lab.ask('PUT', path, { token, body: { rate: 5, report: 'Good' } });
      assert.deepEqual(rated.body, { call_id: id, note: 'Gọi lại thứ Sáu', rate: 5, report: 'Good', updated_at });
      const after = (await lab.ask('GET', `${base}/histories?limit=200`, { token })).body.items;
      const item = after.find((each: { id: string }) => each.id === id);
      assert.deepEqual([item.note, item.rate, item.report], ['Gọi lại thứ Sáu', 5, 'Good']);
    });

    it('refuses a call that is not this extension’s, and what is no note', async () => {
      const token = await lab.signIn();
      for (const id of ['c-9999', 'c-1002-1', '..%2Fme', encodeURIComponent('khách/1')]) {
        const { status, body } = await lab.ask('PUT', `${base}/calls/${id}/note`, { token, body: { note: 'x' } });
        assert.deepEqual([status, body.error.code], [404, 'UNKNOWN_CALL'], id);
      }
      const broken = await askRaw(lab, 'PUT', `${base}/calls/%E0%A4/note`, { 'X-Auth-Token': token });
      assert.equal(broken.status, 404);
      for (const body of [
        {},
        { note: null },
        { note: 7 },
        { note: 'x'.repeat(10_001) },
        { rate: 0 },
        { rate: 6 },
        { rate: 2.5 },
        { rate: '5' },
        { report: [] },
        { remark: 'x' },
      ]) {
        const reply = await lab.ask('PUT', `${base}/calls/c-1001-1/note`, { token, body });
        assert.deepEqual(
          [reply.status, reply.body.error.code],
          [422, 'INVALID_NOTE'],
          JSON.stringify(body).slice(0, 40),
        );
      }
    });
  });

  describe('bodies', () => {
    it('must be JSON, in UTF-8, by name and by nature, and not too long', async () => {
      const token = await lab.signIn();
      const put = (body: unknown, headers = {}) => lab.ask('PUT', `${base}/hotline`, { token, body, headers });
      for (const body of ['', '{"hotline_id":', 'hotline_id=hl-1', new Uint8Array([0x22, 0xff, 0x22])]) {
        const reply = await put(body);
        assert.deepEqual([reply.status, reply.body.error.code], [400, 'MALFORMED_JSON']);
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1']) {
        assert.equal((await put({ hotline_id: 'hl-1' }, { 'Content-Type': type })).status, 415, type);
      }
      for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"']) {
        assert.equal((await put({ hotline_id: 'hl-1' }, { 'Content-Type': type })).status, 200, type);
      }
      const long = await put(JSON.stringify({ hotline_id: 'x'.repeat(64 * 1024) }));
      assert.deepEqual([long.status, long.body.error.code], [413, 'BODY_TOO_LONG']);
      assert.equal((await put({ hotline_id: 'hl-1' })).status, 200, 'and the next request is served');
    });
  });

  describe('who may ask', () => {
    it('lets another page of this machine in, by CORS', async () => {
      for (const Origin of ['http://localhost:3000', 'http://127.0.0.1:8080', 'https://localhost', 'http://[::1]:80']) {
        const ask = {
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'x-auth-token,content-type',
        };
        const before = await askRaw(lab, 'OPTIONS', `${base}/hotline`, { Origin, ...ask });
        assert.equal(before.status, 204);
        assert.equal(before.headers['access-control-allow-origin'], Origin);
        assert.match(before.headers['access-control-allow-methods'] ?? '', /\bPUT\b/);
        assert.match(before.headers['access-control-allow-headers'] ?? '', /X-Auth-Token, Content-Type/);
        assert.equal(before.headers['access-control-allow-credentials'], undefined);
        const token = await lab.signIn();
        const asked = await askRaw(lab, 'GET', `${base}/me`, { Origin, 'X-Auth-Token': token });
        assert.deepEqual([asked.status, asked.headers['access-control-allow-origin']], [200, Origin]);
        assert.equal(asked.headers['access-control-expose-headers'], 'Retry-After');
        assert.equal(asked.headers.vary, 'Origin');
        const refused = await askRaw(lab, 'GET', `${base}/me`, { Origin });
        assert.deepEqual([refused.status, refused.headers['access-control-allow-origin']], [401, Origin], 'errors too');
      }
    });

    it('keeps pages from elsewhere out, and names that only lead here', async () => {
      const token = await lab.signIn();
      for (const headers of [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: 'http://localhost.evil.example' },
        { Host: 'evil.example' },
      ]) {
        for (const [method, path] of [
          ['GET', `${base}/me`],
          ['OPTIONS', `${base}/me`],
          ['GET', '/demo/faults'],
        ] as const) {
          const reply = await askRaw(lab, method, path, { ...headers, 'X-Auth-Token': token });
          assert.equal(reply.status, 403);
          assert.equal(reply.headers['access-control-allow-origin'], undefined);
        }
      }
    });
  });

  it('says 404 for a path that is none, 405 for another method, in the contract’s words', async () => {
    const token = await lab.signIn();
    for (const path of ['/api/none', `${base}/me/`, `${base}/calls//note`, `${base}/ME`]) {
      const { status, body } = await lab.ask('GET', path, { token, inContract: false });
      assert.deepEqual([status, body.error.code], [404, 'NOT_FOUND'], path);
    }
    const reply = await lab.ask('DELETE', `${base}/me`, { token, inContract: false });
    assert.deepEqual(
      [reply.status, reply.headers.get('Allow'), reply.body.error.code],
      [405, 'GET', 'METHOD_NOT_ALLOWED'],
    );
    assert.equal((await lab.ask('GET', '/elsewhere', { inContract: false })).body, 'Not found');
  });
});

/** With headers that `fetch` does not let one set. */
async function askRaw(lab: AccountLab, method: string, path: string, headers: Readonly<Record<string, string>>) {
  const request = httpRequest({ port: lab.port, host: '127.0.0.1', method, path, headers });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}
