import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isTalking, type Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import { isCommandPending, liveCalls } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { calleeOf, initialsOf } from '../parts/caller.js';
import { engagedCall } from '../parts/calls.js';
import { iconButton } from '../parts/controls.js';
import { otherTalking, rememberHandover, rememberSecondCall } from '../parts/errands.js';
import { deepActiveElement } from '../parts/focus.js';
import { failureNotice, noticeTemplate } from '../parts/notice.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { identityStyles } from '../styles/identity.js';
import { noticeStyles } from '../styles/notice.js';
import { PeoplePicker } from './people-picker.js';
import { choiceButton } from './rows.js';
import { transferDialogStyles } from './transfer-dialog.styles.js';

/** What the sheet is open for. */
export type SheetPurpose = 'transfer' | 'add';

/** How the sheet was closed: with something done, or given up. */
export interface SheetClosed {
  readonly done: boolean;
  /** Whether the focus was inside. */
  readonly hadFocus: boolean;
}

/**
 * A sheet to say who comes next: a name from the contacts, a number or an extension. For a transfer "Transfer now"
 * (blind) or "Ask first" (a call on line 2, the caller waits); to add a call, one button. On line 2, with a caller
 * waiting on line 1, the phone can only connect these two: then the sheet says so and asks.
 *
 * It covers what it stands in, and no more: keep Hang up outside, and name it in `beside`.
 *
 * @summary Transfer now, ask first, or add a call.
 * @tagname bfc-transfer-dialog
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<SheetClosed>} bfc-close - The sheet has closed. `preventDefault()` keeps the focus from going back to where it came from.
 * @fires {CustomEvent<PhoneErrorData>} bfc-failure - What failed after the sheet was closed.
 * @csspart sheet - The sheet.
 */
export class BfcTransferDialog extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    identityStyles,
    noticeStyles,
    transferDialogStyles,
  ];

  /** Whether the sheet is there. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** `transfer` or `add`. */
  @property() purpose: SheetPurpose = 'transfer';
  /** Controls outside the sheet that the Tab key reaches too while it is open: Hang up. */
  @property({ attribute: false }) beside: readonly HTMLElement[] = [];

  @state() private working = false;

  #subject: string | null = null;
  #opener: HTMLElement | null = null;
  #closing: SheetClosed = { done: false, hadFocus: false };

  readonly #picker = new PeoplePicker(this, () => (this.failure = null));
  readonly #selector = new PhoneSelector(this, (phoneState, phone) => {
    const call = engagedCall(phoneState);
    const number = this.#picker.target?.number ?? '0';
    return {
      lang: phoneState.lang,
      call,
      /** Whom a transfer from line 2 connects with. */
      partner: call?.line === 2 && isTalking(call) ? otherTalking(phoneState, 2) : null,
      passing: liveCalls(phoneState).some((each) => each.state === 'transferring'),
      transferring: isCommandPending(phoneState, 'transfer'),
      transferRefusal: phone.refusal({ type: 'transfer', number })?.code ?? null,
      secondRefusal: phone.refusal({ type: 'callLine2', number })?.code ?? null,
    };
  });

  constructor() {
    super();
    this.addEventListener('keydown', (event) => this.handleKey(event));
  }

  /** Opens the sheet; the focus goes into its field. */
  show(purpose: SheetPurpose): void {
    this.purpose = purpose;
    this.open = true;
  }

  /** Closes the sheet; the focus goes back to where it came from. */
  close(): void {
    this.#close(false);
  }

  /** Puts the cursor into the field. */
  override focus(options?: FocusOptions): void {
    (this.#picker.input ?? this.renderRoot.querySelector<HTMLElement>('[data-name]'))?.focus(options);
  }

  /** Gives the focus back to what had it before the sheet opened. False where that is gone. */
  returnFocus(): boolean {
    this.#opener?.focus();
    return this.#opener !== null && deepActiveElement() === this.#opener;
  }

  /** Escape and Tab, also for the keys that a control in `beside` gets. */
  handleKey(event: KeyboardEvent): void {
    if (!this.open || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab') this.#moveFocus(event);
    else if (!this.#takesKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const slice = this.#selector.value;
    const current = slice?.call?.id ?? null;
    if (changed.has('open') && this.open) {
      this.#subject = current;
      this.#opener = deepActiveElement();
      this.failure = null;
      this.#picker.reset();
    }
    if (!this.open) return;
    if (slice?.passing) this.#close(true);
    // Another call than the one it was opened for: what was picked was not meant for this one.
    else if (!this.working && current !== this.#subject) this.#close(false);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    if (this.open) this.focus();
    else if (changed.get('open')) this.#tellClosed();
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!this.open || !slice?.call) return nothing;
    const { messages } = this;
    const title = this.purpose === 'add' ? messages.addCall : messages.transfer;
    const partner = this.purpose === 'transfer' && !this.working ? slice.partner : null;
    return html`<div class="sheet" part="sheet" role="dialog" aria-label=${title} lang=${this.language} dir="ltr">
      <div class="head">
        <h2 class="title cut" data-name tabindex="-1">${title}</h2>
        ${iconButton({ act: 'close', label: messages.close, icon: 'close', press: this.press(() => this.close()) })}
      </div>
      ${partner ? this.#renderPartner(partner) : this.#picker.render(messages)}
      <div class="problem" role="status">${this.#problem()}</div>
      <div class="choices">${partner ? this.#connectChoice() : this.#choices()}</div>
    </div>`;
  }

  #renderPartner(partner: Call): TemplateResult {
    const { title } = calleeOf(partner, this.messages);
    return html`<div class="list">
      <div class="row">
        <span class="avatar plain" aria-hidden="true">${initialsOf(title) ?? '#'}</span>
        <span>
          <bdi class="cut row-name" title=${title}>${title}</bdi>
          <span class="cut row-number">${this.messages.onOtherLine(partner.line)}</span>
        </span>
      </div>
    </div>`;
  }

  #problem(): TemplateResult | typeof nothing {
    return this.failure ? noticeTemplate(failureNotice(this.failure, this.language)) : nothing;
  }

  #choices(): readonly TemplateResult[] {
    const { messages } = this;
    const slice = this.#selector.value;
    const { target } = this.#picker;
    // A number that is none is no reason to disable a button: the press says what is wrong.
    const isShut = (code: string | null): boolean => target === null || (code !== null && code !== 'INVALID_ARGUMENT');
    const second = {
      disabled: isShut(slice?.secondRefusal ?? null),
      pending: this.working,
      press: this.press(() => void this.#callSecond()),
    };
    if (this.purpose === 'add') {
      return [choiceButton({ act: 'call-second', label: messages.callAndHold, kind: 'call', ...second })];
    }
    const isBusy = slice?.secondRefusal === 'LINE_BUSY' && !this.working;
    return [
      choiceButton({
        act: 'transfer-now',
        label: messages.transferNow,
        hint: messages.transferNowHint,
        kind: 'do',
        disabled: this.working || isShut(slice?.transferRefusal ?? null),
        pending: slice?.transferring ?? false,
        press: this.press(() => void this.#transferNow()),
      }),
      choiceButton({
        act: 'ask-first',
        label: messages.askFirst,
        hint: isBusy ? messages.bothLinesBusy : messages.askFirstHint,
        kind: 'plain',
        ...second,
      }),
    ];
  }

  #connectChoice(): TemplateResult {
    const { messages } = this;
    const slice = this.#selector.value;
    return choiceButton({
      act: 'connect-both',
      label: messages.connectBoth,
      hint: messages.connectBothHint,
      kind: 'do',
      disabled: this.refuses({ type: 'transfer' }),
      pending: slice?.transferring ?? false,
      press: this.pressFor({ type: 'transfer' }),
    });
  }

  async #transferNow(): Promise<void> {
    const { activePhone: phone } = this;
    const { target } = this.#picker;
    if (!phone || !target) return;
    rememberHandover(phone, target);
    await this.send({ type: 'transfer', number: target.number });
  }

  /** Until it is known that the call has left, the sheet stays: what went wrong is said here. */
  async #callSecond(): Promise<void> {
    const { activePhone: phone } = this;
    const { target } = this.#picker;
    if (!phone || !target) return;
    const remember = rememberSecondCall(phone, target, this.purpose === 'transfer');
    this.working = true;
    const result = await this.send({ type: 'callLine2', number: target.number });
    this.working = false;
    remember(result?.ok ? result.data.id : null);
    if (result?.ok) this.#close(true);
    else if (result && !this.open) {
      const { error: detail } = result;
      this.dispatchEvent(new CustomEvent<PhoneErrorData>('bfc-failure', { detail }));
    }
  }

  #takesKey(event: KeyboardEvent): boolean {
    const isEnter = event.key === 'Enter';
    // A key held down on the way from the field to a button is no second press.
    if (event.composedPath()[0] !== this.#picker.input) return isEnter && event.repeat;
    if (!isEnter) return this.#picker.handleKey(event);
    if (!event.repeat) this.#goOn();
    return true;
  }

  /** Enter adds a call at once; of the two ways to transfer, the next Enter takes the one that has the focus. */
  #goOn(): void {
    const first = this.renderRoot.querySelector<HTMLElement>('.choice');
    if (this.purpose === 'transfer') first?.focus();
    else if (first?.getAttribute('aria-disabled') !== 'true') void this.#callSecond();
  }

  /** Round and round: the sheet, what stands beside it, and the sheet again. */
  #moveFocus(event: KeyboardEvent): void {
    const own = this.renderRoot.querySelectorAll<HTMLElement>('input, button:not([tabindex="-1"])');
    const stops = [...own, ...this.beside];
    const at = stops.findIndex((stop) => stop === event.composedPath()[0]);
    const next = at === -1 && event.shiftKey ? stops.length - 1 : at + (event.shiftKey ? -1 : 1);
    stops.at(next % stops.length)?.focus();
  }

  #close(done: boolean): void {
    if (!this.open) return;
    this.#closing = { done, hadFocus: this.shadowRoot?.activeElement != null };
    this.open = false;
  }

  #tellClosed(): void {
    const detail = this.#closing;
    const event = new CustomEvent<SheetClosed>('bfc-close', { detail, cancelable: true });
    if (this.dispatchEvent(event) && detail.hadFocus) this.returnFocus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-transfer-dialog': BfcTransferDialog;
  }
  interface HTMLElementEventMap {
    'bfc-close': CustomEvent<SheetClosed>;
    'bfc-failure': CustomEvent<PhoneErrorData>;
  }
}
