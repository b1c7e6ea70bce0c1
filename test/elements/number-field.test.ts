import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { fakeError, type FakePhone } from '../support/fake-phone.js';
import { until } from '../support/until.js';
import {
  allByRole,
  button,
  contact,
  everything,
  field,
  giveContacts,
  settled,
  shownText,
  wanted,
  webphone,
} from './support.js';

type Webphone = Awaited<ReturnType<typeof webphone>>['element'];

async function typed(text: string): Promise<{ element: Webphone; phone: FakePhone; input: HTMLInputElement }> {
  const { element, phone } = await webphone();
  const input = field(element);
  input.focus();
  if (text !== '') await sendKeys({ type: text });
  await settled(element);
  return { element, phone, input };
}

/** The digits with the cursor among them. */
function seen({ value, selectionStart, selectionEnd }: HTMLInputElement): string {
  const [start, end] = [selectionStart ?? 0, selectionEnd ?? 0];
  const chosen = value.slice(start, end);
  return `${value.slice(0, start)}${chosen === '' ? '|' : `[${chosen}]`}${value.slice(end)}`;
}

/** What the field hands to the clipboard. */
function copied(input: HTMLInputElement, type: 'copy' | 'cut'): string {
  const clipboardData = new DataTransfer();
  input.dispatchEvent(new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true, composed: true }));
  return clipboardData.getData('text/plain');
}

function paste(input: HTMLInputElement, text: string): void {
  input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end');
  input.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true, composed: true }));
}

describe('the number field', () => {
  for (const [text, shown] of [
    ['0912345678', '0912 345 678|'],
    ['+84912345678', '+84 912 345 678|'],
    ['02473000000', '024 7300 0000|'],
    ['19001234', '1900 1234|'],
    ['09123456789', '09123456789|'],
    ['0912 345 678', '0912 345 678|'],
    ['1005', '1005|'],
    ['*98#', '*98#|'],
    ['lan anh', 'lan anh|'],
  ] as const) {
    it(`shows ${text}, typed, as ${shown}`, async () => {
      const { input } = await typed(text);
      expect(seen(input)).to.equal(shown);
    });
  }

  it('dials, and tells the page, the number without gaps', async () => {
    const { element, phone, input } = await typed('0912345678');
    const dialpad = everything(element).find((each) => each.localName === 'bfc-dialpad');
    expect((dialpad as HTMLElementTagNameMap['bfc-dialpad']).value).to.equal('0912345678');
    expect(input.value).to.equal('0912 345 678');
    await sendKeys({ press: 'Enter' });
    expect(wanted(phone)).to.deep.equal([{ type: 'call', number: '0912345678' }]);
  });

  it('keeps the cursor between its digits while others are written and erased', async () => {
    const { element, input } = await typed('0912345678');
    input.setSelectionRange(9, 9);
    expect(seen(input)).to.equal('0912 345 |678');
    await sendKeys({ press: 'Backspace' });
    expect(seen(input)).to.equal('091234|678');
    await sendKeys({ type: '5' });
    expect(seen(input)).to.equal('0912 345| 678');
    await sendKeys({ press: 'Delete' });
    expect(seen(input)).to.equal('0912345|78');
    button(element, '6').click();
    await settled(element);
    expect(seen(input)).to.equal('0912 345 6|78');
    button(element, 'Delete a digit').click();
    await settled(element);
    expect(seen(input)).to.equal('0912345|78');
  });

  it('takes what is pasted, whatever stands between its digits, also over a part', async () => {
    const { element, input } = await typed('0912345678');
    input.setSelectionRange(5, 12);
    paste(input, '111 222');
    await settled(element);
    expect(seen(input)).to.equal('0912 111 222|');
    input.select();
    paste(input, '+84 24 7300 0000');
    await settled(element);
    expect(seen(input)).to.equal('+84 24 7300 0000|');
  });

  it('gives the clipboard the number, and takes what is cut away', async () => {
    const { element, input } = await typed('0912345678');
    input.select();
    expect(copied(input, 'copy')).to.equal('0912345678');
    expect(input.value).to.equal('0912 345 678');
    input.setSelectionRange(3, 8);
    expect(copied(input, 'cut')).to.equal('2345');
    await settled(element);
    expect(seen(input)).to.equal('091|678');
  });

  it('leaves an input method alone until it is done', async () => {
    const { element, input } = await typed('091234567');
    input.setRangeText('8', 9, 9, 'end');
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true, composed: true }));
    await settled(element);
    expect(seen(input)).to.equal('0912345678|');
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, composed: true }));
    await settled(element);
    expect(seen(input)).to.equal('0912 345 678|');
  });

  it('says whose number it is, to the ear too, once the contacts are there', async () => {
    const { element, phone } = await webphone();
    giveContacts(phone, [contact('Trần Thị Thanh Hoa', '+84 912 345 678'), contact('Lê Minh', '1005')]);
    field(element).focus();
    await sendKeys({ type: '10' });
    await settled(element);
    expect(phone.executed, 'nobody has so few digits').to.deep.equal([]);
    await sendKeys({ type: '05' });
    await until(() => shownText(element).includes('Lê Minh') || null);
    const statuses = allByRole(element, 'status').map(({ textContent }) => textContent.trim());
    expect(statuses).to.include('Lê Minh');
    field(element).select();
    await sendKeys({ type: '0912345678' });
    await settled(element);
    expect(shownText(element)).to.contain('Trần Thị Thanh Hoa').and.not.contain('Lê Minh');
    await sendKeys({ type: '9' });
    await settled(element);
    expect(shownText(element)).not.to.contain('Trần Thị Thanh Hoa');
    expect(phone.executedTypes.filter((type) => type === 'contacts')).to.have.length(1);
    await expect(element).to.be.accessible();
  });

  it('says nothing where the contacts cannot be had', async () => {
    const { element, phone } = await webphone();
    phone.answer = ({ type }) =>
      type === 'contacts' ? { ok: false, error: fakeError('SERVER') } : { ok: true, data: null };
    field(element).focus();
    await sendKeys({ type: '1005' });
    await settled(element);
    expect(phone.executedTypes).to.deep.equal(['contacts']);
    expect(shownText(element)).not.to.contain('SERVER');
  });
});
