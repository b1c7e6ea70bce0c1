import { ContextProvider } from '@lit/context';
import { html, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { cache } from 'lit/directives/cache.js';
import type { Call } from '../../phone/call.js';
import type { Command, CommandType } from '../../phone/commands.js';
import { describeError, type PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneProvider } from '../../phone/provider.js';
import type { Unsubscribe } from '../../util/types.js';
import { primaryButton } from '../call-panel/panel-buttons.js';
import { phoneContext } from '../context.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { FloatingPhone } from '../floating/floating-phone.js';
import { floatingStyles } from '../floating/floating.styles.js';
import { BfcDialpad } from '../dialpad/dialpad.js';
import { PhoneElement } from '../phone-element.js';
import { downloadReport } from '../settings/report-view.js';
import { prepareFormats } from '../messages/format.js';
import { dismiss, DismissedWatch } from '../parts/dismissed.js';
import { Keyboard } from '../shortcuts/keyboard.js';
import { keysStyles } from '../shortcuts/keys-sheet.styles.js';
import { controls } from '../styles/controls.js';
import { glyphStyles } from '../styles/glyph.js';
import { noticeStyles } from '../styles/notice.js';
import { tabsStyles } from '../styles/tabs.js';
import { voidStyles } from '../styles/void.js';
import { CommandedElement } from './commanded-element.js';
import { EventBridge } from './event-bridge.js';
import { applyLanguage, applyWishes } from './live-wishes.js';
import { MicrophoneHelp } from './microphone-help.js';
import { Navigation } from './navigation.js';
import type { Entered } from './options.js';
import { callPanel, incomingPanel, misconfiguredPanel, refusedPanel, signedOutPanel } from './panels.js';
import { PhoneSource } from './phone-source.js';
import { sheet } from './sheet.js';
import { SignInForm } from './sign-in.js';
import { signInStyles } from './sign-in.styles.js';
import { webphoneSlice } from './slice.js';
import { TelLinks } from './tel-links.js';
import { isPage, viewOf, type View } from './view.js';
import { webphoneStyles } from './webphone.styles.js';

/**
 * The whole phone: status, dialpad, incoming call, the two lines and the call, each in its time. Configured by attributes, driven by the
 * agent or by the methods of the SDK, which are the element's too; tells of everything by the SDK's events.
 *
 * With an account in its attributes it signs in; without one it joins the phone that the page already has.
 * It fills the width it is given, 240 to 480 px; with `layout="floating"` it stands above the page, in a corner.
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
 * @attr {boolean} sign-in - Without an account or a phone of the page's, the agent signs in here.
 * @attr {boolean} tel-links - The page's `tel:` links call by this phone.
 * @attr {'true'|'false'} [register=true] - Whether to register.
 * @attr {'inline'|'floating'} [layout=inline] - `floating`: a button that opens the phone; in a call a bar.
 * @attr {boolean} open - Whether the floating phone is open.
 * @attr {'phone'|'page'} [shortcut-scope=phone] - Where the keys work.
 * @slot header - Beside the status.
 * @slot caller-details - What the page knows of the caller, above Answer.
 * @slot footer - Below everything.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<{open: boolean}>} bfc-toggle - The floating phone was opened or closed.
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
 * @csspart hotline - The hotline of outgoing calls.
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
 * @csspart launcher - The button of the floating phone.
 * @csspart bar - The bar of the floating phone, closed in a call.
 * @csspart grip - The strip above the floating phone, open.
 * @cssproperty [--bfc-z-index=10000] - Where the floating phone stands in the order of layers.
 * @cssproperty [--bfc-floating-width=320px] - How wide it is when it is open.
 */
export class BfcWebphone extends CommandedElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    tabsStyles,
    voidStyles,
    glyphStyles,
    noticeStyles,
    webphoneStyles,
    signInStyles,
    keysStyles,
    floatingStyles,
  ];

  /** Makes and shares the phones of the page; put in by `defineElements`. */
  static provider: PhoneProvider | null = null;

  @state() private reportFailure: PhoneErrorData | null = null;

  readonly #navigation = new Navigation(this, {
    messages: () => this.messages,
    press: (run) => this.press(run),
    hangUp: (call) => this.#hangUp(call),
    send: (command) => this.pressFor(command),
    keyboard: () => this.#keyboard,
    account: () => this.enteredAs,
    signOut: () => void this.send({ type: 'stop' }).then((result) => result && this.#become(null)),
  });

  readonly #signInForm = new SignInForm(this, {
    messages: () => this.messages,
    press: (run) => this.press(run),
    become: (entered) => this.#become(entered),
  });

  readonly #keyboard: Keyboard = new Keyboard(this, {
    showKeys: () => this.#showKeys(),
    open: () => this.#floating.comeOrGo(),
    toNumberField: () => this.#toNumberField(),
  });

  readonly #microphoneHelp = new MicrophoneHelp(this, {
    press: (run) => this.press(run),
    send: (command) => this.send(command),
    refuses: (command) => this.refuses(command),
    dismiss: () => dismiss(this.activePhone, { microphoneError: this.activePhone?.state.microphoneError ?? null }),
  });

  readonly #floating = new FloatingPhone(this, {
    lang: () => this.language,
    messages: () => this.messages,
    press: (run) => this.press(run),
    failed: () => this.#failedCall(),
    handleKey: (event, root) => this.#keyboard.handleIn(event, root),
  });

  #removeHooks: Unsubscribe | null = null;
  readonly #events = new EventBridge(this);
  readonly #context = new ContextProvider(this, { context: phoneContext, initialValue: null });
  readonly #source = new PhoneSource(
    this,
    () => BfcWebphone.provider,
    (phone) => this.#showPhone(phone),
  );
  readonly #selector = new PhoneSelector(this, (phoneState, phone) =>
    webphoneSlice(phoneState, viewOf(phone, this.#navigation.choice), this.#floating.isClosed),
  );

  constructor() {
    super();
    new DismissedWatch(this);
    new TelLinks(this, {
      call: (number) => this.send({ type: 'call', number }),
      failed: (number, error) => this.#showFailedCall(number, error),
    });
    this.addEventListener('bfc-add-call', () => this.renderRoot.querySelector('bfc-call-panel')?.openSheet('add'));
    this.addEventListener('bfc-show-shortcuts', () => this.#showKeys());
    this.addEventListener('bfc-open-settings', () => void this.#navigation.openSound());
  }

  override get activePhone(): Phone | null {
    return this.#source.phone;
  }

  /** Puts the focus where the agent goes on: the number field, the name of the caller. */
  override focus(options?: FocusOptions): void {
    this.#floating.focus(options);
    if (this.#floating.isClosed) return;
    const place = this.#placePanel;
    const panel = place?.classList.contains('page') ? place.firstElementChild : place;
    if (panel instanceof PhoneElement) void panel.updateComplete.then(() => panel.focus(options));
    else panel?.querySelector<HTMLElement>('[data-name]')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const wish = this.takeWish(changed);
    if (wish) this.#source.wish(wish);
    if (this.hasUpdated && this.activePhone) applyWishes(this, changed, this.activePhone);
  }

  protected override update(changed: PropertyValues): void {
    const before = this.#placePanel;
    const document = this.getRootNode() as Document | ShadowRoot;
    const inSlot = document.activeElement !== this && this.contains(document.activeElement);
    super.update(changed);
    // What the page has put into a panel goes out of sight with it.
    if (inSlot && before !== this.#placePanel) this.focus();
    if (!this.#floating.isClosed) this.#navigation.shown(this.#view());
  }

  /**
   * Opens the mini phone, in a window that stays on top of all others; only within a press of the agent's. Resolves with
   * false where the browser has no such window (`documentPictureInPicture`), or does not open it.
   */
  openMiniPhone(): Promise<boolean> {
    return this.#floating.openMini();
  }

  /** Closes it; the call goes on. */
  closeMiniPhone(): void {
    this.#floating.closeMini();
  }

  protected override render(): TemplateResult {
    const view = this.#view();
    const { engaged = null, glyph, spinning = false, word } = this.#selector.value ?? {};
    return this.#floating.render(this.#sheet(view), {
      busy: engaged !== null || view.type === 'incoming' || view.type === 'call',
      status: glyph && word ? { glyph, spinning, word } : null,
      missed: this.#navigation.missed,
    });
  }

  #sheet(view: View): TemplateResult {
    return sheet({
      lang: this.language,
      messages: this.messages,
      settings: this.#navigation.settingsButton(view),
      strip: this.#navigation.strip(view),
      panel: cache(this.#panel(view)),
      view,
      outcome: this.#selector.value?.outcome ?? null,
    });
  }

  /** What the panel of now is drawn into. */
  get #placePanel(): Element | null {
    return this.renderRoot.querySelector('.place')?.firstElementChild ?? null;
  }

  #view(): View {
    const phone = this.activePhone;
    const wrongKeys = this.#keyboard.error && describeError(this.#keyboard.error, this.language);
    const view = phone && viewOf(phone, this.#navigation.choice);
    // A call goes before the integrator's mistake.
    if (view) return wrongKeys && isPage(view) ? { type: 'misconfigured', error: wrongKeys } : this.#withForm(view);
    const error = this.#source.error(this.language) ?? wrongKeys;
    return error ? { type: 'misconfigured', error } : this.#withForm({ type: 'signedOut' });
  }

  /** The phone of before is given back first: else it would be the page's phone, to be joined at once. */
  #become(entered: Entered | null): void {
    this.#navigation.home();
    if (!entered) this.#signInForm.forget();
    this.#source.letGo();
    this.enter(entered);
  }

  #withForm(view: View): View {
    return this.takesForm ? this.#signInForm.over(view, this.enteredAs !== null) : view;
  }

  #panel(view: View): TemplateResult {
    const lang = this.language;
    switch (view.type) {
      case 'signedOut':
        return signedOutPanel(this.messages, lang);
      case 'signIn':
        return this.#signInForm.panel(view, lang);
      case 'misconfigured':
        return misconfiguredPanel(view.error, this.messages, lang);
      case 'refused':
        return refusedPanel(view.error, this.#refused);
      case 'microphone':
        return this.#microphoneHelp.panel(view.error, this.messages, lang, this.#selector.value?.calling ?? false);
      case 'incoming':
        return incomingPanel();
      case 'call':
        return callPanel(view.covered, !this.noWrapUp);
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

  get #refused(): Parameters<typeof refusedPanel>[1] {
    const { messages, language: lang } = this;
    const slice = this.#selector.value;
    const command = { type: slice?.status === 'stopped' ? 'start' : 'register' } as const;
    const again = {
      act: 'try-again',
      label: messages.tryAgain,
      icon: 'redo',
      disabled: this.refuses(command),
      pending: slice?.trying ?? false,
      press: this.pressFor(command),
    } as const;
    const report = this.press(() => void this.#downloadReport());
    // What else failed is in the panel as its reason.
    const reportFailure = this.failure === this.reportFailure ? this.failure : null;
    return { lang, messages, again, report, reportFailure };
  }

  async #downloadReport(): Promise<void> {
    const result = await this.send({ type: 'supportReport' });
    this.reportFailure = result?.ok === false ? result.error : null;
    if (result?.ok) downloadReport(result.data);
  }

  /** What the call panel shows after the call: the mini phones say it too. */
  #failedCall(): Call | null {
    return this.#view().type === 'call' && !this.#selector.value?.engaged
      ? (this.activePhone?.state.lastCall ?? null)
      : null;
  }

  /** Where the number can be mended, in the field. */
  #showFailedCall(number: string, error: PhoneErrorData): void {
    const panel = this.#placePanel;
    if (this.#floating.isClosed) this.open = true;
    if (!(panel instanceof PhoneElement)) return;
    if (panel instanceof BfcDialpad) panel.value = number;
    void panel.updateComplete.then(() => panel.showFailure(error));
  }

  #showKeys(): boolean {
    return !this.#floating.isClosed && this.#navigation.toggleKeys(this.#view());
  }

  #toNumberField(): boolean {
    if (this.#view().type !== 'keypad' || this.#floating.isClosed) return false;
    this.focus();
    return true;
  }

  #showPhone(phone: Phone | null): void {
    this.#navigation.connect(phone);
    this.#events.connect(phone);
    this.#removeHooks?.();
    // Read at each question: they may be set, changed and taken away at any time.
    this.#removeHooks = phone?.addHooks(this) ?? null;
    this.#context.setValue(phone);
    if (!phone) return;
    applyLanguage(this, phone);
    prepareFormats(this.language);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-webphone': BfcWebphone;
  }
}
