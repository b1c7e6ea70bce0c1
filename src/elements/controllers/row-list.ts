import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RowWindow } from './row-window.js';

/** One line of a list: a heading, or something to do something with. */
export interface ListRow {
  /** The same thing has the same key in the next list. */
  readonly key: string;
  /** Text of a heading, worked out when it is drawn; `null` for any other row. */
  readonly heading: (() => string) | null;
}

interface ListHost extends ReactiveControllerHost {
  readonly renderRoot: DocumentFragment | HTMLElement;
}

interface ListView<R extends ListRow> {
  readonly label: string;
  /** The content of a row: its controls take `tabindex`, so that the Tab key passes the list in one row. */
  readonly row: (row: R, tabindex: '0' | '-1') => TemplateResult;
  readonly rowClass: (row: R) => string;
  /** Below the last row. */
  readonly foot?: TemplateResult | typeof nothing;
}

/** Px; styles/list.ts says the same. */
const rowHeight = 56;
const headingHeight = 24;

/**
 * A long list that the arrow keys walk through: up and down from row to row, left and right within one, Home and End.
 * One row is where the Tab key stops. Headings stay in sight over their rows.
 */
export class RowList<R extends ListRow> {
  #rows: readonly R[] = [];
  /** Rows that are no headings, before each row: for "5 of 120". */
  #positions: readonly number[] = [];
  #current: string | null = null;
  readonly #window: RowWindow;

  constructor(
    private readonly host: ListHost,
    reachedEnd?: () => void,
  ) {
    this.#window = new RowWindow(host, reachedEnd);
  }

  get rows(): readonly R[] {
    return this.#rows;
  }

  /** Other rows. `isNews`: the same list as it is now, so what the agent looks at stays; else it begins at the top. */
  setRows(rows: readonly R[], isNews: boolean): void {
    const before = this.#rows;
    this.#rows = rows;
    let count = 0;
    this.#positions = rows.map(({ heading }) => (heading ? count : ++count));
    const keep = (index: number): number => rows.findIndex(({ key }) => key === before[index]?.key);
    this.#window.setRows(
      rows.map(({ heading }) => (heading ? headingHeight : rowHeight)),
      isNews ? keep : null,
    );
    if (!isNews || !rows.some(({ key }) => key === this.#current)) this.#current = null;
  }

  /** Puts the focus on the first row. False where there is none. */
  enter(): boolean {
    const first = this.#next(-1, 1);
    if (first !== null) void this.#goTo(first, 0);
    return first !== null;
  }

  /** Puts the focus on the row where it was last. False where that is not to be seen. */
  comeBack(): boolean {
    const control = this.#current === null ? null : this.#drawnRow(this.#current)?.querySelector('button');
    control?.focus();
    return Boolean(control);
  }

  render({ label, row, rowClass, foot = nothing }: ListView<R>): TemplateResult {
    const { first, end } = this.#window.drawn;
    const rows = this.#rows.slice(first, end);
    const lead = rows[0] && !rows[0].heading ? this.#headingAbove(first) : null;
    this.#window.lead = lead ? headingHeight : 0;
    const stop = this.#rows.find(({ key }) => key === this.#current) ?? rows.find(({ heading }) => !heading);
    const total = this.#positions.at(-1) ?? 0;
    return html`<div
      class="list"
      role="list"
      tabindex="-1"
      aria-label=${label}
      @scroll=${this.#onScroll}
      @keydown=${this.#onKeyDown}
      @focusin=${this.#onFocus}
    >
      ${lead ? html`<div class="day">${lead()}</div>` : nothing}
      <div class="rows-before"></div>
      ${repeat(
        rows,
        ({ key }) => key,
        (each, index) =>
          each.heading
            ? html`<div class="day">${each.heading()}</div>`
            : html`<div
                class="row ${rowClass(each)}"
                role="listitem"
                data-key=${each.key}
                aria-setsize=${total}
                aria-posinset=${this.#positions[first + index] ?? 0}
              >
                ${row(each, each === stop ? '0' : '-1')}
              </div>`,
      )}
      <div class="rows-after"></div>
      ${foot}
    </div>`;
  }

  #headingAbove(index: number): (() => string) | null {
    for (let at = index; at >= 0; at--) {
      const heading = this.#rows[at]?.heading;
      if (heading) return heading;
    }
    return null;
  }

  /** The next row that is no heading, in a direction. */
  #next(from: number, step: 1 | -1): number | null {
    for (let at = from + step; at >= 0 && at < this.#rows.length; at += step) {
      if (!this.#rows[at]?.heading) return at;
    }
    return null;
  }

  async #goTo(index: number, column: number): Promise<void> {
    const row = this.#rows[index];
    if (!row) return;
    this.#current = row.key;
    this.host.requestUpdate();
    // The row that has the focus may go out of sight: meanwhile the list has it, not the top of the page.
    if (!this.#drawnRow(row.key)) this.#focusList();
    await this.#window.reveal(index);
    const controls = [...(this.#drawnRow(row.key)?.querySelectorAll<HTMLElement>('button') ?? [])];
    controls[Math.min(column, controls.length - 1)]?.focus({ preventScroll: true });
  }

  #focusList(): void {
    this.host.renderRoot.querySelector<HTMLElement>('.list')?.focus({ preventScroll: true });
  }

  #drawnRow(key: string): Element | null {
    return this.host.renderRoot.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /** The row that has the focus, and which of its controls. */
  #focused(): { readonly key: string; readonly column: number } | null {
    const control = this.host.renderRoot.querySelector('.row button:focus');
    const row = control?.closest<HTMLElement>('.row');
    const key = row?.dataset['key'];
    if (!control || !row || key === undefined) return null;
    return { key, column: [...row.querySelectorAll('button')].findIndex((each) => each === control) };
  }

  readonly #onScroll = (): void => {
    const focused = this.#focused();
    this.#window.listen();
    if (!focused) return;
    const { first, end } = this.#window.drawn;
    // A row that goes out of sight takes no focus with it: the list keeps it.
    if (!this.#rows.slice(first, end).some(({ key }) => key === focused.key)) {
      this.#focusList();
    }
  };

  readonly #onFocus = (): void => {
    const key = this.#focused()?.key ?? this.#current;
    if (key === this.#current) return;
    this.#current = key;
    this.host.requestUpdate();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = this.#focused();
    const at = this.#rows.findIndex(({ key }) => key === (focused?.key ?? this.#current));
    const last = this.#rows.length;
    const column = focused?.column ?? 0;
    const target = {
      ArrowDown: (): number | null => this.#next(at, 1),
      ArrowUp: (): number | null => this.#next(at < 0 ? last : at, -1),
      Home: (): number | null => this.#next(-1, 1),
      End: (): number | null => this.#next(last, -1),
      PageDown: (): number | null => this.#next(Math.min(last - 2, at + 5), 1),
      PageUp: (): number | null => this.#next(Math.max(1, at - 5), -1) ?? this.#next(-1, 1),
      ArrowRight: (): number | null => at,
      ArrowLeft: (): number | null => at,
    }[event.key];
    if (!target) return;
    event.preventDefault();
    const index = target();
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    if (index !== null && index >= 0) void this.#goTo(index, Math.max(0, column + sideways));
  };
}
