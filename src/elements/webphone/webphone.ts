import { ContextProvider } from '@lit/context';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { cache } from 'lit/directives/cache.js';
import type { Call } from '../../phone/call.js';
import type { Command, CommandType } from '../../phone/commands.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneProvider } from '../../phone/provider.js';
import { modes } from '../../phone/mode.js';
import { isCommandPending } from '../../phone/state.js';
import type { Unsubscribe } from '../../util/types.js';
import { primaryButton } from '../call-panel/panel-buttons.js';
import { phoneContext } from '../context.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { intentEventName, type IntentEvent } from '../intents.js';
import { engagedCall } from '../parts/calls.js';
import { controlButton, type Control } from '../parts/controls.js';
import { outcomeSentence } from '../parts/outcome.js';
import { BfcDialpad } from '../dialpad/dialpad.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { tabsStyles } from '../styles/tabs.js';
import { voidStyles } from '../styles/void.js';
import { CommandedElement } from './commanded-element.js';
import { copyText } from './copy.js';
import { TelLinks } from './tel-links.js';
import { EventBridge } from './event-bridge.js';
import {
  isForAdministrator,
  microphonePanel,
  microphoneProblem,
  misconfiguredPanel,
  problemDetails,
  refusedPanel,
  signedOutPanel,
} from './panels.js';
import { Navigation } from './navigation.js';
import { PhoneSource } from './phone-source.js';
import { isPage, viewOf, type Dismissed, type View } from './view.js';
import { webphoneStyles } from './webphone.styles.js';

/**
 * The whole phone: status, dialpad, incoming call, the two lines and the call, each in its time. Configured by attributes, driven by the
 * agent or by the methods of the SDK, which are the element's too; tells of everything by the SDK's events.
 *
 * With an account in its attributes it signs in; without one it joins the phone that the page already has.
 * It fills the width it is given, 240 to 480 px.
 *
 * @summary The whole phone; the only element that most pages use.
 * @tagname bfc-webphone
 * @attr {'vi'|'en'} [lang=vi] - The language of the agent.
 * @attr {'auto'|'light'|'dark'} [theme=auto] - `auto` follows the system.
 * @attr {'active'|'outgoing'|'inactive'} [mode=active] - Who may call.
 * @attr {string} username - E-mail of the Bizfly account.
 * @attr {string} password - Its password; read once and taken out of the DOM.
 * @attr {string} token - A token of the account API; read once and taken out of the DOM.
 * @attr {string} sip-password - Read once and taken out of the DOM.
 * @attr {string} sip-ha1 - Read once and taken out of the DOM.
 * @attr {boolean} tel-links - The page's `tel:` links call by this phone.
 * @attr {'true'|'false'} [register=true] - Whether to register.
 * @slot header - Beside the status.
 * @slot caller-details - What the page knows of the caller, above Answer.
 * @slot footer - Below everything.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<Alert>} alerts - Something needs the agent's attention, or no longer does.
 * @fires {CustomEvent} connected - The socket to the SIP server is open.
 * @fires {CustomEvent} disconnected - The socket is gone.
 * @fires {CustomEvent} registered - The extension is registered.
 * @fires {CustomEvent} unregistered - It no longer is.
 * @fires {CustomEvent<PhoneErrorData>} registrationFailed - It was refused.
 * @fires {CustomEvent<Call>} callOutgoing - A call was placed.
 * @fires {CustomEvent<Call>} callIncoming - A call came in.
 * @fires {CustomEvent<Call>} callConfirmed - A call was answered.
 * @fires {CustomEvent<Call>} callEnded - A call has ended: exactly once for each.
 * @fires {CustomEvent<Call>} referAccepted - A transfer was taken.
 * @fires {CustomEvent<Call>} referFailed - A transfer failed.
 * @csspart phone - The sheet.
 * @csspart header - Its first row.
 * @csspart mode - The button that opens the modes.
 * @csspart settings - The button that opens the settings.
 * @csspart tabs - The tabs of keypad, history and contacts.
 * @csspart keypad - The twelve keys.
 * @csspart lines - The two lines, in a call.
 * @csspart controls - The grid of mute, sound, hold, keypad, transfer and add call.
 * @csspart sheet - The sheet for a transfer or another call, while it is open.
 * @csspart offer - Reject and Answer.
 * @csspart answer - The Answer button.
 * @csspart reject - The Reject button.
 * @csspart caller-details - The frame around the page's details of a caller.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button.
 * @cssproperty --bfc-surface - The sheet.
 * @cssproperty --bfc-surface-soft - Keys and tiles.
 * @cssproperty --bfc-text - Names, numbers, labels.
 * @cssproperty --bfc-text-muted - Second lines, codes.
 * @cssproperty --bfc-border - Hairlines.
 * @cssproperty --bfc-accent - The main act that is no call, the current line.
 * @cssproperty --bfc-positive - Call, Answer.
 * @cssproperty --bfc-danger - Hang up.
 * @cssproperty --bfc-focus - The focus ring.
 * @cssproperty --bfc-font - The typeface.
 * @cssproperty --bfc-radius-l - The corners of the sheet.
 * @cssproperty [--bfc-arm-delay=400ms] - How long a control that appears under a resting pointer takes no press.
 */
export class BfcWebphone extends CommandedElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, tabsStyles, voidStyles, webphoneStyles];

  /** Makes and shares the phones of the page; put in by `defineElements`. */
  static provider: PhoneProvider | null = null;

  @state() private dismissed: Dismissed = { call: null, microphoneError: null };
  @state() private copied: 'yes' | 'failed' | null = null;

  /** Shows no note after a call: the page has one of its own. */
  @property({ type: Boolean, attribute: 'no-wrap-up' }) noWrapUp = false;

  readonly #navigation = new Navigation(this, {
    messages: () => this.messages,
    press: (run) => this.press(run),
    hangUp: (call) => this.#hangUp(call),
  });

  #removeHooks: Unsubscribe | null = null;
  readonly #events = new EventBridge(this);
  readonly #context = new ContextProvider(this, { context: phoneContext, initialValue: null });
  readonly #source = new PhoneSource(
    this,
    () => BfcWebphone.provider,
    (phone) => this.#showPhone(phone),
  );
  readonly #selector = new PhoneSelector(this, (phoneState) => {
    const view = viewOf(phoneState, this.dismissed, this.#navigation.choice);
    return {
      lang: phoneState.lang,
      type: view.type,
      engaged: engagedCall(phoneState),
      covered: view.type === 'call' && view.covered,
      error: 'error' in view ? view.error : null,
      stopped: phoneState.status === 'stopped',
      trying: isCommandPending(phoneState, 'start') || isCommandPending(phoneState, 'register'),
      calling: isCommandPending(phoneState, 'call'),
      outcome: phoneState.lastTransfer,
    };
  });

  constructor() {
    super();
    new TelLinks(this, (number) => this.#callByLink(number));
    this.addEventListener(intentEventName, (event) => this.#onIntent(event));
    this.addEventListener('bfc-add-call', () => this.renderRoot.querySelector('bfc-call-panel')?.openSheet('add'));
    this.addEventListener('bfc-dismiss', (event) => (this.dismissed = { ...this.dismissed, call: event.detail.id }));
  }

  override get activePhone(): Phone | null {
    return this.#source.phone;
  }

  /** Puts the focus where the agent goes on: the number field, the name of the caller. */
  override focus(options?: FocusOptions): void {
    const place = this.renderRoot.querySelector('.place')?.firstElementChild;
    const panel = place?.classList.contains('page') ? place.firstElementChild : place;
    if (panel instanceof PhoneElement) void panel.updateComplete.then(() => panel.focus(options));
    else panel?.querySelector<HTMLElement>('[data-name]')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const wish = this.takeWish(changed);
    if (wish) this.#source.wish(wish);
    if (this.hasUpdated) this.#applyToPhone(changed);
  }

  protected override update(changed: PropertyValues): void {
    const before = this.renderRoot.querySelector('.place')?.firstElementChild;
    const document = this.getRootNode() as Document | ShadowRoot;
    const inSlot = document.activeElement !== this && this.contains(document.activeElement);
    super.update(changed);
    // What the page has put into a panel goes out of sight with it.
    if (inSlot && before !== this.renderRoot.querySelector('.place')?.firstElementChild) this.focus();
  }

  protected override render(): TemplateResult {
    const lang = this.language;
    const view = this.#view();
    const outcome = this.#selector.value?.outcome;
    return html`<section class="phone" part="phone" aria-label=${this.messages.phone} lang=${lang} dir="ltr">
      <header class="header" part="header">
        <bfc-phone-status lang=${lang} exportparts="mode"></bfc-phone-status>
        ${this.#navigation.settingsButton(view)}
        <slot name="header"></slot>
      </header>
      <div class="body">
        ${this.#navigation.strip(view)}
        <div
          class="place"
          id="page"
          role=${isPage(view) ? 'tabpanel' : nothing}
          aria-labelledby=${isPage(view) ? `tab-${view.type}` : nothing}
        >
          ${cache(this.#panel(view))}
        </div>
      </div>
      <p class="visually-hidden" role="status">${outcome?.ok ? outcomeSentence(outcome, lang) : ''}</p>
      <slot name="footer"></slot>
    </section>`;
  }

  #view(): View {
    const phone = this.activePhone;
    if (phone) return viewOf(phone.state, this.dismissed, this.#navigation.choice);
    const error = this.#source.error(this.language);
    return error ? { type: 'misconfigured', error } : { type: 'signedOut' };
  }

  #panel(view: View): TemplateResult {
    const lang = this.language;
    switch (view.type) {
      case 'signedOut':
        return signedOutPanel(this.messages, lang);
      case 'misconfigured':
        return misconfiguredPanel(view.error, this.messages, lang);
      case 'refused':
        return refusedPanel(view.error, lang, this.#tryAgainToRegister());
      case 'microphone':
        return microphonePanel(
          view.error,
          this.messages,
          lang,
          this.#mendMicrophone(view.error),
          this.press(() => this.#dismissMicrophone()),
        );
      case 'incoming':
        return html`<bfc-incoming-call exportparts="offer, answer, reject, caller-details, actions, primary"
          ><slot name="caller-details" slot="caller-details"></slot
        ></bfc-incoming-call>`;
      case 'call':
        return html`<bfc-call-panel ?covered=${view.covered} exportparts="controls, keypad, sheet, actions, primary"
          >${
            view.covered
              ? html`<bfc-incoming-call slot="over" compact exportparts="offer, answer, reject"></bfc-incoming-call>`
              : ''
          }</bfc-call-panel
        >`;
      case 'keypad':
        return html`<bfc-dialpad exportparts="keypad, actions, primary"></bfc-dialpad>`;
      default:
        return this.#navigation.panel(view, this.#selector.value?.engaged ?? null);
    }
  }

  /** Hang up, over a call that the agent has covered with another page. */
  #hangUp(call: Call): TemplateResult {
    const isPending = (type: CommandType): boolean => this.isPending(type, call.line);
    const refuses = (command: Command): boolean => this.refuses(command);
    const send = (command: Command): ((event: MouseEvent) => void) => this.pressFor(command);
    return primaryButton({ call, messages: this.messages, refuses, isPending, send });
  }

  #tryAgainToRegister(): TemplateResult {
    const slice = this.#selector.value;
    const command = { type: slice?.stopped ? 'start' : 'register' } as const;
    return primary({
      act: 'try-again',
      label: this.messages.tryAgain,
      icon: 'redo',
      disabled: this.refuses(command),
      pending: slice?.trying ?? false,
      press: this.pressFor(command),
    });
  }

  #mendMicrophone(error: PhoneErrorData): TemplateResult {
    const { messages, copied } = this;
    if (!isForAdministrator(microphoneProblem(error.code))) {
      const press = this.press(() => void this.#callAgain());
      const pending = this.#selector.value?.calling ?? false;
      return primary({ act: 'try-again', label: messages.tryAgain, icon: 'redo', pending, press });
    }
    const label = { yes: messages.detailsCopied, failed: messages.copyFailed, none: messages.copyDetails };
    return primary({
      act: 'copy',
      label: label[copied ?? 'none'],
      icon: copied === 'yes' ? 'check' : 'copy',
      press: this.press(() => void this.#copyDetails(error)),
    });
  }

  async #copyDetails(error: PhoneErrorData): Promise<void> {
    this.copied = (await copyText(problemDetails(error), this.renderRoot)) ? 'yes' : 'failed';
  }

  /** Without a number there is nothing to try: the keys are where the agent goes on. */
  async #callAgain(): Promise<void> {
    if (this.lastDialled === null) {
      this.#dismissMicrophone();
      return;
    }
    const result = await this.send(this.lastDialled);
    // Something else is wrong by now, and the dialpad says what.
    if (result?.ok === false && !result.error.code.startsWith('MIC_')) this.#dismissMicrophone();
  }

  /** A stopped phone calls nobody: then the link is the browser's. */
  #callByLink(number: string): boolean {
    const status = this.activePhone?.state.status;
    if (status !== 'started' && status !== 'starting') return false;
    void this.send({ type: 'call', number }).then((result) => {
      const panel = this.renderRoot.querySelector('.place')?.firstElementChild;
      if (result?.ok !== false || !(panel instanceof PhoneElement)) return;
      if (panel instanceof BfcDialpad) panel.value = number;
      void panel.updateComplete.then(() => panel.showFailure(result.error));
    });
    return true;
  }

  #dismissMicrophone(): void {
    this.dismissed = { ...this.dismissed, microphoneError: this.activePhone?.state.microphoneError ?? null };
  }

  #onIntent({ detail: command }: IntentEvent): void {
    if (command.type === 'call') this.lastDialled = command;
  }

  #showPhone(phone: Phone | null): void {
    this.#navigation.connect(phone);
    this.#events.connect(phone);
    this.#removeHooks?.();
    // Read at each question: they may be set, changed and taken away at any time.
    this.#removeHooks = phone?.addHooks(this) ?? null;
    this.#context.setValue(phone);
    if (phone) this.#applyLanguage(phone);
  }

  /** What is a wish of the moment, not of the account, goes to the running phone. */
  #applyToPhone(changed: PropertyValues<this>): void {
    const phone = this.activePhone;
    if (!phone) return;
    if (changed.has('lang')) this.#applyLanguage(phone);
    const mode = modes.find((known) => known === (this.mode ?? 'active'));
    if (changed.has('mode') && mode) void phone.execute({ type: 'setMode', mode });
    if (changed.has('autoRegister')) void phone.execute({ type: this.autoRegister ? 'register' : 'unregister' });
  }

  #applyLanguage(phone: Phone): void {
    if (this.lang !== 'vi' && this.lang !== 'en') return;
    if (phone.state.lang !== this.lang) void phone.execute({ type: 'setLanguage', lang: this.lang });
  }
}

function primary(control: Omit<Control, 'kind' | 'part'>): TemplateResult {
  return controlButton({ ...control, kind: 'primary primary-do', part: 'primary' });
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-webphone': BfcWebphone;
  }
}
