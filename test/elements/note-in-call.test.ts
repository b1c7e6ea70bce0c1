import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import { ended, fakeCall, incoming, talking } from '../support/fake-phone.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  hasButton,
  settled,
  webphone,
} from './support.js';

const first = { id: 'first', callId: 'cc-1' } as const;

function area(element: Element): HTMLTextAreaElement {
  const found = everything(element).find((each) => each.localName === 'textarea');
  if (!(found instanceof HTMLTextAreaElement)) throw new Error('no field for the note');
  return found;
}

async function write(element: Element, text: string): Promise<void> {
  await sendKeys({ type: text });
  await settled(element);
}

async function open(element: Element): Promise<void> {
  button(element, 'Call note').focus();
  await sendKeys({ press: 'Enter' });
  await settled(element);
}

/** Elements that differ are told by what they are: to print them whole takes for ever. */
function hasFocus(control: Element): void {
  if (focused() !== control) throw new Error(`the focus is on ${focused()?.outerHTML.slice(0, 120) ?? 'nothing'}`);
}

describe('the note in a call', () => {
  beforeEach(() => localStorage.clear());
  after(() => localStorage.clear());

  it('opens over the call, leaves Hang up where it is, and gives the focus back', async () => {
    const { element } = await webphone({ line1: talking(first) });
    const before = button(element, 'Hang up').getBoundingClientRect();
    await open(element);
    const sheet = byRole(element, 'dialog', 'Call note');
    hasFocus(area(element));
    finishAnimations(element);
    const after = button(element, 'Hang up').getBoundingClientRect();
    expect([after.x, after.y, after.width]).to.deep.equal([before.x, before.y, before.width]);
    expect(sheet.getBoundingClientRect().bottom).to.be.at.most(after.top);
    expect(hasButton(element, 'Save note') || hasButton(element, 'Save after the call')).to.equal(false);
    await expect(element).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    hasFocus(button(element, 'Call note'));
  });

  it('is the same draft as the note after the call', async () => {
    const { element, phone } = await webphone({ line1: talking(first) });
    await open(element);
    await write(element, 'calls back on Monday');
    const { name, direction, answeredAt } = talking();
    const lastCall = ended({ ...first, name, direction, answeredAt }, { cause: 'hangup' });
    phone.set({ line1: null, lastCall });
    phone.emit('callEnded', lastCall);
    await settled(element);
    expect(area(element).value).to.equal('calls back on Monday');
    hasFocus(area(element));
    button(element, 'Save note').click();
    await settled(element);
    expect(phone.executed.at(-1)).to.deep.equal({
      type: 'saveNote',
      callId: 'cc-1',
      note: { note: 'calls back on Monday' },
    });
  });

  it('is found again when the account has named the call meanwhile', async () => {
    const { element, phone } = await webphone({ line1: talking({ id: 'first', callId: null }) });
    await open(element);
    await write(element, 'abc');
    await sendKeys({ press: 'Escape' });
    phone.set({ line1: talking(first) });
    await settled(element);
    await open(element);
    expect(area(element).value).to.equal('abc');
  });

  it('belongs to its own call where there are two', async () => {
    const [line1, line2] = [talking({ ...first, onHold: true }), talking({ id: 'second', callId: 'cc-2', line: 2 })];
    const { element, phone } = await webphone({ line1, line2, currentLine: 2 });
    await open(element);
    await write(element, 'about the second');
    phone.set({ currentLine: 1 });
    await settled(element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    expect(element.matches(':focus-within')).to.equal(true);
    await open(element);
    expect(area(element).value).to.equal('');
    await write(element, 'about the first');
    phone.set({ currentLine: 2 });
    await settled(element);
    await open(element);
    expect(area(element).value).to.equal('about the second');
  });

  it('waits under a second caller, and is there again', async () => {
    const { element, phone } = await webphone({ line1: talking(first) });
    await open(element);
    await write(element, 'half a sen');
    phone.set({ line2: incoming({ line: 2 }) });
    await settled(element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    expect(hasButton(element, 'Reject')).to.equal(true);
    expect(element.matches(':focus-within')).to.equal(true);
    phone.set({ line2: null });
    await settled(element);
    expect(byRole(element, 'dialog', 'Call note').hidden).to.equal(false);
    expect(area(element).value).to.equal('half a sen');
  });

  it('is not offered before the answer, nor where the page has its own', async () => {
    const { element, phone } = await webphone({ line1: fakeCall({ state: 'ringing' }) });
    expect(hasButton(element, 'Call note')).to.equal(false);
    phone.set({ line1: talking(first) });
    await settled(element);
    expect(hasButton(element, 'Call note')).to.equal(true);
    element.noWrapUp = true;
    await settled(element);
    expect(hasButton(element, 'Call note')).to.equal(false);
  });
});
