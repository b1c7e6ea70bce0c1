import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
// A script of the old kind: it puts itself on the window.
import 'axe-core';
import type axeCore from 'axe-core';
import type { PhoneState } from '../../src/phone/state.js';
import { initialState } from '../../src/phone/state.js';
import { ended, epoch, fakeCall, fakeError, incoming, talking } from '../support/fake-phone.js';
import { button, contact, finishAnimations, giveContacts, panel, settled, webphone } from './support.js';

const lost = fakeError('NETWORK', { retrying: true });
const hotline = { id: '1', type: 'hotline', name: 'CSKH', number: '1900 1234' } as const;
const quality = { mos: 4.2, rtt: 40, jitter: 2, loss: 0 };
const outcome = { call: 'back', target: 'Lê Minh', ok: true, statusCode: 200, reason: null, text: '' };
const states: Readonly<Record<string, Partial<PhoneState>>> = {
  'signed out': { ...initialState, lang: 'en' },
  connecting: { status: 'starting', connection: { status: 'connecting', retryAt: null, error: null } },
  ready: {},
  offline: { connection: { status: 'waiting', retryAt: epoch + 9_000, error: lost } },
  refused: {
    status: 'stopped',
    registration: { status: 'failed', wanted: true, error: fakeError('AUTH_FAILED') },
  },
  'registration failed': {
    registration: { status: 'failed', wanted: true, error: fakeError('SIP_REJECTED', { statusCode: 503 }) },
  },
  away: { mode: 'inactive' },
  'outgoing only': { mode: 'outgoing' },
  'microphone denied': { microphoneError: fakeError('MIC_DENIED') },
  'no microphone': { microphoneError: fakeError('MIC_MISSING') },
  'insecure page': { microphoneError: fakeError('MIC_INSECURE') },
  dialing: { line1: fakeCall({ hotline }) },
  'early media': { line1: fakeCall({ state: 'early' }) },
  failed: { lastCall: ended({}) },
  missed: { lastCall: ended({ direction: 'inbound' }, { cause: 'cancelled', statusCode: null }) },
  incoming: { line1: incoming({ hotline }), ring: 'incoming' },
  'ring blocked': { line1: incoming({ name: null }), soundBlocked: true },
  'incoming in a call': { line1: talking(), line2: incoming({ line: 2 }), ring: 'waiting' },
  talking: { line1: talking({ hotline, quality }) },
  'weak network': {
    line1: talking({ id: 'weak', quality: { ...quality, mos: 2 } }),
    warnings: [{ call: 'weak', code: 'POOR_LINE' }],
  },
  'not heard': { line1: talking({ id: 'dumb' }), warnings: [{ call: 'dumb', code: 'NOT_HEARD' }] },
  'on hold': { line1: talking({ onHold: true, state: 'held' }) },
  'held by the other': { line1: talking({ heldByRemote: true }) },
  muted: { line1: talking({ muted: true, speakerMuted: true }) },
  'offline in a call': { line1: talking(), connection: { status: 'connecting', retryAt: null, error: lost } },
  'two lines': { line1: talking({ onHold: true, state: 'held' }), line2: talking({ line: 2 }), currentLine: 2 },
  transferring: { line1: talking({ state: 'transferring' }) },
  'transferring between lines': {
    line1: talking({ state: 'transferring' }),
    line2: talking({ line: 2, name: 'Lê Minh' }),
    currentLine: 2,
  },
  'transfer failed': { line1: talking({ id: 'back' }), lastTransfer: { ...outcome, ok: false } },
  transferred: { lastTransfer: outcome },
  'transferred, one is left': { line1: talking(), lastTransfer: outcome },
  'second call failed': { line1: talking(), lastCall: ended({ line: 2 }) },
  pending: { line1: talking(), pending: [{ type: 'hangUp', line: 1 }] },
};

const { axe } = window as unknown as { axe: typeof axeCore };

async function violationsOf(element: Element): Promise<string[]> {
  // A notice that still fades in has half its contrast.
  finishAnimations(element);
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

for (const theme of ['light', 'dark'] as const) {
  describe(`accessibility, ${theme}`, () => {
    for (const [name, state] of Object.entries(states)) {
      it(name, async () => {
        const { element } = await webphone(state, theme);
        expect(await violationsOf(element)).to.deep.equal([]);
      });
    }

    it('keypad in a call', async () => {
      const { element } = await webphone({ line1: talking() }, theme);
      button(element, 'Keypad').click();
      await settled(element);
      button(element, '1').click();
      await settled(element);
      expect(await violationsOf(element)).to.deep.equal([]);
    });

    for (const purpose of ['transfer', 'add'] as const) {
      for (const people of [[], [contact('Lê Minh', '1005'), contact('Phạm Thu Hằng', '1012')]]) {
        it(`the sheet, ${purpose}, ${String(people.length)} contacts`, async () => {
          const { element, phone } = await webphone({ line1: talking() }, theme);
          giveContacts(phone, people);
          panel(element).openSheet(purpose);
          await settled(element);
          expect(await violationsOf(element)).to.deep.equal([]);
          await sendKeys({ type: '1005' });
          await settled(element);
          expect(await violationsOf(element)).to.deep.equal([]);
        });
      }
    }

    it('the sheet between two lines', async () => {
      const { element, phone } = await webphone(states['two lines'], theme);
      giveContacts(phone, []);
      panel(element).openSheet('transfer');
      await settled(element);
      expect(await violationsOf(element)).to.deep.equal([]);
    });

    it('the mode menu', async () => {
      const { element } = await webphone({}, theme);
      button(element, 'Mode: Both ways').click();
      await settled(element);
      expect(await violationsOf(element)).to.deep.equal([]);
    });
  });
}

describe('targets', () => {
  it('of call control are 44 px and more, at the narrowest', async () => {
    for (const state of [{}, { line1: talking() }, { line1: incoming(), ring: 'incoming' as const }]) {
      const { element } = await webphone(state);
      element.style.inlineSize = '240px';
      await settled(element);
      const names =
        'line1' in state
          ? state.line1.state === 'active'
            ? inCall
            : ['Answer', 'Reject', 'Silence']
          : ['Call', '1', '0'];
      for (const name of names) {
        const { width, height } = button(element, name).getBoundingClientRect();
        expect(Math.min(width, height), name).to.be.at.least(44);
      }
    }
  });
});

const inCall = ['Mute', 'Mute sound', 'Hold', 'Keypad', 'Transfer', 'Hang up'];
