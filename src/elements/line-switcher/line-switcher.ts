import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { isTalking, withDurations, type Call, type LineNumber } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { isCommandPending, liveCalls, type PhoneState } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icons.js';
import { formatClock, machineDuration } from '../messages/format.js';
import { calleeOf } from '../parts/caller.js';
import { engagedCall } from '../parts/calls.js';
import { DismissedWatch, shownFailure } from '../parts/dismissed.js';
import { isConsulting, pickedName } from '../parts/errands.js';
import { HoldClock } from '../parts/hold-clock.js';
import { grouped } from '../parts/number.js';
import { PhoneElement } from '../phone-element.js';
import { lineSwitcherStyles } from './line-switcher.styles.js';
import { lineWord } from './line-word.js';

/**
 * The two lines: who is there, how it stands, how long. A press on the other line goes there and holds this one; with
 * one call there is a place to add the second. Empty while there is no call (a call that failed stays, as in the call
 * panel).
 *
 * The lines are buttons in a named group, the present one marked `aria-current`. They are no `tablist`: going to a
 * line does something to both callers, which the arrow keys of a tab list would do in passing; its panel is another
 * element; and "Add call" is no tab.
 *
 * @summary The two lines: switch, and add a call.
 * @tagname bfc-line-switcher
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<null>} bfc-add-call - The agent wants a second call: show where to say with whom.
 * @csspart lines - The track with the two lines.
 */
export class BfcLineSwitcher extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, lineSwitcherStyles];

  readonly #holds = new HoldClock();
  #currentId: string | null = null;
  /** What a screen reader is told: the line that the agent has come to. */
  #spoken = '';

  readonly #selector = new PhoneSelector(this, (phoneState, phone) => {
    const [first = null, second = null] = shownCalls(phoneState, phone);
    return {
      lang: phoneState.lang,
      first,
      second,
      current: engagedCall(phoneState) ?? first,
      consulting: isConsulting(phone, phoneState),
      switching: isCommandPending(phoneState, 'switchLine'),
      addRefusal: phone.refusal({ type: 'callLine2', number: '0' })?.code ?? null,
      switchRefusal: phone.refusal({ type: 'switchLine' })?.code ?? null,
    };
  });

  constructor() {
    super();
    new DismissedWatch(this);
    new Ticker(this, () => this.#clockText());
  }

  protected override willUpdate(): void {
    const slice = this.#selector.value;
    const { activePhone: phone } = this;
    if (phone) this.#holds.see(liveCalls(phone.state), phone.now());
    const current = slice?.current ?? null;
    if (current?.id === this.#currentId) return;
    const hasMoved = this.#currentId !== null && current !== null;
    this.#currentId = current?.id ?? null;
    this.#spoken = hasMoved && current.end === null ? this.#sentence(current) : '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice?.first) return nothing;
    const { first, second } = slice;
    return html`<div class="panel strip" lang=${this.language} dir="ltr">
      <div class="segments ${second ? '' : 'one'}" part="lines" role="group" aria-label=${this.messages.lines}>
        ${this.#segment(first)} ${second ? this.#segment(second) : this.#addButton()}
      </div>
      <p class="visually-hidden" role="status">${this.#spoken}</p>
    </div>`;
  }

  #segment(call: Call): TemplateResult {
    const { messages } = this;
    const slice = this.#selector.value;
    const { line } = call;
    const isCurrent = call.id === slice?.current?.id;
    const { title } = this.#caller(call);
    const { icon: picture, word, tone } = this.#word(call);
    const seconds = this.#seconds(call);
    const working = !isCurrent && (slice?.switching ?? false);
    const shut = !isCurrent && (working || this.refuses({ type: 'switchLine', line }));
    return html`<button
      type="button"
      class="segment"
      data-act=${`line-${call.id}`}
      aria-current=${isCurrent ? 'true' : nothing}
      aria-disabled=${shut ? 'true' : nothing}
      aria-busy=${working ? 'true' : nothing}
      @click=${this.press(() => this.#goTo(line, isCurrent))}
    >
      <span class="badge" aria-hidden="true">${line}</span>
      <span class="text">
        <span class="visually-hidden">${messages.lineName(line)}: </span>
        <bdi class="cut who" title=${title}>${grouped(title)}</bdi>
        <span class="state ${tone === '' ? '' : `state-${tone}`}">
          ${working ? icon('wait', 12, 'spin') : icon(picture, 12)}
          ${
            seconds === null
              ? nothing
              : html`<time aria-hidden="true" datetime=${machineDuration(seconds)}>${formatClock(seconds)}</time>`
          }
          <span class="word">${word}</span>
        </span>
      </span>
    </button>`;
  }

  #addButton(): TemplateResult {
    const refused = (this.#selector.value?.addRefusal ?? null) !== null;
    const press = (): void => {
      this.dispatchEvent(new CustomEvent<null>('bfc-add-call', { detail: null, bubbles: true, composed: true }));
    };
    return html`<button
      type="button"
      class="segment add"
      data-act="add-call"
      aria-disabled=${refused ? 'true' : nothing}
      @click=${this.press(press)}
    >
      ${icon('plus', 16)}<span class="cut">${this.messages.addCall}</span>
    </button>`;
  }

  /** Where the agent is already, there is nothing to do. */
  #goTo(line: LineNumber, isCurrent: boolean): void {
    if (!isCurrent) void this.send({ type: 'switchLine', line });
  }

  #caller(call: Call): ReturnType<typeof calleeOf> {
    const { activePhone } = this;
    return calleeOf(call, this.messages, activePhone && pickedName(activePhone, call));
  }

  #word(call: Call): ReturnType<typeof lineWord> {
    const waits = call.line === 1 && (this.#selector.value?.consulting ?? false);
    return lineWord(call, waits, this.messages);
  }

  #sentence(call: Call): string {
    return `${this.messages.lineName(call.line)}: ${this.#caller(call).title}, ${this.#word(call).word}`;
  }

  /** On hold, how long; otherwise how long they have talked. */
  #seconds(call: Call): number | null {
    const now = this.activePhone?.now();
    if (now === undefined || call.state === 'transferring' || !isTalking(call)) return null;
    return call.onHold ? this.#holds.seconds(call, now) : withDurations(call, now).duration;
  }

  /** What ticks; `null` while nothing does. */
  #clockText(): string | null {
    const slice = this.#selector.value;
    const clocks = [slice?.first, slice?.second].map((call) => (call ? this.#seconds(call) : null));
    return clocks.every((clock) => clock === null) ? null : clocks.map((clock) => formatClock(clock ?? 0)).join(' ');
  }
}

/** By line. Without a live call the last one, where it failed. */
function shownCalls(phoneState: PhoneState, phone: Phone): readonly Call[] {
  const live = liveCalls(phoneState);
  if (engagedCall(phoneState)) return live;
  const failed = live.length === 0 && shownFailure(phoneState, phone);
  return failed ? [failed] : [];
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-line-switcher': BfcLineSwitcher;
  }
  interface HTMLElementEventMap {
    'bfc-add-call': CustomEvent<null>;
  }
}
