import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Call } from '../../phone/call.js';
import { incomingCall, isCommandPending, liveCalls } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon } from '../icons.js';
import { callerOf, hotlineText, type Caller } from '../parts/caller.js';
import { actionZone, controlButton } from '../parts/controls.js';
import { grouped } from '../parts/number.js';
import { offerButtons } from '../parts/offer.js';
import { failureNotice, noticeTemplate, type Notice } from '../parts/notice.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { identityStyles } from '../styles/identity.js';
import { noticeStyles } from '../styles/notice.js';
import { incomingCallStyles } from './incoming-call.styles.js';

/**
 * Who calls and on which hotline, with Reject, Answer and Silence. Empty while nobody calls.
 *
 * @summary Who calls, with Answer and Reject.
 * @tagname bfc-incoming-call
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @slot caller-details - What the page knows of the caller; stands above the offer.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart offer - Reject and Answer.
 * @csspart answer - The Answer button.
 * @csspart reject - The Reject button.
 * @csspart caller-details - The frame of the slot.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button: Silence.
 */
export class BfcIncomingCall extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    noticeStyles,
    identityStyles,
    incomingCallStyles,
  ];

  /** A card without Silence, to be laid over a live call. */
  @property({ type: Boolean, reflect: true }) compact = false;

  @state() private hasDetails = false;

  #callId: string | null = null;

  readonly #selector = new PhoneSelector(this, (phoneState) => ({
    call: incomingCall(phoneState),
    lang: phoneState.lang,
    talking: liveCalls(phoneState).length > 1,
    ring: phoneState.ring,
    soundBlocked: phoneState.soundBlocked,
    microphoneError: phoneState.microphoneError,
    answering: isCommandPending(phoneState, 'answer'),
    rejecting: isCommandPending(phoneState, 'reject'),
  }));

  /** Puts the focus on the caller's name; Reject and Answer come next. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[data-name]')?.focus(options);
  }

  protected override willUpdate(): void {
    const callId = this.#selector.value?.call?.id ?? null;
    if (callId === this.#callId) return;
    this.#callId = callId;
    this.failure = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const call = this.#selector.value?.call;
    if (!call) return nothing;
    const caller = callerOf(call, this.messages);
    return this.compact ? this.#renderCard(call, caller) : this.#renderPanel(call, caller);
  }

  #renderPanel(call: Call, caller: Caller): TemplateResult {
    const { messages } = this;
    const hotline = hotlineText(call.hotline);
    const notice = this.#notice();
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="main">
        ${this.#spoken(caller)}
        <div class="notice-place" role="status">${notice ? noticeTemplate(notice) : nothing}</div>
        <div class="caller">
          ${this.#avatar(caller)}
          <h2 class="name" data-name tabindex="-1">
            <span class="visually-hidden">${messages.incomingCall}: </span
            ><bdi class="cut" title=${caller.title}>${grouped(caller.title)}</bdi>
          </h2>
          <p class="number cut"><bdi>${grouped(caller.subtitle)}</bdi></p>
          ${
            hotline === null
              ? nothing
              : html`<p class="via">${icon('headset', 16)}<bdi class="cut">${grouped(hotline)}</bdi></p>`
          }
        </div>
        ${this.#details()} ${this.#offer(call)}
      </div>
      ${actionZone(this.#silenceButton())}
    </div>`;
  }

  #renderCard(call: Call, caller: Caller): TemplateResult {
    const { messages } = this;
    const hotline = hotlineText(call.hotline);
    return html`<div class="card" role="group" aria-label=${messages.secondIncoming} lang=${this.language} dir="ltr">
      ${this.#spoken(caller)}
      <div class="card-head">
        ${this.#avatar(caller)}
        <div>
          <p class="card-kind cut">${messages.incomingCall}</p>
          <h2 class="card-name" data-name tabindex="-1">
            <bdi class="cut" title=${caller.title}>${grouped(caller.title)}</bdi>
          </h2>
          <p class="card-number cut">
            <bdi>${grouped(caller.subtitle)}</bdi
            >${hotline === null ? nothing : html` · <bdi>${grouped(hotline)}</bdi>`}
          </p>
        </div>
      </div>
      ${this.#details()} ${this.#offer(call)}
    </div>`;
  }

  #details(): TemplateResult {
    return html`<div class="details ${this.hasDetails ? '' : 'empty'}" part="caller-details">
      <slot name="caller-details" @slotchange=${this.#onSlotChange}></slot>
    </div>`;
  }

  /** Read out at once, whatever else is being read: somebody waits. */
  #spoken(caller: Caller): TemplateResult {
    const who = [caller.title, caller.subtitle].filter(Boolean).join(', ');
    return html`<p class="visually-hidden" role="alert">${this.messages.incomingFrom(who)}</p>`;
  }

  #avatar({ initials }: Caller): TemplateResult {
    return html`<div class="avatar pulse ${initials === null ? 'plain' : ''}" aria-hidden="true">
      ${initials ?? icon('user', 24)}
    </div>`;
  }

  #offer(call: Call): TemplateResult {
    const slice = this.#selector.value;
    return html`<div class="offer" part="offer">
      ${offerButtons({
        call,
        messages: this.messages,
        talking: slice?.talking ?? false,
        answering: slice?.answering ?? false,
        rejecting: slice?.rejecting ?? false,
        refuses: (command) => this.refuses(command),
        send: (command) => this.pressFor(command),
      })}
    </div>`;
  }

  /** The primary place holds nothing that takes or ends a call: a slip of the hand is harmless. */
  #silenceButton(): TemplateResult {
    const { messages } = this;
    const slice = this.#selector.value;
    const silenced = slice?.ring === null && !slice.soundBlocked;
    return controlButton({
      act: 'silence',
      label: silenced ? messages.silenced : messages.silence,
      icon: 'bell-off',
      kind: 'primary primary-quiet',
      part: 'primary',
      disabled: silenced || this.refuses({ type: 'silence' }),
      press: this.pressFor({ type: 'silence' }),
    });
  }

  #notice(): Notice | null {
    const { messages, language, failure } = this;
    const slice = this.#selector.value;
    const problem = slice?.microphoneError ?? failure;
    if (problem) return failureNotice(problem, language);
    if (!slice?.soundBlocked) return null;
    const action = controlButton({
      act: 'ring',
      label: messages.ring,
      icon: null,
      kind: 'button',
      press: this.pressFor({ type: 'unblockSound' }),
    });
    return { tone: 'warn', icon: 'bell-off', title: messages.ringBlockedTitle, action };
  }

  /** A slot handed on from outside may hold nothing but another slot: what arrives in the end counts. */
  #onSlotChange(event: Event): void {
    const slot = event.currentTarget as HTMLSlotElement;
    this.hasDetails = slot
      .assignedNodes({ flatten: true })
      .some((node) => node.nodeType === Node.ELEMENT_NODE || node.textContent?.trim() !== '');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-incoming-call': BfcIncomingCall;
  }
}
