/**
 * Everything a page can see of a whole session, searched for what was secret in it.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { aliceAccount } from '../lab/account.js';
import {
  alicePage,
  answers,
  breaks,
  gets,
  init,
  isError,
  password,
  username,
  useMembers,
  works,
} from './account-support.js';
import { tones } from './support.js';

describe('the secrets of the account', () => {
  const scenario = useMembers();

  scenario('are not in the console, the events, the document, the storage or any address', async (lab) => {
    const alice = await alicePage(lab);
    const out: string[] = [];
    const looks: Promise<unknown>[] = [];
    const wire: string[] = [];
    const headers: string[] = [];
    alice.page.on('console', (message) => {
      out.push(message.text());
      const shown = message.args().map(async (argument) => out.push(JSON.stringify(await argument.jsonValue()) ?? ''));
      looks.push(Promise.allSettled(shown));
    });
    alice.page.on('request', (request) => {
      out.push(request.url());
      headers.push(request.headers()['x-auth-token'] ?? '');
    });
    alice.page.on('websocket', (socket) => {
      out.push(socket.url());
      socket.on('framesent', ({ payload }) => wire.push(String(payload)));
    });

    const wrong = 'wrong-secret-of-the-account';
    isError(await init(alice, { username, password: wrong, logLevel: 'debug' }), 'AUTH_FAILED');
    lab.account.sipPassword = 'wrong-secret-of-the-sip-user';
    isError(await init(alice, { username, password, logLevel: 'debug' }), 'AUTH_FAILED');
    lab.account.sipPassword = null;
    assert.equal((await init(alice, { username, password, logLevel: 'debug' })).status, 'success');
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    await works(alice, 'makeCall', 'bob');
    await answers(bob);
    await alice.event('callConfirmed');
    await works(alice, 'hold');
    const [{ id } = { id: '' }] = await gets<readonly { id: string }[]>(alice, 'histories', 1);
    await breaks(lab, { path: 'note', kind: 'status', status: 503, times: null });
    out.push(
      JSON.stringify(
        await alice.page.evaluate(
          async ([callId]) => {
            const asked = window.phone['note']!(callId, { note: 'kept by nobody' });
            return asked.catch((error: unknown) => ({ ...(error as object) }));
          },
          [id],
        ),
      ),
    );
    const read = ['currentExtension', 'currentHotline', 'hotlines', 'currentMode'].map((name) => alice.read(name));
    out.push(JSON.stringify([await alice.events(), await alice.ping(), await Promise.all(read)]));
    const stored = await alice.page.evaluate(dumpOfStorage);
    out.push(stored, await alice.page.content());
    await works(alice, 'endCall');
    await works(alice, 'stop');
    out.push(JSON.stringify(await alice.events()), await alice.page.evaluate(dumpOfStorage), ...alice.console);

    await Promise.all(looks);

    // That there was something to see: each place was looked at, and each secret was in use.
    const all = out.join('\n');
    for (const sight of [
      'callEnded',
      'registrationFailed',
      '/api/token',
      'ws://127.0.0.1:5080',
      '<script',
      'bfc-webphone',
    ]) {
      assert.ok(all.includes(sight), `${sight} was seen`);
    }
    assert.ok(stored.includes('sipCallId'), 'the call is kept for the next page');
    assert.ok(!stored.includes('kept by nobody'), 'a note that failed is the page’s to keep');
    const digests = wire.flatMap((text) => [...text.matchAll(/^(?:Proxy-)?Authorization: (.*)$/gim)].map(([, d]) => d));
    const parts = digests.flatMap((digest = '') =>
      [...digest.matchAll(/\b(?:response|nonce|cnonce)="([^"]+)"/g)].map(([, part = '']) => part),
    );
    assert.ok(parts.length >= 4, 'SIP was authenticated');
    assert.ok(lab.account.tokens.length >= 2 && lab.account.tokens.every((token) => headers.includes(token)));
    const secrets = [aliceAccount.password, 'pw-alice', wrong, 'wrong-secret-of-the-sip-user', ...lab.account.tokens];
    for (const secret of [...secrets, ...parts]) {
      const at = all.indexOf(secret);
      assert.equal(at, -1, `a secret got out: ${all.slice(Math.max(0, at - 200), at + 200)}`);
    }
    assert.doesNotMatch(all, /authorization: *digest/i);
  });
});

/** Everything that the page's origin keeps in the browser. */
async function dumpOfStorage(): Promise<string> {
  const databases = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error(name));
    });
    for (const store of database.objectStoreNames) {
      const items = await new Promise<unknown>((resolve, reject) => {
        const reading = database.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(reading.error ?? new Error(store));
      });
      databases.push({ name, store, items });
    }
    database.close();
  }
  return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), databases, document.cookie]);
}
