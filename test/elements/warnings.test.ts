import { expect, fixture, html } from '@open-wc/testing';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { WarningCode } from '../../src/phone/state.js';
import { FakePhone, incoming, talking } from '../support/fake-phone.js';
import { centre } from './floating-support.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  hasButton,
  nameOf,
  panel,
  settled,
  shownText,
  wanted,
  webphone,
} from './support.js';

function overlaps(a: Element, b: Element): boolean {
  const [one, other] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}

function pressKey(element: Element, key: string): void {
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
}

const said: Readonly<Record<WarningCode, readonly [vi: string, en: string]>> = {
  NOT_HEARD: ['Khách không nghe thấy bạn', 'They can’t hear you'],
  NOTHING_HEARD: ['Không có tiếng của khách', 'No sound from the caller'],
  TALKING_WHILE_MUTED: ['Bạn đang nói khi tắt mic', 'You are talking while muted'],
  POOR_LINE: ['Mạng yếu', 'Weak network'],
};

describe('what is wrong with the sound of a call', () => {
  for (const [code, sentences] of Object.entries(said)) {
    for (const lang of ['vi', 'en'] as const) {
      it(`${code}: said in ${lang}, with what to do, and put away when it is over`, async () => {
        const call = talking({ muted: code === 'TALKING_WHILE_MUTED' });
        const { element, phone } = await webphone({ line1: call, lang });
        const sentence = sentences[lang === 'vi' ? 0 : 1];
        expect(shownText(element)).not.to.contain(sentence);
        phone.set({ warnings: [{ call: call.id, code: code as WarningCode }] });
        await settled(element);
        expect(shownText(element)).to.contain(sentence);
        const notice = element.shadowRoot?.querySelector('bfc-call-panel')?.shadowRoot?.querySelector('.notice');
        expect(notice?.closest('[role=status]'), 'read out').to.exist;
        const detail = notice?.querySelector('.notice-detail')?.textContent.trim();
        // Only Unmute says all there is to do.
        if (detail === undefined)
          expect(notice?.querySelector('.button')?.textContent.trim()).to.match(/^(Unmute|Bật mic)$/);
        else expect(detail.length).to.be.greaterThan(15);
        phone.set({ warnings: [] });
        await settled(element);
        expect(shownText(element)).not.to.contain(sentence);
      });
    }
  }

  it('is said of the call it is about, the weightiest first, with the figures of a poor line', async () => {
    const quality = { mos: 2.4, rtt: 620, jitter: 30, loss: 0.12 };
    const call = talking({ quality });
    const { element, phone } = await webphone({ line1: call, warnings: [{ call: 'another', code: 'NOT_HEARD' }] });
    expect(shownText(element)).not.to.contain('They can’t hear you');
    phone.set({ warnings: [{ call: call.id, code: 'POOR_LINE' }] });
    await settled(element);
    expect(shownText(element)).to.contain('delay 620 ms · loss 12');
    phone.set({ warnings: (['NOT_HEARD', 'POOR_LINE'] as const).map((code) => ({ call: call.id, code })) });
    await settled(element);
    expect(shownText(element)).to.contain('They can’t hear you').and.not.to.contain('Weak network');
  });

  it('has the button that mends it: unmute, or the devices', async () => {
    const call = talking({ muted: true });
    const { element, phone } = await webphone({
      line1: call,
      warnings: [{ call: call.id, code: 'TALKING_WHILE_MUTED' }],
    });
    const unmute = allByRole(panel(element), 'button').find((each) => each.closest('.notice'));
    expect(unmute && nameOf(unmute)).to.equal('Unmute');
    unmute?.click();
    expect(wanted(phone)).to.deep.equal([{ type: 'unmute', line: 1 }]);
    for (const [code, name] of [
      ['NOT_HEARD', 'Pick a mic'],
      ['NOTHING_HEARD', 'Try speaker'],
    ] as const) {
      phone.set({ line1: { ...call, muted: false }, warnings: [{ call: call.id, code }] });
      await settled(element);
      button(element, name).click();
      await settled(element);
      expect(byRole(element, 'tab', 'Sound').getAttribute('aria-selected')).to.equal('true');
      expect(focused()).to.equal(byRole(element, 'tab', 'Sound'));
      byRole(element, 'tab', 'Help').click();
      button(element, 'Settings').click();
      await settled(element);
    }
    phone.set({ warnings: [], audio: { ...phone.state.audio, missing: ['output'] } });
    await settled(element);
    button(element, 'Change').click();
    await settled(element);
    expect(byRole(element, 'tab', 'Sound').getAttribute('aria-selected')).to.equal('true');
  });

  it('has no such button where there are no settings to go to', async () => {
    const call = talking();
    const phone = new FakePhone({ line1: call, warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
    const element = await fixture(html`<bfc-call-panel .phone=${phone}></bfc-call-panel>`);
    await settled(element);
    expect(shownText(element)).to.contain('They can’t hear you');
    expect(hasButton(element, 'Pick a mic')).to.be.false;
  });

  it('no sound comes before a lost connection, which comes before a poor line', async () => {
    const call = talking();
    const connection = { status: 'connecting', retryAt: null, error: null } as const;
    const { element, phone } = await webphone({ line1: call, connection });
    expect(shownText(element)).to.contain('Your call goes on');
    phone.set({ warnings: [{ call: call.id, code: 'POOR_LINE' }] });
    await settled(element);
    expect(shownText(element)).to.contain('Your call goes on');
    phone.set({ warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
    await settled(element);
    expect(shownText(element)).to.contain('They can’t hear you').and.not.to.contain('Your call goes on');
  });

  /** What may stand over the place of the notices. */
  const covers: Readonly<Record<string, (element: BfcWebphone, phone: FakePhone) => void>> = {
    'the keypad': (element) => button(panel(element), 'Keypad').click(),
    'the transfer sheet': (element) => panel(element).openSheet('transfer'),
    'the note': (element) => button(element, 'Call note').click(),
    'a second caller': (_, phone) => phone.set({ line2: incoming({ line: 2 }) }),
  };
  for (const [what, cover] of Object.entries(covers)) {
    it(`is in sight over ${what}, in the place where it is read out, and no control moves`, async () => {
      const call = talking();
      const { element, phone } = await webphone({ line1: call });
      const place = panel(element).shadowRoot?.querySelector('.slot');
      cover(element, phone);
      await settled(element);
      const hangUp = centre(button(panel(element), 'Hang up'));
      const keys = everything(element).filter((each) => each.matches('.key'));
      const before = keys.map(centre);
      phone.set({ warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
      await settled(element);
      finishAnimations(element);
      const notice = place?.querySelector('.notice');
      expect(notice?.textContent).to.contain('They can’t hear you').and.to.contain('Is the headset muted?');
      expect(place?.closest('[inert]') ?? place?.hasAttribute('inert')).to.be.false;
      const over = everything(element).filter((each) => each.matches('.key, .card, .note-sheet, bfc-transfer-dialog'));
      expect(over.length).to.be.greaterThan(0);
      expect(over.filter((each) => each.checkVisibility() && notice && overlaps(each, notice))).to.deep.equal([]);
      expect(centre(button(panel(element), 'Hang up'))).to.deep.equal(hangUp);
      expect(keys.map(centre)).to.deep.equal(before);
    });
  }

  it('is in sight over the settings and over the keys, with Unmute', async () => {
    const call = talking({ muted: true });
    const { element, phone } = await webphone({ line1: call });
    for (const open of [() => button(element, 'Settings').click(), () => pressKey(element, '?')]) {
      phone.set({ warnings: [] });
      open();
      await settled(element);
      const place = element.shadowRoot?.querySelector('.sound[role=status]');
      expect(place?.textContent.trim()).to.equal('');
      phone.set({ warnings: [{ call: call.id, code: 'TALKING_WHILE_MUTED' }] });
      await settled(element);
      expect(place?.textContent).to.contain('You are talking while muted');
    }
    button(element, 'Unmute').click();
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'unmute', line: 1 });
  });

  it('leaves the controls where they are', async () => {
    const call = talking();
    const { element, phone } = await webphone({ line1: call });
    const before = byRole(element, 'button', 'Mute').getBoundingClientRect().top;
    phone.set({ warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
    await settled(element);
    expect(byRole(element, 'button', 'Mute').getBoundingClientRect().top).to.equal(before);
  });
});
