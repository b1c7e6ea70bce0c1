import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AccountLab, base } from './account-lab.js';

describe('/demo/faults', { timeout: 20_000 }, () => {
  let lab: AccountLab;
  let token: string;
  beforeEach(async () => {
    lab = await AccountLab.start();
    token = await lab.signIn();
  });
  afterEach(() => lab.stop());

  const me = () => lab.ask('GET', `${base}/me`, { token, inContract: false });

  /** Until the request has arrived that meets the fault. */
  const taken = async () => {
    while ((await lab.ask('GET', '/demo/faults', { inContract: false })).body.faults.length > 0);
  };

  it('answers with a status, once, and with Retry-After where that is asked for', async () => {
    await lab.breakWith({ path: 'me', kind: 'status' });
    const broken = await me();
    assert.deepEqual(
      [broken.status, broken.body.error.code, broken.headers.get('Retry-After')],
      [503, 'DEMO_FAULT', null],
    );
    assert.equal((await me()).status, 200);
    await lab.breakWith({ path: 'me', kind: 'status', status: 429, retryAfter: 7 });
    const slowed = await me();
    assert.deepEqual([slowed.status, slowed.headers.get('Retry-After')], [429, '7']);
  });

  it('meets only its path, as often as it says; * is every path; null is until it is cleared', async () => {
    await lab.breakWith({ path: 'contacts', kind: 'status', times: 2 });
    assert.equal((await me()).status, 200);
    const contacts = async () => (await lab.ask('GET', `${base}/contacts`, { token, inContract: false })).status;
    assert.deepEqual([await contacts(), await contacts(), await contacts()], [503, 503, 200]);
    await lab.breakWith({ kind: 'status', status: 500, times: null });
    for (let i = 0; i < 5; i++) assert.deepEqual([(await me()).status, await contacts()], [500, 500]);
    const listed = await lab.ask('GET', '/demo/faults', { inContract: false });
    assert.deepEqual([listed.body.faults.length, listed.body.faults[0].path], [1, '*']);
    assert.equal((await lab.ask('DELETE', '/demo/faults', { inContract: false })).status, 200);
    assert.equal((await me()).status, 200);
  });

  it('breaks the connection', async () => {
    await lab.breakWith({ path: 'me', kind: 'down' });
    await assert.rejects(me, TypeError);
    assert.equal((await me()).status, 200);
  });

  it('is slow by the clock, and never answers at all', async () => {
    await lab.breakWith({ path: 'me', kind: 'slow', ms: 5000 });
    const state = { answered: false };
    const slow = me().then((reply) => ((state.answered = true), reply));
    await taken();
    lab.clock.advance(4999);
    await lab.ask('GET', `${base}/contacts`, { token });
    assert.equal(state.answered, false);
    lab.clock.advance(1);
    assert.equal((await slow).status, 200);

    await lab.breakWith({ path: 'me', kind: 'hang' });
    const abort = new AbortController();
    const hanging = fetch(`${lab.url}${base}/me`, { headers: { 'X-Auth-Token': token }, signal: abort.signal });
    const failed = assert.rejects(hanging, { name: 'AbortError' });
    await taken();
    abort.abort();
    await failed;
    assert.equal((await me()).status, 200);
  });

  it('answers as a proxy or a login page does', async () => {
    await lab.breakWith({ path: 'me', kind: 'html' });
    const page = await me();
    assert.equal(page.status, 502);
    assert.match(page.headers.get('Content-Type') ?? '', /^text\/html/);
    assert.match(page.body, /^<!doctype html>/);
    await lab.breakWith({ path: 'me', kind: 'html', status: 200 });
    assert.equal((await me()).status, 200);
    await lab.breakWith({ path: 'me', kind: 'redirect' });
    const redirected = await me();
    assert.deepEqual([redirected.status, redirected.headers.get('Location')], [302, '/login']);
  });

  it('leaves a field out, or makes it of another type', async () => {
    await lab.breakWith({ path: 'me', kind: 'missing', field: 'sip.servers' });
    const { body } = await me();
    assert.equal('servers' in body.sip, false);
    assert.equal(body.sip.expires, 300);
    await lab.breakWith({ path: 'me', kind: 'wrongType', field: 'sip.expires' });
    assert.equal(typeof (await me()).body.sip.expires, 'string');
    await lab.breakWith({ path: 'histories', kind: 'wrongType', field: 'items.0.started_at' });
    const histories = await lab.ask('GET', `${base}/histories`, { token, inContract: false });
    assert.equal(histories.body.items[0].started_at, 12.5);
    await lab.breakWith({ path: 'me', kind: 'wrongType', field: '__proto__.polluted' });
    await me();
    assert.equal('polluted' in {}, false);
    const now = await lab.ask('GET', `${base}/me`, { token });
    assert.deepEqual([now.body.sip.expires, now.body.sip.servers.length], [300, 1], 'the next answer is whole');
  });

  it('lets every token run out', async () => {
    await lab.breakWith({ path: 'me', kind: 'expired' });
    assert.equal((await me()).status, 401);
    assert.equal((await me()).status, 401);
    token = await lab.signIn();
    assert.equal((await me()).status, 200);
  });

  it('names what is wrong with a fault', async () => {
    for (const [fault, field] of [
      [{}, 'kind'],
      [{ kind: 'earthquake' }, 'kind'],
      [{ kind: 'down', path: 'nowhere' }, 'path'],
      [{ kind: 'status', status: 99 }, 'status'],
      [{ kind: 'slow', ms: -1 }, 'ms'],
      [{ kind: 'missing' }, 'field'],
      [{ kind: 'missing', field: 'a b' }, 'field'],
      [{ kind: 'down', times: 0 }, 'times'],
      [{ kind: 'status', retryAfter: 'soon' }, 'retryAfter'],
    ] as const) {
      const { status, body } = await lab.ask('POST', '/demo/faults', { body: fault, inContract: false });
      assert.deepEqual([status, body.error.code], [422, 'INVALID_FAULT']);
      assert.match(body.error.message, new RegExp(`^${field} `));
    }
    assert.equal((await lab.ask('PUT', '/demo/faults', { inContract: false })).status, 405);
    assert.equal((await lab.ask('POST', '/demo/faults', { body: '{', inContract: false })).status, 400);
  });
});
