import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Phone } from '../../phone/phone.js';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import type { Target } from '../parts/errands.js';
import { ContactSource } from './contact-source.js';
import { search, targetOf, type Person, type Row } from './people.js';
import { windowBeyond, windowShowing, windowSize } from './row-window.js';
import { rowTemplate } from './rows.js';

interface PickerHost extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
  readonly renderRoot: DocumentFragment | HTMLElement;
}

/**
 * A field with a list below: a name, a number or an extension, and one row chosen (a combobox whose list is always
 * there). The field keeps the focus; the arrow keys move the choice.
 */
export class PeoplePicker implements ReactiveController {
  #text = '';
  /** Key of the chosen row. */
  #choice: string | null = null;
  /** Whether the agent has chosen it himself. */
  #isPicked = false;
  #firstDrawn = 0;
  #rows: readonly Row[] = [];
  #searched: readonly [readonly Person[], string] | null = null;
  readonly #contacts: ContactSource;

  constructor(
    private readonly host: PickerHost,
    private readonly onTyped: () => void,
  ) {
    this.#contacts = new ContactSource(host);
    host.addController(this);
  }

  /** An empty field, and the contacts of now. */
  reset(): void {
    this.#type('');
    this.#contacts.load();
  }

  /** Whom the agent has picked. */
  get target(): Target | null {
    this.#search();
    const row = this.#rows.find(({ key }) => key === this.#choice);
    return row ? targetOf(row) : null;
  }

  get input(): HTMLInputElement | null {
    return this.host.renderRoot.querySelector('input');
  }

  hostUpdate(): void {
    this.#search();
  }

  /** A key in the field; true when it was for the list. */
  handleKey({ key }: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step === undefined) return false;
    void this.#moveChoice(step);
    return true;
  }

  render(messages: Messages): TemplateResult {
    const rows = this.#rows;
    const from = windowShowing(this.#firstDrawn, this.#firstDrawn, rows.length);
    const drawn = rows.slice(from, from + windowSize);
    const chosen = rows.findIndex(({ key }) => key === this.#choice);
    const isDrawn = chosen >= from && chosen < from + windowSize;
    return html`<div class="field">
        <div class="box">
          ${icon('search')}
          <input
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            maxlength="64"
            aria-label=${messages.findPerson}
            aria-autocomplete="list"
            aria-expanded=${rows.length > 0 ? 'true' : 'false'}
            aria-controls="people"
            aria-activedescendant=${isDrawn ? `row-${String(chosen + 1)}` : nothing}
            placeholder=${messages.findPersonPlaceholder}
            .value=${live(this.#text)}
            @input=${() => this.#onInput()}
          />
        </div>
      </div>
      <div class="list" @scroll=${() => void this.#onScroll()}>
        <div id="people" role="listbox" aria-label=${messages.people}>
          ${drawn.map((row, index) =>
            rowTemplate({
              row,
              chosen: row.key === this.#choice,
              position: from + index + 1,
              total: rows.length,
              messages,
              choose: () => this.#choose(row),
            }),
          )}
        </div>
        ${this.#hint(messages)}
      </div>
      <p class="visually-hidden" role="status">${this.#isEmpty ? '' : messages.foundCount(rows.length)}</p>`;
  }

  #hint(messages: Messages): TemplateResult | typeof nothing {
    const { status, people } = this.#contacts;
    if (status === 'loading' && people.length === 0) {
      return html`<div class="hint loading">
        ${icon('wait', 16, 'spin')}
        <p>${messages.loadingPeople}</p>
      </div>`;
    }
    if (status === 'failed') return hintTemplate(messages.peopleFailed, messages.peopleFailedDetail);
    const isNobody = !this.#isEmpty && this.#rows.length === 0;
    return isNobody ? hintTemplate(messages.nobodyFound, messages.nobodyFoundDetail) : nothing;
  }

  get #isEmpty(): boolean {
    return this.#text.trim() === '';
  }

  #search(): void {
    const { people } = this.#contacts;
    if (this.#searched?.[0] === people && this.#searched[1] === this.#text) return;
    this.#searched = [people, this.#text];
    this.#rows = search(people, this.#text);
    // What is typed chooses its first row, until the agent chooses another; an empty field chooses nobody.
    if (!this.#isPicked) this.#choice = this.#isEmpty ? null : (this.#rows[0]?.key ?? null);
  }

  #type(text: string): void {
    this.#text = text;
    this.#isPicked = false;
    this.#choice = null;
    this.#firstDrawn = 0;
    this.#searched = null;
    this.host.requestUpdate();
  }

  #onInput(): void {
    this.#type(this.input?.value ?? '');
    this.#list?.scrollTo(0, 0);
    this.onTyped();
  }

  #choose({ key }: Row): void {
    this.#choice = key;
    this.#isPicked = true;
    this.host.requestUpdate();
  }

  async #moveChoice(step: number): Promise<void> {
    const rows = this.#rows;
    const before = rows.findIndex(({ key }) => key === this.#choice);
    const index = Math.max(0, Math.min(rows.length - 1, before + step));
    const row = rows[index];
    if (!row) return;
    this.#firstDrawn = windowShowing(this.#firstDrawn, index, rows.length);
    this.#choose(row);
    await this.host.updateComplete;
    this.#list?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' });
  }

  /** Draws the next rows when the last one drawn is in sight; what the agent looks at stays where it is. */
  async #onScroll(): Promise<void> {
    const list = this.#list;
    const height = list?.querySelector<HTMLElement>('.row')?.offsetHeight ?? 0;
    if (!list || height === 0) return;
    const isAtEnd = list.scrollTop + list.clientHeight > list.scrollHeight - height;
    const end = list.scrollTop < height ? 'first' : isAtEnd ? 'last' : null;
    if (end === null) return;
    const from = windowBeyond(this.#firstDrawn, end, this.#rows.length);
    const moved = from - this.#firstDrawn;
    if (moved === 0) return;
    this.#firstDrawn = from;
    this.host.requestUpdate();
    await this.host.updateComplete;
    list.scrollTop -= moved * height;
  }

  get #list(): HTMLElement | null {
    return this.host.renderRoot.querySelector('.list');
  }
}

function hintTemplate(title: string, detail: string): TemplateResult {
  return html`<div class="hint" role="status">
    <p>${title}</p>
    <p>${detail}</p>
  </div>`;
}
