import { expect } from '@open-wc/testing';
import type { WarningCode } from '../../src/phone/state.js';
import { talking } from '../support/fake-phone.js';
import { byRole, settled, shownText, webphone } from './support.js';

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
        expect(notice?.querySelector('.notice-detail')?.textContent.trim().length).to.be.greaterThan(15);
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

  it('leaves the controls where they are', async () => {
    const call = talking();
    const { element, phone } = await webphone({ line1: call });
    const before = byRole(element, 'button', 'Mute').getBoundingClientRect().top;
    phone.set({ warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
    await settled(element);
    expect(byRole(element, 'button', 'Mute').getBoundingClientRect().top).to.equal(before);
  });
});
