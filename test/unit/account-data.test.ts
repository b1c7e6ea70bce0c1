import { expect } from '@open-wc/testing';
import { noteUrl, resolvePaths } from '../../src/account/account-paths.js';
import { toHistoryItem } from '../../src/account/call-record.js';
import { collectPages } from '../../src/account/pages.js';
import { parseRetryAfter } from '../../src/account/retry-policy.js';
import type { NoteInput } from '../../src/phone/account-data.js';
import { applyCallFact, createCall, type Call, type CallEnd, type EndCause } from '../../src/phone/call.js';
import { createAccount, failureOf, ReadableLog, type AccountBench } from '../support/account-bench.js';
import { baseURL, basePath, createContacts, createHistories } from '../support/fake-account-api.js';

describe('histories, contacts and hotlines of the account API', () => {
  let bench: AccountBench;
  beforeEach(async () => {
    bench = createAccount();
    await bench.account.load();
    bench.api.seen.length = 0;
  });
  afterEach(() => bench.account.close());

  it('gives 2,000 histories, newest first, in pages of 200', async () => {
    bench.api.histories = createHistories(2500);
    const items = await bench.account.histories(2000);
    expect(items).to.deep.equal(bench.api.histories.slice(0, 2000));
    expect(bench.api.asked).to.have.length(10);
    expect(bench.api.seen.map(({ url }) => url.search)).to.include('?limit=200&cursor=at-1800');
  });

  it('asks for no more than is wanted', async () => {
    bench.api.histories = createHistories(450);
    expect(await bench.account.histories(30)).to.have.length(30);
    expect(bench.api.seen.map(({ url }) => url.search)).to.deep.equal(['?limit=30']);
    expect(await bench.account.histories(250)).to.have.length(250);
    expect(bench.api.seen.at(-1)?.url.search).to.equal('?limit=50&cursor=at-200');
    expect(await bench.account.histories(1000)).to.have.length(450);
  });

  it('shows no call twice when a new one came in between two pages', async () => {
    bench.api.histories = createHistories(300);
    bench.api.fault = ({ url }) => {
      if (url.searchParams.has('cursor')) return null;
      return { type: 'change', change: () => bench.api.histories.unshift({ ...createHistories(1)[0]!, id: 'new' }) };
    };
    const ids = (await bench.account.histories(300)).map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('gives all 500 contacts, in the API’s order', async () => {
    bench.api.contacts = createContacts(500);
    expect(await bench.account.contacts()).to.deep.equal(bench.api.contacts);
    expect(bench.api.asked).to.deep.equal(Array<string>(5).fill('GET /contacts'));
  });

  it('stops where the same cursor comes twice', async () => {
    bench.api.contacts = createContacts(500);
    bench.api.fault = () => ({ type: 'change', change: (body) => (body['next_cursor'] = 'at-100') });
    const error = await failureOf(bench.account.contacts());
    expect([error.code, error.details?.field]).to.deep.equal(['SERVER', 'next_cursor']);
    expect(bench.api.asked).to.have.length(2);
  });

  it('gives all 25,000 contacts of a large company', async () => {
    bench.api.contacts = createContacts(25_000);
    expect(await bench.account.contacts()).to.have.length(25_000);
    expect(bench.api.asked).to.have.length(250);
  });

  it('goes on where a page or two are empty', async () => {
    const [first, last] = createContacts(2);
    const pages = [[first], ...Array<[]>(50).fill([]), [last]].map((items, index, { length }) => ({
      items,
      next_cursor: index === length - 1 ? null : `page-${index + 1}`,
    }));
    bench.api.fault = ({ url }) => {
      const index = Number(/page-(\d+)/.exec(url.search)?.[1] ?? 0);
      return { type: 'text', text: JSON.stringify(pages[index]) };
    };
    expect((await bench.account.contacts()).map(({ id }) => id)).to.deep.equal([first?.id, last?.id]);
  });

  const endless: [string, () => unknown[], number][] = [
    ['nothing', () => [], 100],
    ['the same', () => createContacts(1), 101],
  ];
  for (const [what, items, most] of endless) {
    it(`stops where the pages have no end and hold ${what}`, async () => {
      bench.api.fault = ({ url }) => {
        const next_cursor = `${url.searchParams.get('cursor') ?? ''}+`;
        return { type: 'text', text: JSON.stringify({ items: items(), next_cursor }) };
      };
      expect((await failureOf(bench.account.contacts())).details?.field).to.equal('next_cursor');
      expect(bench.api.asked).to.have.length(most);
    });
  }

  it('stops where new items come without end, before the browser is full', async () => {
    let count = 0;
    const fetchPage = async (): Promise<{ items: { id: string }[]; next_cursor: string }> => ({
      items: Array.from({ length: 10_000 }, () => ({ id: String(count++) })),
      next_cursor: String(count),
    });
    const error = await failureOf(collectPages(fetchPage));
    expect(error.details?.field).to.equal('next_cursor');
    expect(count).to.equal(500_000);
  });

  for (const limit of [0, -1, 1.5, NaN, Infinity, '30', null]) {
    it(`refuses a limit of ${String(limit)}`, async () => {
      const error = await failureOf(bench.account.histories(limit as number));
      expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', 'limit']);
      expect(bench.api.asked).to.deep.equal([]);
    });
  }

  it('chooses a hotline or a group, and remembers it', async () => {
    expect(await bench.account.chooseHotline('hl-2')).to.deep.equal(bench.api.me.hotlines[1]);
    expect(bench.api.seen[0]!.body).to.deep.equal({ hotline_id: 'hl-2' });
    expect((await bench.account.chooseHotline('hg-1')).type).to.equal('group');
    expect((await bench.account.load()).extension.current_hotline_id).to.equal('hg-1');
  });

  for (const id of ['hl-3', '', '__proto__', 2, null, undefined]) {
    it(`refuses the hotline ${String(id) || '(empty)'} before anything is sent`, async () => {
      const error = await failureOf(bench.account.chooseHotline(id as string));
      expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', 'hotlineId']);
      expect(bench.api.asked).to.deep.equal([]);
    });
  }

  it('says INVALID_ARGUMENT where the API knows better', async () => {
    bench.api.fault = () => ({ type: 'status', status: 422 });
    const error = await failureOf(bench.account.chooseHotline('hl-2'));
    expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', 'hotlineId']);
  });

  it('has no hotline to choose before it is loaded', async () => {
    expect((await failureOf(createAccount().account.chooseHotline('hl-1'))).code).to.equal('NOT_STARTED');
    expect((await failureOf(createAccount().account.saveNote('c-1', { note: 'x' }))).code).to.equal('NOT_STARTED');
  });
});

describe('what may be noted', () => {
  const wrong: [unknown, unknown, string][] = [
    ['', { note: 'x' }, 'callId'],
    [null, { note: 'x' }, 'callId'],
    ['.', { note: 'x' }, 'callId'],
    ['..', { note: 'x' }, 'callId'],
    ['\ud800', { note: 'x' }, 'callId'],
    ['x'.repeat(1001), { note: 'x' }, 'callId'],
    ['c-1', null, 'note'],
    ['c-1', 'text', 'note'],
    ['c-1', [], 'note'],
    ['c-1', {}, 'note'],
    ['c-1', { note: undefined }, 'note'],
    ['c-1', { note: null }, 'note'],
    ['c-1', { note: 'x'.repeat(10_001) }, 'note'],
    ['c-1', { rate: 0 }, 'rate'],
    ['c-1', { rate: 6 }, 'rate'],
    ['c-1', { rate: 2.5 }, 'rate'],
    ['c-1', { rate: '5' }, 'rate'],
    ['c-1', { rate: 5, report: 7 }, 'report'],
    ['c-1', { note: 'x', colour: 'red' }, 'colour'],
  ];
  for (const [callId, note, field] of wrong) {
    it(`${JSON.stringify([callId, note]).slice(0, 60)} is wrong in ${field}`, async () => {
      const { account, api } = createAccount();
      await account.load();
      const error = await failureOf(account.saveNote(callId as string, note as NoteInput));
      expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', field]);
      expect(api.asked).to.have.length(2);
      account.close();
    });
  }

  it('is sent as it is, to the call’s own path', async () => {
    const { account, api } = createAccount();
    await account.load();
    const saved = await account.saveNote('a/b?c#d é', { rate: 1, report: 'Good' });
    expect(api.seen.at(-1)?.url.pathname).to.match(/\/calls\/a%2Fb%3Fc%23d%20%C3%A9\/note$/);
    expect(api.seen.at(-1)?.body).to.deep.equal({ rate: 1, report: 'Good' });
    expect(saved).to.include({ call_id: 'a/b?c#d é', note: null, rate: 1, report: 'Good' });
    account.close();
  });
});

describe('the paths of the account API', () => {
  const log = new ReadableLog();
  it('stand in one table, and each can be replaced', async () => {
    const urls = resolvePaths(`${baseURL}/`, { me: 'who', note: 'https://notes.test/n/{call_id}?v=2' }, log);
    expect(urls.token).to.equal(`${baseURL}/api/token`);
    expect(urls.me).to.equal(`${basePath}/who`);
    expect(urls.histories).to.equal(`${basePath}/histories`);
    expect(noteUrl(urls, '$&/1')).to.equal('https://notes.test/n/%24%26%2F1?v=2');
    const moved = resolvePaths('https://a.test/proxy', { base: '/v2/', token: 'https://b.test/sign-in' }, log);
    expect([moved.me, moved.token]).to.deep.equal(['https://a.test/proxy/v2/me', 'https://b.test/sign-in']);
    const { account, api } = createAccount({ paths: { histories: '/calls?tenant=3' } });
    await account.load();
    await failureOf(account.histories(5));
    expect(api.seen.at(-1)?.url.href).to.equal(`${basePath}/calls?tenant=3&limit=5`);
    account.close();
  });

  const wrong: [unknown, string][] = [
    ['x', 'paths'],
    [{ me: '' }, 'paths.me'],
    [{ me: 7 }, 'paths.me'],
    [{ me: '//evil.test/me' }, 'paths.me'],
    [{ me: 'ftp://a.test/me' }, 'paths.me'],
    [{ me: 'javascript:alert(1)' }, 'paths.me'],
    [{ me: 'https://user:pass@a.test/me' }, 'paths.me'],
    [{ me: 'a b' }, 'paths.me'],
    [{ me: '\\\\evil.test' }, 'paths.me'],
    [{ me: '/me/{call_id}' }, 'paths.me'],
    [{ histories: '/h#x' }, 'paths.histories'],
    [{ note: '/note' }, 'paths.note'],
    [{ note: '/calls/{call_id}/{user}' }, 'paths.note'],
    [{ note: 'https://{call_id}.test/note' }, 'paths.note'],
    [{ base: '/v1?x=1' }, 'paths.base'],
  ];
  for (const [paths, field] of wrong) {
    it(`cannot be ${JSON.stringify(paths)}`, () => {
      expect(() => createAccount({ paths: paths as Record<string, string> })).to.throw(`INVALID_ARGUMENT: ${field} `);
    });
  }

  for (const wrongURL of [
    'https://user:geheim@a.test',
    'ftp://a.test',
    'https://a.test/?x=1',
    'https://a.test#x',
    '/api',
  ]) {
    it(`do not stand under ${wrongURL}`, () => {
      expect(() => createAccount({ credentials: { baseURL: wrongURL } })).to.throw('INVALID_ARGUMENT: baseURL must');
    });
  }

  it('warn of a key that nothing reads', () => {
    expect(resolvePaths(baseURL, { mee: '/x' }, log).me).to.equal(`${basePath}/me`);
    expect(log.lines.join()).to.include('paths.mee is unknown');
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const cases: [string | null, number | null][] = [
    [null, null],
    ['', null],
    ['0', 0],
    [' 30 ', 30],
    ['-5', null],
    ['1e9', null],
    ['soon', null],
    ['Sun, 22 Nov 2026 12:00:05 GMT', 5],
    ['Sun, 22 Nov 2020 12:00:05 GMT', 0],
  ];
  for (const [value, seconds] of cases) {
    it(`${JSON.stringify(value)} is ${String(seconds)}`, () => expect(parseRetryAfter(value, now)).to.equal(seconds));
  }
});

describe('a call as an item of the history', () => {
  function ended(direction: Call['direction'], cause: EndCause, by: CallEnd['by'], answered = false): Call {
    const call = createCall({
      id: 'our-id',
      line: 1,
      direction,
      number: '0912345678',
      name: 'Hoa',
      extension: '1001',
      hotline: null,
      externalCallId: null,
      startedAt: '2026-11-22T12:00:00.000Z',
      callId: null,
      sipCallId: null,
      headers: {},
    });
    const at = '2026-11-22T12:00:05.000Z';
    const talked = answered ? applyCallFact(call, { type: 'accepted', at }) : call;
    const end = { by, cause, statusCode: null, reason: null, text: '' };
    return applyCallFact(talked, { type: 'ended', at: '2026-11-22T12:01:08.400Z', ...end });
  }

  const statuses: [Call['direction'], EndCause, CallEnd['by'], string][] = [
    ['inbound', 'cancelled', 'remote', 'missed'],
    ['inbound', 'noAnswer', 'remote', 'missed'],
    ['inbound', 'networkLost', 'network', 'missed'],
    ['inbound', 'rejected', 'local', 'rejected'],
    ['inbound', 'answeredElsewhere', 'remote', 'answered'],
    ['inbound', 'mediaFailed', 'local', 'failed'],
    ['outbound', 'busy', 'remote', 'busy'],
    ['outbound', 'rejected', 'remote', 'rejected'],
    ['outbound', 'cancelled', 'local', 'cancelled'],
    ['outbound', 'noAnswer', 'remote', 'missed'],
    ['outbound', 'notFound', 'remote', 'failed'],
    ['outbound', 'unavailable', 'remote', 'failed'],
    ['outbound', 'serverError', 'remote', 'failed'],
  ];
  for (const [direction, cause, by, status] of statuses) {
    it(`${direction} ${cause} is ${status}`, () => {
      const item = toHistoryItem(ended(direction, cause, by), '1001');
      expect(item).to.include({ status, answered_at: null, duration: 0, id: 'our-id' });
    });
  }

  it('holds who called whom, when and for how long', () => {
    const item = toHistoryItem({ ...ended('outbound', 'hangup', 'remote', true), callId: 'c-77' }, '1001');
    expect(item).to.deep.equal({
      id: 'c-77',
      direction: 'outbound',
      from: '1001',
      to: '0912345678',
      name: 'Hoa',
      hotline_id: null,
      started_at: '2026-11-22T12:00:00.000Z',
      answered_at: '2026-11-22T12:00:05.000Z',
      ended_at: '2026-11-22T12:01:08.400Z',
      duration: 63,
      status: 'answered',
      note: null,
      rate: null,
      report: null,
      recording_url: null,
    });
    expect(toHistoryItem(ended('inbound', 'hangup', 'remote', true), '1001')).to.include({
      from: '0912345678',
      to: '1001',
    });
  });
});
