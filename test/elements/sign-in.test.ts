import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
// A script of the old kind: it puts itself on the window.
import 'axe-core';
import type axeCore from 'axe-core';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { initialState, type PhoneState } from '../../src/phone/state.js';
import { until } from '../support/until.js';
import { FakePhone, fakeError, readyState, talking, type FakeProvider } from '../support/fake-phone.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  freshProvider,
  hasButton,
  isDisabled,
  settled,
  shownText,
} from './support.js';

const { axe } = window as unknown as { axe: typeof axeCore };
const secret = 'mật-khẩu-7';

const refused: Partial<PhoneState> = {
  status: 'stopped',
  registration: { status: 'failed', wanted: true, error: fakeError('AUTH_FAILED', { statusCode: 401 }) },
};

async function element(lang: 'vi' | 'en' = 'en', theme = 'light'): Promise<BfcWebphone> {
  const made = await fixture<BfcWebphone>(
    html`<bfc-webphone sign-in lang=${lang} theme=${theme} base-url="https://api.test/v1"></bfc-webphone>`,
  );
  await settled(made);
  return made;
}

/** By the label that belongs to it. */
function input(root: Element, label: string): HTMLInputElement {
  const found = everything(root).filter(
    (each): each is HTMLInputElement =>
      each instanceof HTMLInputElement && each.labels?.[0]?.textContent === label && each.checkVisibility(),
  );
  expect(found, label).to.have.length(1);
  return found[0]!;
}

function describedBy(field: HTMLInputElement): string {
  const id = field.getAttribute('aria-describedby') ?? '';
  const description = (field.getRootNode() as ShadowRoot).getElementById(id);
  return (description?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

async function submit(root: BfcWebphone, email: string, password: string): Promise<void> {
  input(root, 'E-mail').value = email;
  input(root, 'Password').value = password;
  input(root, 'Password').focus();
  await sendKeys({ press: 'Enter' });
  await settled(root);
}

/** All that the DOM, its storage and its address could tell of it. */
function everywhere(root: Element): string {
  const markup = everything(root).map((each) => each.outerHTML + (each.shadowRoot?.innerHTML ?? ''));
  const values = everything(root).map((each) => (each instanceof HTMLInputElement ? each.value : ''));
  return [...markup, ...values, ...Object.values(localStorage), ...Object.values(sessionStorage), location.href].join();
}

describe('the form for signing in', () => {
  let provider: FakeProvider;
  beforeEach(() => (provider = freshProvider()));

  it('is there only where the page asks for it', async () => {
    const plain = await fixture<BfcWebphone>(html`<bfc-webphone lang="en"></bfc-webphone>`);
    await settled(plain);
    expect(shownText(plain)).to.contain('The phone is signed out');
    expect(allByRole(plain, 'textbox')).to.deep.equal([]);
    plain.signIn = true;
    await settled(plain);
    expect(shownText(plain)).to.contain('Sign in to your phone');
    expect(input(plain, 'E-mail').autocomplete).to.equal('username');
    expect(input(plain, 'Password').autocomplete).to.equal('current-password');
  });

  it('is not shown where the page gives an account, or a phone to join', async () => {
    const root = await fixture<BfcWebphone>(
      html`<bfc-webphone sign-in lang="en" username="a@b.vn" password="p" base-url="https://api.test"></bfc-webphone>`,
    );
    await settled(root);
    provider.phones[0]!.set(refused);
    await settled(root);
    expect(allByRole(root, 'textbox')).to.deep.equal([]);
    expect(hasButton(root, 'Try again')).to.equal(true);

    provider.existing = new FakePhone();
    expect(shownText(await element())).to.contain('Ready');
  });

  it('signs in by Enter with what is written there, as by attributes', async () => {
    const root = await element();
    await submit(root, ' an@example.vn ', secret);
    expect(provider.configs).to.have.length(1);
    expect(provider.configs[0]?.account).to.deep.include({
      username: 'an@example.vn',
      password: secret,
      baseURL: 'https://api.test/v1',
    });
    expect(provider.phones[0]?.executed).to.deep.equal([{ type: 'start' }]);
  });

  it('shows that it is under way, once, and then the phone; the focus goes on to the number', async () => {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    const phone = provider.phones[0]!;
    phone.set({ status: 'starting', connection: { status: 'connecting', retryAt: null, error: null } });
    await settled(root);
    expect(button(root, 'Sign in').getAttribute('aria-busy')).to.equal('true');
    expect(hasButton(root, 'Settings')).to.equal(false);
    await sendKeys({ press: 'Enter' });
    button(root, 'Sign in').click();
    await settled(root);
    expect(provider.configs).to.have.length(1);
    phone.set(readyState);
    await settled(root);
    expect(hasButton(root, 'Call')).to.equal(true);
    expect(focused()).to.equal(byRole(root, 'textbox', 'Phone number'));
  });

  it('refused, says why at the password, which is empty; the e-mail is still there', async () => {
    const root = await element();
    const { top } = input(root, 'E-mail').getBoundingClientRect();
    await submit(root, 'an@example.vn', secret);
    provider.phones[0]!.set({ status: 'starting' });
    await settled(root);
    provider.phones[0]!.set(refused);
    await settled(root);
    const password = input(root, 'Password');
    expect(input(root, 'E-mail').getBoundingClientRect().top, 'nothing moves').to.equal(top);
    expect(allByRole(root, 'alert')).to.have.length(1);
    expect(describedBy(password)).to.contain('Wrong account or password').and.contain('AUTH_FAILED · 401');
    expect(password.getAttribute('aria-invalid')).to.equal('true');
    expect(password.value).to.equal('');
    expect(input(root, 'E-mail').value).to.equal('an@example.vn');
    expect(focused()).to.equal(password);
    expect(hasButton(root, 'Sign in again')).to.equal(true);
  });

  it('refused while the agent is elsewhere on the page, leaves the focus there', async () => {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    const elsewhere = await fixture<HTMLButtonElement>(html`<button>elsewhere</button>`);
    elsewhere.focus();
    provider.phones[0]!.set(refused);
    await settled(root);
    expect(focused()).to.equal(elsewhere);
    expect(allByRole(root, 'alert')).to.have.length(1);
  });

  it('refused, says it once: where the focus comes to the password, that is what tells of it', async () => {
    const root = await element();
    for (const place of ['E-mail', 'Password'] as const) {
      input(root, 'E-mail').value = 'an@example.vn';
      input(root, 'Password').value = secret;
      input(root, place).focus();
      await sendKeys({ press: 'Enter' });
      await settled(root);
      provider.phones.at(-1)!.set(refused);
      await settled(root);
      expect(focused(), place).to.equal(input(root, 'Password'));
      expect(describedBy(input(root, 'Password'))).to.contain('Wrong account or password');
      expect(allByRole(root, 'alert'), place).to.have.length(place === 'Password' ? 1 : 0);
    }
  });

  it('tries again with the same password too: it may be right by now', async () => {
    const root = await element();
    for (const round of [1, 2, 3]) {
      await submit(root, 'an@example.vn', secret);
      expect(provider.configs).to.have.length(round);
      expect(provider.phones.at(-1)?.executed).to.deep.equal([{ type: 'start' }]);
      provider.phones.at(-1)!.set(refused);
      await settled(root);
    }
    expect(provider.leases).to.equal(1);
  });

  it('comes back when the account is refused later, but not over a call', async () => {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    const phone = provider.phones[0]!;
    phone.set({ ...readyState, line1: talking() });
    phone.set({ registration: refused.registration! });
    await settled(root);
    expect(hasButton(root, 'Hang up')).to.equal(true);
    phone.set({ line1: null });
    await settled(root);
    expect(input(root, 'E-mail').value).to.equal('an@example.vn');
    await submit(root, 'an@example.vn', secret);
    expect(phone.executedTypes).to.deep.equal(['start', 'stop']);
    expect(provider.configs).to.have.length(2);
  });

  it('offers another try where the server was out of reach: nothing need be written again', async () => {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    const { registration } = refused;
    provider.phones[0]!.set({ ...refused, registration: { ...registration!, error: fakeError('NETWORK') } });
    await settled(root);
    expect(allByRole(root, 'textbox')).to.deep.equal([]);
    button(root, 'Try again').click();
    await settled(root);
    expect(provider.phones[0]?.executedTypes).to.deep.equal(['start', 'start']);
  });

  it('sends nothing while a field is empty: it says so there, and the focus goes there', async () => {
    const root = await element();
    button(root, 'Sign in').click();
    await settled(root);
    const email = input(root, 'E-mail');
    expect(focused()).to.equal(email);
    expect(describedBy(email)).to.equal('Enter your e-mail');
    expect(email.getAttribute('aria-invalid')).to.equal('true');
    await sendKeys({ type: 'an@example.vn' });
    await settled(root);
    expect(email.hasAttribute('aria-invalid')).to.equal(false);
    button(root, 'Sign in').click();
    await settled(root);
    expect(focused()).to.equal(input(root, 'Password'));
    expect(describedBy(input(root, 'Password'))).to.equal('Enter your password');
    expect(email.value).to.equal('an@example.vn');
    expect(provider.configs).to.deep.equal([]);
  });

  it('leaves the password nowhere: not in the DOM, an event, storage, a log', async () => {
    const heard: string[] = [];
    const methods = ['log', 'info', 'warn', 'debug'] as const;
    const kept = methods.map((name) => [name, console[name]] as const);
    for (const name of methods) console[name] = (...args: unknown[]) => heard.push(args.map(String).join());
    const root = await element();
    const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      heard.push(JSON.stringify((event as CustomEvent).detail ?? null));
      return dispatchEvent.call(this, event);
    };
    try {
      await submit(root, 'an@example.vn', secret);
      expect(everywhere(root)).not.to.contain(secret);
      for (const state of [{ status: 'starting' } as const, readyState, refused]) {
        provider.phones[0]!.set(state);
        await settled(root);
        expect(everywhere(root)).not.to.contain(secret);
      }
      expect(heard.join()).not.to.contain(secret);
    } finally {
      EventTarget.prototype.dispatchEvent = dispatchEvent;
      for (const [name, method] of kept) console[name] = method;
    }
  });

  it('lets the page’s own account go first, whenever it comes', async () => {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    Object.assign(root, { username: 'b@example.vn', password: 'p2' });
    await settled(root);
    expect(provider.configs.map(({ account }) => account?.username)).to.deep.equal(['an@example.vn', 'b@example.vn']);
    provider.phones[1]!.set(refused);
    await settled(root);
    expect(allByRole(root, 'textbox')).to.deep.equal([]);
  });

  for (const lang of ['vi', 'en'] as const) {
    for (const theme of ['light', 'dark']) {
      it(`has nothing that axe finds wrong, ${lang}, ${theme}`, async () => {
        const root = await element(lang, theme);
        const names = { vi: ['Đăng nhập', 'Mật khẩu', 'Email'], en: ['Sign in', 'Password', 'E-mail'] }[lang];
        const look = async (): Promise<void> => {
          await settled(root);
          finishAnimations(root);
          const { violations } = await axe.run(root, { resultTypes: ['violations'] });
          expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))).to.deep.equal([]);
        };
        await look();
        button(root, names[0]!).click();
        await look();
        input(root, names[2]!).value = 'an@example.vn';
        input(root, names[1]!).value = secret;
        button(root, names[0]!).click();
        await settled(root);
        provider.phones[0]!.set({ status: 'starting' });
        await look();
        provider.phones[0]!.set(refused);
        await look();
      });
    }
  }
});

describe('signing out', () => {
  let provider: FakeProvider;
  beforeEach(() => (provider = freshProvider()));

  async function settings(root: BfcWebphone): Promise<void> {
    button(root, 'Settings').click();
    await settled(root);
    byRole(root, 'tab', 'Work').click();
    await settled(root);
  }

  async function signedIn(): Promise<{ root: BfcWebphone; phone: FakePhone }> {
    const root = await element();
    await submit(root, 'an@example.vn', secret);
    const phone = provider.phones[0]!;
    phone.set(readyState);
    await settled(root);
    await settings(root);
    return { root, phone };
  }

  it('is in the settings of whoever signed in by the form, and leads back to the form', async () => {
    const { root, phone } = await signedIn();
    expect(shownText(root)).to.contain('an@example.vn');
    button(root, 'Sign out').focus();
    button(root, 'Sign out').click();
    await settled(root);
    expect(phone.executedTypes).to.deep.equal(['start', 'stop']);
    expect(provider.leases).to.equal(0);
    expect(shownText(root)).to.contain('Sign in to your phone').and.not.contain('Wrong');
    expect(input(root, 'Password').value).to.equal('');
    expect(focused(), 'whoever comes next is another one').to.equal(input(root, 'E-mail'));
    await submit(root, 'binh@example.vn', 'p2');
    provider.phones[1]!.set(readyState);
    await settled(root);
    expect(hasButton(root, 'Call'), 'the settings of before are closed').to.equal(true);
    expect(provider.configs[1]?.account?.username).to.equal('binh@example.vn');
  });

  it('waits for the end of a call', async () => {
    const { root, phone } = await signedIn();
    phone.set({ line1: talking() });
    await settled(root);
    expect(isDisabled(button(root, 'Sign out'))).to.equal(true);
    button(root, 'Sign out').click();
    await settled(root);
    expect(phone.executedTypes).to.deep.equal(['start']);
  });

  it('can be prevented by the page, as every intent', async () => {
    const { root } = await signedIn();
    root.addEventListener('bfc-intent', (event) => event.preventDefault());
    button(root, 'Sign out').click();
    await settled(root);
    expect(hasButton(root, 'Sign out')).to.equal(true);
    expect(provider.leases).to.equal(1);
  });

  it('is nowhere where the page gave the account', async () => {
    provider.existing = new FakePhone();
    const root = await element();
    await settings(root);
    expect(hasButton(root, 'Sign out')).to.equal(false);
  });

  it('signs the page’s other elements out too; whoever signs in again, by the same account, starts the phone', async () => {
    const phones: FakePhone[] = [];
    const leases = new PhoneLeases(({ config: { lang } }) => {
      const phone = new FakePhone({ ...initialState, lang });
      const answer = phone.answer;
      phone.answer = (command) => {
        if (command.type === 'start') phone.set(readyState);
        if (command.type === 'stop') phone.set({ status: 'stopped' });
        return answer(command);
      };
      phones.push(phone);
      return phone;
    });
    const root = await element();
    const constructor = root.constructor as typeof BfcWebphone;
    constructor.provider = leases;
    const other = await fixture<HTMLElement>(html`<bfc-webphone lang="en"></bfc-webphone>`);
    await submit(root, 'an@example.vn', secret);
    await until(() => shownText(other).includes('Ready'), 'the other element has joined');
    await settings(root);
    button(root, 'Sign out').click();
    await settled(root);
    await settled(other);
    expect(shownText(other)).to.contain('signed out');
    expect(shownText(root)).to.contain('Sign in to your phone');
    await submit(root, 'an@example.vn', secret);
    expect(hasButton(root, 'Call')).to.equal(true);
    expect(phones).to.have.length(1);
  });
});
