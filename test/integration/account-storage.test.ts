import { expect } from '@open-wc/testing';
import { PbxAccount } from '../../src/account/pbx-account.js';
import { databaseName } from '../../src/account/store/idb-store.js';
import type { LocalStore } from '../../src/account/store/local-store.js';
import { openLocalStore } from '../../src/account/store/open-store.js';
import { applyCallFact, createCall, type Call } from '../../src/phone/call.js';
import type { SipAccount } from '../../src/phone/ports.js';
import {
  createAccount,
  databaseText,
  failureOf,
  ReadableLog,
  timed,
  type AccountBench,
} from '../support/account-bench.js';
import {
  baseURL,
  createContacts,
  FakeAccountApi,
  password,
  sipPassword,
  type Fault,
} from '../support/fake-account-api.js';
import { FakeClock } from '../support/fake-clock.js';

/** Nobody else's data in this browser. */
const unique = (): string => crypto.randomUUID();

const sipAccount = (user = unique()): SipAccount => ({
  uri: `sip:${user}@pbx.test`,
  authorizationUsername: user,
  password: sipPassword,
  ha1: null,
  displayName: 'An',
  servers: ['wss://pbx.test/ws'],
  expires: 300,
  iceServers: [],
});

function endedCall(id: string, minute: number, callId: string | null = null): Call {
  const time = (s: number): string => new Date(Date.UTC(2026, 10, 22) + minute * 60_000 + s * 1000).toISOString();
  const call = createCall({
    id,
    line: 1,
    direction: 'inbound',
    number: '0912345678',
    name: 'Hoa',
    extension: '1001',
    hotline: null,
    externalCallId: null,
    startedAt: time(0),
    callId,
    sipCallId: null,
    headers: {},
  });
  const end = { by: 'remote', cause: 'hangup', statusCode: null, reason: null, text: '' } as const;
  return applyCallFact(applyCallFact(call, { type: 'accepted', at: time(3) }), { type: 'ended', at: time(33), ...end });
}

describe('what the browser keeps', () => {
  let log: ReadableLog;
  let stores: LocalStore[];
  const openStore = (clock = new FakeClock()): LocalStore => {
    const store = openLocalStore({ clock, log });
    stores.push(store);
    return store;
  };
  beforeEach(() => {
    log = new ReadableLog();
    stores = [];
  });
  afterEach(() => {
    for (const store of stores) store.close();
  });

  describe('for a PBX without an account API', () => {
    it('is the history of its calls, newest first, also for the next page', async () => {
      const sip = sipAccount();
      const account = new PbxAccount(sip, { store: openStore() });
      for (const minute of [1, 3, 2]) await account.recordCall(endedCall(`call-${minute}`, minute));
      account.close();
      const next = new PbxAccount(sip, { store: openStore() });
      const items = await next.histories(2);
      expect(items.map(({ id }) => id)).to.deep.equal(['call-3', 'call-2']);
      expect(items[0]).to.include({ from: '0912345678', to: '1001', status: 'answered', duration: 30 });
      expect(await new PbxAccount(sipAccount(), { store: openStore() }).histories(30)).to.deep.equal([]);
      expect(log.lines).to.deep.equal([]);
    });

    it('takes no live call for a past one', async () => {
      const account = new PbxAccount(sipAccount(), { store: openStore() });
      await account.recordCall({ ...endedCall('call-1', 1), state: 'active', end: null });
      expect(await account.histories(30)).to.deep.equal([]);
    });

    it('is bounded to the newest', async () => {
      const account = new PbxAccount(sipAccount(), { store: openStore(), mostHistories: 5 });
      for (let minute = 0; minute < 12; minute++) await account.recordCall(endedCall(`call-${minute}`, minute));
      await account.recordCall(endedCall('too-old', -1));
      const ids = (await account.histories(100)).map(({ id }) => id);
      expect(ids).to.deep.equal([11, 10, 9, 8, 7].map((minute) => `call-${minute}`));
    });

    it('is bounded to 10,000 where nobody says otherwise', async () => {
      const account = new PbxAccount(sipAccount());
      for (let minute = 0; minute < 10_003; minute++) await account.recordCall(endedCall(`call-${minute}`, minute));
      const items = await account.histories(20_000);
      expect([items.length, items[0]?.id, items.at(-1)?.id]).to.deep.equal([10_000, 'call-10002', 'call-3']);
    });

    it('holds the notes on a call, by its call-centre id or ours, also when it is told of again', async () => {
      const clock = new FakeClock();
      const account = new PbxAccount(sipAccount(), { store: openStore(), clock });
      await account.recordCall(endedCall('call-1', 1));
      await account.recordCall(endedCall('call-2', 2, 'c-9f2'));
      expect(await account.saveNote('call-1', { note: 'Gọi lại' })).to.deep.equal({
        call_id: 'call-1',
        note: 'Gọi lại',
        rate: null,
        report: null,
        updated_at: new Date(clock.now()).toISOString(),
      });
      await account.saveNote('c-9f2', { rate: 5, report: 'Good' });
      await account.saveNote('c-9f2', { note: 'Xong' });
      await account.recordCall(endedCall('call-2', 2, 'c-9f2'));
      const [newest, older] = await account.histories(2);
      expect(newest).to.include({ id: 'c-9f2', rate: 5, report: 'Good', note: 'Xong' });
      expect(older).to.include({ id: 'call-1', note: 'Gọi lại' });
      expect((await failureOf(account.saveNote('unknown', { note: 'x' }))).code).to.equal('NOT_FOUND');
      expect((await failureOf(account.saveNote('call-1', { rate: 9 }))).details?.field).to.equal('rate');
    });

    it('is contacts, by name', async () => {
      const sip = sipAccount();
      const account = new PbxAccount(sip, { store: openStore() });
      const [first, second] = createContacts(2);
      await account.saveContact({ ...second!, name: 'Đào' });
      await account.saveContact({ ...first!, name: 'Ánh' });
      await account.saveContact({ ...first!, name: 'Ân' });
      const next = new PbxAccount(sip, { store: openStore() });
      expect((await next.contacts()).map(({ name }) => name)).to.deep.equal(['Ân', 'Đào']);
      await next.deleteContact(first!.id);
      expect((await failureOf(next.deleteContact(first!.id))).code).to.equal('NOT_FOUND');
      const wrong = { ...first!, avatar_url: 'javascript:alert(1)' };
      expect((await failureOf(next.saveContact(wrong))).details?.field).to.equal('avatar_url');
      expect(await next.contacts()).to.have.length(1);
    });

    it('has no hotlines', async () => {
      const account = new PbxAccount(sipAccount());
      expect((await account.load()).hotlines).to.deep.equal([]);
      const error = await failureOf(account.chooseHotline('hl-1'));
      expect([error.code, error.details?.field]).to.deep.equal(['INVALID_ARGUMENT', 'hotlineId']);
    });

    it('goes on when the database is deleted under it', async () => {
      const account = new PbxAccount(sipAccount(), { store: openStore() });
      await account.recordCall(endedCall('call-1', 1));
      await new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(databaseName);
        deleting.onsuccess = resolve;
        deleting.onerror = reject;
      });
      await account.recordCall(endedCall('call-2', 2));
      expect((await account.histories(30)).map(({ id }) => id)).to.deep.equal(['call-2']);
      expect(log.lines).to.deep.equal([]);
    });
  });

  describe('where the browser gives no database', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!;
    afterEach(() => Object.defineProperty(globalThis, 'indexedDB', original));
    const replaceWith = (value: unknown): void => {
      Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value });
    };

    const databases: [string, () => unknown][] = [
      ['there is none', () => undefined],
      [
        'opening is forbidden',
        () => ({
          open: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        }),
      ],
    ];
    for (const [what, database] of databases) {
      it(`is kept in memory when ${what}, said once`, async () => {
        replaceWith(database());
        const account = new PbxAccount(sipAccount(), { store: openStore() });
        await Promise.all([1, 2, 3].map((minute) => account.recordCall(endedCall(`call-${minute}`, minute))));
        await account.saveNote('call-2', { note: 'x' });
        expect((await account.histories(2)).map(({ id, note }) => [id, note])).to.deep.equal([
          ['call-3', null],
          ['call-2', 'x'],
        ]);
        expect(log.lines).to.have.length(1);
        expect(log.lines[0]).to.match(/^warn the browser keeps no data/);
      });
    }

    it('is kept in memory when it never opens', async () => {
      const deaf = { value: () => undefined };
      const request: unknown = Object.create(IDBOpenDBRequest.prototype, {
        addEventListener: deaf,
        removeEventListener: deaf,
      });
      replaceWith({ open: () => request });
      const clock = new FakeClock();
      const account = new PbxAccount(sipAccount(), { store: openStore(clock) });
      const { ms } = await timed(clock, account.recordCall(endedCall('call-1', 1)));
      expect(ms).to.equal(5_000);
      expect(await account.histories(30)).to.have.length(1);
    });

    it('is what there was, when writing fails later', async () => {
      const account = new PbxAccount(sipAccount(), { store: openStore() });
      await account.recordCall(endedCall('call-1', 1));
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('disk full', 'QuotaExceededError');
      };
      try {
        await account.recordCall(endedCall('call-2', 2));
        expect((await account.histories(30)).map(({ id }) => id)).to.deep.equal(['call-2', 'call-1']);
        expect(log.lines).to.have.length(1);
      } finally {
        IDBObjectStore.prototype.put = put;
      }
    });
  });

  describe('for the account API', () => {
    let root: string;
    let clock: FakeClock;
    beforeEach(() => {
      clock = new FakeClock();
      root = `${baseURL}/${unique()}`;
    });
    const openPage = (api = new FakeAccountApi(clock, root)): AccountBench => createAccount({ api, clock });
    const fails: Fault = { type: 'unreachable' };

    it('holds no password and no token: nor does any log, error, or URL', async () => {
      const { account, api, log: lines } = openPage();
      const errors: unknown[] = [];
      const note = async (work: Promise<unknown>): Promise<void> => {
        const { result } = await timed(clock, work);
        if (result instanceof Error) errors.push(String(result), result.stack, result);
      };
      await account.load();
      const echo = (): Fault => ({
        type: 'status',
        status: 500,
        body: { error: { code: 'OOPS', message: [password, sipPassword, 'turn-s3cret', ...api.tokens].join(' ') } },
      });
      for (const fault of [fails, echo(), { type: 'text', text: [...api.tokens].join() } as const]) {
        api.fault = () => fault;
        await note(account.load());
        await note(account.histories(1));
        await note(account.chooseHotline('hl-2'));
        await failureOf(account.saveNote('c-1', { note: 'x' })).then((error) => errors.push(String(error), error));
      }
      api.fault = ({ path }) =>
        path === '/me' ? { type: 'change', change: (body) => (body['sip'] = { uri: sipPassword }) } : null;
      await note(account.load());
      api.fault = ({ method }) => (method === 'POST' ? { type: 'status', status: 401, body: password } : null);
      api.expireTokens();
      await note(account.load());
      expect(errors.length).to.be.above(20);
      const urls = api.seen.map(({ url }) => url.href).join('\n');
      const kept = await databaseText();
      const details = errors.map((error) => JSON.stringify(error) + String((error as Error | undefined)?.message));
      const everything = [urls, kept, ...lines.lines, ...log.lines, ...details].join('\n');
      for (const secret of [password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password)]) {
        expect(everything).to.not.include(secret);
      }
      expect(everything).to.not.include(sipPassword);
      expect(everything).to.not.include('turn-s3cret');
      expect(everything).to.not.match(/tok-\d/);
      expect(everything, 'and yet the server was quoted').to.include('(removed)');
      account.close();
    });
  });
});
