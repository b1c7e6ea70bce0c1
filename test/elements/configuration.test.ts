import { expect, fixture, html } from '@open-wc/testing';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { PhoneState } from '../../src/phone/state.js';
import { FakePhone, readyState, talking, type FakeProvider } from '../support/fake-phone.js';
import { freshProvider, settled, shownText } from './support.js';

const account = {
  'sip-uri': 'sip:1001@pbx.example',
  'sip-servers': 'wss://one.example, wss://two.example',
  'sip-password': 'geheim',
};

async function added(attributes: Record<string, string>): Promise<BfcWebphone> {
  const element = document.createElement('bfc-webphone');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const holder = await fixture<HTMLElement>(html`<div></div>`);
  holder.append(element);
  await settled(element);
  return element;
}

describe('the attributes of <bfc-webphone>', () => {
  let provider: FakeProvider;
  const running: Partial<PhoneState> = readyState;
  beforeEach(() => (provider = freshProvider()));

  it('sign in to a PBX, and the phone is started', async () => {
    await added({ ...account, 'user-agent': 'crm', mode: 'outgoing', register: 'false', lang: 'en' });
    const [config] = provider.configs;
    expect(config).to.deep.include({ userAgent: 'crm', mode: 'outgoing', register: false, lang: 'en' });
    expect(config?.sip).to.deep.include({ uri: account['sip-uri'], password: 'geheim' });
    expect(config?.sip?.servers).to.deep.equal(['wss://one.example', 'wss://two.example']);
    expect(provider.phones[0]?.executed).to.deep.equal([{ type: 'start' }]);
  });

  it('sign in to a PBX with username, password and ringtone too', async () => {
    const { 'sip-uri': uri, 'sip-servers': servers } = account;
    await added({
      'sip-uri': uri,
      'sip-servers': servers,
      username: 'auth-1001',
      password: 'p',
      ringtone: '/ring.mp3',
    });
    expect(provider.configs[0]?.sip).to.deep.include({ authorizationUsername: 'auth-1001', password: 'p' });
    expect(provider.configs[0]?.audio.ringtone).to.equal('/ring.mp3');
  });

  it('count as absent where they are empty', async () => {
    const empty = { username: '', password: '', token: '', ringtone: '', 'ice-servers': '', 'sip-ha1': '' };
    await added({ ...account, ...empty, 'sip-authorization-username': '', lang: 'en' });
    expect(provider.configs[0]?.sip).to.deep.include({ authorizationUsername: '1001', password: 'geheim', ha1: null });
    const { 'sip-uri': uri, 'sip-servers': servers } = account;
    const other = { username: 'auth-1001', password: 'p', 'sip-authorization-username': '', 'sip-password': '' };
    await added({ 'sip-uri': uri, 'sip-servers': servers, ...other });
    expect(provider.configs[1]?.sip).to.deep.include({ authorizationUsername: 'auth-1001', password: 'p' });
    await added({ username: 'a@b.vn', password: 'p', 'sip-uri': '', 'sip-servers': '' });
    expect(provider.configs[2]?.sip).to.equal(null);
    expect(provider.configs[2]?.account).to.include({ username: 'a@b.vn', password: 'p' });
    await added({ username: 'c@d.vn', 'sip-uri': '', token: 'tok' });
    expect(provider.configs[3]?.account, 'each account has its own secrets').to.include({ password: null });
    await added({ username: 'a@b.vn', 'sip-uri': '', password: '' });
    expect(provider.configs[4]?.account, 'found again').to.include({ username: 'a@b.vn', password: 'p', token: null });
    await added({ username: '', 'sip-uri': '', token: '' });
    expect(provider.configs, 'no account is named').to.have.length(5);
  });

  it('say what becomes of a call when the page is left', async () => {
    await added(account);
    await added({ ...account, 'sip-uri': 'sip:1002@pbx.example', 'on-page-leave': 'hangup' });
    expect(provider.configs.map(({ onPageLeave }) => onPageLeave)).to.deep.equal(['keep', 'hangup']);
  });

  it('give the phone the functions of the page, set at any time, and take them back', async () => {
    const element = await added(account);
    const phone = provider.phones[0]!;
    const plan = { number: '1', line: 1, externalCallId: null } as const;
    expect(await phone.hooks.plan(plan)).to.deep.equal(plan);
    element.beforeCall = () => '2';
    element.resolveContact = () => ({ name: 'Hoa' });
    await settled(element);
    expect(provider.configs, 'no other phone is made for it').to.have.length(1);
    expect(await phone.hooks.plan(plan)).to.include({ number: '2' });
    expect(await phone.hooks.nameOf('1')).to.equal('Hoa');
    element.beforeCall = null;
    expect(phone.hooks.guardCalls).to.equal(false);
    element.remove();
    await settled(element);
    expect(phone.hooks.nameContacts).to.equal(false);
  });

  it('sign in to the account API', async () => {
    await added({ username: 'an@example.vn', password: 'geheim', 'base-url': 'https://api.example/' });
    expect(provider.configs[0]?.account).to.deep.include({ username: 'an@example.vn', baseURL: 'https://api.example' });
  });

  it('come in any order and make one phone', async () => {
    const element = document.createElement('bfc-webphone');
    document.body.append(element);
    for (const [name, value] of Object.entries(account).reverse()) element.setAttribute(name, value);
    element.setAttribute('sip-ha1', '0123456789abcdef0123456789abcdef');
    await settled(element);
    expect(provider.configs).to.have.length(1);
    expect(provider.configs[0]?.sip?.ha1).to.equal('0123456789abcdef0123456789abcdef');
    element.remove();
    await settled(element);
  });

  it('lose their secrets at once, and nothing gives them back', async () => {
    const element = await added({ ...account, password: 'p1', token: 't1', 'sip-ha1': '0'.repeat(32) });
    const later = { ...account, password: 'p2', token: 't2', 'sip-ha1': '1'.repeat(32) };
    for (const name of ['password', 'token', 'sip-password', 'sip-ha1'] as const) {
      expect(element.hasAttribute(name), name).to.be.false;
      element.setAttribute(name, later[name]);
      expect(element.hasAttribute(name), name).to.be.false;
    }
    expect([element.password, element.token, element.sipPassword, element.sipHa1]).to.deep.equal([
      null,
      null,
      null,
      null,
    ]);
    expect(element.outerHTML + (element.shadowRoot?.innerHTML ?? '')).not.to.match(/geheim|p1|t1|p2|t2|0{32}|1{32}/);
  });

  it('can be properties, set before the upgrade', async () => {
    const early = document.createElement('bfc-webphone-late') as BfcWebphone;
    Object.assign(early, {
      sipUri: account['sip-uri'],
      sipServers: account['sip-servers'],
      sipPassword: 'geheim',
      lang: 'en',
    });
    const holder = await fixture<HTMLElement>(html`<div></div>`);
    holder.append(early);
    const { BfcWebphone: Base } = await import('../../src/elements/webphone/webphone.js');
    customElements.define('bfc-webphone-late', class extends Base {});
    await settled(early);
    expect(provider.configs[0]?.sip?.password).to.equal('geheim');
    expect(provider.configs[0]?.lang).to.equal('en');
  });

  it('are used by a clone too, though the password is gone from the markup', async () => {
    const element = await added({ ...account, 'sip-uri': 'sip:clone@pbx.example' });
    const clone = element.cloneNode() as BfcWebphone;
    element.replaceWith(clone);
    await settled(clone);
    expect(provider.configs.map((config) => config.sip?.password)).to.deep.equal(['geheim', 'geheim']);
  });

  it('that are wrong are told once, and break nothing', async () => {
    const warnings: unknown[][] = [];
    const { warn } = console;
    console.warn = (...args: unknown[]) => warnings.push(args);
    try {
      const element = await added({ 'sip-uri': 'nobody', 'sip-servers': 'wss://a.example', lang: 'en' });
      expect(shownText(element)).to.contain('not set up correctly').and.contain('INVALID_ARGUMENT · sip.uri');
      element.setAttribute('theme', 'dark');
      await settled(element);
      expect(warnings).to.have.length(1);
      element.setAttribute('sip-uri', 'sip:wrong-first@pbx.example');
      element.setAttribute('sip-password', 'x');
      await settled(element);
      expect(provider.configs).to.have.length(1);
      expect(shownText(element)).not.to.contain('not set up correctly');
    } finally {
      console.warn = warn;
    }
  });

  it('that are no JSON are told by name', async () => {
    const { warn } = console;
    console.warn = () => undefined;
    try {
      const element = await added({ ...account, 'ice-servers': '[{', lang: 'en' });
      expect(shownText(element)).to.contain('ice-servers');
      element.setAttribute('ice-servers', '[{"urls":"stun:stun.example"}]');
      await settled(element);
      expect(provider.configs[0]?.sip?.iceServers).to.deep.equal([{ urls: 'stun:stun.example' }]);
    } finally {
      console.warn = warn;
    }
  });

  it('that change mean another phone, but not during a call', async () => {
    provider.nextState = { ...running, line1: talking() };
    const element = await added(account);
    const [first] = provider.phones;
    element.setAttribute('sip-uri', 'sip:1002@pbx.example');
    element.setAttribute('sip-password', 'other');
    await settled(element);
    expect(provider.configs).to.have.length(1);
    first?.set({ line1: null });
    await settled(element);
    expect(provider.configs.map((config) => config.sip?.uri)).to.deep.equal([
      'sip:1001@pbx.example',
      'sip:1002@pbx.example',
    ]);
    expect(provider.leases).to.equal(1);
  });

  it('of the moment go to the running phone: language, mode, register', async () => {
    provider.nextState = running;
    const element = await added(account);
    element.setAttribute('lang', 'en');
    element.setAttribute('mode', 'inactive');
    element.setAttribute('register', 'false');
    await settled(element);
    element.removeAttribute('register');
    await settled(element);
    expect(provider.phones[0]?.executed).to.deep.equal([
      { type: 'setLanguage', lang: 'en' },
      { type: 'setMode', mode: 'inactive' },
      { type: 'unregister' },
      { type: 'register' },
    ]);
    expect(provider.configs).to.have.length(1);
  });
});

describe('the attributes that change while the phone runs', () => {
  let provider: FakeProvider;
  beforeEach(() => {
    provider = freshProvider();
    provider.nextState = { ...readyState, line1: talking() };
  });

  it('go to it at once, in a call too: ringtone, User-Agent, leaving the page, notifications', async () => {
    const element = await added({ ...account, ringtone: '/a.mp3' });
    element.setAttribute('ringtone', '/b.mp3');
    element.setAttribute('user-agent', 'crm 2');
    element.setAttribute('on-page-leave', 'hangup');
    element.notifications = { title: false };
    await settled(element);
    element.removeAttribute('ringtone');
    await settled(element);
    const change = { userAgent: 'crm 2', onPageLeave: 'hangup', notifications: { title: false }, ringtone: '/b.mp3' };
    expect(provider.phones[0]?.executed).to.deep.equal([
      { type: 'configure', change },
      { type: 'configure', change: { ringtone: null } },
    ]);
    expect(provider.configs).to.have.length(1);
  });

  it('change nothing where they are wrong, and the integrator is told', async () => {
    const element = await added(account);
    const phone = provider.phones[0]!;
    const told: unknown[][] = [];
    const { warn } = console;
    console.warn = (...args: unknown[]) => told.push(args);
    try {
      phone.answer = (command) => ({ ok: false, error: phone.refusal(command)! });
      element.setAttribute('on-page-leave', 'perhaps');
      await settled(element);
      expect(told.join()).to.contain('onPageLeave must be one of keep, hangup');
    } finally {
      console.warn = warn;
    }
  });

  it('make another phone for other tabs, after the call and when the one before is given back', async () => {
    const element = await added(account);
    element.setAttribute('tabs', 'false');
    await settled(element);
    expect(provider.configs).to.have.length(1);
    const given: number[] = [];
    const { acquire } = provider;
    provider.acquire = (config) => {
      given.push(provider.leases);
      return acquire.call(provider, config);
    };
    provider.phones[0]?.set({ line1: null });
    await settled(element);
    expect(provider.configs.map(({ tabs }) => tabs)).to.deep.equal([true, false]);
    expect(given, 'nobody holds the one before').to.deep.equal([0]);
    expect(provider.leases).to.equal(1);
  });
});

describe('the phone of the page', () => {
  let provider: FakeProvider;
  beforeEach(() => (provider = freshProvider()));

  it('is joined by an element without an account', async () => {
    provider.existing = new FakePhone();
    const element = await added({});
    expect(shownText(element)).to.contain('1001').and.contain('Ready');
    expect(provider.existing.executed).to.deep.equal([]);
  });

  it('is joined when it is made later', async () => {
    const element = await added({ lang: 'en' });
    expect(shownText(element)).to.contain('The phone is signed out');
    provider.create(new FakePhone());
    await settled(element);
    expect(shownText(element)).to.contain('Ready');
    provider.create(new FakePhone({ mode: 'outgoing' }));
    await settled(element);
    expect(shownText(element)).to.contain('Outgoing only');
    expect(provider.leases).to.equal(1);
  });
});

describe('a place in the document', () => {
  let provider: FakeProvider;
  beforeEach(() => (provider = freshProvider()));

  it('can change without the phone noticing', async () => {
    provider.nextState = { ...readyState, line1: talking() };
    const element = await added(account);
    const other = await fixture<HTMLElement>(html`<section></section>`);
    other.append(element);
    await settled(element);
    expect(provider.configs).to.have.length(1);
    expect(provider.leases).to.equal(1);
    expect(shownText(element)).to.contain('Kết thúc');
  });

  it('can be left and taken again', async () => {
    provider.nextState = readyState;
    const element = await added(account);
    const { parentElement } = element;
    element.remove();
    await settled(document.body);
    expect(provider.leases).to.equal(0);
    parentElement?.append(element);
    await settled(element);
    expect(provider.leases).to.equal(1);
    expect(shownText(element)).to.contain('1001');
  });

  it('leaves nothing behind, ten times over', async () => {
    const phone = new FakePhone({ line1: talking(), lang: 'en' });
    provider.existing = phone;
    const { tickingClocks } = await import('../../src/elements/controllers/ticker.js');
    const before = tickingClocks();
    for (let time = 0; time < 10; time++) {
      const element = await added({});
      expect(phone.listenerCount.state).to.be.greaterThan(0);
      element.remove();
      await settled(document.body);
    }
    expect(phone.listenerCount).to.deep.equal({ state: 0, events: 0 });
    expect(provider.leases).to.equal(0);
    expect(provider.createdListeners.size).to.equal(0);
    expect(tickingClocks()).to.equal(before);
  });
});
