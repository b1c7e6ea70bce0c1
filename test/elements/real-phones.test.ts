import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';
import { button, byRole, hasButton, isDisabled, panel, settled, shownText } from './support.js';

/** The element on a phone of SIP.js and WebRTC: what the fake phone only plays. Alice is the agent. */
describe('the element between two real callers', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let carol: TestPhone;
  let element: BfcWebphone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    [alice, bob, carol] = [createTestPhone('alice'), createTestPhone('bob'), createTestPhone('carol')];
    for (const { phone } of [alice, bob, carol]) await phone.execute({ type: 'start' });
    element = await fixture<BfcWebphone>(html`<bfc-webphone .phone=${alice.phone}></bfc-webphone>`);
    element.style.setProperty('--bfc-arm-delay', '0ms');
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    await press('Answer');
    await until(() => bob.phone.state.line1?.state === 'active', 'bob is answered');
    await isOpen('Transfer');
  });

  afterEach(async () => {
    for (const { phone } of [alice, bob, carol]) await phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  async function press(name: string, root: Element = element): Promise<void> {
    await settled(element);
    button(root, name).click();
    await settled(element);
  }

  async function pick(name: string): Promise<void> {
    await press('Transfer', panel(element));
    byRole(element, 'combobox').focus();
    await sendKeys({ type: name });
    await settled(element);
  }

  async function ask(): Promise<void> {
    await pick('carol');
    await press('Ask first The caller waits');
    await until(() => carol.phone.state.line1, 'carol rings');
  }

  async function isOpen(name: string): Promise<void> {
    await until(async () => {
      await settled(element);
      if (!element.shadowRoot?.querySelector('bfc-call-panel')) return false;
      return hasButton(panel(element), name) && !isDisabled(button(panel(element), name));
    }, `${name} can be pressed`);
  }

  it('asks first and connects: bob and carol talk, alice is free', async () => {
    await ask();
    await carol.phone.execute({ type: 'answer' });
    await isOpen('Connect');
    expect(bob.phone.state.line1?.heldByRemote).to.equal(true);
    await press('Connect');
    await until(() => carol.phone.state.line1?.number === 'bob', 'carol has bob');
    await until(() => !alice.phone.state.line1 && !alice.phone.state.line2, 'alice is free');
    await settled(element);
    expect(shownText(element)).to.contain('Transferred to carol');
  });

  it('asks first and goes back: bob is off hold', async () => {
    await ask();
    await carol.phone.execute({ type: 'answer' });
    await isOpen('Connect');
    await press('Go back', panel(element));
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'bob is off hold');
    await until(() => !carol.phone.state.line1, 'carol is gone');
    await isOpen('Transfer');
  });

  it('asks first, and whoever is asked declines: bob is back, and a second try asks again', async () => {
    await ask();
    await carol.phone.execute({ type: 'reject' });
    await isOpen('Transfer');
    expect(shownText(panel(element)))
      .to.contain('The caller is back with you')
      .and.contain('carol declined the call');
    await until(() => alice.phone.state.line1?.onHold === false, 'bob is off hold');
    await press('Try again', panel(element));
    await until(() => carol.phone.state.line1, 'carol rings again');
    await carol.phone.execute({ type: 'answer' });
    await isOpen('Connect');
  });

  it('transfers at once; declined, bob is back with the reason', async () => {
    await pick('carol');
    await press('Transfer now You leave the call');
    await until(() => carol.phone.state.line1, 'carol rings');
    await settled(element);
    expect(shownText(panel(element)))
      .to.contain('Transferring…')
      .and.contain('to carol');
    await carol.phone.execute({ type: 'reject' });
    await until(() => alice.phone.state.line1?.state === 'active', 'alice has bob');
    await isOpen('Try again');
    expect(shownText(panel(element)))
      .to.contain('carol declined the call')
      .and.contain('SIP 603');
  });

  it('gives up waiting: bob is back', async () => {
    await pick('carol');
    await press('Transfer now You leave the call');
    await until(() => carol.phone.state.line1, 'carol rings');
    await press('Go back', panel(element));
    await until(() => alice.phone.state.line1?.state === 'active', 'alice has bob');
    await isOpen('Someone else');
  });
});
