import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Phone } from '../../phone/phone.js';
import { ContactSource } from '../controllers/contact-source.js';
import { RowWindow } from '../controllers/row-window.js';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import type { Target } from '../parts/errands.js';
import { search, targetOf, type Person, type Row } from '../parts/people.js';
import { rowTemplate } from './rows.js';

/** Px; the styles say the same. */
const rowHeight = 52;

interface PickerHost extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
  readonly isConnected: boolean;
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
  #rows: readonly Row[] = [];
  #searched: readonly [readonly Person[], string] | null = null;
  readonly #contacts: ContactSource;
  readonly #window: RowWindow;

  constructor(
    private readonly host: PickerHost,
    private readonly onTyped: () => void,
  ) {
    this.#contacts = new ContactSource(host);
    this.#window = new RowWindow(host);
    host.addController(this);
  }

  /** An empty field, and the contacts of now. */
  reset(): void {
    this.#type('');
    void this.#contacts.load();
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
    const { first, end } = this.#window.drawn;
    const chosen = rows.findIndex(({ key }) => key === this.#choice);
    const isDrawn = chosen >= first && chosen < end;
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
      <div class="list" @scroll=${this.#window.listen}>
        <div class="rows-before"></div>
        <div id="people" role="listbox" aria-label=${messages.people}>
          ${rows.slice(first, end).map((row, index) =>
            rowTemplate({
              row,
              chosen: row.key === this.#choice,
              position: first + index + 1,
              total: rows.length,
              messages,
              choose: () => this.#choose(row),
            }),
          )}
        </div>
        <div class="rows-after"></div>
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
    this.#window.setRows(this.#rows.map(() => rowHeight));
    // What is typed chooses its first row, until the agent chooses another; an empty field chooses nobody.
    if (!this.#isPicked) this.#choice = this.#isEmpty ? null : (this.#rows[0]?.key ?? null);
  }

  #type(text: string): void {
    this.#text = text;
    this.#isPicked = false;
    this.#choice = null;
    this.#searched = null;
    this.host.requestUpdate();
  }

  #onInput(): void {
    this.#type(this.input?.value ?? '');
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
    this.#choose(row);
    await this.#window.reveal(index);
  }
}

function hintTemplate(title: string, detail: string): TemplateResult {
  return html`<div class="hint" role="status">
    <p>${title}</p>
    <p>${detail}</p>
  </div>`;
}
