import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { isTalking, withDurations, type Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import { incomingCall } from '../../phone/state.js';
import { shownLine } from '../../util/one-line.js';
import { clock } from '../call-panel/call-identity.js';
import { holdTile, muteTile, swapTile } from '../call-panel/call-tiles.js';
import { primaryButton } from '../call-panel/panel-buttons.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icons.js';
import { messagesFor } from '../messages/index.js';
import { calleeOf, callerOf, hotlineText } from '../parts/caller.js';
import { engagedCall } from '../parts/calls.js';
import { controlButton } from '../parts/controls.js';
import { dismiss } from '../parts/dismissed.js';
import { otherTalking, pickedName } from '../parts/errands.js';
import { errorText, noticeTemplate, saidOf, type Notice } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { offerButtons } from '../parts/offer.js';
import { soundNotice, soundSlice } from '../parts/sound-notice.js';
import { PhoneElement } from '../phone-element.js';
import { statusGlyph, statusOf } from '../phone-status/status.js';
import { controls } from '../styles/controls.js';
import { glyphStyles } from '../styles/glyph.js';
import { noticeStyles } from '../styles/notice.js';
import { qualityStyles } from '../styles/quality.js';
import { miniPhoneStyles } from './mini-phone.styles.js';

/** What a card shows, whatever the call is at. */
interface Card {
  readonly title: string;
  /** Below the name: the number, the hotline, or what is wrong. */
  readonly detail: TemplateResult | string;
  /** How long and how well, or the state in a word. */
  readonly clock: TemplateResult | typeof nothing;
  readonly red: TemplateResult;
  /** Where Answer stands while it rings, nothing that takes or ends a call stands later. */
  readonly last: TemplateResult;
  readonly hold?: TemplateResult;
}

/**
 * The call in the least room: who, how long, red first, then mute and hold, or Answer. A second caller comes above the
 * call, which stays where it is. Without a call it says how the phone stands; `compact`, it is empty then.
 *
 * @summary The call in the least room.
 * @tagname bfc-mini-phone
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<Call>} bfc-dismiss - The agent has closed the failed call.
 * @fires {CustomEvent} bfc-open-phone - The agent wants the whole phone; only where it is compact.
 * @csspart mini - The sheet.
 * @csspart answer - The Answer button.
 * @csspart reject - The Reject button.
 * @csspart primary - Hang up.
 */
export class BfcMiniPhone extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    glyphStyles,
    noticeStyles,
    qualityStyles,
    miniPhoneStyles,
  ];

  /** A bar, one row for each call, that opens the whole phone. */
  @property({ type: Boolean, reflect: true }) compact = false;

  /** A call that came to nothing, until the agent has seen why. */
  @property({ attribute: false }) failed: Call | null = null;

  readonly #selector = new PhoneSelector(this, (state, phone) => ({
    lang: state.lang,
    incoming: incomingCall(state),
    engaged: engagedCall(state),
    waiting: otherTalking(state, engagedCall(state)?.line ?? 1),
    ...soundSlice(state, engagedCall(state)),
    extension: shownLine(state.extension?.number ?? '') || null,
    pending: state.pending,
    ...statusOf(state, messagesFor(state.lang)),
    // Not read, but a change of it changes the buttons.
    refusal: phone.refusal({ type: 'hangUp' })?.code ?? null,
  }));

  constructor() {
    super();
    new Ticker(this, () => {
      const call = this.#selector.value?.engaged;
      return call && isTalking(call) ? Math.floor(this.#seconds(call)) : null;
    });
  }

  /** Puts the focus on the name; in the bar, on the button that opens the phone. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>(this.compact ? '.open' : '[data-name]')?.focus(options);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { incoming = null, engaged = null } = this.#selector.value ?? {};
    const shown = engaged ?? (incoming ? null : this.failed);
    if (!incoming && !shown) return this.compact ? nothing : this.#sheet(this.#idle(), false);
    const inRows = this.compact || (incoming !== null && shown !== null);
    const draw = (card: Card): TemplateResult => (inRows ? this.#row(card) : this.#panel(card));
    return this.#sheet(
      html`${this.#silent(engaged)} ${incoming ? draw(this.#offer(incoming, engaged !== null, inRows)) : nothing}
      ${shown ? draw(shown.end ? this.#failedCard(shown) : this.#call(shown)) : nothing}`,
      inRows,
    );
  }

  #sheet(content: TemplateResult, inRows: boolean): TemplateResult {
    return html`<section
      class="mini ${inRows ? 'rows' : ''}"
      part="mini"
      aria-label=${this.messages.miniPhone}
      lang=${this.language}
      dir="ltr"
    >
      ${content}
    </section>`;
  }

  /**
   * What keeps somebody from being heard: above the bar; in the window, which does not grow, below the name. Only what the
   * agent has to press moves the rest down.
   */
  #silent(engaged: Call | null): TemplateResult {
    const { messages, language: lang } = this;
    const slice = this.#selector.value;
    const blocked = slice?.soundBlocked ?? false;
    const label = engaged ? messages.playSound : messages.ring;
    const press = this.pressFor({ type: 'unblockSound' });
    const playSound = controlButton({ act: 'unblock', label, icon: null, kind: 'button', press });
    const ring: Notice = { tone: 'warn', icon: 'bell-off', title: messages.ringBlockedTitle, action: playSound };
    const notice =
      slice && engaged ? soundNotice({ ...slice, call: engaged, lang, messages }, { playSound }) : blocked && ring;
    return html`<div class="silent ${this.compact || blocked ? '' : 'brief'}" role="status">
      ${notice ? noticeTemplate(notice) : nothing}
    </div>`;
  }

  #row({ title, detail, clock: time, red, last }: Card): TemplateResult {
    const open = this.messages.openPhoneFor(title);
    return html`<div class="card">
      ${red}
      <div class="who">
        ${this.#name(title)}
        <p class="detail">${time === nothing ? detail : time}</p>
        ${
          this.compact
            ? html`<button
                type="button"
                class="open"
                data-act="open"
                data-drag
                aria-label=${open}
                title=${title}
                @click=${this.press(() => this.#openPhone())}
              ></button>`
            : nothing
        }
      </div>
      ${last}
    </div>`;
  }

  #panel({ title, detail, clock: time, red, last, hold }: Card): TemplateResult {
    return html`<div class="card">
      <div class="head">
        <div class="who">
          ${this.#name(title)}
          <p class="detail">${detail}</p>
        </div>
        <div class="time">${time}</div>
      </div>
      <div class="keys ${hold ? '' : 'even'}">${red}${last}${hold ?? nothing}</div>
    </div>`;
  }

  #name(title: string): TemplateResult {
    return html`<h2 class="name" data-name tabindex="-1"><bdi class="cut" title=${title}>${grouped(title)}</bdi></h2>`;
  }

  #offer(call: Call, talking: boolean, inRows: boolean): Card {
    const { messages } = this;
    const { title, subtitle } = callerOf(call, messages);
    const hotline = hotlineText(call.hotline);
    const [red, last] = offerButtons({
      call,
      messages,
      talking,
      answering: this.isPending('answer'),
      rejecting: this.isPending('reject'),
      refuses: (command) => this.refuses(command),
      send: (command) => this.pressFor(command),
    });
    const details = inRows ? [hotline ?? subtitle] : [subtitle, hotline ?? ''];
    const spoken = messages.incomingFrom([title, subtitle].filter(Boolean).join(', '));
    const detail = html`<span class="visually-hidden" role="alert">${spoken}</span>${this.#said(details)}`;
    return { title, detail, clock: nothing, red, last };
  }

  #call(call: Call): Card {
    const { messages, activePhone: phone } = this;
    const waiting = this.#selector.value?.waiting ?? null;
    const context = {
      call,
      messages,
      refuses: (command: Parameters<typeof this.refuses>[0]) => this.refuses(command),
      isPending: (type: Parameters<typeof this.isPending>[0]) => this.isPending(type, call.line),
      send: (command: Parameters<typeof this.pressFor>[0]) => this.pressFor(command),
    };
    const { title, subtitle } = calleeOf(call, messages, phone && pickedName(phone, call));
    const hold = holdTile(context);
    // On hold nobody is heard, well or badly.
    const seen = call.onHold ? { ...call, quality: null } : call;
    const held = call.onHold ? html`<span class="held">${messages.lineWords.held}</span>` : nothing;
    const time = html`${clock({ call: seen, seconds: this.#seconds(call), messages })}${held}`;
    return {
      title,
      detail:
        waiting && !this.failure
          ? saidOf(calleeOf(waiting, messages, phone && pickedName(phone, waiting)).title, messages.isWaiting)
          : this.#said([subtitle, hotlineText(call.hotline) ?? '']),
      clock: this.failure && this.compact ? nothing : time,
      red: primaryButton(context),
      // A bar has room for one: whoever is on hold is taken back before anybody is muted.
      last: controlButton(this.compact && call.onHold ? hold : muteTile(context)),
      // To take the other call is to hold this one.
      hold: controlButton(waiting ? { ...swapTile(context), pending: this.isPending('switchLine') } : hold),
    };
  }

  #failedCard(call: Call): Card {
    const { messages, language: lang } = this;
    const { by, cause, statusCode } = call.end ?? {};
    const why =
      by && cause ? endText({ by, cause, statusCode: statusCode ?? null, direction: call.direction }, lang) : '';
    const close = { act: 'close', label: messages.close, icon: 'close', kind: 'tile' } as const;
    return {
      title: calleeOf(call, messages).title,
      detail: html`<span class="bad" role="status">${why}</span>`,
      clock: nothing,
      // Nothing red stands where Hang up stood, and nothing that calls again.
      red: html`<span class="sign">${icon('info')}</span>`,
      last: controlButton({ ...close, press: this.press(() => this.#dismiss(call)) }),
    };
  }

  #idle(): TemplateResult {
    const { glyph = 'none', spinning = false, word = this.messages.statusSignedOut } = this.#selector.value ?? {};
    const number = this.#selector.value?.extension ?? this.messages.phone;
    return html`<div class="idle">
      ${statusGlyph({ glyph, spinning })}
      <div class="who">
        ${this.#name(number)}
        <p class="detail" role="status">${word}</p>
      </div>
    </div>`;
  }

  /** What failed comes before what is known. */
  #said(details: readonly string[]): TemplateResult {
    const { failure } = this;
    if (failure) return html`<span class="bad" role="alert">${errorText(failure, this.language).title}</span>`;
    const shown = details.filter(Boolean);
    return html`<span class="cut"
      >${shown.map((each, at) => html`${at > 0 ? ' · ' : ''}<bdi>${grouped(each)}</bdi>`)}</span
    >`;
  }

  #seconds(call: Call): number {
    return this.activePhone ? withDurations(call, this.activePhone.now()).duration : call.duration;
  }

  #openPhone(): void {
    this.dispatchEvent(new CustomEvent('bfc-open-phone', { bubbles: true, composed: true }));
  }

  #dismiss(call: Call): void {
    dismiss(this.activePhone, { call: call.id });
    this.dispatchEvent(new CustomEvent<Call>('bfc-dismiss', { detail: call, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-mini-phone': BfcMiniPhone;
  }
  interface HTMLElementEventMap {
    'bfc-open-phone': CustomEvent<null>;
  }
}
