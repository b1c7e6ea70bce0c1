import { css, html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneProvider } from '../../phone/provider.js';
import { isCommandPending } from '../../phone/state.js';
import { shownLine } from '../../util/one-line.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon } from '../icons.js';
import { errorText } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { PhoneElement } from '../phone-element.js';
import { PagePhone } from './page-phone.js';

/**
 * Click to call, anywhere in a page: beside a customer, in a table of thousands. Finds the phone of the page by
 * itself (that of a `<bfc-webphone>` or the SDK), or takes the one it is given. Where it cannot call it says why, to
 * the eye that rests on it and to the ear.
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
        gap: 6px;
        max-inline-size: 100%;
        min-block-size: 28px;
        padding-inline: 8px 10px;
        border-radius: var(--_radius-full);
        font-weight: 500;
        color: var(--_positive-text);
      }
      button.compact {
        justify-content: center;
        inline-size: 28px;
        padding: 0;
      }
      button[aria-disabled='true']:not([aria-busy='true']) {
        color: var(--_text-disabled);
      }
      button.failed {
        color: var(--_danger-text);
      }
      @media (hover: hover) {
        button:not([aria-disabled='true']):hover {
          background: var(--_positive-soft);
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
      }
    `,
  ];

  /** Makes and shares the phones of the page; put in by `defineElements`. */
  static provider: PhoneProvider | null = null;

  /** Whom to call. */
  @property() number = '';
  /** Shows the handset alone; its name says the number. */
  @property({ type: Boolean }) compact = false;

  /** Whether the call that is being placed is this button's. */
  @state() private calling = false;

  readonly #page = new PagePhone(this, () => BfcCallButton.provider);

  readonly #selector = new PhoneSelector(this, (phoneState, phone) => ({
    lang: phoneState.lang,
    refusal: phone.refusal({ type: 'call', number: this.number.trim() })?.code ?? null,
    isCalling: isCommandPending(phoneState, 'call'),
  }));

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

  #reason(code: PhoneErrorData['code'] | null): string | null {
    if (code === null) return null;
    const { title, detail } = errorText({ code, message: '' }, this.language);
    return `${title}. ${detail}`;
  }

  async #call(): Promise<void> {
    this.calling = true;
    await this.send({ type: 'call', number: this.number.trim() });
    this.calling = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-call-button': BfcCallButton;
  }
}
