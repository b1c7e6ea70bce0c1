import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { TemplateResult } from 'lit';
import { ended, FakePhone, incoming, talking } from '../support/fake-phone.js';
import { centre, floating, still } from './floating-support.js';
import { button, everything } from './support.js';

const hotlines = ['CSKH', 'Bán hàng', 'Toàn quốc', 'Kỹ thuật', 'Kho', 'Kế toán'].map((name, index) => ({
  id: `hl-${String(index)}`,
  type: 'hotline' as const,
  name,
  number: '19001234',
}));

beforeEach(() => setViewport({ width: 1000, height: 900 }));

/** What takes a press in its middle, however deep. */
function hitAt(control: Element): Element | null {
  const [x, y] = centre(control);
  let hit = document.elementFromPoint(x, y);
  while (hit?.shadowRoot) {
    const deeper = hit.shadowRoot.elementFromPoint(x, y);
    if (!deeper || deeper === hit) break;
    hit = deeper;
  }
  return hit;
}

function seenThrough(cover: Element, root: Element): string[] {
  const inside = everything(root).filter((each) => each.matches('button, input') && each.checkVisibility());
  expect(inside).not.to.deep.equal([]);
  return inside.filter((each) => hitAt(each) !== cover).map((each) => each.outerHTML);
}

describe('a layer of the page over the phone', () => {
  const failed = ended({}, { by: 'remote', cause: 'busy' });
  const pieces: readonly (readonly [name: string, phone: FakePhone, piece: (phone: FakePhone) => TemplateResult])[] = [
    ['the keys', new FakePhone({ hotlines }), (phone) => html`<bfc-webphone .phone=${phone}></bfc-webphone>`],
    ['a caller', new FakePhone({ line1: incoming() }), (phone) => html`<bfc-webphone .phone=${phone}></bfc-webphone>`],
    ['a call', new FakePhone({ line1: talking() }), (phone) => html`<bfc-webphone .phone=${phone}></bfc-webphone>`],
    [
      'a failed call',
      new FakePhone({ lastCall: failed }),
      (phone) => html`<bfc-webphone .phone=${phone}></bfc-webphone>`,
    ],
    ['a dialpad alone', new FakePhone(), (phone) => html`<bfc-dialpad .phone=${phone}></bfc-dialpad>`],
    [
      'an incoming call alone',
      new FakePhone({ line1: incoming() }),
      (phone) => html`<bfc-incoming-call .phone=${phone}></bfc-incoming-call>`,
    ],
    [
      'a call panel alone, with its sheet open',
      new FakePhone({ line1: talking() }),
      (phone) => html`<bfc-call-panel .phone=${phone}></bfc-call-panel>`,
    ],
  ];
  for (const [name, phone, piece] of pieces) {
    it(`covers all of ${name}`, async () => {
      const root = await fixture<HTMLElement>(
        html`<div style="position: relative; inline-size: 320px; block-size: 560px">
          ${piece(phone)}
          <div class="cover" style="position: absolute; inset: 0; z-index: 1; background: white"></div>
        </div>`,
      );
      const element = root.firstElementChild!;
      if (element.localName === 'bfc-call-panel') {
        await still(element);
        (element as HTMLElementTagNameMap['bfc-call-panel']).openSheet('add');
      }
      await still(element);
      expect(seenThrough(root.querySelector('.cover')!, element)).to.deep.equal([]);
    });
  }
});

describe('the menus of the header', () => {
  const state = { hotline: hotlines[0]!, hotlines };

  function items(element: Element): Element[] {
    const found = everything(element).filter((each) => each.matches('[role=menuitemradio]'));
    expect(found).to.have.length(hotlines.length);
    return found;
  }

  it('lie above Call, which stays in sight in a low window', async () => {
    await setViewport({ width: 1000, height: 330 });
    const { element } = await floating(state, { open: true });
    button(element, 'Call out on hotline: CSKH').click();
    await still(element);
    const call = button(element, 'Call').getBoundingClientRect();
    const under = items(element).filter((item) => {
      const { top, bottom } = item.getBoundingClientRect();
      return bottom > call.top && top < call.bottom && bottom < innerHeight;
    });
    expect(under, 'the menu reaches down to Call').not.to.deep.equal([]);
    for (const item of under) expect(item.contains(hitAt(item))).to.equal(true);
  });

  it('open below a status that stands by itself, over what stands there', async () => {
    const phone = new FakePhone(state);
    const root = await fixture<HTMLElement>(
      html`<div style="inline-size: 320px">
        <bfc-phone-status .phone=${phone}></bfc-phone-status><bfc-dialpad .phone=${phone}></bfc-dialpad>
      </div>`,
    );
    await still(root);
    button(root, 'Call out on hotline: CSKH').click();
    await still(root);
    const { left, right, bottom } = root.querySelector('bfc-dialpad')!.getBoundingClientRect();
    for (const item of items(root)) {
      const box = item.getBoundingClientRect();
      expect([box.left >= left, box.right <= right, box.bottom <= bottom]).to.deep.equal([true, true, true]);
      expect(item.contains(hitAt(item))).to.equal(true);
    }
  });
});
