import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isCommandPending, liveCalls } from '../../phone/state.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { iconButton } from '../parts/controls.js';
import { failureNotice, noticeTemplate } from '../parts/notice.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { noticeStyles } from '../styles/notice.js';
import { tabsStyles } from '../styles/tabs.js';
import { onRadioKey } from './controls.js';
import { HelpPage } from './help-page.js';
import { LevelPoll } from './level-poll.js';
import type { SettingsActs } from './settings-page.js';
import { settingsStyles } from './settings.styles.js';
import { SoundPage } from './sound-page.js';
import { workTemplate } from './work-page.js';

type Section = 'sound' | 'work' | 'help';
const sections: readonly Section[] = ['sound', 'work', 'help'];

/**
 * The agent's own settings: microphone (with its level), speaker and ringer (each to be tried), ring volume, the buttons of a
 * headset; hotline, mode, language; a check of microphone and network. What is chosen counts at once, in a call too, and is
 * remembered in this browser.
 *
 * @summary Audio devices, ring volume, hotline, mode, language, a check of microphone and network.
 * @tagname bfc-settings
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<null>} bfc-settings-close - The agent goes back.
 * @fires {CustomEvent<null>} bfc-sign-out - The agent signs out; only with an `account`.
 * @csspart tabs - The tabs of sound, work and help.
 */
export class BfcSettings extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, noticeStyles, tabsStyles, settingsStyles];

  /** Shows a button that goes back. */
  @property({ type: Boolean }) closable = false;

  /** The e-mail of whoever is signed in, where he may sign out here. */
  @property() account: string | null = null;

  @state() private section: Section = 'sound';

  readonly #level = new LevelPoll(this);
  readonly #acts: SettingsActs = {
    send: (command) => this.send(command),
    press: (run) => this.press(run),
    refuses: (command) => this.refuses(command),
    forgive: () => (this.failure = null),
  };
  readonly #sound = new SoundPage(this, this.#level, this.#acts);
  readonly #help = new HelpPage(this, this.#level, this.#acts);

  readonly #selector = new PhoneSelector(this, (phoneState) => ({
    lang: phoneState.lang,
    mode: phoneState.mode,
    audio: phoneState.audio,
    hotline: phoneState.hotline,
    hotlines: phoneState.hotlines,
    isStopped: phoneState.status === 'stopped',
    choosing: isCommandPending(phoneState, 'chooseHotline'),
    notifications: phoneState.notifications,
    headset: phoneState.headset,
    isBusy: liveCalls(phoneState).length > 0,
    isStopping: phoneState.status === 'stopping',
  }));

  /** Puts the focus on the chosen tab. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus(options);
  }

  /** Goes to one of the pages. */
  show(section: Section): void {
    if (section !== this.section) this.#help.leave();
    this.section = section;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const slice = this.#selector.value;
    const isLookedAt = this.section === 'sound' && slice?.isStopped === false && this.isConnected;
    if (this.#help.isChecking) this.#level.start();
    else if (!isLookedAt) this.#level.stop();
    // Where the browser tells the devices, the microphone is allowed already, and nobody is asked anything.
    else if (slice.audio.devices.length > 0 && this.#level.error === null) this.#level.start();
    if (changed.has('phone')) this.failure = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { messages, section } = this;
    const back = (): void => tell(this, 'bfc-settings-close');
    return html`<div class="panel settings" lang=${this.language} dir="ltr">
      <div class="strip">
        ${this.closable ? iconButton({ act: 'back', label: messages.back, icon: 'back', press: back }) : nothing}
        <div class="tabs" part="tabs" role="tablist" aria-label=${messages.settings} @keydown=${onRadioKey}>
          ${sections.map(
            (each) =>
              html`<button
                type="button"
                role="tab"
                class="tab"
                id=${`tab-${each}`}
                aria-controls="section"
                aria-selected=${each === section ? 'true' : 'false'}
                tabindex=${each === section ? '0' : '-1'}
                @click=${() => this.show(each)}
              >
                <span class="cut">${messages[each]}</span>
              </button>`,
          )}
        </div>
      </div>
      <div class="content" id="section" role="tabpanel" aria-labelledby=${`tab-${section}`}>
        ${this.#failure()} ${this.#page()}
      </div>
    </div>`;
  }

  #page(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    const { messages, language } = this;
    if (!slice) return nothing;
    switch (this.section) {
      case 'sound':
        return this.#sound.template(messages, slice.audio, slice.headset);
      case 'work':
        return workTemplate({ ...slice, account: this.account }, messages, language, {
          ...this.#acts,
          redraw: () => this.requestUpdate(),
          signOut: () => tell(this, 'bfc-sign-out'),
        });
      case 'help':
        return this.#help.template(messages, language, slice.isBusy);
    }
  }

  #failure(): TemplateResult | typeof nothing {
    const error = this.failure ?? (this.section === 'sound' ? this.#level.error : null);
    return error ? html`<div role="alert">${noticeTemplate(failureNotice(error, this.language))}</div>` : nothing;
  }
}

function tell(element: BfcSettings, type: 'bfc-settings-close' | 'bfc-sign-out'): void {
  element.dispatchEvent(new CustomEvent<null>(type, { detail: null, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-settings': BfcSettings;
  }
  interface HTMLElementEventMap {
    'bfc-settings-close': CustomEvent<null>;
    'bfc-sign-out': CustomEvent<null>;
  }
}
