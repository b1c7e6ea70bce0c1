import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type { HotlineInfo } from '../../src/index.js';
import { fakeError, talking } from '../support/fake-phone.js';
import {
  button,
  everything,
  finishAnimations,
  focused,
  hasButton,
  nameOf,
  settled,
  shownText,
  webphone,
} from './support.js';

const cskh: HotlineInfo = { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' };
const sales: HotlineInfo = { id: 'hl-2', type: 'hotline', name: 'Bán hàng', number: '19005678' };
const all: HotlineInfo = { id: 'hg-1', type: 'group', name: 'Toàn quốc', number: null };
const hotlines = [cskh, sales, all];

function items(element: Element): HTMLElement[] {
  return everything(element).filter((each): each is HTMLElement => each.matches('[role=menuitemradio]'));
}

async function opened(state = {}) {
  const made = await webphone({ hotline: cskh, hotlines, ...state });
  button(made.element, 'Call out on hotline: CSKH').click();
  await settled(made.element);
  return made;
}

describe('the hotline in the header', () => {
  it('is named, idle and in a call; where there is none, nothing is there', async () => {
    const { element, phone } = await webphone({ hotline: sales, hotlines });
    expect(hasButton(element, 'Call out on hotline: Bán hàng')).to.equal(true);
    phone.set({ line1: talking() });
    await settled(element);
    expect(hasButton(element, 'Call out on hotline: Bán hàng')).to.equal(true);
    phone.set({ hotline: null, hotlines: [] });
    await settled(element);
    expect(shownText(element)).not.to.contain('hotline');
  });

  it('is no button where there is no choice', async () => {
    const { element } = await webphone({ hotline: cskh, hotlines: [cskh] });
    expect(shownText(element)).to.contain('Call out on hotline: CSKH');
    expect(everything(element).some((each) => each.matches('[part=hotline]:is(button)'))).to.equal(false);
  });

  it('opens a menu of all, by keyboard too, and the chosen one goes out', async () => {
    const { element, phone } = await opened();
    expect(items(element).map(nameOf)).to.deep.equal(['CSKH19001234', 'Bán hàng19005678', 'Toàn quốc']);
    expect(focused()).to.equal(items(element)[0]);
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'chooseHotline', hotlineId: 'hl-2' });
    expect(items(element)).to.deep.equal([]);
    expect(nameOf(focused() as Element)).to.equal('Call out on hotline: CSKH');
  });

  it('waits for the account, and says in the menu what went wrong', async () => {
    const { element, phone } = await opened();
    let answer = (): void => undefined;
    phone.answer = () => new Promise((resolve) => (answer = () => resolve({ ok: false, error: fakeError('SERVER') })));
    items(element)[1]?.click();
    items(element)[2]?.click();
    await settled(element);
    expect(phone.executedTypes.filter((type) => type === 'chooseHotline')).to.have.length(1);
    answer();
    await settled(element);
    const alert = everything(element).find((each) => each.matches('.menu [role=alert]'));
    expect(alert?.textContent).to.contain('server');
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(items(element)).to.deep.equal([]);
    button(element, 'Call out on hotline: CSKH').click();
    await settled(element);
    expect(everything(element).some((each) => each.matches('.menu [role=alert]'))).to.equal(false);
  });

  for (const width of [320, 240]) {
    it(`stays within ${String(width)} px with its menu, in any length`, async () => {
      const { element } = await webphone({ hotlines, hotline: { ...cskh, name: 'Chăm sóc khách hàng miền Tây' } });
      element.style.inlineSize = `${String(width)}px`;
      everything(element)
        .find((each): each is HTMLElement => each.matches('[part=hotline]'))
        ?.click();
      await settled(element);
      const frame = element.getBoundingClientRect();
      for (const each of everything(element).filter((one) =>
        one.matches('[part=hotline], .menu, .menu button, .word'),
      )) {
        const box = each.getBoundingClientRect();
        expect(box.left, each.className).to.be.at.least(frame.left);
        expect(box.right, each.className).to.be.at.most(frame.right);
      }
      const word = everything(element).find((each) => each.matches('.word'));
      expect(word?.scrollWidth, 'the status word').to.be.at.most(word?.clientWidth ?? 0);
    });
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`has nothing that axe would mend, ${theme}`, async () => {
      const { element } = await webphone({ hotline: cskh, hotlines }, theme);
      button(element, 'Call out on hotline: CSKH').click();
      await settled(element);
      finishAnimations(element);
      await expect(element).to.be.accessible();
    });
  }
});
