import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { HistoryItem, SavedNote } from '../../phone/account-data.js';
import { shownLine } from '../../util/one-line.js';
import { CallListElement, type ListStatus, type ListTexts } from '../call-list-element.js';
import { ContactSource } from '../controllers/contact-source.js';
import { RowList } from '../controllers/row-list.js';
import { icon, type IconName } from '../icons.js';
import { formatClock, formatDay, formatTime, machineDuration } from '../messages/format.js';
import { chip } from '../parts/chip.js';
import { grouped } from '../parts/number.js';
import { nameFinder, type Person } from '../parts/people.js';
import { voidTemplate } from '../parts/void.js';
import { chipStyles } from '../styles/chips.js';
import { entriesOf, findEntries, withDays, type Entry, type HistoryRow } from './entries.js';
import { HistorySource } from './history-source.js';

/**
 * The calls of the past, newest first, by day. One press calls back; a press on the row itself opens the note of that
 * call. Loads by itself, again after each call, and more when the agent comes to the end or looks for something.
 *
 * @summary Call history: search, missed calls, call back by one click, notes.
 * @tagname bfc-call-history
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<HistoryItem>} bfc-open-note - The agent wants the note of a call; when prevented, the page shows it.
 * @csspart actions - The zone of the main button, while a note is open.
 * @csspart primary - The main button: Save note.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 */
export class BfcCallHistory extends CallListElement<HistoryRow> {
  static override styles: CSSResultGroup = [CallListElement.styles, chipStyles];

  @state() private onlyMissed = false;
  /** The call whose note stands in the place of the list. */
  @state() private noted: HistoryItem | null = null;

  protected readonly list = new RowList<HistoryRow>(this, () => this.#source.loadMore());

  readonly #source = new HistorySource(this);
  readonly #contacts = new ContactSource(this);
  #entries: readonly Entry[] = [];
  #missed: readonly Entry[] = [];
  #found: readonly Entry[] = [];
  /** What the rows were made of. */
  #made: readonly [items: readonly HistoryItem[], people: readonly Person[], text: string, missed: boolean] | null =
    null;

  /** Asks for the calls anew. */
  reload(): Promise<void> {
    return this.#source.load();
  }

  protected override willUpdate(): void {
    super.willUpdate();
    // Whoever looks for something means all calls, not only those at hand.
    this.#source.want(this.text !== '' || this.onlyMissed);
    this.#contacts.loadOnce();
    const { items } = this.#source;
    const { people } = this.#contacts;
    const made = this.#made;
    const isSameSearch = made?.[2] === this.text && made[3] === this.onlyMissed;
    const isSameList = made?.[0] === items && made[1] === people;
    if (isSameList && isSameSearch) return;
    if (!isSameList) {
      this.#entries = entriesOf(items, this.selector.value?.own ?? null, nameFinder(people));
      this.#missed = this.#entries.filter(({ outcome }) => outcome === 'missed');
    }
    this.#made = [items, people, this.text, this.onlyMissed];
    this.#found = findEntries(this.onlyMissed ? this.#missed : this.#entries, this.text);
    const dayOf = (at: number): string => formatDay(at, this.activePhone?.now() ?? at, this.language, this.messages);
    this.list.setRows(withDays(this.#found, dayOf), isSameSearch);
  }

  protected override content(): TemplateResult {
    if (!this.noted) return super.content();
    return html`<bfc-call-note
      class="whole"
      closable
      .phone=${this.activePhone}
      .item=${this.noted}
      exportparts="actions, primary"
      @bfc-note-close=${this.#closeNote}
    ></bfc-call-note>`;
  }

  protected load(): Promise<void> {
    return this.#source.load();
  }

  protected texts(): ListTexts {
    const { messages } = this;
    return {
      icon: 'history',
      find: messages.findInHistory,
      loading: messages.loadingHistory,
      empty: messages.historyEmpty,
      emptyDetail: messages.historyEmptyDetail,
      failed: messages.historyFailed,
      failedDetail: messages.historyFailedDetail,
    };
  }

  protected listStatus(): ListStatus {
    const { status, error, items } = this.#source;
    return { status, error, isEmpty: items.length === 0 };
  }

  protected filters(): TemplateResult {
    const { messages } = this;
    const count = this.#missed.length;
    return html`<div class="chips" role="group" aria-label=${messages.historyFilter}>
      ${chip(messages.allCalls, !this.onlyMissed, () => (this.onlyMissed = false))}
      ${chip(messages.missedCalls(count), this.onlyMissed, () => (this.onlyMissed = true))}
    </div>`;
  }

  protected override nobody(): TemplateResult {
    if (this.text !== '') return super.nobody();
    const { noMissed: title, noMissedDetail: detail } = this.messages;
    return voidTemplate({ tone: '', icon: 'check', title, detail });
  }

  protected fullList(): TemplateResult {
    const { messages } = this;
    return html`${this.list.render({
        label: messages.history,
        rowClass: (row) => (row.heading === null && row.outcome === 'missed' ? 'missed' : ''),
        row: (row, tabindex) => (row.heading === null ? this.#row(row, tabindex) : html``),
        foot: this.#source.isLoadingMore
          ? html`<p class="more" role="status">${icon('wait', 16, 'spin')}<span>${messages.loadingMore}</span></p>`
          : nothing,
      })}
      <p class="visually-hidden" role="status">${this.text === '' ? '' : messages.foundCount(this.#found.length)}</p>`;
  }

  #openNote(item: HistoryItem): void {
    const event = new CustomEvent('bfc-open-note', { detail: item, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(event)) return;
    this.noted = item;
    void this.updateComplete.then(() => this.renderRoot.querySelector('bfc-call-note')?.focus());
  }

  readonly #closeNote = ({ detail: saved }: CustomEvent<SavedNote | null>): void => {
    if (this.noted && saved) {
      const { note, rate, report } = saved;
      this.#source.replace({ ...this.noted, note, rate, report });
    }
    this.noted = null;
  };

  #row(entry: Entry, tabindex: string): TemplateResult {
    const { messages, language: lang } = this;
    const { item, name, number, outcome, at, isInbound } = entry;
    const title = name || number || messages.hiddenNumber;
    const word = messages.outcomes[outcome];
    const hotline = shownLine(this.selector.value?.hotlines.find(({ id }) => id === item.hotline_id)?.name ?? '');
    const talked = item.duration > 0 ? item.duration : null;
    return html`${icon(pictureOf(entry))}
      <button
        type="button"
        class="row-text"
        data-act=${`open-${entry.key}`}
        tabindex=${tabindex}
        @click=${this.press(() => this.#openNote(item))}
      >
        <span class="visually-hidden">${isInbound ? messages.inbound : messages.outbound}: </span>
        <bdi class="cut row-name" title=${title}>${grouped(title)}</bdi>
        <span class="cut row-more"
          >${isNoted(item) ? html`${icon('note', 12)} ` : nothing}${word === '' ? nothing : html`<span class=${outcome === 'missed' ? 'row-alarm' : ''}>${word}</span>`}${
            name === '' ? nothing : html`${word === '' ? '' : ' · '}<bdi>${grouped(number)}</bdi>`
          }${hotline === '' ? nothing : html`<span class="wide"> · <bdi>${hotline}</bdi></span>`}</span
        >
        <span class="visually-hidden">${isNoted(item) ? messages.hasNote : messages.addNote}</span>
      </button>
      <span class="row-end">
        <time datetime=${item.started_at}>${formatTime(at, lang)}</time>
        ${talked === null ? '–' : html`<time datetime=${machineDuration(talked)}>${formatClock(talked)}</time>`}
      </span>
      ${this.callButton(entry.key, number, messages.callBack(title), tabindex)}`;
  }
}

function isNoted({ note, rate, report }: HistoryItem): boolean {
  return Boolean(note) || rate !== null || Boolean(report);
}

function pictureOf({ isInbound, outcome }: Entry): IconName {
  if (outcome === 'missed') return 'phone-missed';
  return isInbound ? 'phone-in' : 'phone-out';
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-history': BfcCallHistory;
  }
  interface HTMLElementEventMap {
    'bfc-open-note': CustomEvent<HistoryItem>;
  }
}
