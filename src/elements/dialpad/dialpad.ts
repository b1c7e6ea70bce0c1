import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { askedOf, isCommandPending, liveCalls, type TransferOutcome } from '../../phone/state.js';
import { ContactSource } from '../controllers/contact-source.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icons.js';
import { actionZone, controlButton, iconButton } from '../parts/controls.js';
import { engagedCall } from '../parts/calls.js';
import { isKeypadKey, keypadTemplate, LongPress, type KeypadKey } from '../parts/keypad.js';
import { errorText, noticeTemplate } from '../parts/notice.js';
import { nameOf, plainOf } from '../parts/people.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { keypadStyles } from '../styles/keypad.js';
import { noticeStyles } from '../styles/notice.js';
import { dialpadNotice, type DialpadActions } from './dialpad-notice.js';
import { dialpadStyles } from './dialpad.styles.js';
import { NumberField } from './number-field.js';

/** Fewer digits are nobody's number. */
const shortest = 3;
/** Focus that was handed over: a key that is still on its way was meant for what stood here before. Ms. */
const settle = 400;

/**
 * A field for a number, the twelve keys, and Call. While a call is up, the same keys send tones (DTMF).
 *
 * @summary Number field, keys and Call; in a call the keys send tones.
 * @tagname bfc-dialpad
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart keypad - The twelve keys.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button: Call.
 */
export class BfcDialpad extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, keypadStyles, noticeStyles, dialpadStyles];

  /** What stands in the number field. */
  @property() value = '';

  @state() private tones = '';
  @state() private dismissedCall: string | null = null;
  @state() private dismissedTransfer: TransferOutcome | null = null;
  @state() private recalled = '';
  @query('input') private input!: HTMLInputElement | null;

  /** Whose number and calls these are. */
  #owner: Phone | null = null;
  #last: ReturnType<typeof askedOf> = { number: '' };
  #tonesOf: string | null = null;
  #retry: { readonly at: number; readonly seenAt: number } | null = null;
  #focusedAt = -Infinity;
  readonly #field = new NumberField(
    () => this.input,
    (value) => (this.value = value),
  );
  readonly #keys = new LongPress((text) => this.#field.insert(text));
  readonly #contacts = new ContactSource(this);

  readonly #selector = new PhoneSelector(this, (phoneState, phone) => ({
    status: phoneState.status,
    lang: phoneState.lang,
    mode: phoneState.mode,
    connection: phoneState.connection,
    registration: phoneState.registration,
    lastCall: phoneState.lastCall,
    lastTransfer: phoneState.lastTransfer,
    call: engagedCall(phoneState),
    busy: liveCalls(phoneState).length > 0,
    calling: isCommandPending(phoneState, 'call'),
    registering: isCommandPending(phoneState, 'register') || isCommandPending(phoneState, 'start'),
    callRefusal: phone.refusal({ type: 'call', number: this.value.trim() || '0' })?.code ?? null,
    tonesRefused: phone.refusal({ type: 'sendDtmf', tones: '0' }) !== null,
  }));

  constructor() {
    super();
    new Ticker(this, () => this.#secondsToRetry());
    this.addEventListener('keydown', (event) => this.#onKeyDown(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#keys.cancel();
  }

  /** Puts the cursor into the number field. */
  override focus(options?: FocusOptions): void {
    this.#focusedAt = performance.now();
    (this.input ?? this.renderRoot.querySelector<HTMLElement>('.key'))?.focus(options);
  }

  /** Puts the number that was called last into an empty field. */
  recall(): void {
    if (this.value.trim() === '') this.value = this.recalled = this.#last.number;
  }

  /** Presses a key: a digit into the field or, in a call, a tone. */
  pressKey(key: KeypadKey): void {
    if (this.#selector.value?.call) void this.#sendTone(key);
    else this.#field.insert(key);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const slice = this.#selector.value;
    this.#knowOwner(changed);
    // The slice may still be of the phone before.
    const phoneState = this.activePhone?.state;
    const outbound = phoneState && (engagedCall(phoneState) ?? phoneState.lastCall);
    if (phoneState && outbound?.direction === 'outbound') this.#last = askedOf(phoneState, outbound);
    const callId = slice?.call?.id ?? null;
    if (callId !== this.#tonesOf) {
      this.#tonesOf = callId;
      this.tones = '';
      if (callId !== null) this.failure = null;
    }
    const retryAt = slice?.connection.status === 'waiting' ? slice.connection.retryAt : null;
    if (retryAt === null) this.#retry = null;
    else if (this.#retry?.at !== retryAt) this.#retry = { at: retryAt, seenAt: this.activePhone?.now() ?? retryAt };
    if (plainOf(this.value).length >= shortest) this.#contacts.loadOnce();
    if (changed.has('value') && this.value !== '') {
      this.failure = null;
      this.dismissedCall = slice?.lastCall?.id ?? null;
      this.dismissedTransfer = slice?.lastTransfer ?? null;
    }
  }

  /** Another phone is another agent's: nothing is left to him. The same one may go and come back. */
  #knowOwner(changed: PropertyValues<this>): void {
    const phone = this.activePhone;
    if (!phone || phone === this.#owner) return;
    if (this.#owner) {
      this.#last = { number: '' };
      this.recalled = '';
      this.failure = null;
      // What came with the phone is the page's.
      if (!changed.has('value')) this.value = '';
    }
    this.#owner = phone;
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice) return nothing;
    return slice.call ? this.#renderTones(slice.tonesRefused) : this.#renderDial();
  }

  #renderTones(disabled: boolean): TemplateResult {
    const { messages } = this;
    return html`<div class="panel tones-panel" lang=${this.language} dir="ltr">
      <div class="tones" role="status">${this.#sentTones()}</div>
      ${keypadTemplate({ messages, inCall: true, disabled, press: (key) => disabled || this.pressKey(key) })}
    </div>`;
  }

  #sentTones(): TemplateResult | typeof nothing {
    if (this.failure) {
      const { title, code } = errorText(this.failure, this.language);
      return html`<p class="tones-failed">${title} <small class="code">${code}</small></p>`;
    }
    if (this.tones === '') return nothing;
    const spaced = [...this.tones].join(' ');
    return html`<bdi aria-hidden="true">${spaced}</bdi
      ><span class="visually-hidden">${this.messages.tonesSent(spaced)}</span>`;
  }

  #renderDial(): TemplateResult {
    const { messages, value } = this;
    const notice = this.#notice();
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="main">
        <div class="notice-place" role="status">${notice}</div>
        <div class="dial">
          <div class="box">
            <input
              type="tel"
              inputmode="tel"
              autocomplete="off"
              maxlength="64"
              aria-label=${messages.numberField}
              placeholder=${messages.numberPlaceholder}
              .value=${live(this.#field.shown(value))}
              @input=${this.#field.onInput}
              @compositionend=${this.#field.onCompositionEnd}
              @copy=${this.#field.onCopy}
              @cut=${this.#field.onCopy}
            />
            ${
              value === ''
                ? nothing
                : iconButton({
                    act: 'erase',
                    label: messages.deleteDigit,
                    icon: 'erase',
                    press: () => this.#erase(),
                  })
            }
          </div>
          <p class="visually-hidden" role="status">${this.recalled}</p>
          <p class="known" role="status">${this.#known()}</p>
        </div>
        ${keypadTemplate({
          messages,
          inCall: false,
          disabled: false,
          press: (key) => this.#keys.press(key),
          down: (key) => this.#keys.start(key),
          up: () => this.#keys.cancel(),
        })}
      </div>
      ${actionZone(this.#callButton())}
    </div>`;
  }

  /** Whose number it is, as the contacts have it. */
  #known(): TemplateResult | typeof nothing {
    const plain = plainOf(this.value);
    const name = plain.length < shortest ? '' : nameOf(this.#contacts.people, plain);
    return name === '' ? nothing : html`${icon('user', 16)}<bdi class="cut" title=${name}>${name}</bdi>`;
  }

  #callButton(): TemplateResult {
    const empty = this.value.trim() === '';
    return controlButton({
      act: empty ? 'recall' : 'call',
      label: this.messages.call,
      icon: 'phone',
      kind: `primary primary-call ${empty ? 'soft' : ''}`,
      part: 'primary',
      disabled: !this.#mayCall(),
      pending: this.#selector.value?.calling ?? false,
      press: this.press(() => this.#dial()),
    });
  }

  /** A number that is no number is not a reason to disable the button: the press says what is wrong. */
  #mayCall(): boolean {
    const refusal = this.#selector.value?.callRefusal ?? null;
    return refusal === null || refusal === 'INVALID_ARGUMENT';
  }

  #notice(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice) return nothing;
    const { messages, failure } = this;
    const seconds = this.#secondsToRetry();
    const notice = dialpadNotice(
      {
        ...slice,
        failure,
        messages,
        lastCall: slice.busy || slice.lastCall?.id === this.dismissedCall ? null : slice.lastCall,
        lastTransfer: slice.lastTransfer === this.dismissedTransfer ? null : slice.lastTransfer,
        retry: seconds === null ? null : { seconds, fraction: this.#retryFraction() },
      },
      this.#noticeActions(slice.lastCall, slice.registering),
    );
    return notice ? noticeTemplate(notice) : nothing;
  }

  #noticeActions(lastCall: Call | null, registering: boolean): DialpadActions {
    const { messages } = this;
    const button = (act: string, label: string, press: (event: MouseEvent) => void, pending = false): TemplateResult =>
      controlButton({ act, label, icon: null, kind: 'button', press, pending });
    const dismiss = (act: string, run: () => void): TemplateResult =>
      iconButton({ act, label: messages.dismiss, icon: 'close', press: this.press(run) });
    const register = this.pressFor({ type: 'register' });
    return {
      tryNow: button('retry', messages.tryNow, this.pressFor({ type: 'retryNow' })),
      register: button('register', messages.register, register, registering),
      registerAgain: button('register', messages.tryAgain, register, registering),
      startAgain: button('start', messages.tryAgain, this.pressFor({ type: 'start' }), registering),
      backToWork: button('work', messages.backToWork, this.pressFor({ type: 'setMode', mode: 'active' })),
      dismissFailure: dismiss('dismiss-failure', () => {
        this.failure = null;
        this.focus();
      }),
      dismissTransfer: dismiss('dismiss-transfer', () => {
        this.dismissedTransfer = this.#selector.value?.lastTransfer ?? null;
        this.focus();
      }),
      dismissCall: dismiss('dismiss-call', () => {
        this.dismissedCall = lastCall?.id ?? null;
        this.focus();
      }),
    };
  }

  #dial(): void {
    const number = this.value.trim();
    if (number === '') {
      if (this.#last.number === '') this.focus();
      this.recall();
      return;
    }
    // What was recalled and left as it is has the page's own id again.
    if (number !== this.recalled || number !== this.#last.number) this.#last = { number };
    void this.send({ type: 'call', ...this.#last }).then((result) => {
      if (result?.ok) this.value = this.recalled = '';
    });
  }

  async #sendTone(tone: KeypadKey): Promise<void> {
    const of = this.#tonesOf;
    const result = await this.send({ type: 'sendDtmf', tones: tone });
    if (result?.ok && of === this.#tonesOf) this.tones += tone;
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const slice = this.#selector.value;
    if (slice?.call) {
      if (!isKeypadKey(event.key)) return;
      event.preventDefault();
      if (!slice.tonesRefused) this.pressKey(event.key);
    } else if (event.key === 'Enter' && event.composedPath()[0] === this.input) {
      event.preventDefault();
      const justMovedHere = performance.now() - this.#focusedAt < settle && this.value === '';
      if (!event.repeat && !justMovedHere && this.#mayCall() && !slice?.calling) this.#dial();
    }
  }

  #erase(): void {
    this.#field.erase();
    // The key that erased the last digit goes away with it.
    if (this.value === '') this.input?.focus();
  }

  #secondsToRetry(): number | null {
    const { activePhone } = this;
    if (!this.#retry || !activePhone) return null;
    return Math.max(0, Math.ceil((this.#retry.at - activePhone.now()) / 1000));
  }

  #retryFraction(): number {
    const { activePhone } = this;
    if (!this.#retry || !activePhone) return 0;
    const whole = Math.max(1, this.#retry.at - this.#retry.seenAt);
    return (this.#retry.at - activePhone.now()) / whole;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-dialpad': BfcDialpad;
  }
}
