import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import { fakeError, FakePhone } from '../support/fake-phone.js';
import { hostileNames, list, ok, rowTexts, scrollTo, search } from './list-support.js';
import {
  allByRole,
  button,
  byRole,
  contact,
  everything,
  finishAnimations,
  focused,
  isDisabled,
  settled,
  shownText,
} from './support.js';

const people = [
  contact('Nguyễn Văn Minh', '0901234567', '1005'),
  contact('Đặng Quốc Bảo', '+84 91 888 777 6'),
  { ...contact('Ánh Dương', '024 7300 0000'), company: 'An Phát' },
  contact('أحمد العلي', '+971 50 000 0000'),
  contact('', '115'),
];
const contacts = (data: readonly unknown[] = people, state = {}) =>
  list('bfc-contact-list', { contacts: () => ok(data) }, state);

describe('the contact list', () => {
  it('is in the order of the alphabet, under its letters, one row for each number', async () => {
    const { element } = await contacts();
    expect(rowTexts(element).map((text) => text.replace(/^\S{1,2} /, ''))).to.have.length(6);
    const headings = [...(element.shadowRoot?.querySelectorAll('.day') ?? [])].map(({ textContent }) => textContent);
    expect(headings).to.deep.equal(['#', 'A', 'Đ', 'N', 'أ'.normalize('NFD').charAt(0)]);
    const text = shownText(element);
    expect(text.indexOf('Ánh Dương')).to.be.below(text.indexOf('Đặng Quốc Bảo'));
    expect(text).to.contain('024 7300 0000 · An Phát');
  });

  it('finds names without marks, companies, and numbers however they are written', async () => {
    const { element } = await contacts();
    for (const [text, found] of [
      ['nguyen', 'Nguyễn Văn Minh'],
      ['DANG BAO', 'Đặng Quốc Bảo'],
      ['đặng', 'Đặng Quốc Bảo'],
      ['an phat', 'Ánh Dương'],
      ['0918887776', 'Đặng Quốc Bảo'],
      ['7300', 'Ánh Dương'],
      ['أحمد', 'أحمد العلي'],
    ] as const) {
      await search(element, text);
      expect(rowTexts(element).join('|'), text).to.contain(found);
      expect(rowTexts(element).length, text).to.be.within(1, 3);
    }
    await search(element, 'không có ai');
    expect(shownText(element)).to.contain('Nothing found');
  });

  it('calls by one press, and the very number that was typed too', async () => {
    const { element, phone } = await contacts();
    const [, second] = allByRole(element, 'button').filter((each) => each.ariaLabel === 'Call Nguyễn Văn Minh');
    second?.click();
    await settled(element);
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'call', number: '1005' });
    await search(element, '19001234');
    expect(rowTexts(element)[0]).to.contain('Call this number');
    button(element, 'Call 19001234').click();
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'call', number: '19001234' });
  });

  it('calls nobody while the agent is away, and says so', async () => {
    const { element } = await contacts(people, { mode: 'inactive' });
    expect(isDisabled(button(element, 'Call Đặng Quốc Bảo'))).to.be.true;
    expect(button(element, 'Call Đặng Quốc Bảo').title).to.equal('You are away');
  });

  it('goes from the field into the rows by the arrow keys, and calls by Enter', async () => {
    const { element, phone } = await contacts();
    byRole(element, 'textbox').focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Call Ánh Dương');
    await sendKeys({ press: 'Enter' });
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'call', number: '024 7300 0000' });
  });

  it('is loading, empty, failed, signed out', async () => {
    const { element: loading } = await list('bfc-contact-list', { contacts: () => new Promise(() => undefined) });
    expect(shownText(loading)).to.contain('Loading contacts');
    const { element: empty } = await contacts([]);
    expect(shownText(empty)).to.contain('No contacts yet');
    let isWell = false;
    const { element: failed } = await list('bfc-contact-list', {
      contacts: () => (isWell ? ok(people) : { ok: false, error: fakeError('NETWORK') }),
    });
    expect(byRole(failed, 'alert').textContent).to.contain('The contacts could not be loaded');
    isWell = true;
    button(failed, 'Try again').click();
    await settled(failed);
    expect(rowTexts(failed)).to.have.length(6);
    const { element: signedOut, phone } = await contacts(people, { status: 'stopped' });
    expect(shownText(signedOut)).to.contain('Sign in to the phone');
    phone.set({ status: 'started' });
    await settled(signedOut);
    expect(rowTexts(signedOut)).to.have.length(6);
  });

  it('shows the contacts of another phone when it is given one', async () => {
    const { element } = await contacts();
    const other = new FakePhone();
    other.answer = () => ok([contact('Hoa', '113')]);
    element.phone = other;
    await settled(element);
    expect(rowTexts(element).join()).to.contain('Hoa');
    expect(rowTexts(element)).to.have.length(1);
  });

  it('draws few of ten thousand, and finds any of them', async () => {
    const thousands = Array.from({ length: 10_000 }, (_, index) =>
      contact(`Khách ${String(index)}`, `09${String(index)}`),
    );
    const { element } = await contacts(thousands);
    const few = (): void => {
      expect(everything(element).length).to.be.below(500);
    };
    few();
    await scrollTo(element, 5_000_000);
    few();
    expect(rowTexts(element).join()).to.contain('Khách 9999');
    await search(element, 'khach 4321');
    expect(rowTexts(element)[0]).to.contain('Khách 4321');
  });

  it('takes names as text, and cuts them', async () => {
    const { element } = await contacts(hostileNames.map((name, index) => contact(name, `10${String(index)}`)));
    expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
    const room = element.getBoundingClientRect();
    for (const row of allByRole(element, 'listitem')) {
      expect(row.getBoundingClientRect().height).to.equal(56);
      expect(row.getBoundingClientRect().right).to.be.at.most(room.right);
    }
    // What cannot be seen is no name: the number stands for it.
    expect(button(element, 'Call 105')).to.be.instanceOf(HTMLButtonElement);
    expect(shownText(element).length).to.be.below(4000);
  });
});

for (const theme of ['light', 'dark'] as const) {
  for (const [name, data] of [
    ['full', people],
    ['empty', []],
  ] as const) {
    it(`the contacts for everybody: ${name}, ${theme}`, async () => {
      const { element } = await list('bfc-contact-list', { contacts: () => ok(data) }, {}, theme);
      finishAnimations(element);
      await expect(element).to.be.accessible();
    });
  }
}
