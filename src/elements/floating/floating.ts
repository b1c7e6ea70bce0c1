import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Unsubscribe } from '../../util/types.js';
import { armDelay } from '../controllers/press-guard.js';
import { followPointer } from './drag.js';
import { boxAt, boxWithin, nextCorner, placeOf, restingPlace, type Box, type Place } from './place.js';
import { recallPlace, rememberPlace } from './place-memory.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly layout: string | null;
  open: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** One press of an arrow key; with Shift, four of them. Px. */
const step = 16;
/** The open phone with its grip, where the window has room for it. Px. */
const openHeight = 592;

/**
 * Keeps the box of the floating phone where the agent put it: by pointer or by arrow keys on whatever carries
 * `data-drag`, and within the window whatever becomes of it. Opens, closes, and hands the focus over.
 *
 * It is `position: fixed`, not in the top layer: there it would stand above the page's own dialogs, and still be inert
 * while one is open.
 */
export class Floating implements ReactiveController {
  #place: Place | null = null;
  #wasOpen: boolean | null = null;
  #hadFocus = false;
  #stopWatching: Unsubscribe | null = null;
  #cancelDrag: Unsubscribe | null = null;
  /** Where it stood before the arrow keys moved it. */
  #stepsFrom: Box | null = null;
  #swallowsClick = false;
  #lastDown = { x: NaN, y: NaN };
  /** The press that has opened or closed it. */
  #toggle = { x: NaN, y: NaN, at: 0 };

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  get isOn(): boolean {
    return this.host.layout === 'floating';
  }

  /** Only the button or the bar can be seen. */
  get isClosed(): boolean {
    return this.isOn && !this.host.open;
  }

  hostConnected(): void {
    // What was watched before it left the document is watched again by no update.
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    this.#hadFocus = this.isOn && this.host.matches(':focus-within');
  }

  hostUpdated(): void {
    if (!this.isOn || !this.host.isConnected) {
      this.hostDisconnected();
      this.#wasOpen = null;
      return;
    }
    this.#stopWatching ??= this.#watch();
    this.#put();
    const { open } = this.host;
    const before = this.#wasOpen;
    this.#wasOpen = open;
    if (before === null || before === open) return;
    this.#toggle = { ...this.#lastDown, at: performance.now() };
    if (this.#hadFocus) this.host.focus();
    const detail = { open };
    this.host.dispatchEvent(new CustomEvent('bfc-toggle', { detail, bubbles: true, composed: true }));
  }

  hostDisconnected(): void {
    this.#cancelDrag?.();
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  readonly onPointerDown = (event: PointerEvent): void => {
    this.#lastDown = { x: event.clientX, y: event.clientY };
    this.#swallowsClick = false;
    const box = this.#box;
    if (!this.isOn || !box || event.button !== 0 || !isHandle(event)) return;
    const from = this.#measure(box);
    this.#cancelDrag?.();
    this.#cancelDrag = followPointer(event, box, {
      moved: ({ x, y }) => {
        box.classList.add('dragged');
        this.#show(box, boxWithin({ ...from, left: from.left + x, top: from.top + y }, view()));
      },
      ended: (outcome) => {
        this.#cancelDrag = null;
        box.classList.remove('dragged');
        // The click that may follow at once is the end of the drag.
        this.#swallowsClick = true;
        setTimeout(() => (this.#swallowsClick = false));
        if (outcome === 'dropped') this.#settle(this.#measure(box), from);
        this.#put();
      },
    });
  };

  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (!this.isOn || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.#cancelDrag) this.#cancelDrag();
    else if (event.key === 'Escape' && this.host.open) this.host.open = false;
    else if (!isHandle(event) || !this.#stepBy(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly onFocusIn = (): void => {
    this.#stepsFrom = null;
  };

  /**
   * What ends a drag is no press; nor is the second half of a double click, whose first half has put another control
   * under the pointer: Hang up stands where the bar stood.
   */
  readonly onClick = {
    capture: true,
    handleEvent: (event: MouseEvent): void => {
      const { x, y, at } = this.#toggle;
      const isEcho =
        event.isTrusted &&
        event.detail > 0 &&
        performance.now() - at < armDelay(this.host) &&
        Math.hypot(event.clientX - x, event.clientY - y) < 8;
      if (!this.isOn || (!isEcho && !this.#swallowsClick)) return;
      this.#swallowsClick = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
  };

  /** Without dragging, for whoever cannot (WCAG 2.5.7). */
  readonly toNextCorner = (): void => {
    this.#place = nextCorner(this.#current);
    rememberPlace(this.#place);
    this.#put();
  };

  get #box(): HTMLElement | null {
    return this.host.renderRoot.querySelector('.float');
  }

  get #current(): Place {
    return (this.#place ??= recallPlace() ?? restingPlace(getComputedStyle(this.host).direction));
  }

  #watch(): Unsubscribe {
    const put = (): void => this.#put();
    const size = new ResizeObserver(put);
    if (this.#box) size.observe(this.#box);
    const watch = new AbortController();
    for (const type of ['resize', 'scroll']) window.visualViewport?.addEventListener(type, put, watch);
    return () => {
      size.disconnect();
      watch.abort();
    };
  }

  /** Puts it where it belongs, at the size that it has now. */
  #put(): void {
    const box = this.#box;
    if (!box || box.classList.contains('dragged')) return;
    const { x, y } = this.#current;
    // It grows out of its corner.
    box.style.transformOrigin = `${y} ${x}`;
    this.#show(box, boxAt(this.#current, this.#measure(box), view()));
  }

  #stepBy({ key, shiftKey }: KeyboardEvent): boolean {
    const [x, y] = arrows[key] ?? [0, 0];
    const box = this.#box;
    if (!box || (x === 0 && y === 0)) return false;
    const far = step * (shiftKey ? 4 : 1);
    const from = this.#measure(box);
    this.#stepsFrom ??= from;
    this.#settle(boxWithin({ ...from, left: from.left + x * far, top: from.top + y * far }, view()), this.#stepsFrom);
    this.#put();
    return true;
  }

  #settle(box: Box, from: Box): void {
    const room = view();
    const grown = {
      width: Math.max(box.width, Math.min(this.#openWidth, room.width - 16)),
      height: Math.max(box.height, Math.min(openHeight, room.height - 16)),
    };
    this.#place = placeOf(box, room, grown, this.isClosed ? from : null);
    rememberPlace(this.#place);
  }

  /** A share of the window (`50%`) has no length until something is as wide. */
  get #openWidth(): number {
    const box = this.#box;
    if (!box) return 0;
    const { inlineSize } = box.style;
    box.style.inlineSize = '100vw';
    const { offsetWidth } = box;
    box.style.inlineSize = inlineSize;
    return offsetWidth;
  }

  #measure(box: HTMLElement): Box {
    return {
      left: Number.parseFloat(box.style.left) || 0,
      top: Number.parseFloat(box.style.top) || 0,
      width: box.offsetWidth,
      height: box.offsetHeight,
    };
  }

  /** By property, not by attribute: a strict policy forbids the attribute. */
  #show(box: HTMLElement, { left, top }: Box): void {
    box.style.left = `${String(Math.round(left))}px`;
    box.style.top = `${String(Math.round(top))}px`;
  }
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What can be seen of the window: less than the window where it is zoomed in by fingers, or a keyboard covers it. */
function view(): Box {
  const { visualViewport: visual } = window;
  if (!visual) return { left: 0, top: 0, width: window.innerWidth, height: window.innerHeight };
  return { left: visual.offsetLeft, top: visual.offsetTop, width: visual.width, height: visual.height };
}

function isHandle(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && node.dataset['drag'] !== undefined);
}

declare global {
  interface HTMLElementEventMap {
    'bfc-toggle': CustomEvent<{ readonly open: boolean }>;
  }
}
