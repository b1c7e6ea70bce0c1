import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Call } from '../../phone/call.js';
import type { Command } from '../../phone/commands.js';
import type { Phone } from '../../phone/phone.js';
import { askedOf, type PhoneState, type TransferOutcome } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import type { BfcDialpad } from '../dialpad/dialpad.js';
import { calleeOf, type Caller } from '../parts/caller.js';
import { engagedCall } from '../parts/calls.js';
import { actionZone, controlButton } from '../parts/controls.js';
import { dismiss, dismissedOf, DismissedWatch, shownFailure } from '../parts/dismissed.js';
import { handoverOf, pickedName } from '../parts/errands.js';
import { isKeypadKey } from '../parts/keypad.js';
import { soundNotice, type SoundSituation } from '../parts/sound-notice.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { identityStyles } from '../styles/identity.js';
import { noticeStyles } from '../styles/notice.js';
import { qualityStyles } from '../styles/quality.js';
import type { BfcTransferDialog, SheetClosed, SheetPurpose } from '../transfer-dialog/transfer-dialog.js';
import { callerOfTarget, identityTemplate, passingTemplate } from './call-identity.js';
import { CallClock } from './call-clock.js';
import { callNotice, noticePlace } from './call-notice.js';
import { callPanelStyles } from './call-panel.styles.js';
import { callTiles } from './call-tiles.js';
import { rememberRetry, retryCommands } from './mend.js';
import { NoteSheet } from './note-sheet.js';
import { noticeActions, primaryButton, soundActions } from './panel-buttons.js';
import { companions, panelSlice, type PanelSlice } from './panel-slice.js';

/**
 * The call: who, how long, how well; mute, sound, hold, keypad, transfer, add call and Hang up. With a second call,
 * swap; while the agent asks somebody before a transfer, Connect and Go back; then the transfer, and what came of it.
 * A call that failed stays, with the reason and Call again, until it is closed. Empty when there is neither.
 *
 * @summary The live call and its controls.
 * @tagname bfc-call-panel
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @slot over - Stands in the place of the name while `covered` is set.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<Call>} bfc-dismiss - The agent has closed the failed call.
 * @fires {CustomEvent} bfc-open-settings - The agent wants to choose another microphone or speaker; only where `settings` is set.
 * @csspart controls - The grid of mute, sound, hold, keypad, transfer and add call.
 * @csspart keypad - The keys, while they are open.
 * @csspart sheet - The sheet for a transfer, another call, or a note, while it is open.
 * @csspart actions - The zone of the main button.
 * @csspart primary - The main button: Hang up or Call again.
 */
export class BfcCallPanel extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    noticeStyles,
    identityStyles,
    qualityStyles,
    callPanelStyles,
  ];

  /** Shows the slot `over` in the place of the name. */
  @property({ type: Boolean }) covered = false;

  /** Shows a button for a note about the call, which goes on in `<bfc-call-note>` when the call has ended. */
  @property({ type: Boolean }) notes = false;

  /** Shows buttons that lead to the settings, where a notice is about a device. */
  @property({ type: Boolean }) settings = false;

  @state() private keypadOpen = false;
  @state() private sheet: SheetPurpose | null = null;
  @state() private dismissedOutcome: TransferOutcome | null = null;
  @query('bfc-transfer-dialog') private dialog!: BfcTransferDialog | null;

  #callId: string | null = null;
  #sheetHadFocus = false;
  readonly #clock = new CallClock(this);
  readonly #note = new NoteSheet(this);

  readonly #selector = new PhoneSelector(this, (phoneState, phone) =>
    panelSlice(phoneState, phone, shownCall(phoneState, phone)),
  );

  constructor() {
    super();
    new DismissedWatch(this);
    new Ticker(this, () => this.#clock.text(this.#selector.value?.call ?? null, this.#selector.value?.other ?? null));
    this.addEventListener('keydown', (event) => this.#onKeyDown(event));
  }

  /** Opens the sheet for a transfer, or for a second call. */
  openSheet(purpose: SheetPurpose): void {
    const slice = this.#selector.value;
    if (!slice?.call || slice.call.end || slice.passing) return;
    this.keypadOpen = false;
    this.#note.see(null);
    this.sheet = purpose;
  }

  /** Puts the focus on the name; the controls come next. */
  override focus(options?: FocusOptions): void {
    const [card] = this.renderRoot.querySelector('slot')?.assignedElements() ?? [];
    if (this.covered && card instanceof PhoneElement) void card.updateComplete.then(() => card.focus(options));
    else if (this.sheet !== null) this.dialog?.focus(options);
    else if (this.#note.isOpen) this.#note.focus(options);
    else {
      const { renderRoot: root } = this;
      (root.querySelector<HTMLElement>('[data-name]') ?? root.querySelector('button'))?.focus(options);
    }
  }

  protected override willUpdate(): void {
    const slice = this.#selector.value;
    this.#sheetHadFocus = this.dialog !== null && this.shadowRoot?.activeElement === this.dialog;
    const call = slice?.call ?? null;
    if (call?.id !== this.#callId) {
      this.#callId = call?.id ?? null;
      this.keypadOpen = false;
      this.failure = null;
    }
    this.#note.see(call);
    this.#clock.see();
    if (call?.end || slice?.passing) this.keypadOpen = false;
    if (!call || call.end) this.sheet = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { dialog } = this;
    if (dialog) dialog.beside = [...this.renderRoot.querySelectorAll<HTMLElement>('.raised .button, .primary')];
    // What was typed into the sheet is still there when the second caller is gone.
    if (changed.has('covered') && (this.#sheetHadFocus || this.#note.hadFocus)) this.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice?.call) return nothing;
    const { call, passing } = slice;
    const actions = this.#isBrief ? {} : this.#soundActions(call);
    const sound = passing || call.end ? null : soundNotice(this.#situation(slice, call), actions);
    // Where its usual place is taken, what is wrong with the sound is said in another one.
    const warned = sound && (this.#isBrief ? 'brief' : this.#isUnderSheet ? 'raised' : null);
    const notice = warned ? sound : passing || this.#isBrief ? null : this.#notice(call);
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="main ${warned ?? ''}">
        ${this.#stage(call, passing, notice?.actions !== undefined)}
        ${noticePlace({ notice, warned, isBare: this.#isBrief || passing !== null, isInert: this.#isUnderSheet && !warned, said: passing ? this.messages.transferring : '' })}
        ${this.#controls(call)}
        <bfc-transfer-dialog
          .phone=${this.activePhone}
          .open=${this.sheet !== null}
          .purpose=${this.sheet ?? 'transfer'}
          ?hidden=${this.covered}
          exportparts="sheet"
          @bfc-close=${this.#onSheetClosed}
          @bfc-failure=${(event: HTMLElementEventMap['bfc-failure']) => (this.failure = event.detail)}
        ></bfc-transfer-dialog>
        ${this.#note.render(call, this.messages, this.covered)}
      </div>
      ${actionZone(this.#primary(call))}
    </div>`;
  }

  /** What the sheet covers is out of reach for the ear too. */
  get #isUnderSheet(): boolean {
    return (this.sheet !== null || this.#note.isOpen) && !this.covered;
  }

  /** The keys, or a second caller, leave room for two short lines. */
  get #isBrief(): boolean {
    return this.covered || this.keypadOpen;
  }

  /** `tight`: a tall notice stands below. */
  #stage(call: Call, passing: Call | null, tight: boolean): TemplateResult {
    if (this.covered) return html`<div class="stage over"><slot name="over"></slot></div>`;
    if (this.keypadOpen) {
      return html`<div class="stage">
        <bfc-dialpad .phone=${this.activePhone} exportparts="keypad"></bfc-dialpad>
      </div>`;
    }
    return html`<div class="stage" ?inert=${this.#isUnderSheet}>
      ${passing ? this.#passing(call, passing) : this.#identity(call, tight)}
      ${passing || !this.notes ? nothing : this.#note.button(call, this.messages, (run) => this.press(run))}
    </div>`;
  }

  #identity(call: Call, tight: boolean): TemplateResult {
    const { messages } = this;
    const asking = this.#selector.value?.company === 'consulting';
    return identityTemplate({
      call,
      caller: this.#calleeOf(call),
      asking,
      tight,
      seconds: this.#clock.duration(call),
      messages,
    });
  }

  /** `call` is where the agent is: the caller himself, or whoever was asked. */
  #passing(call: Call, passing: Call): TemplateResult {
    const handover = this.activePhone && handoverOf(this.activePhone);
    const target = call.id === passing.id ? handover && callerOfTarget(handover) : this.#calleeOf(call);
    return passingTemplate(this.#calleeOf(passing), target, this.messages);
  }

  #calleeOf(call: Call): Caller {
    return calleeOf(call, this.messages, this.activePhone && pickedName(this.activePhone, call));
  }

  #situation(slice: PanelSlice, call: Call): SoundSituation {
    return { ...slice, call, lang: this.language, messages: this.messages };
  }

  #soundActions(call: Call): ReturnType<typeof soundActions> {
    const open = this.press(() =>
      this.dispatchEvent(new CustomEvent('bfc-open-settings', { bubbles: true, composed: true })),
    );
    const send = (command: Command): ((event: MouseEvent) => void) => this.pressFor(command);
    return soundActions(call, { send, openSettings: this.settings ? open : null }, this.messages);
  }

  #notice(call: Call): ReturnType<typeof callNotice> {
    const [slice, phone] = [this.#selector.value, this.activePhone];
    if (!slice || !phone) return null;
    return callNotice(
      {
        ...this.#situation(slice, call),
        ...companions(phone, slice, dismissedOf(phone).call, (each) => this.#calleeOf(each).title, this.#clock),
        elsewhere: slice.elsewhere,
        missing: slice.missing,
        failure: this.failure,
        heldFor: this.#clock.heldFor(call),
        outcome: slice.outcome === this.dismissedOutcome ? null : slice.outcome,
      },
      { ...this.#noticeActions(call, slice.outcome, slice.lost), ...this.#soundActions(call) },
    );
  }

  #noticeActions(call: Call, outcome: TransferOutcome | null, lost: Call | null): ReturnType<typeof noticeActions> {
    const phone = this.activePhone;
    const retry = phone && retryCommands(phone, phone.state, outcome, lost);
    const thenFocus = (run: () => void) => (): void => {
      run();
      this.focus();
    };
    const acts = {
      dismissFailure: thenFocus(() => (this.failure = null)),
      dismissOutcome: thenFocus(() => (this.dismissedOutcome = outcome)),
      dismissSecond: thenFocus(() => lost && dismiss(phone, { call: lost.id })),
      close: () => this.#dismiss(call),
      takeHere: () => void this.send({ type: 'takeHere' }),
      tryAgain: retry && (() => void this.#carryOut(retry)),
      someoneElse: this.refuses({ type: 'transfer', number: '0' }) ? null : () => this.openSheet('transfer'),
    };
    return noticeActions(acts, (run) => this.press(run), this.messages);
  }

  #controls(call: Call): TemplateResult {
    const passing = this.#selector.value?.passing != null;
    const isShut = (command: Command): boolean => call.end !== null || (passing && command.type !== 'cancelTransfer');
    const tiles = callTiles({
      call,
      company: this.#selector.value?.company ?? 'one',
      messages: this.messages,
      keypadOpen: this.keypadOpen && !this.covered,
      refuses: (command) => isShut(command) || this.refuses(command),
      isPending: (type, ofThisLine) => this.isPending(type, ofThisLine ? call.line : undefined),
      send: (command) => this.press(() => this.#goOn(command)),
      openSheet: (purpose) => this.press(() => this.openSheet(purpose)),
      toggleKeypad: this.press(() => (this.keypadOpen = !this.keypadOpen)),
    });
    return html`<div
      class="controls"
      part="controls"
      role="group"
      aria-label=${this.messages.controls}
      ?inert=${this.#isUnderSheet}
    >
      ${tiles.map(controlButton)}
    </div>`;
  }

  #primary(call: Call): TemplateResult {
    const phone = this.activePhone;
    return primaryButton({
      call,
      again: phone ? askedOf(phone.state, call) : undefined,
      messages: this.messages,
      refuses: (command) => this.refuses(command),
      isPending: (type) => this.isPending(type, type === 'hangUp' ? call.line : undefined),
      send: (command) => this.pressFor(command),
    });
  }

  /** Whoever goes on with the call has read what came of the transfer. */
  #goOn(command: Command): void {
    this.dismissedOutcome = this.#selector.value?.outcome ?? null;
    const lost = this.#selector.value?.lost;
    if (lost) dismiss(this.activePhone, { call: lost.id });
    void this.#carryOut([command]);
  }

  /** One after the other, until one fails. What came of a transfer the phone tells: it needs no second notice. */
  async #carryOut(commands: readonly Command[]): Promise<void> {
    const phone = this.activePhone;
    for (const command of phone ? commands : []) {
      const remember = phone && rememberRetry(phone, command);
      const result = await this.send(command);
      remember?.(result?.ok ?? false);
      if (result?.ok) continue;
      if (command.type === 'transfer' && phone?.state.lastTransfer) this.failure = null;
      return;
    }
  }

  #dismiss(call: Call): void {
    dismiss(this.activePhone, { call: call.id });
    this.dispatchEvent(new CustomEvent<Call>('bfc-dismiss', { detail: call, bubbles: true, composed: true }));
  }

  #onSheetClosed(event: CustomEvent<SheetClosed>): void {
    const { done, hadFocus } = event.detail;
    event.preventDefault();
    this.sheet = null;
    if (!hadFocus) return;
    // Only then the tile it was opened from is within reach again.
    void this.updateComplete.then(() => {
      if (done || !this.dialog?.returnFocus()) this.focus();
    });
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (this.#isUnderSheet) {
      // The sheet has handled its own keys; Hang up stands beside it.
      if (this.#note.isOpen) this.#note.handleKey(event);
      else if (this.dialog && !event.composedPath().includes(this.dialog)) this.dialog.handleKey(event);
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!this.keypadOpen || !isKeypadKey(event.key)) return;
    const dialpad = this.renderRoot.querySelector<BfcDialpad>('bfc-dialpad');
    if (!dialpad || this.refuses({ type: 'sendDtmf', tones: event.key })) return;
    event.preventDefault();
    dialpad.pressKey(event.key);
  }
}

function shownCall(phoneState: PhoneState, phone: Phone): Call | null {
  return engagedCall(phoneState) ?? shownFailure(phoneState, phone);
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-panel': BfcCallPanel;
  }
  interface HTMLElementEventMap {
    'bfc-dismiss': CustomEvent<Call>;
    'bfc-open-settings': CustomEvent<null>;
  }
}
