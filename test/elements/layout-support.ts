/** Where things stand: what the tests of the layout measure. Pixels are not compared (docs/decisions/0013). */
import { fixture, html, nextFrame } from '@open-wc/testing';
import type { ShownState } from '../../demo/states/scenes.js';
import { inside, Stage } from '../../demo/states/stage.js';
import { afterPaint } from '../../src/elements/parts/after-paint.js';
import { finishAnimations } from './support.js';

/** Px that rounding may cost. */
const slack = 1;
const callControls = '.tile, .primary, .offer-button, .key';
/** What is pressed: a box to be ticked is pressed by its label. */
export const controls =
  'button, [role=tab], [role=option], select, label:has(input), input:not([type=radio], [type=checkbox])';

export async function played(state: ShownState, lang: 'vi' | 'en'): Promise<Stage> {
  const stage = new Stage(lang, state.account, state.shape);
  await fixture(html`<div>${stage.element}</div>`);
  await state.play(stage);
  return stage;
}

export async function lookAt(element: HTMLElement, width: number): Promise<readonly HTMLElement[]> {
  element.style.inlineSize = `${String(width)}px`;
  element.style.setProperty('--bfc-floating-width', `${String(width)}px`);
  await nextFrame();
  // A list draws the rows out of sight after the frame in which it got its size, and that is the next one from here.
  if (inside(element).some((each) => each.matches('.list')))
    for (let i = 0; i < 2; i++) await new Promise<void>(afterPaint);
  finishAnimations(element);
  return inside(element).filter((each): each is HTMLElement => each instanceof HTMLElement && isShown(each));
}

/** What must not stick out of anything: of a floating phone, its own box. */
export function frameOf({ element }: Stage): HTMLElement {
  const box = element.shadowRoot?.querySelector<HTMLElement>('.float');
  return (element.getAttribute('layout') === 'floating' && box) || element;
}

/** Drawn, and for the eye. */
export function isShown(element: HTMLElement): boolean {
  return element.checkVisibility() && isForTheEye(element) && element.localName !== 'option';
}

/** Words beside an icon may be for the ear only. */
function isForTheEye(element: Element | null): boolean {
  return element?.closest('.visually-hidden') === null && getComputedStyle(element).clipPath !== 'inset(50%)';
}

export function nameOf(element: HTMLElement): string {
  return `${element.localName}.${element.className} “${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
}

/** Names, numbers, what the agent has typed: these may end in an ellipsis; labels may not. */
function isData(element: HTMLElement): boolean {
  return element.matches('bdi, input, select, :has(bdi)') || element.closest('bdi') !== null;
}

export function cutLabels(shown: readonly HTMLElement[]): readonly string[] {
  const clipped = shown.filter((each) => clips(each) && !isData(each) && (overflows(each) || hasEllipsis(each)));
  return [...clipped, ...shown.filter(spills)].map(nameOf);
}

/** Buttons that are only a picture, and do not say what they do to an eye that asks. */
export function bareButtons(shown: readonly HTMLElement[]): readonly string[] {
  return shown.filter((each) => each.matches('button:not([title])') && each.innerText.trim() === '').map(nameOf);
}

function clips(element: HTMLElement): boolean {
  return element.clientWidth > 0 && getComputedStyle(element).overflowX !== 'visible';
}

function overflows(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth + slack;
}

/** A fraction of a pixel too much, which `scrollWidth` rounds away, costs two letters. */
function hasEllipsis(element: HTMLElement): boolean {
  if (getComputedStyle(element).textOverflow !== 'ellipsis') return false;
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().width > element.getBoundingClientRect().width + 0.02;
}

/** A button whose text is wider than itself. */
function spills(element: HTMLElement): boolean {
  if (element.localName !== 'button' || isData(element)) return false;
  const box = element.getBoundingClientRect();
  const texts = document.createNodeIterator(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!isForTheEye(text.parentElement)) continue;
    range.selectNodeContents(text);
    const { left, right, width } = range.getBoundingClientRect();
    if (width > 0 && (left < box.left - slack || right > box.right + slack)) return true;
  }
  return false;
}

export function outside(shown: readonly HTMLElement[], root: HTMLElement): readonly string[] {
  const frame = root.getBoundingClientRect();
  return (
    shown
      // The count of missed calls sits on the rim of the closed phone.
      .filter((each) => !each.parentElement?.closest('.cut') && !each.matches('.launcher > .count'))
      .filter((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        return width > 0 && (left < frame.left - slack || right > frame.right + slack);
      })
      .map(nameOf)
  );
}

export function tooSmall(shown: readonly HTMLElement[]): readonly string[] {
  return shown
    .filter((each) => each.matches(controls))
    .filter((each) => {
      const { width, height } = each.getBoundingClientRect();
      return Math.min(width, height) < (each.matches(callControls) ? 44 : 24);
    })
    .map(nameOf);
}

/** What of an element is not scrolled away. */
function visibleBox(element: HTMLElement): Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'> {
  let { left, right, top, bottom } = element.getBoundingClientRect();
  const above = (node: Node): Node | null =>
    node instanceof ShadowRoot ? node.host : ((node as Element).assignedSlot ?? node.parentNode);
  for (let node = above(element); node; node = above(node)) {
    if (!(node instanceof HTMLElement) || getComputedStyle(node).overflowY === 'visible') continue;
    const frame = node.getBoundingClientRect();
    [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
    [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
  }
  // Wholly scrolled away: nowhere.
  return bottom > top ? { left, right, top, bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}

/** What a notice grows into. Px. Two short lines may stand close to what they are put above. */
export function crowded(shown: readonly HTMLElement[]): readonly string[] {
  const notices = shown.filter((each) => each.classList.contains('notice'));
  return notices.flatMap((notice) => {
    const box = visibleBox(notice);
    const gap = notice.closest('.brief') ? 0 : 4;
    const near = shown.filter(
      (each) => each.matches(`${controls}, .box`) && !notice.contains(each) && !each.closest('[inert]'),
    );
    return near
      .filter((each) => {
        const { left, right, top, bottom } = visibleBox(each);
        return left < box.right && right > box.left && top < box.bottom + gap && bottom > box.top - gap;
      })
      .map((each) => `${nameOf(notice)} at ${nameOf(each)}`);
  });
}

/** Words that a button beside them stands on. */
export function covered(shown: readonly HTMLElement[]): readonly string[] {
  const icons = shown.filter((each) => each.matches('.aside > button')).map((each) => each.querySelector('.icon'));
  const lines = shown.filter((each) => each.matches('.identity .cut'));
  return icons
    .flatMap((icon) => {
      const box = icon?.getBoundingClientRect();
      return lines.filter((line) => {
        const { left, right, top, bottom } = line.getBoundingClientRect();
        return box && left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      });
    })
    .map(nameOf);
}

/** How far below the top of the phone the name of who is called stands; `null` where room was made for buttons. Px. */
export function placeOfName(shown: readonly HTMLElement[], root: HTMLElement): number | null {
  const via = shown.find((each) => each.matches('.identity > .via'));
  const name = via && shown.find((each) => each.matches('.identity > .name'));
  return name ? Math.round(name.getBoundingClientRect().top - root.getBoundingClientRect().top) : null;
}

export function placeOfPrimary(shown: readonly HTMLElement[], root: HTMLElement): string | null {
  const primary = shown.filter((each) => each.classList.contains('primary'));
  if (primary.length === 0) return null;
  const frame = root.getBoundingClientRect();
  return primary
    .map((each) => each.getBoundingClientRect())
    .map(({ left, top, width, height }) =>
      [left - frame.left, top - frame.top, width, height].map(Math.round).join(' '),
    )
    .join(', ');
}
