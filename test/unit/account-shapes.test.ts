import { expect } from '@open-wc/testing';
import { createAccount, failureOf, type AccountBench } from '../support/account-bench.js';
import { createContacts, createHistories, loginPage, sipPassword } from '../support/fake-account-api.js';

/** A reply in which one thing is not as agreed: where, what stands there, and the field the error names. */
type Spoilt = readonly [where: string, value: unknown, field?: string];

/** Puts a value at `items[3].started_at`; `undefined` takes the key away. */
function put(body: unknown, where: string, value: unknown): void {
  const keys = where.match(/[^.[\]]+/g) ?? [];
  const last = keys.pop() ?? '';
  const holder = keys.reduce((at, key) => (at as Record<string, unknown>)[key], body) as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
}

const long = 'x'.repeat(65_537);

describe('replies of the wrong shape', () => {
  let bench: AccountBench;
  beforeEach(async () => {
    bench = createAccount();
    bench.api.histories = createHistories(5);
    bench.api.contacts = createContacts(3);
    await bench.account.load();
  });
  afterEach(() => bench.account.close());

  function refuses(what: string, work: (account: AccountBench['account']) => Promise<unknown>, cases: Spoilt[]): void {
    for (const [where, value, field = where] of cases) {
      const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
      it(`${what}: ${where} ${shown}`, async () => {
        bench.api.nextFaults.push({ type: 'change', change: (body) => put(body, where, value) });
        const error = await failureOf(work(bench.account));
        expect(error.code).to.equal('SERVER');
        expect(error.details?.field).to.equal(field);
        expect(error.details?.hint).to.include(field);
        expect(JSON.stringify(error.details)).to.not.include(sipPassword);
        expect(error.details?.hint).to.have.length.below(300);
      });
    }
  }

  const loadAgain = (account: AccountBench['account']): Promise<unknown> => account.load();
  refuses('GET /me', loadAgain, [
    ['extension', undefined],
    ['extension', null],
    ['extension.id', ''],
    ['extension.number', 1001],
    ['extension.number', '1001\r\nX-Evil: 1'],
    ['extension.name', 'An\r\nContact: <sip:evil@x>'],
    ['extension.hotline_id_list', undefined],
    ['extension.hotline_id_list', 'hl-1'],
    ['extension.hotline_group_id_list[0]', 7],
    ['extension.current_hotline_id', undefined],
    ['hotlines', {}],
    ['hotlines[1].type', 'queue'],
    ['hotlines[2].number', undefined],
    ['hotlines[0].name', long],
    ['sip', undefined],
    ['sip.uri', 'mailto:a@b'],
    ['sip.uri', 'sip:1001@pbx.test\r\nX-Evil: 1'],
    ['sip.uri', 'sip:1001@pbx.test;transport=udp'],
    ['sip.authorization_username', '10\n01'],
    ['sip.password', undefined],
    ['sip.password', null],
    ['sip.password', ''],
    ['sip.ha1', sipPassword],
    ['sip.servers', undefined],
    ['sip.servers', []],
    ['sip.servers', 'wss://sip1.test/ws'],
    ['sip.servers[1]', 'https://sip2.test/ws'],
    ['sip.servers[1]', 'javascript:alert(1)'],
    ['sip.servers[0]', 'wss://user:pass@sip1.test/ws'],
    ['sip.servers[0]', 'wss://'],
    ['sip.expires', 0],
    ['sip.expires', -300],
    ['sip.expires', 1.5],
    ['sip.expires', '300'],
    ['sip.ice_servers', null],
    ['sip.ice_servers[0].urls', undefined],
    ['sip.ice_servers[0].urls', []],
    ['sip.ice_servers[0].urls', 'http://stun.test', 'sip.ice_servers[0].urls'],
    ['sip.ice_servers[0].urls[0]', 'stun:'],
    ['sip.ice_servers[1].username', undefined],
    ['sip.ice_servers[1].credential', undefined],
  ]);
  refuses('GET /histories', (account) => account.histories(5), [
    ['items', undefined],
    ['items', {}],
    ['items[3].id', undefined],
    ['items[3].started_at', undefined],
    ['items[3].started_at', null],
    ['items[3].started_at', 1_790_000_000],
    ['items[3].started_at', '22/11/2026 12:00'],
    ['items[3].answered_at', '2026-13-45T99:00:00Z'],
    ['items[0].ended_at', undefined],
    ['items[0].direction', 'sideways'],
    ['items[0].status', 'ANSWERED'],
    ['items[0].duration', '63'],
    ['items[0].duration', -1],
    ['items[0].duration', 1.5],
    ['items[1].rate', 6],
    ['items[1].note', undefined],
    ['items[1].note', long],
    ['items[1].recording_url', 'javascript:alert(1)'],
    ['next_cursor', undefined],
    ['next_cursor', 2],
    ['next_cursor', ''],
  ]);
  refuses('GET /contacts', (account) => account.contacts(), [
    ['items[2].name', undefined],
    ['items[2].phones', '0912345678'],
    ['items[2].phones[0]', 912345678],
    ['items[2].avatar_url', 'data:text/html,x'],
    ['next_cursor', undefined],
  ]);
  refuses('PUT /hotline', (account) => account.chooseHotline('hl-2'), [
    ['hotline', undefined],
    ['hotline.type', 'x'],
    ['hotline.id', 'hl-1'],
  ]);
  refuses('PUT /calls/c-1/note', (account) => account.saveNote('c-1', { note: 'x' }), [
    ['call_id', undefined],
    ['rate', 0],
    ['updated_at', 'now'],
  ]);

  const whole: [string, string, RegExp][] = [
    ['null', 'body', /the answer must be Object/],
    ['"text"', 'body', /the answer must be Object/],
    ['42', 'body', /the answer must be Object/],
    ['[]', 'items', /items is missing/],
    ['', 'body', /empty/],
    [loginPage, 'body', /not JSON/],
  ];
  for (const [text, field, hint] of whole) {
    it(`a reply that is ${text.slice(0, 15) || 'empty'} is no reply`, async () => {
      bench.api.nextFaults.push({ type: 'text', text });
      const error = await failureOf(bench.account.contacts());
      expect([error.code, error.details?.field]).to.deep.equal(['SERVER', field]);
      expect(error.details?.hint).to.match(hint);
    });
  }

  it('a token that is none names its field', async () => {
    const other = createAccount();
    other.api.nextFaults.push({ type: 'change', change: (body) => (body['token'] = 'two\r\nlines') });
    expect((await failureOf(other.account.load())).details?.field).to.equal('token');
    other.api.nextFaults.push({ type: 'change', change: (body) => delete body['expires_at'] });
    expect((await failureOf(other.account.load())).details?.field).to.equal('expires_at');
    other.account.close();
  });

  it('unknown fields are dropped, and nothing reaches the prototype', async () => {
    bench.api.nextFaults.push({
      type: 'change',
      change: (body) => {
        put(body, 'secret_plan', 'x');
        put(body, 'items[0].secret_plan', 'x');
      },
    });
    const [first] = await bench.account.histories(1);
    expect(first).to.deep.equal(bench.api.histories[0]);
    bench.api.nextFaults.push({
      type: 'text',
      text: '{"items": [], "next_cursor": null, "__proto__": {"polluted": 1}}',
    });
    expect(await bench.account.histories(1)).to.deep.equal([]);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it('times with an offset are turned to UTC', async () => {
    bench.api.nextFaults.push({
      type: 'change',
      change: (body) => {
        put(body, 'items[0].started_at', '2026-11-22T19:00:00+07:00');
      },
    });
    expect((await bench.account.histories(1))[0]?.started_at).to.equal('2026-11-22T12:00:00.000Z');
  });

  it('HA1 instead of a password, an expiry that would overflow a timer, and ICE servers in every form', async () => {
    Object.assign(bench.api.me.sip, {
      password: null,
      ha1: 'ABCDEF0123456789ABCDEF0123456789',
      expires: 4_294_967_295,
      ice_servers: [
        { urls: 'stun:[2001:db8::1]:3478', username: null, credential: null },
        { urls: ['turn:turn.test:3478?transport=udp', 'turns:turn.test'], username: 'u', credential: 'c' },
      ],
    });
    const { sip } = await bench.account.load();
    expect(sip).to.include({ password: null, ha1: 'abcdef0123456789abcdef0123456789', expires: 86_400 });
    expect(sip.iceServers[0]).to.deep.equal({ urls: 'stun:[2001:db8::1]:3478' });
    new RTCPeerConnection({ iceServers: [...sip.iceServers] }).close();
  });
});
