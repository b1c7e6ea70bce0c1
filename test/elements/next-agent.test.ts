import { expect, fixture, html } from '@open-wc/testing';
import type { BfcDialpad } from '../../src/elements/dialpad/dialpad.js';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { ended, FakePhone, fakeError, readyState, type FakeProvider } from '../support/fake-phone.js';
import { until } from '../support/until.js';
import { item } from './list-support.js';
import { byRole, button, contact, everything, field, freshProvider, settled, shownText, wanted } from './support.js';

const call = ended({ id: 'a', number: '0912345678', externalCallId: 'crm-of-a' }, { by: 'local', cause: 'hangup' });

function input(root: Element, name: 'username' | 'password'): HTMLInputElement {
  return everything(root).find((each): each is HTMLInputElement => each.matches(`input[name=${name}]`))!;
}

describe('two agents at one desk, by the form', () => {
  let provider: FakeProvider;
  beforeEach(() => (provider = freshProvider()));

  async function signIn(root: BfcWebphone, username: string): Promise<FakePhone> {
    input(root, 'username').value = username;
    input(root, 'password').value = 'p';
    button(root, 'Sign in').click();
    await settled(root);
    const phone = provider.phones.at(-1)!;
    phone.set(readyState);
    await settled(root);
    return phone;
  }

  async function signOut(root: BfcWebphone): Promise<void> {
    button(root, 'Settings').click();
    await settled(root);
    byRole(root, 'tab', 'Work').click();
    await settled(root);
    button(root, 'Sign out').click();
    await settled(root);
  }

  it('the second finds nothing of the first: no e-mail, no number, no id of his call, no failure', async () => {
    const root = await fixture<BfcWebphone>(
      html`<bfc-webphone sign-in lang="en" base-url="https://api.test/v1"></bfc-webphone>`,
    );
    await settled(root);
    const first = await signIn(root, 'an@example.vn');
    first.set({ lastCall: call });
    await settled(root);
    button(root, 'Call').click();
    await settled(root);
    expect(field(root).value).to.equal('0912 345 678');
    first.answer = () => ({ ok: false, error: fakeError('SERVER') });
    button(root, 'Call').click();
    await settled(root);
    expect(shownText(root)).to.contain('SERVER');
    first.answer = () => ({ ok: true, data: null });

    await signOut(root);
    expect(input(root, 'username').value).to.equal('');
    const second = await signIn(root, 'binh@example.vn');
    expect(field(root).value).to.equal('');
    expect(shownText(root)).not.to.contain('SERVER');
    for (const press of [1, 2]) {
      button(root, 'Call').click();
      await settled(root);
      expect(field(root).value, `press ${String(press)}`).to.equal('');
    }
    expect(wanted(second)).to.deep.equal([{ type: 'start' }]);
  });
});

describe('a list that another phone is given to', () => {
  for (const list of ['bfc-call-history', 'bfc-contact-list'] as const) {
    it(`${list} forgets what was looked for, for another phone only`, async () => {
      const phone = new FakePhone();
      phone.answer = ({ type }) => ({ ok: true, data: type === 'contacts' ? [contact('Minh', '1005')] : [item(1)] });
      const element = document.createElement(list);
      element.phone = phone;
      const place = await fixture<HTMLElement>(html`<div>${element}</div>`);
      const search = (): HTMLInputElement =>
        everything(element).find((each) => each.matches('input')) as HTMLInputElement;
      await until(() => search() !== undefined && !shownText(element).includes('Loading'));
      search().value = '1005';
      search().dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await settled(element);
      element.remove();
      place.append(element);
      await settled(element);
      expect(search().value).to.equal('1005');
      const next = new FakePhone();
      next.answer = phone.answer;
      element.phone = next;
      await until(() => search()?.value === '');
    });
  }
});

describe('a dialpad that another phone is given to', () => {
  async function dialpad(): Promise<{ element: BfcDialpad; phone: FakePhone }> {
    const phone = new FakePhone({ lastCall: call });
    const element = await fixture<BfcDialpad>(html`<bfc-dialpad .phone=${phone}></bfc-dialpad>`);
    element.value = '1005';
    await settled(element);
    return { element, phone };
  }

  it('forgets what was typed and called', async () => {
    const { element } = await dialpad();
    element.phone = new FakePhone();
    await settled(element);
    expect(element.value).to.equal('');
    element.recall();
    expect(element.value).to.equal('');
  });

  it('takes the number that comes with the phone', async () => {
    const { element } = await dialpad();
    Object.assign(element, { phone: new FakePhone(), value: '1012' });
    await settled(element);
    expect(element.value).to.equal('1012');
  });

  it('keeps it for the same phone: moved on the page, and when the phone goes and comes back', async () => {
    const { element, phone } = await dialpad();
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(element);
    await settled(element);
    element.phone = null;
    await settled(element);
    element.phone = phone;
    await settled(element);
    expect(element.value).to.equal('1005');
    element.value = '';
    element.recall();
    expect(element.value).to.equal('0912345678');
  });
});
