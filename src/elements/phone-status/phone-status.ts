import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { glyph } from '../icons.js';
import { messagesFor } from '../messages/index.js';
import { PhoneElement } from '../phone-element.js';
import { phoneStatusStyles } from './phone-status.styles.js';
import { statusOf } from './status.js';

/**
 * The extension and how it stands: ready, connecting, offline, on a call …, and the mode, which the agent can change.
 *
 * @summary Extension, status and mode.
 * @tagname bfc-phone-status
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart mode - The button that opens the modes.
 */
export class BfcPhoneStatus extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, phoneStatusStyles];

  readonly #selector = new PhoneSelector(this, (state) => ({
    lang: state.lang,
    extension: state.extension?.number ?? null,
    started: state.status === 'started' || state.status === 'starting',
    ...statusOf(state, messagesFor(state.lang)),
  }));

  protected override render(): TemplateResult | typeof nothing {
    const { messages } = this;
    const slice = this.#selector.value;
    const shown = slice ?? {
      glyph: 'none' as const,
      spinning: false,
      word: messages.statusSignedOut,
      extension: null,
      started: false,
    };
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="me">
        <div class="extension">
          <span class=${shown.spinning ? 'spinning' : 'still'}>${glyph(shown.glyph)}</span
          ><bdi class="cut">${shown.extension ?? messages.phone}</bdi>
        </div>
        <div class="word cut" role="status">${shown.word}</div>
      </div>
      <slot></slot>
      ${shown.started ? html`<bfc-mode-menu .phone=${this.activePhone} exportparts="mode"></bfc-mode-menu>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-phone-status': BfcPhoneStatus;
  }
}
