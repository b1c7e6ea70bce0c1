import { css, html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isTalking, withDurations, type Call } from '../../phone/call.js';
import type { CommandOf } from '../../phone/commands.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneProvider } from '../../phone/provider.js';
import { isCommandPending, liveCalls } from '../../phone/state.js';
import { shownLine } from '../../util/one-line.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icons.js';
import { formatClock } from '../messages/format.js';
import { errorText } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { isSameNumber } from '../parts/people.js';
import { PhoneElement } from '../phone-element.js';
import { PagePhone } from './page-phone.js';

/**
 * Click to call, anywhere in a page: beside a customer, in a table of thousands. Finds the phone of the page by
 * itself (that of a `<bfc-webphone>` or the SDK), or takes the one it is given. Where it cannot call it says why, to
 * the eye that rests on it and to the ear. While there is a call with this number it shows that, and how long it lasts.
 *
 * @summary Click to call.
 * @tagname bfc-call-button
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @slot - What stands beside the handset; default: the number.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart button - The button.
 */
export class BfcCallButton extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    css`
      :host {
        display: inline-block;
        container-type: normal;
        max-inline-size: 100%;
        vertical-align: middle;
      }
      button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 6px;
        max-inline-size: 100%;
        min-inline-size: 32px;
        min-block-size: 32px;
        padding-inline: 8px;
        border-radius: var(--_radius-s);
        background: var(--_positive-soft);
        font-size: 12px;
        line-height: 16px;
        font-weight: 600;
        color: var(--_positive-text);
      }
      button[aria-disabled='true']:not([aria-busy='true']) {
        background: var(--_surface-soft);
        color: var(--_text-disabled);
      }
      button.live.live {
        background: var(--_positive);
        color: var(--_on-positive);
      }
      button.failed {
        color: var(--_danger-text);
      }
      @media (hover: hover) {
        button:not([aria-disabled='true']):hover {
          box-shadow: inset 0 0 0 1px;
        }
      }
      @media (forced-colors: active) {
        button {
          border: 1px solid ButtonText;
        }
        button[aria-disabled='true'] {
          border-color: GrayText;
          color: GrayText;
        }
        button.live.live {
          border: 2px solid Highlight;
          color: ButtonText !important;
        }
      }
    `,
  ];

  /** Makes and shares the phones of the page; put in by `defineElements`. */
  static provider: PhoneProvider | null = null;

  /** Whom to call. */
  @property() number = '';
  /** The page's own id for the call: goes out with it, and comes back in each of its events. */
  @property({ attribute: 'external-call-id' }) externalCallId = '';
  /** Shows the handset alone; its name says the number. */
  @property({ type: Boolean }) compact = false;

  /** Whether the call that is being placed is this button's. */
  @state() private calling = false;

  readonly #page = new PagePhone(this, () => BfcCallButton.provider);

  readonly #selector = new PhoneSelector(this, (phoneState, phone) => ({
    lang: phoneState.lang,
    refusal: phone.refusal(this.#command)?.code ?? null,
    isCalling: isCommandPending(phoneState, 'call'),
    call: liveCalls(phoneState).find((call) => this.#isOwn(call)) ?? null,
  }));

  constructor() {
    super();
    new Ticker(this, () => this.#clock());
  }

  override get activePhone(): Phone | null {
    return super.activePhone ?? this.#page.phone;
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another customer, or a phone that is free again: what went wrong before is no news.
    if (changed.has('number')) this.failure = null;
  }

  protected override render(): TemplateResult {
    const slice = this.#selector.value;
    const { messages, failure } = this;
    const refusal = slice ? slice.refusal : 'NOT_STARTED';
    const busy = this.calling && (slice?.isCalling ?? false);
    const why = busy ? null : (this.#reason(refusal) ?? (failure && this.#reason(failure.code)));
    const number = shownLine(this.number);
    const call = slice?.call;
    if (call) return this.#live(call, number);
    return html`<button
        type="button"
        part="button"
        lang=${this.language}
        dir="ltr"
        class="${this.compact ? 'compact' : ''} ${failure && refusal === null ? 'failed' : ''}"
        data-act=${`call-${this.number}`}
        title=${why ?? messages.callNamed(number)}
        aria-disabled=${refusal !== null || slice?.isCalling ? 'true' : nothing}
        aria-busy=${busy ? 'true' : nothing}
        @click=${this.press(() => void this.#call())}
      >
        ${busy ? icon('wait', 16, 'spin') : icon(failure && refusal === null ? 'warning' : 'phone', 16)}
        <span class="visually-hidden">${messages.call}</span>
        <bdi class=${this.compact ? 'visually-hidden' : 'cut'}><slot>${grouped(number)}</slot></bdi>
        ${why === null ? nothing : html`<span class="visually-hidden">. ${why}</span>`}
      </button>
      <span class="visually-hidden" role="status">${failure && refusal === null ? why : ''}</span>`;
  }

  /** As full of colour as it gets: the row of the call is found among all that cannot call now. */
  #live(call: Call, number: string): TemplateResult {
    const { messages, compact } = this;
    const clock = this.#clock();
    const word =
      clock !== null ? messages.statusOnCall : call.direction === 'inbound' ? messages.statusRinging : messages.calling;
    const name = `${word}: ${number}`;
    return html`<button
      type="button"
      part="button"
      class="live"
      lang=${this.language}
      dir="ltr"
      title=${name}
      aria-disabled="true"
    >
      ${icon('talk', 16)}<span class="visually-hidden">${name}</span>
      <bdi class=${compact ? 'visually-hidden' : 'cut'} aria-hidden="true"
        >${clock ?? html`<slot>${grouped(number)}</slot>`}</bdi
      >
    </button>`;
  }

  /** How long the call lasts; `null` before it is answered. */
  #clock(): string | null {
    const call = this.#selector.value?.call;
    const phone = this.activePhone;
    return call && phone && isTalking(call) ? formatClock(withDurations(call, phone.now()).duration) : null;
  }

  get #command(): CommandOf<'call'> {
    const { externalCallId } = this;
    return { type: 'call', number: this.number.trim(), ...(externalCallId && { externalCallId }) };
  }

  /** By the page's id where both have one: one number may stand in many rows. */
  #isOwn(call: Call): boolean {
    return this.externalCallId && call.externalCallId
      ? this.externalCallId === call.externalCallId
      : isSameNumber(this.number, call.number);
  }

  #reason(code: PhoneErrorData['code'] | null): string | null {
    if (code === null) return null;
    const { title, detail } = errorText({ code, message: '' }, this.language);
    return `${title}. ${detail}`;
  }

  async #call(): Promise<void> {
    this.calling = true;
    await this.send(this.#command);
    this.calling = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-button': BfcCallButton;
  }
}
