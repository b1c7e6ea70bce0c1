import { expect } from '@open-wc/testing';
import { createAccount, failureOf, timed, type AccountBench } from '../support/account-bench.js';
import { loginPage, type Fault, type Seen } from '../support/fake-account-api.js';
import { settle } from '../support/fake-clock.js';

const isPut = ({ method }: Seen): boolean => method === 'PUT';

describe('what the account is asked to change', () => {
  let bench: AccountBench;
  beforeEach(async () => {
    bench = createAccount();
    await bench.account.load();
    bench.api.seen.length = 0;
  });
  afterEach(() => {
    bench.account.close();
    Reflect.deleteProperty(navigator, 'onLine');
  });

  const goOffline = (): void => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  };
  const goOnline = (): void => {
    Reflect.deleteProperty(navigator, 'onLine');
    globalThis.dispatchEvent(new Event('online'));
  };
  const puts = (): readonly string[] => bench.api.asked.filter((asked) => asked.startsWith('PUT'));

  const uncertain: [string, Fault, string][] = [
    ['nobody answers', { type: 'unreachable' }, 'NETWORK'],
    ['the answer takes 10 s', { type: 'slow', ms: 10_000 }, 'TIMEOUT'],
    ['there is no answer at all', { type: 'hang' }, 'TIMEOUT'],
    ['the API breaks', { type: 'status', status: 500 }, 'SERVER'],
    ['the API is away', { type: 'status', status: 503 }, 'SERVER'],
    ['the API is away for 2 s', { type: 'status', status: 503, headers: { 'Retry-After': '2' } }, 'SERVER'],
    ['the API wants a rest', { type: 'status', status: 429 }, 'SERVER'],
    ['the API wants a rest of 2 s', { type: 'status', status: 429, headers: { 'Retry-After': '2' } }, 'SERVER'],
    ['a login page is in the way', { type: 'text', text: loginPage }, 'SERVER'],
    ['a redirect is in the way', { type: 'redirect' }, 'SERVER'],
  ];
  const changes: [string, () => Promise<unknown>][] = [
    ['a note', () => bench.account.saveNote('c-1', { note: 'Gọi lại' })],
    ['a hotline', () => bench.account.chooseHotline('hl-2')],
  ];
  for (const [what, change] of changes) {
    for (const [when, fault, code] of uncertain) {
      it(`is sent once when ${when}: ${what}`, async () => {
        bench.api.fault = (request) => (isPut(request) ? fault : null);
        const { result } = await timed(bench.clock, change());
        expect(result).to.include({ code });
        expect((result as { details?: object }).details).to.not.include({ retrying: true });
        bench.api.fault = () => null;
        await timed(bench.clock, bench.account.contacts());
        goOnline();
        await bench.clock.pass(3_600_000);
        bench.account.close();
        await bench.account.load();
        await settle();
        expect(puts()).to.have.length(1);
        expect(bench.clock.waiting).to.equal(0);
      });
    }

    it(`waits for the network where the browser is offline, and is sent once: ${what}`, async () => {
      goOffline();
      const changing = change();
      await bench.clock.pass(1_400);
      expect(puts()).to.deep.equal([]);
      goOnline();
      const { result } = await timed(bench.clock, changing);
      expect(result).to.not.be.an('error');
      expect(puts()).to.have.length(1);
    });

    it(`is NETWORK where the browser stays offline, and is not sent behind the agent's back: ${what}`, async () => {
      goOffline();
      bench.api.fault = () => ({ type: 'unreachable' });
      const { result, ms } = await timed(bench.clock, change());
      expect(result).to.include({ code: 'NETWORK' });
      expect(ms).to.equal(500 + 1000 + 2000);
      // Some browsers say offline and are not: the last word is the request's.
      expect(puts()).to.have.length(1);
      bench.api.fault = () => null;
      goOnline();
      await bench.clock.pass(3_600_000);
      expect(puts()).to.have.length(1);
    });

    it(`is repeated once with a new token: ${what}`, async () => {
      bench.api.expireTokens();
      await change();
      expect(puts()).to.have.length(2);
    });
  }

  it('says what is wrong with a note', async () => {
    bench.api.unknownCalls.add('gone');
    expect((await failureOf(bench.account.saveNote('gone', { note: 'x' }))).code).to.equal('NOT_FOUND');
    bench.api.fault = () => ({ type: 'status', status: 422 });
    const error = await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', 'note']);
  });

  it('keeps its order: an older note never arrives after a newer one', async () => {
    const arrived: unknown[] = [];
    bench.api.fault = (request) => {
      if (!isPut(request)) return null;
      arrived.push(request.body?.['note']);
      return arrived.length === 1 ? { type: 'slow', ms: 5_000 } : null;
    };
    const first = bench.account.saveNote('c-1', { note: 'older' });
    await settle();
    expect(arrived).to.deep.equal(['older']);
    const second = bench.account.saveNote('c-1', { note: 'newer' });
    await timed(bench.clock, Promise.all([first, second]));
    expect(arrived).to.deep.equal(['older', 'newer']);
    expect(bench.api.notes.get('c-1')?.note).to.equal('newer');
  });
});
