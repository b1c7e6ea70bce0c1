import { ApiAccount, type ApiAccountParts } from '../../src/account/api-account.js';
import { databaseName } from '../../src/account/store/idb-store.js';
import type { AccountCredentials } from '../../src/phone/config.js';
import { PhoneError, toPhoneError } from '../../src/phone/errors.js';
import type { LogPort } from '../../src/phone/ports.js';
import { baseURL, FakeAccountApi, password, username } from './fake-account-api.js';
import { FakeClock, settle } from './fake-clock.js';

/** A log that a test reads. */
export class ReadableLog implements LogPort {
  readonly lines: string[] = [];
  error = (message: string, details?: unknown): void => this.#write('error', message, details);
  warn = (message: string, details?: unknown): void => this.#write('warn', message, details);
  info = (message: string, details?: unknown): void => this.#write('info', message, details);
  debug = (message: string, details?: unknown): void => this.#write('debug', message, details);

  #write(level: string, message: string, details: unknown): void {
    this.lines.push(`${level} ${message} ${details === undefined ? '' : JSON.stringify(details)}`);
  }
}

export interface AccountBench {
  readonly account: ApiAccount;
  readonly api: FakeAccountApi;
  readonly clock: FakeClock;
  readonly log: ReadableLog;
}

const byPassword: AccountCredentials = { baseURL, username, password, token: null, getToken: null };

/** An account on a fake API. `credentials` may leave the password away for a token. */
export function createAccount(
  parts: Omit<Partial<ApiAccountParts>, 'credentials' | 'clock'> & {
    readonly credentials?: Partial<AccountCredentials>;
    readonly clock?: FakeClock;
    readonly api?: FakeAccountApi;
  } = {},
): AccountBench {
  const { credentials, clock = new FakeClock(), api = new FakeAccountApi(clock), ...rest } = parts;
  const log = new ReadableLog();
  const account = new ApiAccount({
    clock,
    log,
    random: () => 1,
    fetch: api.fetch,
    ...rest,
    credentials: { ...byPassword, baseURL: api.root, ...credentials },
  });
  return { account, api, clock, log };
}

/** What a promise rejects with; a promise that resolves is an error. */
export async function failureOf(work: Promise<unknown>): Promise<PhoneError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof PhoneError) return thrown;
    throw thrown;
  }
  throw new Error('it was expected to fail');
}

export interface Timed<T> {
  /** When it was settled, ms after the start. */
  readonly ms: number;
  readonly result: T | PhoneError;
}

/** Lets time pass until a promise is settled. */
export async function timed<T>(clock: FakeClock, work: Promise<T>): Promise<Timed<T>> {
  const start = clock.now();
  const outcomes: Timed<T>[] = [];
  const settleWith = (result: T | PhoneError): void => void outcomes.push({ ms: clock.now() - start, result });
  work.then(settleWith, (thrown: unknown) => settleWith(toPhoneError(thrown, 'SERVER')));
  for (let count = 0; count < 240; count++) {
    await settle();
    if (outcomes[0]) return outcomes[0];
    await clock.pass(250);
  }
  throw new Error('nothing came within a minute');
}

/** All that the database holds, as text. */
export async function databaseText(): Promise<string> {
  const request = indexedDB.open(databaseName);
  request.onupgradeneeded = () => request.transaction?.abort();
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the database does not open'));
  });
  try {
    const stores = [...db.objectStoreNames];
    const texts = stores.map(
      (name) =>
        new Promise<string>((resolve, reject) => {
          const all = db.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => resolve(JSON.stringify(all.result));
          all.onerror = () => reject(new Error(`${name} cannot be read`));
        }),
    );
    return (await Promise.all(texts)).join('\n');
  } finally {
    db.close();
  }
}
