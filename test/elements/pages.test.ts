import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { BfcContactList } from '../../src/elements/contact-list/contact-list.js';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { Call } from '../../src/phone/call.js';
import { ended, incoming, talking, type FakePhone } from '../support/fake-phone.js';
import { withoutChannels } from '../support/without-channels.js';
import { item, ok, rowTexts } from './list-support.js';
import {
  allByRole,
  button,
  byRole,
  contact,
  everything,
  field,
  focused,
  hasButton,
  nameOf,
  settled,
  shownText,
  webphone,
} from './support.js';

const talkedTo = (id: string, name: string): Call =>
  ended({ id, name, direction: 'inbound', answeredAt: '2026-01-01T09:59:00Z' }, { cause: 'hangup' });

async function end(element: BfcWebphone, phone: FakePhone, call: Call): Promise<void> {
  phone.set({ line1: null, line2: null, lastCall: call });
  phone.emit('callEnded', call);
  await settled(element);
}

async function phoneWithLists(): Promise<{ element: BfcWebphone; phone: FakePhone }> {
  const { element, phone } = await webphone();
  phone.answer = ({ type }) => {
    if (type === 'histories') return ok([item(1, { name: 'Hoa' }), item(2, { name: 'Minh' })]);
    return ok(type === 'contacts' ? [contact('Lan', '1005')] : null);
  };
  return { element, phone };
}

const open = async (element: Element, tab: string): Promise<void> => {
  byRole(element, 'tab', tab).click();
  await settled(element);
};

function noteArea(element: Element): HTMLTextAreaElement | undefined {
  return everything(element).find((each): each is HTMLTextAreaElement => each.localName === 'textarea');
}

async function write(element: Element, text: string): Promise<void> {
  const area = noteArea(element);
  if (!area) throw new Error('no note');
  area.value = text;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await settled(element);
}

beforeEach(() => localStorage.clear());
after(() => localStorage.clear());

describe('the pages of the phone', () => {
  it('are tabs: keypad, history, contacts; what is typed stays', async () => {
    const { element } = await phoneWithLists();
    expect(allByRole(element, 'tab').map(nameOf)).to.deep.equal(['Keypad', 'History', 'Contacts']);
    button(element, '5').click();
    await open(element, 'History');
    expect(rowTexts(element).join()).to.contain('Hoa');
    await open(element, 'Contacts');
    expect(rowTexts(element).join()).to.contain('Lan');
    expect(byRole(element, 'tab', 'Contacts').getAttribute('aria-selected')).to.equal('true');
    await open(element, 'Keypad');
    expect(field(element).value).to.equal('5');
  });

  it('are made once: each is there again as it was left', async () => {
    const { element } = await phoneWithLists();
    await open(element, 'History');
    const search = byRole(element, 'textbox') as HTMLInputElement;
    search.value = 'Minh';
    search.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await settled(element);
    await open(element, 'Contacts');
    await open(element, 'History');
    expect((byRole(element, 'textbox') as HTMLInputElement).value).to.equal('Minh');
    expect(rowTexts(element)).to.have.length(1);
  });

  it('come in alone: the page before the keypad is not taken in and out with the one after', async () => {
    const { element } = await phoneWithLists();
    await open(element, 'Contacts');
    const contacts = everything(element).find((each) => each instanceof BfcContactList);
    await open(element, 'Keypad');
    let visits = 0;
    contacts?.addController({ hostConnected: () => visits++ });
    await open(element, 'History');
    expect(rowTexts(element).join()).to.contain('Hoa');
    expect(visits).to.equal(0);
    await open(element, 'Contacts');
    expect(visits).to.equal(1);
  });

  it('are walked by the arrow keys, and named for the ear', async () => {
    const { element } = await phoneWithLists();
    byRole(element, 'tab', 'Keypad').focus();
    await sendKeys({ press: 'ArrowRight' });
    await settled(element);
    expect(focused()).to.equal(byRole(element, 'tab', 'History'));
    const panel = element.shadowRoot?.querySelector('[role=tabpanel]');
    expect(panel?.getAttribute('aria-labelledby')).to.equal(focused()?.id);
    expect(focused()?.getAttribute('aria-controls')).to.equal(panel?.id);
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await settled(element);
    expect(focused()).to.equal(byRole(element, 'tab', 'Contacts'));
  });

  it('have the main button where it always is; from a list it goes on at the keys', async () => {
    const { element, phone } = await phoneWithLists();
    phone.set({ lastCall: ended({ direction: 'outbound', number: '1005' }, { by: 'local', cause: 'cancelled' }) });
    await settled(element);
    const place = (): DOMRect => button(element, 'Call').getBoundingClientRect();
    const before = place();
    await open(element, 'History');
    expect(place()).to.deep.equal(before);
    await open(element, 'Contacts');
    expect(place()).to.deep.equal(before);
    button(element, 'Call').click();
    await settled(element);
    expect(field(element).value).to.equal('1005');
    expect(focused()).to.equal(field(element));
    expect(phone.executedTypes).not.to.include('call');
    phone.set({ line1: talking() });
    await settled(element);
    expect(button(element, 'Hang up').getBoundingClientRect()).to.deep.equal(before);
  });

  it('give way to a call and come back after it', async () => {
    const { element, phone } = await phoneWithLists();
    await open(element, 'History');
    phone.set({ line1: incoming() });
    await settled(element);
    expect(hasButton(element, 'Answer')).to.be.true;
    expect(allByRole(element, 'tab')).to.deep.equal([]);
    await end(element, phone, ended({ direction: 'inbound' }, { by: 'remote', cause: 'cancelled' }));
    expect(byRole(element, 'tab', 'History').getAttribute('aria-selected')).to.equal('true');
  });

  it('count the callers whom nobody answered, until the agent has looked', async () => {
    const { element, phone } = await phoneWithLists();
    for (const [by, cause] of [
      ['remote', 'cancelled'],
      ['remote', 'cancelled'],
      ['remote', 'answeredElsewhere'],
      ['local', 'rejected'],
    ] as const) {
      await end(element, phone, ended({ direction: 'inbound' }, { by, cause }));
    }
    expect(nameOf(byRole(element, 'tab', 'History, 2 missed'))).to.equal('History, 2 missed');
    await open(element, 'History, 2 missed');
    await open(element, 'Keypad');
    expect(allByRole(element, 'tab').map(nameOf)).to.include('History');
  });

  it('do not count again whom the agent has seen come in, the history being open', async () => {
    const { element, phone } = await phoneWithLists();
    await open(element, 'History');
    await end(element, phone, ended({ direction: 'inbound' }, { cause: 'cancelled' }));
    await open(element, 'Keypad');
    expect(allByRole(element, 'tab').map(nameOf)).to.include('History');
    await end(element, phone, ended({ direction: 'inbound' }, { cause: 'cancelled' }));
    expect(allByRole(element, 'tab').map(nameOf)).to.include('History, 1 missed');
  });

  it('show the note of a call of the past, and go back to its row', async () => {
    const { element } = await phoneWithLists();
    await open(element, 'History');
    const row = allByRole(element, 'button').find((each) => nameOf(each).includes('Minh'));
    row?.focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(shownText(element)).to.contain('Call note');
    button(element, 'Close').focus();
    button(element, 'Close').click();
    await settled(element);
    expect(rowTexts(element)).to.have.length(2);
    expect(focused() && nameOf(focused() as Element)).to.contain('Minh');
  });
});

describe('after a call', () => {
  it('the agent may write about it; Skip goes on', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    await end(element, phone, talkedTo('a', 'Hoa'));
    expect(shownText(element)).to.contain('Call note');
    expect(shownText(element)).to.contain('Hoa');
    button(element, 'Skip').click();
    await settled(element);
    expect(field(element).checkVisibility()).to.be.true;
  });

  it('the note is written, and the missed ones looked at, in one tab for all', async () => {
    // A tab has elements and a phone of its own, which tells what the one phone does.
    const [one, other] = [await phoneWithLists(), await phoneWithLists()];
    one.phone.set({ tabs: { leads: true, count: 2 } });
    other.phone.set({ tabs: { leads: false, count: 2 } });
    const missed = ended({ id: 'm', direction: 'inbound' }, { cause: 'cancelled' });
    for (const { element, phone } of [one, other]) {
      await end(element, phone, missed);
      await end(element, phone, talkedTo('a', 'Hoa'));
    }
    button(one.element, 'Skip').click();
    await waitUntil(() => noteArea(other.element) === undefined, 'nothing to write in the other tab');
    await settled(one.element);
    await open(one.element, 'History, 1 missed');
    await waitUntil(() => allByRole(other.element, 'tab').map(nameOf).includes('History'), 'nor to look at');
  });

  it('a phone of this tab alone has its own notes to write: its calls may be called like those of another', async () => {
    const [one, other, third] = [await webphone(), await webphone(), await phoneWithLists()];
    one.phone.set({ tabs: { leads: true, count: 2 } });
    third.phone.set({ tabs: { leads: false, count: 2 } });
    for (const { element, phone } of [one, other, third]) await end(element, phone, talkedTo('a', 'Hoa'));
    button(one.element, 'Skip').click();
    // A channel keeps the order: what the third has heard the second has been sent too.
    await waitUntil(() => noteArea(third.element) === undefined, 'the third has heard of it');
    await settled(other.element);
    expect(noteArea(other.element)).not.to.equal(undefined);
  });

  it('is done in all elements that show the phone', async () => {
    const { element, phone } = await webphone();
    const second = await fixture<BfcWebphone>(html`<bfc-webphone .phone=${phone}></bfc-webphone>`);
    await end(element, phone, talkedTo('a', 'Hoa'));
    await settled(second);
    expect(noteArea(second)).not.to.equal(undefined);
    button(element, 'Skip').click();
    await settled(second);
    expect(noteArea(second)).to.equal(undefined);
  });

  it('the note is there, and events are told, where the browser lets the page have no channel', async () => {
    await withoutChannels(async () => {
      const { element, phone } = await webphone({ line1: talking() });
      const told: string[] = [];
      element.addEventListener('callEnded', ({ detail: { id } }) => told.push(id));
      await end(element, phone, talkedTo('a', 'Hoa'));
      expect(told).to.deep.equal(['a']);
      button(element, 'Skip').click();
      await settled(element);
      expect(field(element).checkVisibility()).to.be.true;
    });
  });

  it('the note is saved, and the phone is ready again', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    await end(element, phone, talkedTo('a', 'Hoa'));
    await write(element, 'x');
    phone.answer = () => ok({ call_id: 'a', note: 'x', rate: null, report: null, updated_at: '' });
    button(element, 'Save note').click();
    await settled(element);
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'saveNote', callId: 'a', note: { note: 'x' } });
    expect(field(element).checkVisibility()).to.be.true;
  });

  it('an incoming call comes first; the note that was begun comes back after it', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    await end(element, phone, talkedTo('a', 'Hoa'));
    await write(element, 'half a sen');
    phone.set({ line1: incoming({ name: 'Minh' }) });
    await settled(element);
    expect(hasButton(element, 'Answer')).to.be.true;
    expect(noteArea(element)).to.equal(undefined);
    await end(element, phone, talkedTo('b', 'Minh'));
    expect(shownText(element)).to.contain('Minh');
    button(element, 'Skip').click();
    await settled(element);
    expect(shownText(element)).to.contain('Hoa');
    expect(noteArea(element)?.value).to.equal('half a sen');
  });

  it('a note that was not begun does not come back', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    await end(element, phone, talkedTo('a', 'Hoa'));
    await end(element, phone, talkedTo('b', 'Minh'));
    button(element, 'Skip').click();
    await settled(element);
    expect(noteArea(element)).to.equal(undefined);
  });

  it('that nobody answered, there is nothing to write; nor where the page has notes of its own', async () => {
    const { element, phone } = await webphone();
    await end(element, phone, ended({ direction: 'inbound' }, { cause: 'cancelled' }));
    expect(noteArea(element)).to.equal(undefined);
    element.setAttribute('no-wrap-up', '');
    await end(element, phone, talkedTo('a', 'Hoa'));
    expect(noteArea(element)).to.equal(undefined);
  });

  it('Save stands where Hang up stood, and takes no press that was meant for it', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    const before = button(element, 'Hang up').getBoundingClientRect();
    await end(element, phone, talkedTo('a', 'Hoa'));
    expect(button(element, 'Save note').getBoundingClientRect()).to.deep.equal(before);
  });
});
