import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterPaint } from '../parts/after-paint.js';

interface RowHost extends ReactiveControllerHost {
  readonly renderRoot: DocumentFragment | HTMLElement;
}

/** What of a long list is drawn: the rows from `first` up to `end`. */
export interface DrawnRows {
  readonly first: number;
  /** The first one that is not drawn any more. */
  readonly end: number;
}

/** Rows drawn above and below those in sight, so that a small move draws nothing new. */
const beyond = 8;
/** How much is taken to be in sight before anybody could measure it: a phone's worth. Px. */
const firstGuess = 400;

/**
 * Draws only the rows of a long list that are in sight. Every row has a height that is known before it is drawn; two
 * empty blocks (`.rows-before`, `.rows-after`) take the place of the rest, so that the scroll bar tells the truth.
 * The list (`.list`) scrolls; `listen` goes to its scroll event.
 */
export class RowWindow implements ReactiveController {
  /** Where each row begins, and where the last one ends. Px. */
  #edges: Float64Array = new Float64Array(1);
  #drawn: DrawnRows = { first: 0, end: 0 };
  /** Height of what stands above the rows and sticks there: it hides that much of them. Px. */
  #lead = 0;
  #list: HTMLElement | null = null;
  #scrollTo: number | null = null;
  /** Of the list, and how far it is scrolled, as it was seen last: to ask while rendering would cost a layout. Px. */
  #height = firstGuess;
  #top = 0;
  /** Rows to be drawn beyond: none before the first frame, which is what the agent waits for. */
  #spare = 0;
  readonly #resized = new ResizeObserver(() => this.#resize());

  constructor(
    private readonly host: RowHost,
    /** Told when the last row comes into sight. */
    private readonly reachedEnd: () => void = () => undefined,
  ) {
    host.addController(this);
  }

  get drawn(): DrawnRows {
    return this.#drawn;
  }

  /**
   * Other rows from now on. `keep` says which row of now is the one that stands first in sight: the agent goes on
   * looking at it. Without it the list begins anew.
   */
  setRows(heights: readonly number[], keep: ((before: number) => number) | null = null): void {
    const top = this.#top;
    const seen = this.#rowAt(top);
    const offset = top - (this.#edges[seen] ?? 0);
    const edges = new Float64Array(heights.length + 1);
    heights.forEach((height, index) => (edges[index + 1] = (edges[index] ?? 0) + height));
    this.#edges = edges;
    const same = keep && top > 0 ? keep(seen) : -1;
    this.#scrollTo = same < 0 ? (keep || top === 0 ? null : 0) : (edges[same] ?? 0) + offset;
    this.#drawn = this.#inSight(this.#scrollTo ?? top, this.#spare);
  }

  /** Says, while rendering, how much of the rows in flow stands above the first block. Px. */
  set lead(height: number) {
    this.#lead = height;
  }

  readonly listen = (): void => {
    this.#move();
    const list = this.#list;
    if (list && list.scrollTop + 2 * list.clientHeight > (this.#edges.at(-1) ?? 0)) this.reachedEnd();
  };

  /** Draws a row and brings it into sight. */
  async reveal(index: number): Promise<void> {
    const list = this.#list;
    if (!list) return;
    const top = this.#edges[index] ?? 0;
    const bottom = this.#edges[index + 1] ?? top;
    if (top < list.scrollTop + this.#lead) list.scrollTop = top - this.#lead;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    this.#move();
    await this.host.updateComplete;
  }

  hostUpdated(): void {
    const list = this.host.renderRoot.querySelector<HTMLElement>('.list:not([aria-busy])');
    if (list !== this.#list) {
      this.#resized.disconnect();
      this.#list = list;
      if (list) this.#resized.observe(list);
    }
    if (!list) return;
    // Through the object model: a page's policy may forbid style attributes.
    const { first, end } = this.#drawn;
    const whole = this.#edges.at(-1) ?? 0;
    block(list, '.rows-before', (this.#edges[first] ?? 0) - this.#lead);
    block(list, '.rows-after', whole - (this.#edges[end] ?? whole));
    if (this.#scrollTo !== null) list.scrollTop = this.#top = this.#scrollTo;
    this.#scrollTo = null;
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
    this.#list = null;
    // It comes back scrolled to its beginning.
    this.#top = this.#spare = 0;
    this.#drawn = this.#inSight(0, 0);
  }

  /** Comes before a frame. */
  #resize(): void {
    // Out of sight it has no height: it comes back with the one it had.
    this.#height = this.#list?.clientHeight || this.#height;
    this.#move();
    afterPaint(() => {
      this.#spare = this.#list ? beyond : 0;
      this.#move();
    });
  }

  #move(): void {
    const list = this.#list;
    if (!list) return;
    this.#top = list.scrollTop;
    const { first, end } = this.#inSight(this.#top, this.#spare / 2);
    if (first >= this.#drawn.first && end <= this.#drawn.end) return;
    this.#drawn = this.#inSight(this.#top, this.#spare);
    this.host.requestUpdate();
  }

  #inSight(top: number, more: number): DrawnRows {
    const count = this.#edges.length - 1;
    return {
      first: Math.max(0, Math.min(count, this.#rowAt(top)) - more),
      end: Math.min(count, this.#rowAt(top + this.#height) + 1 + more),
    };
  }

  /** The row at a distance from the top of all rows (a binary search). */
  #rowAt(distance: number): number {
    let low = 0;
    let high = Math.max(0, this.#edges.length - 2);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#edges[middle] ?? 0) <= distance) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function block(list: HTMLElement, selector: string, height: number): void {
  const element = list.querySelector<HTMLElement>(selector);
  if (element) element.style.blockSize = `${String(Math.max(0, height))}px`;
}
