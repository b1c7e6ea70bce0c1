import { expect, fixture, html } from '@open-wc/testing';
import { BfcDialpad } from '../../src/elements/dialpad/dialpad.js';
import { defineElements } from '../../src/elements/define-elements.js';
import { en } from '../../src/elements/messages/en.js';
import { vi } from '../../src/elements/messages/vi.js';
import { formatClock } from '../../src/elements/messages/format.js';
import type { Command } from '../../src/phone/commands.js';
import { phoneEventNames } from '../../src/phone/events.js';
import { FakePhone, FakeProvider, fakeCall, fakeError, incoming, talking } from '../support/fake-phone.js';
import { button, everything, field, hasButton, settled, shownText, wanted, webphone } from './support.js';

describe('what a page hears', () => {
  it('is every event of the phone, bubbling, composed, with the same data', async () => {
    const { element, phone } = await webphone();
    const heard: Event[] = [];
    const listen = (event: Event): void => void heard.push(event);
    for (const name of phoneEventNames) document.addEventListener(name, listen);
    const call = fakeCall();
    const data = {
      alerts: { type: 'network', level: 'info', code: 'X', message: '', details: {} },
      connected: { server: 'wss://a.example' },
      disconnected: { error: null },
      registered: { extension: null, expires: 300 },
      unregistered: { extension: null },
      registrationFailed: fakeError('AUTH_FAILED'),
      callEnded: call,
      callOutgoing: call,
      callIncoming: call,
      callConfirmed: call,
      referAccepted: call,
      referFailed: call,
    } as const;
    for (const name of phoneEventNames) phone.emit(name, data[name]);
    for (const name of phoneEventNames) document.removeEventListener(name, listen);
    expect(heard.map(({ type }) => type)).to.deep.equal(phoneEventNames);
    for (const event of heard) {
      expect(event.target).to.equal(element);
      expect((event as CustomEvent).detail).to.equal(data[event.type as keyof typeof data]);
    }
  });

  it('is each intent before it is done, and preventing it is enough', async () => {
    const { element, phone } = await webphone();
    const intents: Command[] = [];
    const veto = (event: CustomEvent<Command>): void => {
      intents.push(event.detail);
      event.preventDefault();
    };
    document.addEventListener('bfc-intent', veto as EventListener);
    button(element, '5').click();
    await settled(element);
    button(element, 'Call').click();
    document.removeEventListener('bfc-intent', veto as EventListener);
    expect(intents).to.deep.equal([{ type: 'call', number: '5' }]);
    expect(phone.executed).to.deep.equal([]);
    expect(field(element).value).to.equal('5');
  });
});

describe('the methods of the SDK', () => {
  it('are on the element, with callback and promise', async () => {
    const { element, phone } = await webphone({ line1: talking({ muted: true, onHold: true }) });
    const call = talking();
    phone.answer = () => ({ ok: true, data: call });
    const envelopes: unknown[] = [];
    const result = await element.makeCall('1005', (envelope) => envelopes.push(envelope));
    expect(result).to.deep.equal({ status: 'success', error: null, data: call });
    expect(envelopes).to.deep.equal([result]);
    await element.answerCall();
    await element.endCall();
    await element.createLine2('1006');
    await element.switchLine();
    await element.switchLine(1);
    await element.transferCall('1007');
    await element.transferCall();
    await element.rejectCall();
    await element.hold();
    await element.unhold();
    await element.mute();
    await element.unmute();
    await element.muteAudio();
    await element.unmuteAudio();
    await element.sendDTMF('1');
    await element.register();
    await element.unregister();
    await element.setMode('outgoing');
    await element.takeHere();
    expect(phone.executedTypes).to.deep.equal([
      'call',
      'answer',
      'hangUp',
      'callLine2',
      'switchLine',
      'switchLine',
      'transfer',
      'transfer',
      'reject',
      'hold',
      'unhold',
      'mute',
      'unmute',
      'muteSpeaker',
      'unmuteSpeaker',
      'sendDtmf',
      'register',
      'unregister',
      'setMode',
      'takeHere',
    ]);
    expect(phone.executed.filter(({ type }) => type === 'transfer' || type === 'switchLine')).to.deep.equal([
      { type: 'switchLine' },
      { type: 'switchLine', line: 1 },
      { type: 'transfer', number: '1007' },
      { type: 'transfer' },
    ]);
    expect(element.ping().line1?.number).to.equal('0912345678');
    expect([element.currentMode, element.currentLine, element.currentExtension?.number]).to.deep.equal([
      'active',
      1,
      '1001',
    ]);
    expect(element.currentTabs).to.deep.equal({ leads: true, count: 1 });
    expect([element.isRegistered, element.isPhoneConnected, element.isMuted, element.isOnHold]).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
  });

  it('ask the account, resolving with the data or rejecting with the error', async () => {
    const hotline = { id: '1', type: 'hotline', name: 'CSKH', number: '1900 1234' } as const;
    const { element, phone } = await webphone({ hotlines: [hotline], hotline });
    phone.answer = ({ type }) => ({ ok: true, data: type });
    expect(await Promise.all([element.histories(5), element.contacts, element.chooseHotline('1')])).to.deep.equal([
      'histories',
      'contacts',
      'chooseHotline',
    ]);
    await element.note('call-1', { rate: 5 });
    expect(phone.executed).to.deep.equal([
      { type: 'histories', limit: 5 },
      { type: 'contacts' },
      { type: 'chooseHotline', hotlineId: '1' },
      { type: 'saveNote', callId: 'call-1', note: { rate: 5 } },
    ]);
    expect([element.currentHotline, element.hotlines]).to.deep.equal([hotline, [hotline]]);
    phone.answer = () => ({ ok: false, error: fakeError('SERVER') });
    const refused = await element.histories().catch((error: unknown) => error);
    expect(refused).to.include({ code: 'SERVER' });
  });

  it('answer NOT_STARTED without a phone, and never throw', async () => {
    const element = document.createElement('bfc-webphone');
    const { status, error } = await element.makeCall('1005');
    expect([status, error?.code]).to.deep.equal(['error', 'NOT_STARTED']);
    expect([element.currentMode, element.isRegistered]).to.deep.equal([null, false]);
  });
});

describe('an element alone', () => {
  it('works on a phone of its own', async () => {
    const phone = new FakePhone();
    const dialpad = await fixture<BfcDialpad>(html`<bfc-dialpad .phone=${phone}></bfc-dialpad>`);
    dialpad.value = '1005';
    await settled(dialpad);
    button(dialpad, 'Call').click();
    expect(wanted(phone)).to.deep.equal([{ type: 'call', number: '1005' }]);
    phone.set({ line1: talking() });
    await settled(dialpad);
    button(dialpad, '7').click();
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'sendDtmf', tones: '7' });
  });

  it('shows nothing where there is nothing to show', async () => {
    const phone = new FakePhone();
    const panel = await fixture(html`<bfc-call-panel .phone=${phone}></bfc-call-panel>`);
    const call = await fixture(html`<bfc-incoming-call .phone=${phone}></bfc-incoming-call>`);
    const status = await fixture(html`<bfc-phone-status .phone=${phone}></bfc-phone-status>`);
    for (const each of [panel, call]) expect(shownText(each).trim()).to.equal('');
    expect(shownText(status)).to.contain('1001').and.contain('Ready');
    phone.set({ line1: incoming() });
    await settled(call);
    button(call, 'Answer').click();
    expect(phone.executedTypes).to.deep.equal(['answer']);
  });

  it('follows to another phone', async () => {
    const [first, second] = [new FakePhone({ mode: 'outgoing' }), new FakePhone()];
    const status = await fixture<HTMLElementTagNameMap['bfc-phone-status']>(
      html`<bfc-phone-status .phone=${first}></bfc-phone-status>`,
    );
    status.phone = second;
    await settled(status);
    expect(shownText(status)).to.contain('Ready');
    expect(first.listenerCount.state).to.equal(0);
  });

  it('is drawn again only when what it shows has changed', async () => {
    let renders = 0;
    class Counted extends BfcDialpad {
      protected override updated(): void {
        renders++;
      }
    }
    customElements.define('bfc-dialpad-counted', Counted);
    const phone = new FakePhone();
    const dialpad = document.createElement('bfc-dialpad-counted') as Counted;
    dialpad.phone = phone;
    (await fixture<HTMLElement>(html`<div></div>`)).append(dialpad);
    await settled(dialpad);
    const before = renders;
    phone.set({ hotlines: [], ring: 'ringback', soundBlocked: true });
    await settled(dialpad);
    expect(renders).to.equal(before);
    phone.set({ mode: 'inactive' });
    await settled(dialpad);
    expect(renders).to.equal(before + 1);
  });
});

describe('text from a stranger', () => {
  const hostile = '<img src=x onerror="window.hacked=1"> \u202Eevil\u0000\n' + 'very '.repeat(200);

  it('is text, on one line, cut, and isolated', async () => {
    for (const line1 of [
      incoming({ name: hostile, number: `1${hostile}` }),
      talking({ name: hostile, number: `1${hostile}` }),
    ]) {
      const { element } = await webphone({ line1 });
      expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
      const bdi = everything(element).filter((each) => each.localName === 'bdi' && each.textContent?.includes('evil'));
      // Name and number; in a call the name is on its line too.
      expect(bdi).to.have.length(line1.state === 'active' ? 3 : 2);
      const sheet = element.getBoundingClientRect();
      for (const each of bdi) {
        expect(each.closest('.cut')?.getBoundingClientRect().right).to.be.at.most(sheet.right);
        expect(each.getBoundingClientRect().height).to.be.below(40);
        expect(each.textContent).not.to.match(/\p{Cc}/u);
      }
      expect(element.shadowRoot?.querySelector('.phone')?.scrollWidth).to.be.at.most(Math.ceil(sheet.width));
    }
    expect('hacked' in window).to.be.false;
  });

  it('may be missing', async () => {
    const { element } = await webphone({ line1: incoming({ name: null, number: 'anonymous' }) });
    expect(shownText(element)).to.contain('Hidden number');
  });
});

describe('the house', () => {
  it('defines its elements once, whoever asks', () => {
    const first = customElements.get('bfc-webphone');
    defineElements(new FakeProvider());
    expect(customElements.get('bfc-webphone')).to.equal(first);
  });

  it('writes no style attribute and no style element: a strict page keeps its policy', async () => {
    for (const state of [
      {},
      { line1: talking() },
      { line1: incoming() },
      { microphoneError: fakeError('MIC_DENIED') },
    ]) {
      const { element } = await webphone(state);
      for (const each of everything(element)) {
        expect(each.localName).not.to.equal('style');
        expect(each.hasAttribute('style'), each.outerHTML).to.be.false;
      }
    }
  });

  it('speaks the language of the phone', async () => {
    const { element, phone } = await webphone();
    expect(hasButton(element, 'Call')).to.be.true;
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(hasButton(element, 'Gọi')).to.be.true;
    expect(element.shadowRoot?.querySelector('section')?.lang).to.equal('vi');
  });

  it('leaves no word untranslated', () => {
    const same = Object.entries(vi).filter(
      ([key, text]) => typeof text === 'string' && en[key as keyof typeof en] === text,
    );
    expect(same).to.deep.equal([]);
  });

  it('keeps answer and reject in their places in a page that reads from right to left', async () => {
    const { element } = await webphone({ line1: incoming() });
    const before = button(element, 'Answer').getBoundingClientRect().x - element.getBoundingClientRect().x;
    document.documentElement.dir = 'rtl';
    try {
      await settled(element);
      expect(button(element, 'Answer').getBoundingClientRect().x - element.getBoundingClientRect().x).to.equal(before);
    } finally {
      document.documentElement.removeAttribute('dir');
    }
  });

  it('writes durations as clocks', () => {
    expect([0, 59, 60, 3599, 3600, 36_061].map(formatClock)).to.deep.equal([
      '00:00',
      '00:59',
      '01:00',
      '59:59',
      '1:00:00',
      '10:01:01',
    ]);
  });
});
