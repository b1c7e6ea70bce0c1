import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { isCommandPending, liveCalls, type PhoneState } from '../../phone/state.js';
import { shownLine } from '../../util/one-line.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { messagesFor } from '../messages/index.js';
import { controlButton } from '../parts/controls.js';
import { errorText } from '../parts/notice.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { glyphStyles } from '../styles/glyph.js';
import { phoneStatusStyles } from './phone-status.styles.js';
import { statusGlyph, statusOf } from './status.js';

/**
 * The extension and how it stands: ready, connecting, offline, on a call …, the hotline of outgoing calls, and the mode;
 * the agent can change both. Offline or refused, it says why, and has a button to try again in the place of the hotline.
 *
 * @summary Extension, status, hotline and mode.
 * @tagname bfc-phone-status
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart hotline - The hotline of outgoing calls.
 * @csspart mode - The button that opens the modes.
 */
export class BfcPhoneStatus extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, glyphStyles, phoneStatusStyles];

  /** Something else in sight says why the phone is offline, and what to do. */
  @property({ type: Boolean }) quiet = false;

  /** Stays from the first try that failed until the phone is back: nothing jumps, and the focus on it is kept. */
  #retry: Retry | null = null;

  readonly #selector = new PhoneSelector(this, (state) => ({
    engaged: liveCalls(state).length > 0,
    error:
      state.connection.status === 'connected'
        ? state.registration.error
        : (state.connection.error ?? state.registration.error),
    retry: (this.#retry = retryOf(state) ?? (isTrying(state) ? this.#retry : null)),
    retrying: isTrying(state) || isCommandPending(state, 'start') || isCommandPending(state, 'register'),
    lang: state.lang,
    extension: shownLine(state.extension?.number ?? '') || null,
    started: state.status === 'started' || state.status === 'starting',
    ...statusOf(state, messagesFor(state.lang)),
  }));

  /** Where the agent goes on when the button is gone: at the mode, which may have come with the same update. */
  override focus(options?: FocusOptions): void {
    const menu = this.renderRoot.querySelector('bfc-mode-menu');
    void menu?.updateComplete.then(() => menu.focus(options));
  }

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
    const { error = null, retry = null, engaged = false } = slice ?? {};
    const why = error && !engaged && !this.quiet ? errorText(error, this.language) : null;
    const reason = why && `${why.title}. ${why.detail}`;
    return html`<div class="panel" lang=${this.language} dir="ltr">
      <div class="me" title=${reason ?? nothing}>
        <div class="extension">${statusGlyph(shown)}<bdi class="cut">${shown.extension ?? messages.phone}</bdi></div>
        <div role="status">
          <div class="word cut">${shown.word}</div>
          ${reason ? html`<p class="visually-hidden">${reason}</p>` : nothing}
        </div>
      </div>
      <slot></slot>
      ${
        retry && !engaged && !this.quiet
          ? controlButton({
              act: retry,
              label: retry === 'retryNow' ? messages.tryNow : messages.tryAgain,
              icon: null,
              kind: 'button',
              pending: slice?.retrying ?? false,
              press: this.pressFor({ type: retry }),
            })
          : shown.started
            ? html`<bfc-hotline-menu .phone=${this.activePhone} exportparts="hotline"></bfc-hotline-menu>`
            : nothing
      }
      ${shown.started ? html`<bfc-mode-menu .phone=${this.activePhone} exportparts="mode"></bfc-mode-menu>` : nothing}
    </div>`;
  }
}

type Retry = 'retryNow' | 'register' | 'start';

/** What brings the phone back, where the agent can do something. */
function retryOf({ status, connection, registration }: PhoneState): Retry | null {
  if (status === 'stopped') return registration.error ? 'start' : null;
  if (connection.status === 'waiting') return 'retryNow';
  return connection.status === 'connected' && registration.status === 'failed' ? 'register' : null;
}

/** The phone is on its way back by itself. */
function isTrying({ status, connection, registration: { status: registered, wanted } }: PhoneState): boolean {
  if (status !== 'started') return status === 'starting';
  if (connection.status !== 'connected') return connection.status !== 'waiting';
  return registered === 'registering' || (registered === 'unregistered' && wanted);
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-phone-status': BfcPhoneStatus;
  }
}
