import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { domain } from '../../demo/server/directory.js';
import { startLab, type Lab } from './sip-phone.js';

const limit = { timeout: 10_000 };

describe('registrar', limit, () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.stop());

  it('challenges, then registers with the right password', async () => {
    const phone = await lab.phone('1001');
    phone.send(phone.build('REGISTER', { uri: `sip:${domain}`, to: `<${phone.aor}>` }));
    const challenge = await phone.final('REGISTER');
    assert.equal(challenge.status, 401);
    assert.match(
      challenge.headers.get('WWW-Authenticate') ?? '',
      /^Digest realm="songxanh\.example", nonce="[^"]+", algorithm=MD5, qop="auth"$/,
    );
    const ok = await phone.register([`Contact: <${phone.contact}>;expires=120`]);
    assert.equal(ok.status, 200);
    assert.equal(ok.headers.get('Contact'), `<${phone.contact}>;expires=120`);
  });

  it('refuses a wrong password and an unknown number with 401, and registers nobody', async () => {
    for (const phone of [await lab.phone('1001', 'demo-1002'), await lab.phone('7777')]) {
      const answer = await phone.register();
      assert.equal(answer.status, 401);
      assert.doesNotMatch(answer.headers.get('WWW-Authenticate') ?? '', /stale/);
    }
    const caller = await lab.registered('1002');
    await caller.invite(`sip:1001@${domain}`);
    assert.equal((await caller.final('INVITE')).status, 480);
  });

  it('says stale for a nonce that is too old or used twice, and takes the new one', async () => {
    const phone = await lab.phone('1001');
    const uri = `sip:${domain}`;
    const to = `<${phone.aor}>`;
    phone.send(phone.build('REGISTER', { uri, to }));
    const challenge = await phone.final('REGISTER');
    lab.clock.advance(301_000);
    const proof = phone.credentials(challenge, 'REGISTER', uri);
    phone.send(phone.build('REGISTER', { uri, to, headers: [`Contact: <${phone.contact}>`, proof] }));
    const stale = await phone.final('REGISTER');
    assert.equal(stale.status, 401);
    assert.match(stale.headers.get('WWW-Authenticate') ?? '', /stale=true/);

    const fresh = phone.credentials(stale, 'REGISTER', uri);
    for (const expected of [200, 401]) {
      phone.send(phone.build('REGISTER', { uri, to, headers: [`Contact: <${phone.contact}>`, fresh] }));
      assert.equal((await phone.final('REGISTER')).status, expected);
    }
    const next = phone.credentials(stale, 'REGISTER', uri, { nc: '00000002' });
    phone.send(phone.build('REGISTER', { uri, to, headers: [`Contact: <${phone.contact}>`, next] }));
    assert.equal((await phone.final('REGISTER')).status, 200);
  });

  it('lets nobody register another number', async () => {
    const phone = await lab.phone('1001');
    const uri = `sip:${domain}`;
    phone.send(phone.build('REGISTER', { uri, to: `<sip:1002@${domain}>` }));
    const proof = phone.credentials(await phone.final('REGISTER'), 'REGISTER', uri);
    phone.send(
      phone.build('REGISTER', { uri, to: `<sip:1002@${domain}>`, headers: [`Contact: <${phone.contact}>`, proof] }),
    );
    assert.equal((await phone.final('REGISTER')).status, 403);
  });

  it('removes one contact by expires=0 and all of them by a star', async () => {
    const [one, two] = [await lab.registered('1001'), await lab.registered('1001')];
    assert.deepEqual((await one.register([])).headers.all('Contact').length, 2);
    assert.deepEqual((await one.register([`Contact: <${one.contact}>;expires=0`])).headers.all('Contact').length, 1);
    assert.equal((await one.register(['Contact: *', 'Expires: 300'])).status, 400);
    assert.deepEqual((await two.register(['Contact: *', 'Expires: 0'])).headers.all('Contact'), []);
  });

  it('forgets a contact when its time is over', async () => {
    const phone = await lab.registered('1001');
    lab.clock.advance(299_000);
    assert.match((await phone.register([])).headers.get('Contact') ?? '', /;expires=1$/);
    lab.clock.advance(1_000);
    assert.deepEqual((await phone.register([])).headers.all('Contact'), []);
  });

  it('wants at least 10 s (423) and never gives more than an hour', async () => {
    const phone = await lab.phone('1001');
    const brief = await phone.register([`Contact: <${phone.contact}>`, 'Expires: 3']);
    assert.equal(brief.status, 423);
    assert.equal(brief.headers.get('Min-Expires'), '10');
    const long = await phone.register([`Contact: <${phone.contact}>`, 'Expires: 999999']);
    assert.match(long.headers.get('Contact') ?? '', /;expires=3600$/);
  });

  it('forgets the contacts of a closed socket, and lets the same device replace its own', async () => {
    const first = await lab.registered('1001');
    await lab.drop(first);
    const second = await lab.phone('1001');
    const device = '+sip.instance="<urn:uuid:1>";reg-id=1';
    assert.equal((await second.register([`Contact: <${second.contact}>;${device}`])).headers.all('Contact').length, 1);
    const third = await lab.phone('1001');
    const contacts = (await third.register([`Contact: <${third.contact}>;${device}`])).headers.all('Contact');
    assert.deepEqual(contacts, [`<${third.contact}>;expires=300`]);
  });
});
