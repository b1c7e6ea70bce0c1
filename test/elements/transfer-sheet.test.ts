import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcTransferDialog } from '../../src/elements/transfer-dialog/transfer-dialog.js';
import type { CommandResult } from '../../src/phone/commands.js';
import { fakeError, FakePhone, incoming, talking } from '../support/fake-phone.js';
import {
  allByRole,
  button,
  byRole,
  contact,
  everything,
  focused,
  giveContacts,
  isDisabled,
  nameOf,
  panel,
  settled,
  shownText,
  strip,
  wanted,
} from './support.js';

import { contacts, hasSheet, heldHoa, hoa, press, talkingPhone, type } from './transfer-support.js';

const rows = (element: Element): string[] => allByRole(element, 'option').map(nameOf);
const chosen = (element: Element): string | undefined => {
  const row = allByRole(element, 'option').find((each) => each.getAttribute('aria-selected') === 'true');
  return row && nameOf(row);
};
describe('the transfer sheet', () => {
  it('hands the caller over at once, by keyboard alone', async () => {
    const { element, phone } = await talkingPhone();
    button(panel(element), 'Transfer').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Find a person');
    await sendKeys({ type: 'hang' });
    await settled(element);
    await sendKeys({ press: 'Enter' });
    expect(focused()?.textContent).to.contain('Transfer now');
    expect(wanted(phone)).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer', number: '1012' }]);
    phone.set({ line1: { ...hoa, state: 'transferring' } });
    await settled(element);
    expect(hasSheet(element)).to.be.false;
    expect(shownText(panel(element)))
      .to.contain('Transferring…')
      .and.contain('to Phạm Thu Hằng · 1012');
    expect(focused()?.textContent).to.equal('Transferring…');
  });

  it('takes a number that nobody in the contacts has', async () => {
    const { element, phone } = await talkingPhone();
    await press(panel(element), 'Transfer');
    await type(element, '0901 234 567');
    expect(chosen(element)).to.contain('Call this number');
    await press(element, 'Transfer now You leave the call');
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer', number: '0901 234 567' }]);
  });

  it('chooses nobody until the agent does', async () => {
    const { element } = await talkingPhone();
    await press(panel(element), 'Transfer');
    expect(rows(element)).to.have.length(2);
    expect(chosen(element)).to.equal(undefined);
    expect(isDisabled(button(element, 'Transfer now You leave the call'))).to.be.true;
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(chosen(element)).to.contain('Phạm Thu Hằng');
    const field = byRole(element, 'combobox', 'Find a person');
    const active = field.getAttribute('aria-activedescendant') ?? '';
    const root = field.getRootNode() as ShadowRoot;
    expect(root.getElementById(active)?.getAttribute('aria-selected')).to.equal('true');
    allByRole(element, 'option')[0]?.click();
    await settled(element);
    expect(chosen(element)).to.contain('Lê Minh');
    expect(isDisabled(button(element, 'Transfer now You leave the call'))).to.be.false;
  });

  it('says why a command was not done, and stays', async () => {
    const { element, phone } = await talkingPhone();
    phone.answer = ({ type: of }) =>
      of === 'contacts' ? { ok: true, data: [] } : { ok: false, error: fakeError('INVALID_ARGUMENT') };
    await press(panel(element), 'Transfer');
    await type(element, 'x');
    await press(element, 'Transfer now You leave the call');
    expect(shownText(element)).to.contain('INVALID_ARGUMENT');
    expect(hasSheet(element)).to.be.true;
    await type(element, 'y');
    expect(shownText(element)).not.to.contain('INVALID_ARGUMENT');
  });

  it('closes by Escape and by its button; the focus goes back to where it came from', async () => {
    const { element } = await talkingPhone();
    for (const opener of [button(panel(element), 'Transfer'), button(strip(element), 'Add call')]) {
      for (const byKey of [true, false]) {
        opener.focus();
        opener.click();
        await settled(element);
        expect(hasSheet(element)).to.be.true;
        if (byKey) await sendKeys({ press: 'Escape' });
        else button(element, 'Close').click();
        await settled(element);
        expect(hasSheet(element)).to.be.false;
        expect(focused()).to.equal(opener);
      }
    }
  });

  it('keeps the Tab key between itself and Hang up, forwards and backwards', async () => {
    const { element, phone } = await talkingPhone();
    await press(panel(element), 'Transfer');
    await type(element, '1005');
    const round: string[] = [];
    for (let stop = 0; stop < 6; stop++) {
      await sendKeys({ press: 'Tab' });
      round.push(nameOf(focused() ?? document.body));
    }
    const [now, ask] = ['Transfer now You leave the call', 'Ask first The caller waits'];
    expect(round).to.deep.equal([now, ask, 'Hang up', 'Close', 'Find a person', now]);
    await sendKeys({ press: 'Shift+Tab' });
    await sendKeys({ press: 'Shift+Tab' });
    await sendKeys({ press: 'Shift+Tab' });
    expect(nameOf(focused() ?? document.body)).to.equal('Hang up');
    await sendKeys({ press: 'Enter' });
    expect(wanted(phone)).to.deep.equal([{ type: 'hangUp', line: 1 }]);
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(hasSheet(element)).to.be.false;
    expect(nameOf(focused() ?? document.body)).to.equal('Hang up');
  });

  it('takes the digits that are typed: no tone goes out', async () => {
    const { element, phone } = await talkingPhone();
    await press(element, 'Keypad');
    await press(panel(element), 'Transfer');
    await type(element, '5');
    expect(wanted(phone)).to.deep.equal([]);
    expect((byRole(element, 'combobox') as HTMLInputElement).value).to.equal('5');
  });

  it('closes with its call, and with another one than it was opened for', async () => {
    const { element, phone } = await talkingPhone();
    await press(panel(element), 'Transfer');
    phone.set({ line1: heldHoa, line2: talking({ line: 2 }), currentLine: 2 });
    await settled(element);
    expect(hasSheet(element)).to.be.false;
    await press(panel(element), 'Transfer');
    phone.set({ line1: null, line2: null, currentLine: 1 });
    await settled(element);
    expect(hasSheet(element)).to.be.false;
  });

  it('makes room for a second caller, and is as it was when he has gone', async () => {
    const { element, phone } = await talkingPhone();
    await press(panel(element), 'Transfer');
    await type(element, '10');
    phone.set({ line2: incoming({ line: 2, name: 'Lê Minh Tuấn' }), ring: 'waiting' });
    await settled(element);
    expect(hasSheet(element)).to.be.false;
    expect(focused()?.textContent).to.contain('Lê Minh Tuấn');
    expect(isDisabled(button(element, 'Hold & answer'))).to.be.false;
    phone.set({ line2: null, ring: null });
    await settled(element);
    expect((byRole(element, 'combobox') as HTMLInputElement).value).to.equal('10');
    expect(focused()).to.equal(byRole(element, 'combobox'));
  });

  it('works alone, and tells how it was closed', async () => {
    const phone = new FakePhone({ line1: hoa });
    giveContacts(phone, []);
    const dialog = await fixture<BfcTransferDialog>(html`<bfc-transfer-dialog .phone=${phone}></bfc-transfer-dialog>`);
    const opener = await fixture<HTMLButtonElement>(html`<button>Page</button>`);
    const closed: unknown[] = [];
    dialog.addEventListener('bfc-close', ({ detail }) => closed.push(detail));
    opener.focus();
    dialog.show('add');
    await settled(dialog);
    expect(focused()).to.equal(byRole(dialog, 'combobox'));
    dialog.close();
    await settled(dialog);
    expect(closed).to.deep.equal([{ done: false, hadFocus: true }]);
    expect(focused()).to.equal(opener);
    expect(shownText(dialog).trim()).to.equal('');
  });
});

describe('the contacts in the sheet', () => {
  it('are being loaded; a number can be typed meanwhile', async () => {
    const { element, phone } = await talkingPhone();
    let deliver: (result: CommandResult) => void = () => undefined;
    phone.answer = () => new Promise((resolve) => (deliver = resolve));
    await press(panel(element), 'Transfer');
    expect(shownText(element)).to.contain('Loading the contacts…');
    await type(element, '1005');
    expect(isDisabled(button(element, 'Ask first The caller waits'))).to.be.false;
    deliver({ ok: true, data: contacts });
    await settled(element);
    expect(shownText(element)).not.to.contain('Loading');
    expect(rows(element)).to.have.length(2);
  });

  it('may fail; the field still works', async () => {
    const { element, phone } = await talkingPhone();
    phone.answer = ({ type: of }) =>
      of === 'contacts' ? { ok: false, error: fakeError('SERVER') } : { ok: true, data: null };
    await press(panel(element), 'Transfer');
    expect(shownText(element)).to.contain('The contacts could not be loaded');
    await type(element, '1005');
    await press(element, 'Transfer now You leave the call');
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer', number: '1005' }]);
  });

  it('may be none: then there is only the field', async () => {
    const { element, phone } = await talkingPhone();
    giveContacts(phone, []);
    await press(panel(element), 'Transfer');
    expect(rows(element)).to.deep.equal([]);
    await type(element, 'nobody here');
    expect(shownText(element)).to.contain('Nobody found');
  });

  it('may be thousands: few are drawn, all can be reached', async () => {
    const { element, phone } = await talkingPhone();
    giveContacts(
      phone,
      Array.from({ length: 3000 }, (_, index) => contact(`Khách ${String(index)}`, `09${String(10_000_000 + index)}`)),
    );
    await press(panel(element), 'Transfer');
    expect(rows(element).length).to.be.within(5, 50);
    const [option] = allByRole(element, 'option');
    const list = option?.closest('.list');
    const last = (): number => Number(allByRole(element, 'option').at(-1)?.getAttribute('aria-posinset'));
    expect(list?.scrollHeight).to.equal(3000 * 52);
    for (const row of [100, 1500, 2999]) {
      list?.scrollTo(0, row * 52);
      list?.dispatchEvent(new Event('scroll'));
      await settled(element);
      expect(last()).to.be.within(row, Math.min(3000, row + 50));
    }
    expect(rows(element).length).to.be.within(5, 50);
    for (let step = 0; step < 55; step++) await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(rows(element).length).to.be.within(5, 50);
    expect(chosen(element)).to.contain('Khách 54');
    expect(option?.getAttribute('aria-setsize')).to.equal('3000');
    await type(element, 'khach 2999');
    expect(rows(element)[0]).to.contain('Khách 2999');
  });

  it('may have hostile names', async () => {
    const { element, phone } = await talkingPhone();
    giveContacts(phone, [contact(`<img src=x onerror=alert(1)>\u0000\n\u202E${'very '.repeat(200)}`, '1005')]);
    await press(panel(element), 'Transfer');
    expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
    const [row] = allByRole(element, 'option');
    expect(row?.getBoundingClientRect().right).to.be.at.most(element.getBoundingClientRect().right);
    expect(row?.offsetHeight, 'also while the sheet still moves').to.equal(52);
    expect(row?.textContent).not.to.match(/[^\P{Cc}\n ]/u);
  });
});
