import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { HistoryItem, SavedNote } from '../../phone/account-data.js';
import type { Call } from '../../phone/call.js';
import { isCommandPending } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon } from '../icons.js';
import { formatClock, formatTime, machineDuration } from '../messages/format.js';
import { engagedCall } from '../parts/calls.js';
import { chip } from '../parts/chip.js';
import { actionZone, controlButton } from '../parts/controls.js';
import { failureNotice, noticeTemplate } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { voidTemplate } from '../parts/void.js';
import { PhoneElement } from '../phone-element.js';
import { chipStyles } from '../styles/chips.js';
import { controls } from '../styles/controls.js';
import { identityStyles } from '../styles/identity.js';
import { noticeStyles } from '../styles/notice.js';
import { voidStyles } from '../styles/void.js';
import { callNoteStyles } from './call-note.styles.js';
import { draftKey, drafts } from './drafts.js';
import {
  changeOf,
  hasTrouble,
  subjectOfCall,
  subjectOfItem,
  troubles,
  withTrouble,
  type Note,
  type Subject,
} from './subject.js';

const rates = [1, 2, 3, 4, 5] as const;
/** What the account takes. Characters. */
const longestNote = 10_000;

/**
 * A note about a call, how it sounded (1–5), and what was wrong with the sound. Without `item` or `call` it is about
 * the call that goes on, or the last one. What is written is kept with every key stroke and outlives a reload; it is
 * saved by the press of a button, when the call has ended.
 *
 * @summary Note, rating and report of a call, with a draft that is never lost.
 * @tagname bfc-call-note
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<SavedNote | null>} bfc-note-close - The note is saved, or (`null`) put aside.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button: Save note.
 */
export class BfcCallNote extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    chipStyles,
    identityStyles,
    noticeStyles,
    voidStyles,
    callNoteStyles,
  ];

  /** A call of the past, as the history has it. */
  @property({ attribute: false }) item: HistoryItem | null = null;
  /** The call that it is about, whatever the phone does now. */
  @property({ attribute: false }) call: Call | null = null;
  /** Shows a button that puts the note aside. */
  @property({ type: Boolean }) closable = false;

  /** Beside a call that goes on: without the button to save, which comes when it has ended. */
  @property({ type: Boolean, reflect: true, attribute: 'in-call' }) inCall = false;

  @state() private note: Note = { note: '', rate: null, report: '' };
  /** When the draft was last kept, ms since the epoch; `null` for no draft. */
  @state() private draftAt: number | null = null;
  @state() private isSaved = false;

  #subject: Subject | null = null;
  /** What the account has got since the subject was read. */
  #saved: Note | null = null;

  readonly #selector = new PhoneSelector(this, (phoneState) => ({
    lang: phoneState.lang,
    call: engagedCall(phoneState) ?? phoneState.lastCall,
    own: phoneState.extension?.number ?? null,
    saving: isCommandPending(phoneState, 'saveNote'),
  }));

  /** Puts the cursor into a note that is begun, or wanted in a call; else the focus on the heading. */
  override focus(options?: FocusOptions): void {
    const target = this.inCall || this.draftAt !== null ? 'textarea' : '[data-name]';
    this.renderRoot.querySelector<HTMLElement>(target)?.focus(options);
  }

  protected override willUpdate(): void {
    const before = this.#subject;
    const subject = this.#readSubject();
    this.#subject = subject;
    if (subject === null || subject.noteId === before?.noteId) return;
    if (before !== null && before.callId !== null && before.callId === subject.callId) {
      drafts.move(this.#keyOf(before), this.#keyOf(subject));
      return;
    }
    // What was written in the call, before the account's id of it was known.
    if (subject.callId !== null) drafts.move(this.#keyOf({ ...subject, noteId: subject.callId }), this.#keyOf(subject));
    const draft = drafts.get(this.#keyOf(subject));
    this.note = draft ?? subject.saved;
    this.draftAt = draft?.at ?? null;
    this.#saved = null;
    this.isSaved = false;
    this.failure = null;
  }

  protected override render(): TemplateResult {
    const { messages, language: lang } = this;
    const subject = this.#subject;
    if (!subject) {
      const { noCallToNote: title, noCallToNoteDetail: detail } = messages;
      return html`<div class="panel" lang=${lang} dir="ltr">
        ${voidTemplate({ tone: '', icon: 'note', title, detail })}
      </div>`;
    }
    return html`<div class="panel" lang=${lang} dir="ltr">
      <div class="head">
        <h2 class="cut" data-name tabindex="-1">${messages.callNote}</h2>
        ${this.closable ? this.#closeButton() : nothing}
      </div>
      <div class="content">${aboutTemplate(subject)} ${this.#notice()} ${this.#rating()} ${this.#words()}</div>
      ${this.inCall ? nothing : actionZone(this.#primary(subject))}
    </div>`;
  }

  #closeButton(): TemplateResult {
    const label = this.item || this.inCall ? this.messages.close : this.messages.skip;
    const press = this.press(() => this.#close(null));
    return html`<button type="button" class="plain-button" data-act="close" @click=${press}>${label}</button>`;
  }

  #rating(): TemplateResult {
    const { messages } = this;
    const { rate, report } = this.note;
    return html`<div>
        <p class="label" id="rate">${messages.howWasSound}</p>
        <div class="rates" role="radiogroup" aria-labelledby="rate" @keydown=${this.#onRateKey}>
          ${rates.map((value) => {
            const isChosen = value === rate;
            return html`<button
              type="button"
              role="radio"
              class="rate ${rate !== null && value <= rate ? 'in' : ''}"
              aria-checked=${isChosen ? 'true' : 'false'}
              tabindex=${isChosen || (rate === null && value === 1) ? '0' : '-1'}
              aria-label=${messages.rateName(value)}
              @click=${() => this.#rate(isChosen && this.#reference.rate === null ? null : value)}
            >
              ${icon('star', 16)}${value}
            </button>`;
          })}
        </div>
      </div>
      <div class="chips" role="group" aria-label=${messages.soundTroubles}>
        ${troubles.map((trouble, index) =>
          chip(messages.troubleNames[index] ?? trouble, hasTrouble(report, trouble), () =>
            this.#change({ report: withTrouble(this.note.report, trouble) }),
          ),
        )}
      </div>`;
  }

  #words(): TemplateResult {
    const { messages } = this;
    const drafted = this.draftAt === null ? '' : messages.draftSaved(formatTime(this.draftAt, this.language));
    return html`<div class="words">
      <p class="label">
        <label for="note">${messages.addNote}</label>
        <span class="code" role="status">${this.isSaved ? messages.noteSaved : drafted}</span>
      </p>
      <textarea
        id="note"
        maxlength=${longestNote}
        placeholder=${messages.notePlaceholder}
        .value=${live(this.note.note)}
        @input=${({ target }: InputEvent) => {
          if (target instanceof HTMLTextAreaElement) this.#change({ note: target.value });
        }}
      ></textarea>
    </div>`;
  }

  #notice(): TemplateResult | typeof nothing {
    if (!this.failure) return nothing;
    return html`<div role="alert">${noticeTemplate(failureNotice(this.failure, this.language))}</div>`;
  }

  #primary(subject: Subject): TemplateResult {
    const { messages } = this;
    return controlButton({
      act: 'save',
      label: subject.isLive ? messages.saveAfterCall : messages.saveNote,
      icon: subject.isLive ? null : 'check',
      kind: 'primary primary-do',
      part: 'primary',
      disabled: subject.isLive || changeOf(this.#reference, this.note) === null,
      pending: this.#selector.value?.saving ?? false,
      press: this.press(() => void this.#save(subject)),
    });
  }

  async #save(subject: Subject): Promise<void> {
    const { note } = this;
    const change = changeOf(this.#reference, note);
    if (!change) return;
    const result = await this.send({ type: 'saveNote', callId: subject.noteId, note: change });
    // What failed stays a draft: only the agent can tell whether to send it again.
    if (!result?.ok) return;
    // The account has it: what was written meanwhile is a draft of its own.
    if (note === this.note || this.#subject?.noteId !== subject.noteId) drafts.drop(this.#keyOf(subject));
    if (this.#subject?.noteId !== subject.noteId) return;
    this.#saved = note;
    this.draftAt = null;
    this.failure = null;
    this.isSaved = true;
    this.#close(result.data);
  }

  #close(saved: SavedNote | null): void {
    this.dispatchEvent(new CustomEvent('bfc-note-close', { detail: saved, bubbles: true, composed: true }));
  }

  #rate(rate: number | null): void {
    this.#change({ rate });
  }

  #change(change: Partial<Note>): void {
    const subject = this.#subject;
    if (!subject) return;
    this.note = { ...this.note, ...change };
    this.isSaved = false;
    const at = this.activePhone?.now() ?? Date.now();
    const { note, rate, report } = this.note;
    if (changeOf(this.#reference, this.note) === null) {
      drafts.drop(this.#keyOf(subject));
      this.draftAt = null;
    } else {
      this.draftAt = drafts.keep(this.#keyOf(subject), { note, rate, report, at }) ? at : null;
    }
  }

  /** What the account has. */
  get #reference(): Note {
    return this.#saved ?? this.#subject?.saved ?? this.note;
  }

  #readSubject(): Subject | null {
    const { messages, item } = this;
    const slice = this.#selector.value;
    if (item) return subjectOfItem(item, slice?.own ?? null, messages);
    const call = this.call ?? slice?.call ?? null;
    return call && subjectOfCall(call, messages, this.language);
  }

  #keyOf({ noteId }: Subject): string {
    return draftKey(this.#selector.value?.own ?? null, noteId);
  }

  readonly #onRateKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(1, Math.min(5, (this.note.rate ?? 1) + (this.note.rate === null ? 0 : step)));
    this.#rate(next);
    this.renderRoot.querySelectorAll<HTMLElement>('.rate')[next - 1]?.focus();
  };
}

function aboutTemplate({ title, subtitle, initials, duration }: Subject): TemplateResult {
  return html`<div class="about">
    <span class="avatar" aria-hidden="true">${initials ?? icon('user', 16)}</span>
    <div>
      <bdi class="cut" title=${title}>${grouped(title)}</bdi>
      <p class="cut"><bdi>${grouped(subtitle)}</bdi></p>
    </div>
    ${duration === null ? nothing : html`<time datetime=${machineDuration(duration)}>${formatClock(duration)}</time>`}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-note': BfcCallNote;
  }
  interface HTMLElementEventMap {
    'bfc-note-close': CustomEvent<SavedNote | null>;
  }
}
