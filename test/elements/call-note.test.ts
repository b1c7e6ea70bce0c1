import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcCallNote } from '../../src/elements/call-note/call-note.js';
import type { SavedNote } from '../../src/phone/account-data.js';
import type { PhoneState } from '../../src/phone/state.js';
import { ended, fakeError, FakePhone, talking } from '../support/fake-phone.js';
import { hostileNames, item, ok } from './list-support.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  hasButton,
  isDisabled,
  settled,
  shownText,
} from './support.js';

const talkedTo = ended(
  { id: 'x', callId: 'cc-1', direction: 'inbound', name: 'Trần Thị Thanh Hoa', answeredAt: '2026-01-01T09:53:19Z' },
  { cause: 'hangup', text: 'The caller hung up' },
);
const saved: SavedNote = { call_id: 'cc-1', note: 'abc', rate: null, report: null, updated_at: '2026-01-01T10:00:00Z' };

async function note(
  state: Partial<PhoneState> = { lastCall: talkedTo },
  properties: Partial<BfcCallNote> = {},
  phone = new FakePhone(state),
): Promise<{ element: BfcCallNote; phone: FakePhone; closed: (SavedNote | null)[] }> {
  const closed: (SavedNote | null)[] = [];
  const room = await fixture<HTMLElement>(html`<div></div>`);
  room.style.cssText = 'block-size: 504px; inline-size: 320px; background: Canvas';
  const element = document.createElement('bfc-call-note');
  Object.assign(element, { phone, ...properties });
  element.addEventListener('bfc-note-close', ({ detail }) => closed.push(detail));
  room.append(element);
  await settled(element);
  return { element, phone, closed };
}

function area(element: Element): HTMLTextAreaElement {
  const found = everything(element).find((each) => each.localName === 'textarea');
  if (!(found instanceof HTMLTextAreaElement)) throw new Error('no field for the note');
  return found;
}

async function write(element: Element, text: string): Promise<void> {
  area(element).value = text;
  area(element).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await settled(element);
}

const rate = (element: Element, stars: number): HTMLElement => byRole(element, 'radio', `${String(stars)} of 5 stars`);
const wishes = (phone: FakePhone): unknown[] => phone.executed.filter(({ type }) => type === 'saveNote');

beforeEach(() => localStorage.clear());
after(() => localStorage.clear());

describe('the note of a call', () => {
  it('says how the call ended in the language of now', async () => {
    const { element, phone } = await note();
    expect(shownText(element)).to.contain('The caller hung up');
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(shownText(element)).to.contain('Khách gác máy').and.not.contain('The caller');
  });

  it('says whom it is about, how the call ended and how long it was', async () => {
    const { element } = await note();
    expect(shownText(element)).to.match(/Trần Thị Thanh Hoa The caller hung up 06:41/);
    expect(area(element).labels[0]?.textContent).to.equal('Note');
  });

  it('sends what was written, rated and reported, under the id that the account knows', async () => {
    const { element, phone, closed } = await note();
    phone.answer = () => ok(saved);
    expect(isDisabled(button(element, 'Save note'))).to.be.true;
    await write(element, 'Call back before 16:00');
    rate(element, 3).click();
    button(element, 'Too quiet').click();
    button(element, 'Breaks').click();
    await settled(element);
    expect(button(element, 'Breaks').getAttribute('aria-pressed')).to.equal('true');
    button(element, 'Save note').click();
    await settled(element);
    expect(wishes(phone)).to.deep.equal([
      {
        type: 'saveNote',
        callId: 'cc-1',
        note: { note: 'Call back before 16:00', rate: 3, report: 'Too quiet, Breaks' },
      },
    ]);
    expect(closed).to.deep.equal([saved]);
    expect(shownText(element)).to.contain('Saved');
    expect(isDisabled(button(element, 'Save note')), 'nothing new').to.be.true;
    expect(localStorage).to.have.length(0);
  });

  it('sends only what is new to a call of the past', async () => {
    const past = item(60, { id: 'h-7', name: 'Hoa', note: 'Old', rate: 4, report: 'Echo, Loud' });
    const { element, phone } = await note({}, { item: past });
    expect(area(element).value).to.equal('Old');
    expect(rate(element, 4).getAttribute('aria-checked')).to.equal('true');
    expect(button(element, 'Echo').getAttribute('aria-pressed')).to.equal('true');
    button(element, 'Echo').click();
    await settled(element);
    button(element, 'Save note').click();
    expect(wishes(phone)).to.deep.equal([{ type: 'saveNote', callId: 'h-7', note: { report: 'Loud' } }]);
  });

  it('can be written during the call, and saved after it', async () => {
    const call = talking({ id: 'live', callId: null });
    const { element, phone } = await note({ line1: call });
    await write(element, 'Order 4821');
    expect(isDisabled(button(element, 'Save after the call'))).to.be.true;
    phone.set({ line1: { ...call, callId: 'cc-2' } });
    await settled(element);
    const { lastCall } = { lastCall: { ...ended({ id: 'live' }), callId: 'cc-2' } };
    phone.set({ line1: null, lastCall });
    await settled(element);
    expect(area(element).value, 'under the id that it got').to.equal('Order 4821');
    button(element, 'Save note').click();
    expect(wishes(phone)).to.deep.equal([{ type: 'saveNote', callId: 'cc-2', note: { note: 'Order 4821' } }]);
  });

  it('is about nothing before the first call', async () => {
    const { element } = await note({});
    expect(shownText(element)).to.contain('No call yet');
  });
});

describe('a draft', () => {
  it('is kept with every key stroke, says when, and outlives a reload', async () => {
    const { element } = await note();
    area(element).focus();
    await sendKeys({ type: 'Hẹn 16:00' });
    await settled(element);
    expect(shownText(element)).to.match(/Draft saved \d\d:\d\d/);
    rate(element, 2).click();
    element.remove();
    const { element: again } = await note();
    expect(area(again).value).to.equal('Hẹn 16:00');
    expect(rate(again, 2).getAttribute('aria-checked')).to.equal('true');
    expect(shownText(again)).to.match(/Draft saved \d\d:\d\d/);
  });

  it('is each call’s own, and each agent’s', async () => {
    const { element, phone } = await note();
    await write(element, 'first');
    phone.set({ lastCall: ended({ id: 'y', callId: 'cc-9' }) });
    await settled(element);
    expect(area(element).value).to.equal('');
    await write(element, 'second');
    phone.set({ lastCall: talkedTo });
    await settled(element);
    expect(area(element).value).to.equal('first');
    const { element: other } = await note({
      lastCall: talkedTo,
      extension: { ...new FakePhone().state.extension, number: '1002' } as PhoneState['extension'],
    });
    expect(area(other).value).to.equal('');
  });

  it('goes when it is emptied', async () => {
    const { element } = await note();
    await write(element, 'x');
    await write(element, '');
    expect(localStorage).to.have.length(0);
    expect(shownText(element)).not.to.contain('Draft saved');
  });

  it('stays where the account refuses it, with the reason', async () => {
    const { element, phone, closed } = await note();
    phone.answer = () => ({ ok: false, error: fakeError('NOT_FOUND') });
    await write(element, 'x');
    button(element, 'Save note').click();
    await settled(element);
    expect(byRole(element, 'alert').textContent).to.contain('This call is not known');
    expect(area(element).value).to.equal('x');
    expect(closed).to.deep.equal([]);
    expect(localStorage).to.have.length(1);
  });

  for (const code of ['NETWORK', 'TIMEOUT', 'SERVER'] as const) {
    it(`stays when nobody knows whether it arrived (${code}), over a reload too, until Save is pressed again`, async () => {
      const { element, phone, closed } = await note();
      phone.answer = () => ({ ok: false, error: fakeError(code) });
      await write(element, 'x');
      button(element, 'Save note').click();
      await settled(element);
      expect(byRole(element, 'alert')).to.exist;
      expect(isDisabled(button(element, 'Save note'))).to.be.false;
      element.remove();
      const { element: again, phone: next, closed: closedAgain } = await note();
      expect(area(again).value).to.equal('x');
      next.answer = () => ok(saved);
      button(again, 'Save note').click();
      await settled(again);
      expect(wishes(next)).to.deep.equal([{ type: 'saveNote', callId: 'cc-1', note: { note: 'x' } }]);
      expect([closed, closedAgain]).to.deep.equal([[], [saved]]);
      expect(localStorage).to.have.length(0);
    });
  }

  it('is what was written while the note was on its way', async () => {
    const { element, phone } = await note();
    let answer = (): void => undefined;
    phone.answer = () => new Promise((resolve) => (answer = () => resolve(ok(saved))));
    await write(element, 'one');
    button(element, 'Save note').click();
    await write(element, 'one and two');
    answer();
    await settled(element);
    expect(area(element).value).to.equal('one and two');
    expect(localStorage).to.have.length(1);
    expect(isDisabled(button(element, 'Save note'))).to.be.false;
  });

  it('lives in the page where there is no storage, and says nothing of being kept', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const { element } = await note();
      await write(element, 'x');
      expect(shownText(element)).not.to.contain('Draft saved');
      element.remove();
      const { element: again } = await note();
      expect(area(again).value).to.equal('x');
      await write(again, '');
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('is not what a stranger has put into the storage', async () => {
    for (const stored of [
      '[',
      '[1]',
      '{"1001 cc-1":{"note":1}}',
      '{"1001 cc-1":{"note":"a","rate":9,"report":"","at":1}}',
    ]) {
      localStorage.setItem('bfc-webphone.drafts', stored);
      const { element } = await note();
      expect(area(element).value, stored).to.equal('');
    }
  });

  it('makes room for newer ones: fifty, for a week', async () => {
    const { element, phone } = await note();
    for (let index = 0; index < 60; index++) {
      phone.set({ lastCall: ended({ id: String(index), callId: `cc ${String(index)}` }) });
      await element.updateComplete;
      await write(element, `note ${String(index)}`);
      phone.pass(1000);
    }
    const kept = (): string[] => Object.keys(JSON.parse(localStorage.getItem('bfc-webphone.drafts') ?? '{}') as object);
    expect(kept()).to.have.length(50).and.include('1001 cc 59');
    expect(kept()).not.to.include('1001 cc 0');
    phone.pass(8 * 24 * 3_600_000);
    await write(element, 'now');
    expect(kept()).to.deep.equal(['1001 cc 59']);
  });
});

describe('the note for everybody', () => {
  it('is rated by the arrow keys', async () => {
    const { element } = await note();
    rate(element, 1).focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowRight' });
    await settled(element);
    expect(rate(element, 2).getAttribute('aria-checked')).to.equal('true');
    expect(focused()).to.equal(rate(element, 2));
    expect(allByRole(element, 'radio').filter((each) => each.tabIndex === 0)).to.have.length(1);
    rate(element, 2).click();
    await settled(element);
    expect(rate(element, 2).getAttribute('aria-checked'), 'taken back').to.equal('false');
  });

  it('can be put aside where it is closable', async () => {
    expect(hasButton((await note()).element, 'Skip')).to.be.false;
    const { element, closed } = await note(undefined, { closable: true });
    await write(element, 'later');
    button(element, 'Skip').click();
    expect(closed).to.deep.equal([null]);
    expect(localStorage, 'the draft stays').to.have.length(1);
  });

  it('takes what strangers call themselves as text', async () => {
    for (const name of hostileNames) {
      const { element } = await note({ lastCall: { ...talkedTo, name } });
      expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
      expect(element.scrollWidth).to.be.at.most(320);
      element.remove();
    }
  });

  for (const theme of ['light', 'dark']) {
    for (const [name, state] of Object.entries({
      ended: { lastCall: talkedTo },
      live: { line1: talking() },
      none: {},
    })) {
      it(`${name}, ${theme}`, async () => {
        const { element } = await note(state, { closable: true });
        const parent = element.parentElement;
        if (parent) parent.style.colorScheme = theme;
        element.setAttribute('theme', theme);
        if (name === 'ended') {
          await write(element, 'x');
          rate(element, 3).click();
          button(element, 'Echo').click();
        }
        await settled(element);
        finishAnimations(element);
        await expect(element).to.be.accessible();
      });
    }
  }
});
