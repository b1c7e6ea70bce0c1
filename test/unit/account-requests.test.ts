import { expect } from '@open-wc/testing';
import { createAccount, failureOf, timed, type AccountBench } from '../support/account-bench.js';
import { basePath, loginPage, password, username, type Fault, type Seen } from '../support/fake-account-api.js';
import { settle } from '../support/fake-clock.js';

const me = ({ path }: Seen): boolean => path === '/me';
const on =
  (which: (request: Seen) => boolean, fault: Fault) =>
  (request: Seen): Fault | null =>
    which(request) ? fault : null;

describe('signing in to the account API', () => {
  it('costs two requests: the token, then who I am', async () => {
    const { account, api } = createAccount();
    const profile = await account.load();
    expect(api.asked).to.deep.equal(['POST /api/token', 'GET /me']);
    expect(api.seen[0]!.body).to.deep.equal({ auth_method: 'password', username, password });
    expect(api.seen[0]!.headers.has('X-Auth-Token')).to.equal(false);
    expect(api.seen[1]!.headers.get('X-Auth-Token')).to.equal([...api.tokens][0]);
    expect(api.seen[1]!.url.href).to.equal(`${basePath}/me`);
    expect(profile.extension).to.deep.equal(api.me.extension);
    expect(profile.hotlines).to.deep.equal(api.me.hotlines);
    expect(profile.sip).to.deep.equal({
      uri: 'sip:1001@pbx.test',
      authorizationUsername: '1001',
      password: api.me.sip.password,
      ha1: null,
      displayName: 'Nguyễn Văn An',
      servers: ['wss://sip1.test/ws', 'wss://sip2.test/ws'],
      expires: 300,
      iceServers: api.me.sip.ice_servers,
    });
    account.close();
  });

  it('sends neither cookies nor a token after a redirect', async () => {
    const { account, api } = createAccount();
    await account.load();
    for (const { init } of api.seen) {
      expect(init).to.include({ credentials: 'omit', redirect: 'manual', cache: 'no-store' });
    }
    account.close();
  });

  it('costs one request with a fixed token, and the token endpoint is never asked', async () => {
    const { account, api } = createAccount({ credentials: { token: 'fixed-token' } });
    api.tokens.add('fixed-token');
    await account.load();
    expect(api.asked).to.deep.equal(['GET /me']);
    api.expireTokens();
    const error = await failureOf(account.histories(1));
    expect(error.code).to.equal('AUTH_FAILED');
    expect(error.details?.field).to.equal('token');
    expect(api.asked).to.deep.equal(['GET /me', 'GET /histories']);
    account.close();
  });

  it('asks getToken() once for all, and again when its token has run out', async () => {
    let asked = 0;
    const bench: AccountBench = createAccount({
      credentials: { username: null, password: null, getToken: async () => (asked++, bench.api.giveToken()) },
    });
    const { account, api } = bench;
    await account.load();
    await account.contacts();
    expect(asked).to.equal(1);
    api.expireTokens();
    await account.contacts();
    expect(asked).to.equal(2);
    expect(api.asked).to.deep.equal(['GET /me', 'GET /contacts', 'GET /contacts', 'GET /contacts']);
    account.close();
  });

  const badGetters: [string, () => Promise<string>, string][] = [
    ['rejects', () => Promise.reject(new Error('secret-of-the-page')), 'AUTH_FAILED'],
    ['cannot reach its own server', () => Promise.reject(new TypeError('secret-of-the-page')), 'NETWORK'],
    [
      'throws',
      () => {
        throw new Error('secret-of-the-page');
      },
      'AUTH_FAILED',
    ],
    ['gives nothing', () => Promise.resolve(''), 'AUTH_FAILED'],
    ['gives what is no text', () => Promise.resolve(42 as unknown as string), 'AUTH_FAILED'],
    ['gives two lines', () => Promise.resolve('secret-of-the-page\r\nX-Evil: 1'), 'AUTH_FAILED'],
    ['never comes back', () => new Promise(() => undefined), 'TIMEOUT'],
  ];
  for (const [what, getToken, code] of badGetters) {
    it(`says ${code} when getToken() ${what}`, async () => {
      const { account, api, clock, log } = createAccount({ credentials: { username: null, password: null, getToken } });
      const { result, ms } = await timed(clock, account.load());
      expect(result).to.include({ code });
      expect(JSON.stringify([result, String(result), log.lines])).to.not.include('secret-of-the-page');
      expect(ms).to.be.at.most(10_000);
      expect(api.asked).to.deep.equal([]);
      account.close();
    });
  }

  for (const status of [401, 403, 422]) {
    it(`says AUTH_FAILED when the sign-in is answered ${status}, and does not knock again by itself`, async () => {
      const { account, api } = createAccount();
      api.fault = on(({ method }) => method === 'POST', { type: 'status', status });
      expect((await failureOf(account.load())).code).to.equal('AUTH_FAILED');
      expect((await failureOf(account.histories(1))).code).to.equal('AUTH_FAILED');
      expect(api.asked).to.deep.equal(['POST /api/token']);
      api.fault = () => null;
      await account.load();
      expect(api.asked.slice(1)).to.deep.equal(['POST /api/token', 'GET /me']);
      account.close();
    });
  }

  it('takes the password out of what the server says', async () => {
    const { account } = createAccount({ credentials: { password: 'wr0ng-one' } });
    const error = await failureOf(account.load());
    expect(error.details?.reason).to.equal("wrong password '(removed)'");
    expect(JSON.stringify([error.message, error.details])).to.not.include('wr0ng-one');
    account.close();
  });

  it('refuses a token that is no header before anything is sent', () => {
    expect(() => createAccount({ credentials: { token: 'a\nb' } })).to.throw(/INVALID_ARGUMENT: token/);
  });
});

describe('a token that runs out', () => {
  let bench: AccountBench;
  beforeEach(async () => {
    bench = createAccount();
    await bench.account.load();
    bench.api.seen.length = 0;
  });
  afterEach(() => bench.account.close());

  it('is renewed once, and the request repeated once', async () => {
    bench.api.expireTokens();
    expect(await bench.account.histories(1)).to.deep.equal([]);
    expect(bench.api.asked).to.deep.equal(['GET /histories', 'POST /api/token', 'GET /histories']);
  });

  it('is renewed once for all who were refused at the same time', async () => {
    bench.api.expireTokens();
    await Promise.all([bench.account.histories(1), bench.account.contacts(), bench.account.chooseHotline('hl-2')]);
    expect(bench.api.asked.filter((asked) => asked.startsWith('POST'))).to.have.length(1);
    expect(bench.api.asked).to.have.length(7);
  });

  it('is not renewed again for one who hears of it late', async () => {
    bench.api.expireTokens();
    bench.api.nextFaults.push({ type: 'slow', ms: 3_000 });
    await timed(bench.clock, Promise.all([bench.account.histories(1), bench.account.contacts()]));
    expect(bench.api.asked).to.deep.equal([
      'GET /histories',
      'GET /contacts',
      'POST /api/token',
      'GET /contacts',
      'GET /histories',
    ]);
  });

  it('fails with AUTH_FAILED when the new token is refused too', async () => {
    bench.api.fault = on(({ path }) => path === '/histories', { type: 'status', status: 401 });
    expect((await failureOf(bench.account.histories(1))).code).to.equal('AUTH_FAILED');
    expect(bench.api.asked).to.deep.equal(['GET /histories', 'POST /api/token', 'GET /histories']);
  });

  it('is renewed before its end, not after', async () => {
    const first = [...bench.api.tokens][0];
    await bench.clock.pass(bench.api.tokenLife - 90_000);
    await bench.account.histories(1);
    expect(bench.api.asked).to.deep.equal(['GET /histories']);
    await bench.clock.pass(60_000);
    await bench.account.histories(1);
    expect(bench.api.asked).to.deep.equal(['GET /histories', 'POST /api/token', 'GET /histories']);
    expect(bench.api.seen[2]!.headers.get('X-Auth-Token')).to.not.equal(first);
  });

  it('is used to its end when the renewal fails', async () => {
    await bench.clock.pass(bench.api.tokenLife - 30_000);
    bench.api.fault = on(({ method }) => method === 'POST', { type: 'unreachable' });
    expect((await timed(bench.clock, bench.account.histories(1))).result).to.deep.equal([]);
  });

  it('is trusted where our clock says that it was over before it began', async () => {
    const { account, api } = createAccount();
    api.tokenLife = -3_600_000;
    await account.load();
    await account.histories(1);
    expect(api.asked).to.deep.equal(['POST /api/token', 'GET /me', 'GET /histories']);
    account.close();
  });
});

describe('an account API that misbehaves', () => {
  let bench: AccountBench;
  beforeEach(() => (bench = createAccount()));
  afterEach(() => bench.account.close());

  /** What `load` rejects with, and after how long. */
  async function loadFails(): Promise<{ ms: number; error: { code: string; details?: Record<string, unknown> } }> {
    const { ms, result } = await timed(bench.clock, bench.account.load());
    expect(result).to.be.an('error');
    return { ms, error: result as unknown as { code: string; details?: Record<string, unknown> } };
  }
  const asksForMe = (): number => bench.api.seen.filter(me).length;

  it('that is down is NETWORK after three more tries, within 10 s', async () => {
    bench.api.fault = () => ({ type: 'unreachable' });
    const { error, ms } = await loadFails();
    expect(error.code).to.equal('NETWORK');
    expect(bench.api.asked).to.deep.equal(Array<string>(4).fill('POST /api/token'));
    expect(ms).to.equal(500 + 1000 + 2000);
  });

  it('whose /me CORS does not allow is NETWORK, and says that it may be CORS', async () => {
    bench.api.fault = on(me, { type: 'unreachable' });
    const { error } = await loadFails();
    expect(error.code).to.equal('NETWORK');
    expect(error.details?.['hint']).to.match(/CORS/);
    expect(asksForMe()).to.equal(4);
  });

  it('that comes back in time was never away', async () => {
    bench.api.nextFaults.push({ type: 'unreachable' }, { type: 'status', status: 502, body: loginPage });
    const { ms, result } = await timed(bench.clock, bench.account.load());
    expect(result).to.have.nested.property('extension.number', '1001');
    expect(ms).to.equal(1500);
  });

  it('spreads its tries', async () => {
    const early = createAccount({ random: () => 0 });
    early.api.fault = () => ({ type: 'unreachable' });
    expect((await timed(early.clock, early.account.load())).ms).to.equal((500 + 1000 + 2000) / 2);
    early.account.close();
  });

  for (const status of [500, 502, 503, 504]) {
    it(`that answers ${status} is SERVER after three more tries`, async () => {
      bench.api.fault = on(me, { type: 'status', status });
      const { error, ms } = await loadFails();
      expect(error.code).to.equal('SERVER');
      expect(error.details).to.include({ statusCode: status, reason: 'Có lỗi' });
      expect(asksForMe()).to.equal(4);
      expect(ms).to.be.at.most(10_000);
    });
  }

  it('that is 10 s slow is TIMEOUT after 10 s, and nothing goes on behind', async () => {
    bench.api.fault = () => ({ type: 'slow', ms: 10_000 });
    const { error, ms } = await loadFails();
    expect(error.code).to.equal('TIMEOUT');
    expect(error.details?.['retrying']).to.equal(false);
    expect(ms).to.equal(10_000);
    await bench.clock.pass(60_000);
    expect(bench.api.asked).to.deep.equal(['POST /api/token']);
    expect(bench.clock.waiting).to.equal(0);
  });

  it('whose /me never answers is TIMEOUT, also where the abort is ignored', async () => {
    bench.api.fault = on(me, { type: 'hang' });
    const { error, ms } = await loadFails();
    expect(error.code).to.equal('TIMEOUT');
    expect(ms).to.equal(10_000);
    expect(bench.api.seen[1]!.init.signal?.aborted).to.equal(true);
  });

  it('that is slow but comes is waited for', async () => {
    bench.api.fault = on(me, { type: 'slow', ms: 9_000 });
    const { result } = await timed(bench.clock, bench.account.load());
    expect(result).to.have.nested.property('sip.expires', 300);
  });

  it('that asks to slow down is asked again when it said, in seconds', async () => {
    bench.api.nextFaults.push({ type: 'status', status: 429, headers: { 'Retry-After': '7' } });
    const { ms } = await timed(bench.clock, bench.account.load());
    expect(bench.api.asked).to.deep.equal(['POST /api/token', 'POST /api/token', 'GET /me']);
    expect(ms).to.equal(7000);
  });

  it('that asks to slow down is asked again when it said, as a date', async () => {
    const date = new Date(bench.clock.now() + 4000).toUTCString();
    bench.api.nextFaults.push({ type: 'status', status: 503, headers: { 'Retry-After': date } });
    expect((await timed(bench.clock, bench.account.load())).ms).to.equal(4000);
  });

  it('that asks for more patience than there is, is SERVER at once, and the hint says when', async () => {
    bench.api.fault = on(me, { type: 'status', status: 429, headers: { 'Retry-After': '120' } });
    const { error, ms } = await loadFails();
    expect(error.code).to.equal('SERVER');
    expect(error.details).to.include({ statusCode: 429 });
    expect(error.details?.['hint']).to.match(/in 120 s/);
    expect([asksForMe(), ms]).to.deep.equal([1, 0]);
  });

  it('that wants a long rest gets it: what is asked meanwhile fails at once, and says how long to wait', async () => {
    await bench.account.load();
    bench.api.seen.length = 0;
    bench.api.nextFaults.push({ type: 'status', status: 429, headers: { 'Retry-After': '30' } });
    const first = await failureOf(bench.account.histories(1));
    expect(first.details).to.include({ statusCode: 429, retryAfter: 30 });
    await bench.clock.pass(9_500);
    for (const ask of [
      (): Promise<unknown> => bench.account.histories(1),
      () => bench.account.saveNote('c-1', { note: 'x' }),
    ]) {
      const { result, ms } = await timed(bench.clock, ask());
      expect(ms).to.equal(0);
      expect(result).to.include({ code: 'SERVER' });
      expect((result as { details: object }).details).to.include({ statusCode: 429, retryAfter: 21 });
    }
    expect(bench.api.asked).to.deep.equal(['GET /histories']);
    await bench.clock.pass(15_500);
    const { result, ms } = await timed(bench.clock, bench.account.histories(1));
    expect([result, ms], 'a short wait is waited for').to.deep.equal([[], 5_000]);
    expect(bench.api.asked).to.deep.equal(['GET /histories', 'GET /histories']);
  });

  it('whose sign-in wants a long rest is not asked to sign in meanwhile', async () => {
    bench.api.nextFaults.push({ type: 'status', status: 429, headers: { 'Retry-After': '60' } });
    for (const retryAfter of [60, 60]) {
      const { error, ms } = await loadFails();
      expect(ms).to.equal(0);
      expect(error.details).to.include({ statusCode: 429, retryAfter });
    }
    expect(bench.api.asked).to.deep.equal(['POST /api/token']);
    await bench.clock.pass(60_000);
    expect((await bench.account.load()).extension.number).to.equal('1001');
  });

  it('whose sign-in alone wants a rest still answers to the token that it gave', async () => {
    await bench.account.load();
    await bench.clock.pass(bench.api.tokenLife - 30_000);
    bench.api.fault = on(({ method }) => method === 'POST', {
      type: 'status',
      status: 429,
      headers: { 'Retry-After': '60' },
    });
    expect(await bench.account.histories(1)).to.deep.equal([]);
    expect(await bench.account.contacts()).to.deep.equal([]);
    expect(bench.api.asked.filter((asked) => asked.startsWith('POST'))).to.have.length(2);
  });

  it('cannot silence the phone for longer than ten minutes', async () => {
    await bench.account.load();
    bench.api.nextFaults.push({ type: 'status', status: 503, headers: { 'Retry-After': '999999999' } });
    await failureOf(bench.account.histories(1));
    await bench.clock.pass(600_000);
    expect(await bench.account.histories(1)).to.deep.equal([]);
  });

  it('that asks to slow down without saying how long is tried with growing pauses', async () => {
    bench.api.fault = on(me, { type: 'status', status: 429, headers: { 'Retry-After': 'soon' } });
    const { ms } = await loadFails();
    expect([asksForMe(), ms]).to.deep.equal([4, 3500]);
  });

  const pages: [string, Fault, RegExp][] = [
    ['a page of HTML', { type: 'text', text: loginPage }, /not JSON/],
    ['nothing', { type: 'text', text: '' }, /empty/],
    ['half an answer', { type: 'text', text: '{"token": "abc' }, /not JSON/],
    ['a redirect to a login page', { type: 'redirect' }, /redirected/],
    ['the login page that a redirect led to', { type: 'redirect', followed: true }, /not JSON/],
  ];
  for (const [what, fault, hint] of pages) {
    it(`that answers with ${what} is SERVER, told once`, async () => {
      bench.api.fault = fault.type === 'redirect' ? on(me, fault) : () => fault;
      const { error } = await loadFails();
      expect(error.code).to.equal('SERVER');
      expect(error.details?.['hint']).to.match(hint);
      expect(bench.api.asked.length).to.be.at.most(2);
    });
  }

  it('says NO_EXTENSION for an account without one', async () => {
    bench.api.hasExtension = false;
    const { error } = await loadFails();
    expect(error.code).to.equal('NO_EXTENSION');
    expect(asksForMe()).to.equal(1);
  });

  it('says SERVER for a 404 that does not say so', async () => {
    bench.api.fault = on(me, { type: 'status', status: 404, body: loginPage });
    const { error } = await loadFails();
    expect(error.code).to.equal('SERVER');
    expect(error.details).to.include({ statusCode: 404 });
  });

  it('is left alone once the account is closed, and asked again after the next load', async () => {
    bench.api.fault = () => ({ type: 'hang' });
    const loading = failureOf(bench.account.load());
    await settle();
    bench.account.close();
    expect((await loading).code).to.equal('CANCELLED');
    expect((await failureOf(bench.account.histories(1))).code).to.equal('CANCELLED');
    expect(bench.api.seen[0]!.init.signal?.aborted).to.equal(true);
    expect(bench.clock.waiting).to.equal(0);
    bench.api.fault = () => null;
    expect((await bench.account.load()).extension.number).to.equal('1001');
  });
});
