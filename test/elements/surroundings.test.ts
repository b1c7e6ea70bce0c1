import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { css } from 'lit';
import { stateGroups } from '../../demo/states/states.js';
import { still } from './floating-support.js';
import { controls, cutLabels, isShown, lookAt, nameOf, outside, played } from './layout-support.js';
import { everything, settled } from './support.js';

/**
 * Every state of the demo's page of states, in what an agent or a page has set up: forced colours, no motion, a page that
 * reads from right to left, wide text, a window of 320 × 256 (1280 × 1024 at 400 %).
 */
/** The floating phone is looked at by itself, in a window of its size. */
const states = stateGroups.flatMap((group) => group.states).filter(({ shape }) => !shape);

const plain = { forcedColors: 'none', reducedMotion: 'no-preference' } as const;

/** As the browser paints a system colour. */
function systemColour(name: string): string {
  const probe = document.createElement('i');
  probe.style.cssText = `forced-color-adjust: none; background: ${name}`;
  document.body.append(probe);
  const { backgroundColor } = getComputedStyle(probe);
  probe.remove();
  return backgroundColor;
}

/** A frame all around, or the colour of what is chosen. */
function hasBorder(element: Element): boolean {
  const style = getComputedStyle(element);
  if (style.backgroundColor === systemColour('Highlight')) return true;
  return ['Top', 'Right', 'Bottom', 'Left'].every((side) => {
    const [width, line, colour] = (['Width', 'Style', 'Color'] as const).map(
      (what) => style[`border${side}${what}` as 'borderTopWidth'],
    );
    return Number.parseFloat(width ?? '') > 0 && line !== 'none' && colour !== style.backgroundColor;
  });
}

/** Rows of a list, which lie side by side and say by their place that they are rows; and the button that is a whole bar. */
const rows = '.row-text, [role=option], [role^=menuitem], .option, .open, .handle';

/** Buttons and fields that nothing sets apart from text; a box to be ticked is drawn by the browser. */
function unframed(shown: readonly HTMLElement[]): readonly string[] {
  return shown
    .filter((each) => each.matches(controls) && !each.matches(`${rows}, label, [type=range]`))
    .filter((each) => !hasBorder(each) && !(each.parentElement?.matches('.box') && hasBorder(each.parentElement)))
    .map(nameOf);
}

const chosen =
  '[aria-pressed=true], [aria-selected=true], [aria-checked=true], [aria-current], [aria-expanded=true]:not([role=combobox]), .on';

/** What is on, chosen or open, and does not show it by its colours. */
function indistinct(shown: readonly HTMLElement[]): readonly string[] {
  const [mark, ink] = [systemColour('Highlight'), systemColour('HighlightText')];
  return shown
    .filter((each) => each.matches(chosen) && !each.matches('input'))
    .filter((each) => {
      const { backgroundColor, color } = getComputedStyle(each);
      return backgroundColor !== mark || color !== ink;
    })
    .map(nameOf);
}

/** Text and pictures in a chosen control that have kept another colour: nobody knows whether it can be read. */
function unreadable(shown: readonly HTMLElement[]): readonly string[] {
  const [mark, ink] = [systemColour('Highlight'), systemColour('HighlightText')];
  return shown
    .filter((each) => getComputedStyle(each).backgroundColor === mark)
    .flatMap((each) =>
      [...each.querySelectorAll('*')].filter((part) => {
        const { color, backgroundColor } = getComputedStyle(part);
        const isPainted = part.matches('.icon') || [...part.childNodes].some((node) => node instanceof Text);
        return isPainted && part.checkVisibility() && color !== ink && backgroundColor !== ink;
      }),
    )
    .map((part) => `${part.localName}.${String(part.getAttribute('class'))}`);
}

function notGrey(shown: readonly HTMLElement[]): readonly string[] {
  const grey = systemColour('GrayText');
  return shown
    .filter((each) => each.matches('[aria-disabled=true]:not([aria-busy=true])'))
    .filter((each) => getComputedStyle(each).color !== grey)
    .map(nameOf);
}

/** What moves and never stops. */
function restless(root: Element): readonly string[] {
  return everything(root).flatMap((each) =>
    each
      .getAnimations({ subtree: false })
      .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().iterations === Infinity)
      .map(() => each.outerHTML.slice(0, 80)),
  );
}

/** Pseudo-elements are in nobody's list of children. */
function restlessBesides(root: Element): readonly string[] {
  return everything(root).flatMap((each) =>
    ['::before', '::after'].filter(
      (pseudo) =>
        getComputedStyle(each, pseudo).animationIterationCount === 'infinite' &&
        getComputedStyle(each, pseudo).animationName !== 'none',
    ),
  );
}

describe('forced colours', () => {
  before(() => emulateMedia({ forcedColors: 'active' }));
  after(() => emulateMedia(plain));

  for (const state of states) {
    it(`${state.id}: each control can be told, and what is on`, async () => {
      expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
      const { element } = await played(state, 'en');
      for (const width of [320, 240]) {
        const shown = await lookAt(element, width);
        expect(unframed(shown), 'no border').to.deep.equal([]);
        expect(indistinct(shown), 'on, and not seen').to.deep.equal([]);
        expect(unreadable(shown), 'not readable').to.deep.equal([]);
        expect(notGrey(shown), 'disabled, and not grey').to.deep.equal([]);
        expect(cutLabels(shown), 'cut').to.deep.equal([]);
      }
    });
  }
});

describe('no motion', () => {
  after(() => emulateMedia(plain));

  it('there is motion where it is wanted: the test can see it', async () => {
    await emulateMedia(plain);
    const moving: string[] = [];
    for (const state of states) {
      const { element } = await played(state, 'en');
      if (restless(element).length + restlessBesides(element).length > 0) moving.push(state.id);
      element.remove();
    }
    expect(moving).to.include.members(['connecting', 'dialing', 'incoming', 'transferring', 'history-loading']);
  });

  for (const state of states) {
    it(`${state.id}: nothing runs for ever`, async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      const { element } = await played(state, 'en');
      expect(restless(element)).to.deep.equal([]);
      expect(restlessBesides(element)).to.deep.equal([]);
    });
  }
});

describe('a page that reads from right to left', () => {
  afterEach(() => document.documentElement.removeAttribute('dir'));

  for (const state of states) {
    it(`${state.id}: every button stands where it always stands`, async () => {
      const { element } = await played(state, 'vi');
      for (const width of [320, 240]) {
        document.documentElement.removeAttribute('dir');
        const usual = placesOf(await lookAt(element, width), element);
        document.documentElement.dir = 'rtl';
        const shown = await lookAt(element, width);
        expect(placesOf(shown, element)).to.deep.equal(usual);
        expect(outside(shown, element)).to.deep.equal([]);
        expect(cutLabels(shown)).to.deep.equal([]);
      }
    });
  }

  for (const dir of ['ltr', 'rtl']) {
    it(`widens no page (${dir})`, async () => {
      document.documentElement.dir = dir;
      for (const state of states.filter(({ id }) =>
        ['incoming', 'two-lines', 'transfer', 'settings-work'].includes(id),
      )) {
        const { element } = await played(state, 'vi');
        await lookAt(element, 240);
        const { scrollWidth, clientWidth } = document.documentElement;
        expect(scrollWidth, state.id).to.equal(clientWidth);
        element.remove();
      }
    });
  }
});

function placesOf(shown: readonly HTMLElement[], root: Element): readonly string[] {
  const frame = root.getBoundingClientRect();
  return shown
    .filter((each) => each.matches(controls))
    .map((each) => {
      const { left, top, width } = each.getBoundingClientRect();
      // The clock of a call goes on while we look.
      const name = nameOf(each).replace(/\d+:\d\d/g, '0:00');
      return `${name} ${[left - frame.left, top - frame.top, width].map(Math.round).join(' ')}`;
    });
}

/** WCAG 2.2, 1.4.12: what an agent's own style sheet may set, in the shadow roots too. */
const wideText = css`
  * {
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  }
  p,
  li,
  h2 {
    line-height: 1.5 !important;
  }
`;

describe('wide text', () => {
  for (const state of states) {
    it(`${state.id}: no control goes out of sight or out of reach`, async () => {
      const { element } = await played(state, 'vi');
      const before = (await lookAt(element, 320)).filter((each) => each.matches('.primary, .offer-button, .tile'));
      for (const { shadowRoot } of everything(element)) {
        const sheet = wideText.styleSheet;
        if (shadowRoot && sheet) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
      }
      const shown = await lookAt(element, 320);
      const after = shown.filter((each) => each.matches('.primary, .offer-button, .tile'));
      expect(after).to.deep.equal(before);
      expect(outside(shown, element)).to.deep.equal([]);
      const { bottom } = element.getBoundingClientRect();
      for (const each of after) expect(each.getBoundingClientRect().bottom, nameOf(each)).to.be.at.most(bottom);
      expect(cutLabels(after), 'words of what takes, holds or ends a call').to.deep.equal([]);
    });
  }
});

describe('a window of 320 × 256 px, as at 400 %', () => {
  before(() => setViewport({ width: 320, height: 256 }));
  after(() => setViewport({ width: 800, height: 600 }));

  for (const state of states) {
    it(`${state.id}: the page scrolls one way only, and each control can be scrolled to`, async () => {
      const { element } = await played(state, 'vi');
      element.style.inlineSize = '';
      await settled(element);
      const { scrollWidth, clientWidth } = document.documentElement;
      expect(scrollWidth).to.equal(clientWidth);
      // An open menu lies over what is below it until it closes.
      if (!state.id.endsWith('-menu')) await expectInReach(element);
    });
  }

  for (const id of ['ready', 'incoming', 'talking', 'incoming-in-call', 'two-lines', 'settings-sound']) {
    for (const open of [false, true]) {
      it(`${id}, floating, ${open ? 'open' : 'closed'}: within the window, each control in reach`, async () => {
        const state = states.find((each) => each.id === id);
        if (!state) throw new Error(`no ${id}`);
        const { webphone: element } = await played(state, 'vi');
        element.layout = 'floating';
        element.open = open;
        await still(element);
        const box = element.shadowRoot?.querySelector('.float')?.getBoundingClientRect();
        expect(box && [box.left >= 0, box.top >= 0, box.right <= 320, box.bottom <= 256]).to.deep.equal(
          Array(4).fill(true),
        );
        expect(document.documentElement.scrollWidth).to.equal(document.documentElement.clientWidth);
        await expectInReach(element);
      });
    }
  }
});

/** Brought into view, a press at its middle hits it. */
async function expectInReach(element: HTMLElement): Promise<void> {
  const pressed = everything(element).filter(
    (each): each is HTMLElement =>
      each instanceof HTMLElement && isShown(each) && each.matches('.primary, .offer-button, .tile, .tab, .key'),
  );
  for (const each of pressed) {
    if (each.closest('[inert]')) continue;
    each.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = each.getBoundingClientRect();
    const root = each.getRootNode() as ShadowRoot;
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    expect(hit && (each === hit || each.contains(hit)), `${nameOf(each)} is hit`).to.equal(true);
  }
  await settled(element);
}
