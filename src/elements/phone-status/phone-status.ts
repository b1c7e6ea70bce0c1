import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { shownLine } from '../../util/one-line.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { messagesFor } from '../messages/index.js';
import { PhoneElement } from '../phone-element.js';
import { glyphStyles } from '../styles/glyph.js';
import { phoneStatusStyles } from './phone-status.styles.js';
import { statusGlyph, statusOf } from './status.js';

/**
 * The extension and how it stands: ready, connecting, offline, on a call …, the hotline of outgoing calls, and the mode;
 * the agent can change both.
 *
 * @summary Extension, status, hotline and mode.
 * @tagname bfc-phone-status
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart hotline - The hotline of outgoing calls.
 * @csspart mode - The button that opens the modes.
 */
export class BfcPhoneStatus extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, glyphStyles, phoneStatusStyles];

  readonly #selector = new PhoneSelector(this, (state) => ({
    lang: state.lang,
    extension: shownLine(state.extension?.number ?? '') || null,
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
        <div class="extension">${statusGlyph(shown)}<bdi class="cut">${shown.extension ?? messages.phone}</bdi></div>
        <div class="word cut" role="status">${shown.word}</div>
      </div>
      <slot></slot>
      ${
        shown.started
          ? html`<bfc-hotline-menu .phone=${this.activePhone} exportparts="hotline"></bfc-hotline-menu
              ><bfc-mode-menu .phone=${this.activePhone} exportparts="mode"></bfc-mode-menu>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-phone-status': BfcPhoneStatus;
  }
}
