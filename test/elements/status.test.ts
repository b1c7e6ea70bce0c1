import { expect, fixture, html } from '@open-wc/testing';
import type { BfcPhoneStatus } from '../../src/elements/phone-status/phone-status.js';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { PhoneState } from '../../src/phone/state.js';
import { ended, fakeError, FakePhone } from '../support/fake-phone.js';
import {
  allByRole,
  button,
  byRole,
  focused,
  giveContacts,
  hasButton,
  isDisabled,
  nameOf,
  settled,
  webphone,
} from './support.js';

const waiting: Partial<PhoneState> = {
  connection: { status: 'waiting', retryAt: new FakePhone({}).now() + 12_000, error: fakeError('NETWORK') },
};
const connected = { status: 'connected', retryAt: null, error: null } as const;
const failedStart = (code: 'NETWORK' | 'AUTH_FAILED'): Partial<PhoneState> => ({
  status: 'stopped',
  connection: { status: 'disconnected', retryAt: null, error: null },
  registration: { status: 'failed', wanted: true, error: fakeError(code) },
});

/** What a phone goes through that comes back at a press. */
const comingBack: readonly Partial<PhoneState>[] = [
  { connection: { status: 'connecting', retryAt: null, error: fakeError('NETWORK') } },
  { connection: connected, registration: { status: 'unregistered', wanted: true, error: null } },
  { registration: { status: 'registering', wanted: true, error: null } },
];

async function status(state: Partial<PhoneState>): Promise<{ element: BfcPhoneStatus; phone: FakePhone }> {
  const phone = new FakePhone(state);
  const element = await fixture<BfcPhoneStatus>(html`<bfc-phone-status .phone=${phone}></bfc-phone-status>`);
  await settled(element);
  return { element, phone };
}

describe('the status, alone', () => {
  it('says why the phone is offline, and tries again at a press', async () => {
    const { element, phone } = await status(waiting);
    expect(nameOf(byRole(element, 'status'))).to.match(/^Offline .{10,}/);
    button(element, 'Try now').click();
    expect(phone.executed).to.deep.equal([{ type: 'retryNow' }]);
    phone.set({ connection: { status: 'connected', retryAt: null, error: null } });
    await settled(element);
    expect(hasButton(element, 'Try now')).to.be.false;
    expect(nameOf(byRole(element, 'status'))).to.equal('Ready');
  });

  it('keeps the button, at work and as wide, and the focus on it until the phone is back', async () => {
    const { element, phone } = await status(waiting);
    const again = button(element, 'Try now');
    again.focus();
    again.click();
    const { width } = again.getBoundingClientRect();
    for (const state of comingBack) {
      phone.set(state);
      await settled(element);
      expect(focused() === again).to.be.true;
      expect([isDisabled(again), again.ariaBusy, again.getBoundingClientRect().width]).to.deep.equal([
        true,
        'true',
        width,
      ]);
    }
    phone.set({ connection: { ...connected, status: 'connecting' } });
    phone.set(waiting);
    await settled(element);
    expect([focused() === again, isDisabled(again)]).to.deep.equal([true, false]);
    phone.set({ connection: connected, registration: { status: 'registered', wanted: true, error: null } });
    await settled(element);
    expect(focused() === button(element, 'Mode: Both ways')).to.be.true;
  });

  it('hands the focus on where a start that failed succeeds', async () => {
    const { element, phone } = await status(failedStart('AUTH_FAILED'));
    button(element, 'Try again').focus();
    phone.set(new FakePhone().state);
    await settled(element);
    expect(focused() === button(element, 'Mode: Both ways')).to.be.true;
  });

  it('shows no button for a connection that comes for the first time', async () => {
    const { element, phone } = await status({ connection: { ...connected, status: 'connecting' } });
    for (const state of comingBack) {
      phone.set(state);
      await settled(element);
      expect(hasButton(element, 'Try now')).to.be.false;
    }
  });

  it('is refused only where somebody refuses; a start that failed can be tried again', async () => {
    const { element, phone } = await status(failedStart('NETWORK'));
    expect(nameOf(byRole(element, 'status'))).to.match(/^Offline/);
    button(element, 'Try again').click();
    expect(phone.executed).to.deep.equal([{ type: 'start' }]);
    phone.set(failedStart('AUTH_FAILED'));
    await settled(element);
    expect(nameOf(byRole(element, 'status'))).to.match(/^Refused/);
  });
});

describe('the status in the phone', () => {
  it('leaves it to the notice of the keypad, and says it over the lists', async () => {
    const { element, phone } = await webphone(waiting);
    giveContacts(phone, []);
    button(element, 'Try now');
    byRole(element, 'tab', 'Contacts').click();
    await settled(element);
    const again = button(element, 'Try now');
    again.focus();
    for (const state of comingBack) {
      phone.set(state);
      await settled(element);
      expect(focused() === again).to.be.true;
    }
    phone.set({ registration: { status: 'registered', wanted: true, error: null } });
    await settled(element);
    expect(focused() === button(element, 'Mode: Both ways')).to.be.true;
  });

  const elsewhere: readonly (readonly [name: string, show: (element: BfcWebphone, phone: FakePhone) => void])[] = [
    ['the settings', (element) => button(element, 'Settings').click()],
    ['the list of the keys', (element) => element.dispatchEvent(new CustomEvent('bfc-show-shortcuts'))],
    ['a note', (_, phone) => phone.emit('callEnded', ended({ answeredAt: '2026-01-01T09:59:00.000Z' }))],
    ['a call that failed', (_, phone) => phone.set({ lastCall: ended({}, { by: 'local', cause: 'networkLost' }) })],
  ];
  for (const [name, show] of elsewhere) {
    it(`says it over ${name}, which does not`, async () => {
      const { element, phone } = await webphone(waiting);
      show(element, phone);
      await settled(element);
      expect(allByRole(element, 'textbox').map(nameOf), 'the keypad is gone').not.to.include('Phone number');
      button(element, 'Try now').click();
      expect(phone.executedTypes).to.include('retryNow');
      const reasons = allByRole(element, 'status').filter((each) => /^Offline .{10,}/.test(nameOf(each)));
      expect(reasons).to.have.length(1);
    });
  }

  it('leaves it to the panel that tells of the refusal', async () => {
    const { element } = await webphone(failedStart('NETWORK'));
    button(element, 'Try again');
  });
});
