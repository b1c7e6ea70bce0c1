import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isTalking, withDurations, type Call } from '../../phone/call.js';
import type { PhoneState } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import type { BfcDialpad } from '../dialpad/dialpad.js';
import { icon } from '../icons.js';
import { formatClock, machineDuration } from '../messages/format.js';
import { calleeOf, hotlineText } from '../parts/caller.js';
import { engagedCall, isFailedCall } from '../parts/calls.js';
import { actionZone, controlButton, iconButton } from '../parts/controls.js';
import { isKeypadKey } from '../parts/keypad.js';
import { noticeTemplate } from '../parts/notice.js';
import { qualityTemplate } from '../parts/quality.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { identityStyles } from '../styles/identity.js';
import { noticeStyles } from '../styles/notice.js';
import { callNotice } from './call-notice.js';
import { callPanelStyles } from './call-panel.styles.js';
import { callTiles } from './call-tiles.js';

/**
 * The call: who, how long, how well; mute, sound, hold, keypad and Hang up. A call that failed stays, with the reason
 * and Call again, until it is closed. Empty when there is neither.
 *
 * @summary The live call and its controls.
 * @tagname bfc-call-panel
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @slot over - Stands in the place of the name while `covered` is set.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<Call>} bfc-dismiss - The agent has closed the failed call.
 * @csspart controls - The grid of mute, sound, hold and keypad.
 * @csspart keypad - The keys, while they are open.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button: Hang up or Call again.
 */
export class BfcCallPanel extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    noticeStyles,
    identityStyles,
    callPanelStyles,
  ];

  /** Shows the slot `over` in the place of the name. */
  @property({ type: Boolean }) covered = false;

  @state() private keypadOpen = false;
  @state() private dismissed: string | null = null;

  #callId: string | null = null;
  /** When this panel saw the hold begin, ms since the epoch. */
  #heldSince: number | null = null;
  #wasHeld: boolean | null = null;

  readonly #selector = new PhoneSelector(this, (phoneState, phone) => ({
    lang: phoneState.lang,
    call: this.#shownCall(phoneState),
    connection: phoneState.connection,
    soundBlocked: phoneState.soundBlocked,
    pending: phoneState.pending,
    callRefusal: phone.refusal({ type: 'call', number: phoneState.lastCall?.number ?? '0' })?.code ?? null,
  }));

  constructor() {
    super();
    new Ticker(this, () => this.#clockText());
    this.addEventListener('keydown', (event) => this.#onKeyDown(event));
  }

  /** Puts the focus on the name; the controls come next. */
  override focus(options?: FocusOptions): void {
    const target = this.renderRoot.querySelector<HTMLElement>('[data-name]') ?? this.renderRoot.querySelector('button');
    target?.focus(options);
  }

  protected override willUpdate(): void {
    const call = this.#selector.value?.call ?? null;
    if (call?.id !== this.#callId) {
      this.#callId = call?.id ?? null;
      this.#wasHeld = null;
      this.keypadOpen = false;
      this.failure = null;
    }
    const held = call?.onHold ?? false;
    if (held && this.#wasHeld === false) this.#heldSince = this.activePhone?.now() ?? null;
    if (!held) this.#heldSince = null;
    this.#wasHeld = held;
    if (call?.end) this.keypadOpen = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const call = this.#selector.value?.call;
    if (!call) return nothing;
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="main">${this.#stage(call)} ${this.#controls(call)}</div>
      ${actionZone(call.end ? this.#callAgainButton(call) : this.#hangUpButton(call))}
    </div>`;
  }

  #stage(call: Call): TemplateResult {
    if (this.covered) return html`<div class="stage over"><slot name="over"></slot></div>`;
    if (this.keypadOpen) {
      return html`<div class="stage">
        <bfc-dialpad .phone=${this.activePhone} exportparts="keypad"></bfc-dialpad>
      </div>`;
    }
    const notice = this.#notice(call);
    return html`<div class="stage">
      ${this.#identity(call)}
      <div class="slot" role="status">${notice ?? nothing}</div>
    </div>`;
  }

  #identity(call: Call): TemplateResult {
    const { messages } = this;
    const caller = calleeOf(call, messages);
    const hotline = hotlineText(call.hotline);
    const via =
      hotline === null
        ? null
        : call.direction === 'inbound'
          ? messages.cameInOn(hotline)
          : messages.callingOutOn(hotline);
    return html`<div class="identity">
      ${via === null ? nothing : html`<p class="via">${icon('headset', 16)}<bdi class="cut">${via}</bdi></p>`}
      <h2 class="name" data-name tabindex="-1">
        <bdi class="cut" title=${caller.title}>${caller.title}</bdi>
      </h2>
      <p class="number cut"><bdi>${caller.subtitle}</bdi></p>
      <p class="clock">${this.#clock(call)}</p>
    </div>`;
  }

  #clock(call: Call): TemplateResult {
    const { messages } = this;
    const word = (text: string, working: boolean): TemplateResult =>
      html`<span class="clock-word"
        >${text}${working ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}</span
      >`;
    if (call.end) return word(call.answeredAt === null ? messages.notConnected : messages.callDropped, false);
    if (call.state === 'dialing') return word(messages.calling, true);
    if (call.state === 'ringing') return word(messages.ringing, true);
    if (call.state === 'early') return word(messages.notAnsweredYet, false);
    const seconds = this.#duration(call);
    return html`<time datetime=${machineDuration(seconds)}>${formatClock(seconds)}</time>${
        call.quality ? qualityTemplate(call.quality, messages) : nothing
      }`;
  }

  #notice(call: Call): TemplateResult | null {
    const slice = this.#selector.value;
    if (!slice) return null;
    const { messages } = this;
    const actions = {
      dismissFailure: iconButton({
        act: 'dismiss-failure',
        label: messages.dismiss,
        icon: 'close',
        press: this.press(() => {
          this.failure = null;
          this.focus();
        }),
      }),
      close: controlButton({
        act: 'close',
        label: messages.close,
        icon: null,
        kind: 'button',
        press: this.press(() => this.#dismiss(call)),
      }),
      playSound: controlButton({
        act: 'play',
        label: messages.playSound,
        icon: null,
        kind: 'button',
        press: this.pressFor({ type: 'unblockSound' }),
      }),
    };
    const heldFor = this.#heldFor();
    const notice = callNotice({ ...slice, call, failure: this.failure, heldFor, messages }, actions);
    return notice && noticeTemplate(notice);
  }

  #controls(call: Call): TemplateResult {
    const tiles = callTiles({
      call,
      messages: this.messages,
      keypadOpen: this.keypadOpen && !this.covered,
      refuses: (command) => call.end !== null || this.refuses(command),
      isPending: (type) => this.isPending(type, call.line),
      send: (command) => this.pressFor(command),
      toggleKeypad: this.press(() => (this.keypadOpen = !this.keypadOpen)),
    });
    return html`<div class="controls" part="controls" role="group" aria-label=${this.messages.controls}>
      ${tiles.map(controlButton)}
    </div>`;
  }

  #hangUpButton(call: Call): TemplateResult {
    const { line } = call;
    return controlButton({
      act: 'hang-up',
      label: this.messages.hangUp,
      icon: 'hang-up',
      kind: 'primary primary-end',
      part: 'primary',
      disabled: this.refuses({ type: 'hangUp', line }),
      pending: this.isPending('hangUp', line),
      press: this.pressFor({ type: 'hangUp', line }),
    });
  }

  #callAgainButton(call: Call): TemplateResult {
    const refusal = this.#selector.value?.callRefusal ?? null;
    return controlButton({
      act: 'call-again',
      label: this.messages.callAgain,
      icon: 'phone',
      kind: 'primary primary-call',
      part: 'primary',
      disabled: refusal !== null,
      pending: this.isPending('call'),
      press: this.pressFor({ type: 'call', number: call.number }),
    });
  }

  #dismiss(call: Call): void {
    this.dismissed = call.id;
    this.dispatchEvent(new CustomEvent<Call>('bfc-dismiss', { detail: call, bubbles: true, composed: true }));
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!this.keypadOpen || !isKeypadKey(event.key)) return;
    const dialpad = this.renderRoot.querySelector<BfcDialpad>('bfc-dialpad');
    if (!dialpad || this.refuses({ type: 'sendDtmf', tones: event.key })) return;
    event.preventDefault();
    dialpad.pressKey(event.key);
  }

  #shownCall(phoneState: PhoneState): Call | null {
    const { lastCall } = phoneState;
    const failed = lastCall && isFailedCall(lastCall) && lastCall.id !== this.dismissed ? lastCall : null;
    return engagedCall(phoneState) ?? failed;
  }

  #duration(call: Call): number {
    const { activePhone } = this;
    return activePhone ? withDurations(call, activePhone.now()).duration : call.duration;
  }

  #heldFor(): number | null {
    const { activePhone } = this;
    return this.#heldSince === null || !activePhone ? null : (activePhone.now() - this.#heldSince) / 1000;
  }

  /** What ticks; `null` while nothing does. */
  #clockText(): string | null {
    const call = this.#selector.value?.call;
    if (!call || !isTalking(call)) return null;
    return `${formatClock(this.#duration(call))} ${formatClock(this.#heldFor() ?? 0)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-panel': BfcCallPanel;
  }
  interface HTMLElementEventMap {
    'bfc-dismiss': CustomEvent<Call>;
  }
}
