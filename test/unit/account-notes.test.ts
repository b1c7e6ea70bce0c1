import { expect } from '@open-wc/testing';
import { MemoryStore } from '../../src/account/store/memory-store.js';
import { createAccount, failureOf, timed, type AccountBench } from '../support/account-bench.js';
import { loginPage, type Fault, type Seen } from '../support/fake-account-api.js';
import { settle } from '../support/fake-clock.js';

const isPut = ({ method }: Seen): boolean => method === 'PUT';

describe('notes that could not be sent', () => {
  let bench: AccountBench;
  let outbox: MemoryStore;
  beforeEach(async () => {
    outbox = new MemoryStore();
    bench = createAccount({ outbox });
    await bench.account.load();
    await settle();
    bench.api.seen.length = 0;
  });
  afterEach(() => bench.account.close());

  const breakNotes = (fault: Fault): void => {
    bench.api.fault = (request) => (isPut(request) ? fault : null);
  };
  const repair = (): void => {
    bench.api.fault = () => null;
  };
  const bodies = (): unknown[] => bench.api.seen.filter(isPut).map(({ body }) => body);

  const passing: [string, Fault, string][] = [
    ['nobody answers', { type: 'unreachable' }, 'NETWORK'],
    ['the answer takes 10 s', { type: 'slow', ms: 10_000 }, 'TIMEOUT'],
    ['there is no answer at all', { type: 'hang' }, 'TIMEOUT'],
    ['the API breaks', { type: 'status', status: 500 }, 'SERVER'],
    ['the API is away', { type: 'status', status: 503 }, 'SERVER'],
    ['the API wants a rest', { type: 'status', status: 429 }, 'SERVER'],
    ['a login page is in the way', { type: 'text', text: loginPage }, 'SERVER'],
    ['a redirect is in the way', { type: 'redirect' }, 'SERVER'],
  ];
  for (const [what, fault, code] of passing) {
    it(`are kept when ${what}, and sent when it is over`, async () => {
      breakNotes(fault);
      const { result } = await timed(bench.clock, bench.account.saveNote('c-1', { note: 'Gọi lại' }));
      expect(result).to.include({ code });
      expect(result).to.have.nested.property('details.retrying', true);
      expect(bodies()).to.have.length(1);
      repair();
      await bench.clock.pass(30_000);
      expect(bench.api.notes.get('c-1')?.note).to.equal('Gọi lại');
      await bench.clock.pass(3_600_000);
      expect(bodies(), 'it is sent once').to.have.length(2);
      expect(bench.clock.waiting).to.equal(0);
    });
  }

  const final: [string, Fault, string][] = [
    ['the call is unknown', { type: 'status', status: 404 }, 'NOT_FOUND'],
    ['the data are refused', { type: 'status', status: 422 }, 'INVALID_ARGUMENT'],
    ['it is forbidden', { type: 'status', status: 403 }, 'SERVER'],
    ['the API takes it and answers nonsense', { type: 'text', text: '{}' }, 'SERVER'],
  ];
  for (const [what, fault, code] of final) {
    it(`are not kept when ${what}`, async () => {
      breakNotes(fault);
      const error = await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
      expect(error.code).to.equal(code);
      expect(error.details?.retrying).to.not.equal(true);
      repair();
      await bench.account.histories(1);
      await bench.clock.pass(3_600_000);
      expect(bodies()).to.have.length(1);
    });
  }

  it('are tried again after 30 s, then less and less often, down to every 5 minutes', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    await bench.clock.pass(20 * 60_000);
    const at = bench.api.seen.filter(isPut).map((request) => request.at);
    const pauses = at.slice(1).map((time, index) => (time - at[index]!) / 1000);
    expect(pauses).to.deep.equal([30, 60, 120, 240, 300, 300]);
  });

  it('wait for as long as the API asks', async () => {
    breakNotes({ type: 'status', status: 429, headers: { 'Retry-After': '900' } });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    repair();
    await bench.clock.pass(899_000);
    expect(bodies()).to.have.length(1);
    await bench.clock.pass(1_000);
    expect(bodies()).to.have.length(2);
  });

  it('go out after any other request that succeeds', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    repair();
    await bench.account.contacts();
    await settle();
    expect(bench.api.notes.get('c-1')?.note).to.equal('x');
  });

  it('go out when the browser is online again', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    repair();
    globalThis.dispatchEvent(new Event('online'));
    await settle();
    expect(bench.api.notes.get('c-1')?.note).to.equal('x');
  });

  it('of one call become one, of several calls keep their order', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'first', rate: 2 }));
    await failureOf(bench.account.saveNote('c-2', { note: 'other' }));
    await failureOf(bench.account.saveNote('c-1', { note: 'second' }));
    bench.api.seen.length = 0;
    repair();
    globalThis.dispatchEvent(new Event('online'));
    await settle();
    expect(bench.api.asked).to.deep.equal(['PUT /calls/c-1/note', 'PUT /calls/c-2/note']);
    expect(bodies()).to.deep.equal([{ note: 'second', rate: 2 }, { note: 'other' }]);
  });

  it('go along with the next note of the same call', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'first', rate: 2 }));
    repair();
    const saved = await bench.account.saveNote('c-1', { rate: 5 });
    expect(saved).to.include({ note: 'first', rate: 5 });
    await bench.clock.pass(3_600_000);
    expect(bodies()).to.have.length(2);
  });

  it('never overtake each other', async () => {
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

  it('stop at the first that fails, so that a dead API is asked once', async () => {
    breakNotes({ type: 'unreachable' });
    for (const id of ['c-1', 'c-2', 'c-3']) await failureOf(bench.account.saveNote(id, { note: 'x' }));
    expect(bench.clock.waiting).to.equal(1);
    bench.api.seen.length = 0;
    globalThis.dispatchEvent(new Event('online'));
    await settle();
    expect(bench.api.asked).to.deep.equal(['PUT /calls/c-1/note']);
  });

  it('are dropped with a warning when the account refuses them in the end, and the rest goes on', async () => {
    breakNotes({ type: 'unreachable' });
    for (const id of ['gone', 'bad', 'good']) await failureOf(bench.account.saveNote(id, { note: 'x' }));
    bench.api.unknownCalls.add('gone');
    bench.api.fault = ({ path }) => (path === '/calls/bad/note' ? { type: 'status', status: 422 } : null);
    await bench.clock.pass(30_000);
    expect([...bench.api.notes.keys()]).to.deep.equal(['good']);
    expect(bench.log.lines.filter((line) => line.startsWith('warn a kept note is dropped'))).to.have.length(2);
    bench.api.seen.length = 0;
    await bench.clock.pass(3_600_000);
    expect(bench.api.asked).to.deep.equal([]);
  });

  it('wait for the next sign-in when the session is over, and nobody knocks meanwhile', async () => {
    bench.api.expireTokens();
    bench.api.fault = ({ method }) => (method === 'POST' ? { type: 'status', status: 401 } : null);
    const error = await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    expect(error.code).to.equal('AUTH_FAILED');
    expect(error.details?.retrying).to.not.equal(true);
    bench.api.seen.length = 0;
    await bench.clock.pass(3_600_000);
    expect(bench.api.asked).to.deep.equal([]);
    repair();
    await bench.account.load();
    await settle();
    expect(bench.api.notes.get('c-1')?.note).to.equal('x');
  });

  it('are quiet after close, and go out with the next load', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    bench.account.close();
    repair();
    bench.api.seen.length = 0;
    globalThis.dispatchEvent(new Event('online'));
    await bench.clock.pass(3_600_000);
    expect([bench.api.asked, bench.clock.waiting]).to.deep.equal([[], 0]);
    expect((await failureOf(bench.account.saveNote('c-2', { note: 'y' }))).code).to.equal('NOT_STARTED');
    await bench.account.load();
    await settle();
    expect(bench.api.notes.get('c-1')?.note).to.equal('x');
  });

  it('are not lost when the phone stops while one is under way', async () => {
    breakNotes({ type: 'hang' });
    const saving = failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    await settle();
    bench.account.close();
    expect((await saving).code).to.equal('CANCELLED');
    repair();
    await bench.account.load();
    await settle();
    expect(bench.api.notes.get('c-1')?.note).to.equal('x');
  });

  it('belong to one agent: another one in the same browser does not send them', async () => {
    breakNotes({ type: 'unreachable' });
    await failureOf(bench.account.saveNote('c-1', { note: 'x' }));
    bench.account.close();
    const other = createAccount({ outbox, credentials: { username: null, password: null, token: 'other-token' } });
    other.api.tokens.add('other-token');
    await other.account.load();
    await settle();
    expect(other.api.asked).to.deep.equal(['GET /me']);
    other.account.close();
  });
});
