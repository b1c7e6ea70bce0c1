import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import { BfcCallButton } from '../../src/elements/call-button/call-button.js';
import type { CommandResult } from '../../src/phone/commands.js';
import { fakeError, FakePhone, FakeProvider, talking } from '../support/fake-phone.js';
import { hostileNames, ok } from './list-support.js';
import { until } from '../support/until.js';
import { everything, focused, isDisabled, nameOf, settled, webphone } from './support.js';

let provider: FakeProvider;
beforeEach(() => {
  provider = new FakeProvider();
  BfcCallButton.provider = provider;
});

async function callButton(number = '0912 345 678', phone: FakePhone | null = new FakePhone()): Promise<BfcCallButton> {
  const element = await fixture<BfcCallButton>(
    html`<bfc-call-button number=${number} lang="en" .phone=${phone}></bfc-call-button>`,
  );
  await settled(element);
  return element;
}

function inner(element: Element): HTMLButtonElement {
  const found = everything(element).find((each) => each.localName === 'button');
  if (!(found instanceof HTMLButtonElement)) throw new Error('no button');
  return found;
}

describe('click to call', () => {
  it('calls by one press, and by Enter', async () => {
    const phone = new FakePhone();
    const element = await callButton('0912 345 678', phone);
    expect(nameOf(inner(element))).to.equal('Call 0912 345 678');
    inner(element).click();
    element.focus();
    await sendKeys({ press: 'Enter' });
    expect(phone.executed).to.deep.equal(Array(2).fill({ type: 'call', number: '0912 345 678' }));
  });

  it('finds the phone of the page, now or when it comes, and keeps none alive', async () => {
    const element = await callButton('1005', null);
    expect(isDisabled(inner(element))).to.be.true;
    expect(inner(element).title).to.contain('The phone is not started');
    const phone = new FakePhone();
    provider.create(phone);
    await settled(element);
    expect(isDisabled(inner(element))).to.be.false;
    inner(element).click();
    expect(phone.executed).to.deep.equal([{ type: 'call', number: '1005' }]);
    expect(provider.leases).to.equal(0);
    element.remove();
    expect(phone.listenerCount.state).to.equal(0);
    expect(provider.createdListeners.size).to.equal(0);
  });

  it('takes the phone that it stands inside', async () => {
    const { element: host, phone } = await webphone();
    const element = document.createElement('bfc-call-button');
    element.number = '1005';
    element.slot = 'footer';
    host.append(element);
    await settled(element);
    inner(element).click();
    expect(phone.executed).to.deep.equal([{ type: 'call', number: '1005' }]);
  });

  for (const [why, state, number] of [
    ['You are away', { mode: 'inactive' }, '1'],
    ['The line is busy', { line1: talking() }, '1'],
    ['Not connected', { connection: { status: 'connecting', retryAt: null, error: null } }, '1'],
    ['Not a valid value', {}, ''],
    ['Not a valid value', {}, '<script>'],
  ] as const) {
    it(`says why it cannot: ${why} (${number || 'no number'})`, async () => {
      const phone = new FakePhone(state);
      const element = await callButton(number, phone);
      expect(isDisabled(inner(element))).to.be.true;
      expect(inner(element).title).to.contain(why);
      expect(nameOf(inner(element))).to.contain(why);
      inner(element).click();
      expect(phone.executed).to.deep.equal([]);
    });
  }

  it('shows that it is under way, and what went wrong', async () => {
    const phone = new FakePhone();
    let answer = (_: CommandResult): void => undefined;
    phone.answer = () => new Promise((resolve) => (answer = resolve));
    const element = await callButton('1005', phone);
    const other = await callButton('1006', phone);
    inner(element).click();
    phone.set({ pending: [{ type: 'call', line: 1 }] });
    await settled(element);
    expect(inner(element).getAttribute('aria-busy')).to.equal('true');
    expect(inner(other).hasAttribute('aria-busy')).to.be.false;
    expect(isDisabled(inner(other))).to.be.true;
    answer({ ok: false, error: fakeError('MIC_DENIED') });
    phone.set({ pending: [] });
    await settled(element);
    expect(inner(element).title).to.contain('The browser blocks the microphone');
    phone.answer = () => ok(null);
    inner(element).click();
    await settled(element);
    expect(inner(element).title).to.equal('Call 1005');
  });

  it('shows the call with its number, and how long it lasts, in full colour; no other one does', async () => {
    const phone = new FakePhone();
    const element = await callButton('0912 345 678', phone);
    const other = await callButton('0912 345 679', phone);
    const rest = getComputedStyle(inner(element)).backgroundColor;
    element.focus();
    const call = talking({ number: '+84912345678', answeredAt: new Date(phone.now() - 134_000).toISOString() });
    phone.set({ line1: { ...call, direction: 'outbound', state: 'dialing', answeredAt: null } });
    await settled(element);
    expect(nameOf(inner(element))).to.equal('Calling: 0912 345 678');
    expect(inner(element).textContent).to.contain('0912');
    phone.set({ line1: call });
    await settled(element);
    expect(nameOf(inner(element))).to.equal('On a call: 0912 345 678');
    expect(inner(element).textContent).to.contain('02:14');
    phone.pass(1000);
    await until(() => inner(element).textContent.includes('02:15'));
    expect(focused()).to.equal(inner(element));
    expect(isDisabled(inner(element))).to.be.true;
    expect([rest, getComputedStyle(inner(other)).backgroundColor]).not.to.include(
      getComputedStyle(inner(element)).backgroundColor,
    );
    expect(inner(other).textContent).not.to.contain('02:15');
    await expect(element).to.be.accessible();
    phone.set({ line1: null });
    await settled(element);
    expect(nameOf(inner(element))).to.equal('Call 0912 345 678');
  });

  for (const [number, called, isOwn] of [
    ['*98', '98', false],
    ['98', '*98', false],
    ['agent2', '2', false],
    ['1005#', '1005', false],
    ['', '', false],
    ['-', '', false],
    ['* 98', '*98', true],
    [' agent2 ', 'agent2', true],
  ] as const) {
    it(`takes a call with ${called} ${isOwn ? '' : 'not '}for its own: '${number}'`, async () => {
      const element = await callButton(number, new FakePhone({ line1: talking({ number: called }) }));
      expect(nameOf(inner(element)).startsWith('On a call')).to.equal(isOwn);
    });
  }

  it('sends the id of the page with the call, and knows its call by it', async () => {
    const phone = new FakePhone();
    const element = await callButton('1005', phone);
    const other = await callButton('1005', phone);
    element.setAttribute('external-call-id', 'order-4821');
    other.externalCallId = 'order-4822';
    await settled(element);
    inner(element).click();
    expect(phone.executed).to.deep.equal([{ type: 'call', number: '1005', externalCallId: 'order-4821' }]);
    phone.set({ line1: talking({ number: '1005', externalCallId: 'order-4821' }) });
    await settled(other);
    expect(nameOf(inner(element))).to.equal('On a call: 1005');
    expect(nameOf(inner(other))).to.contain('The line is busy');
  });

  it('may be prevented by the page', async () => {
    const phone = new FakePhone();
    const element = await callButton('1005', phone);
    element.addEventListener('bfc-intent', (event) => event.preventDefault());
    inner(element).click();
    await settled(element);
    expect(phone.executed).to.deep.equal([]);
    expect(inner(element).hasAttribute('aria-busy')).to.be.false;
  });

  it('takes any number and any text as text, and stays in its place', async () => {
    for (const text of hostileNames) {
      const room = await fixture<HTMLElement>(html`<div style="inline-size: 160px"></div>`);
      const element = await callButton(text);
      element.append(text);
      room.append(element);
      await settled(element);
      expect(everything(room).some((each) => each.localName === 'img')).to.be.false;
      expect(element.getBoundingClientRect().width).to.be.at.most(160);
    }
  });

  it('is for everybody', async () => {
    const element = await callButton();
    await expect(element).to.be.accessible();
    element.compact = true;
    await settled(element);
    expect(nameOf(inner(element))).to.equal('Call 0912 345 678');
    expect(inner(element).getBoundingClientRect().width).to.be.at.least(24);
    await expect(element).to.be.accessible();
  });
});
