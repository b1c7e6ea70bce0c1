import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AudioRole, AudioState } from '../../phone/audio.js';
import type { Mode } from '../../phone/mode.js';
import { isCommandPending } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon, type IconName } from '../icons.js';
import { formatPercent } from '../messages/format.js';
import { hotlineText } from '../parts/caller.js';
import { controlButton, iconButton } from '../parts/controls.js';
import { failureNotice, noticeTemplate } from '../parts/notice.js';
import { PhoneElement } from '../phone-element.js';
import { modeIcons, modeOrder } from '../phone-status/mode-menu.js';
import { controls } from '../styles/controls.js';
import { noticeStyles } from '../styles/notice.js';
import { tabsStyles } from '../styles/tabs.js';
import { deviceOptions, levelTemplate, onRadioKey, selectTemplate } from './controls.js';
import { LevelPoll } from './level-poll.js';
import { settingsStyles } from './settings.styles.js';

type Section = 'sound' | 'work';
const sections: readonly Section[] = ['sound', 'work'];
const languages: readonly (readonly [Language, string])[] = [
  ['vi', 'Tiếng Việt'],
  ['en', 'English'],
];
const roleIcons = { input: 'mic', output: 'headset', ring: 'bell' } as const satisfies Record<AudioRole, IconName>;
const deviceCommands = { input: 'setAudioInput', output: 'setAudioOutput', ring: 'setRingtoneDevice' } as const;

/**
 * The agent's own settings: microphone (with its level), speaker and ringer (each to be tried), ring volume; hotline,
 * mode, language. What is chosen counts at once, in a call too, and is remembered in this browser.
 *
 * @summary Audio devices, ring volume, hotline, mode, language.
 * @tagname bfc-settings
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @fires {CustomEvent<null>} bfc-settings-close - The agent goes back.
 * @csspart tabs - The tabs of sound and work.
 */
export class BfcSettings extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, noticeStyles, tabsStyles, settingsStyles];

  /** Shows a button that goes back. */
  @property({ type: Boolean }) closable = false;

  @state() private section: Section = 'sound';
  /** What sounds as a test. */
  @state() private testing: 'output' | 'ring' | null = null;
  /** While the slider is moved. */
  @state() private volume: number | null = null;

  readonly #level = new LevelPoll(this);

  readonly #selector = new PhoneSelector(this, (phoneState) => ({
    lang: phoneState.lang,
    mode: phoneState.mode,
    audio: phoneState.audio,
    hotline: phoneState.hotline,
    hotlines: phoneState.hotlines,
    isStopped: phoneState.status === 'stopped',
    choosing: isCommandPending(phoneState, 'chooseHotline'),
  }));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.testing !== null) void this.activePhone?.execute({ type: 'testSound', role: null });
  }

  /** Puts the focus on the chosen tab. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const slice = this.#selector.value;
    const isLookedAt = this.section === 'sound' && slice?.isStopped === false && this.isConnected;
    if (!isLookedAt) this.#level.stop();
    // Where the browser tells the devices, the microphone is allowed already, and nobody is asked anything.
    else if (slice.audio.devices.length > 0 && this.#level.error === null) this.#level.start();
    if (changed.has('phone')) this.failure = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    const { messages, section } = this;
    const back = (): void => {
      this.dispatchEvent(new CustomEvent<null>('bfc-settings-close', { detail: null, bubbles: true, composed: true }));
    };
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
                @click=${() => (this.section = each)}
              >
                <span class="cut">${messages[each]}</span>
              </button>`,
          )}
        </div>
      </div>
      <div class="content" id="section" role="tabpanel" aria-labelledby=${`tab-${section}`}>
        ${slice && (section === 'sound' ? this.#sound(slice.audio) : this.#work(slice.mode))}
      </div>
    </div>`;
  }

  #sound(audio: AudioState): TemplateResult {
    const { messages } = this;
    const lost = audio.missing[0];
    const volume = this.volume ?? audio.ringVolume;
    return html`${this.#failure()}
      ${
        lost
          ? html`<div role="status">
              ${noticeTemplate({
                tone: 'warn',
                icon: 'warning',
                title: messages.deviceLostTitle[lost],
                detail: messages.deviceLostDetail,
              })}
            </div>`
          : nothing
      }
      ${this.#device('input', audio, messages.microphone)} ${this.#device('output', audio, messages.speaker)}
      ${this.#device('ring', audio, messages.ringOn)}
      <div>
        <p class="label"><label for="volume">${messages.ringVolume}</label></p>
        <div class="volume">
          ${icon('bell')}
          <input
            type="range"
            id="volume"
            min="0"
            max="1"
            step="0.05"
            aria-valuetext=${formatPercent(volume)}
            .value=${String(volume)}
            @input=${({ target }: Event) => target instanceof HTMLInputElement && (this.volume = target.valueAsNumber)}
            @change=${({ target }: Event) => target instanceof HTMLInputElement && this.#setVolume(target.valueAsNumber)}
          />
          <output for="volume">${formatPercent(volume)}</output>
        </div>
      </div>`;
  }

  #device(role: AudioRole, audio: AudioState, label: string): TemplateResult {
    return html`<div>
      <p class="label"><label for=${role}>${label}</label>${role === 'input' ? this.#meter() : nothing}</p>
      <div class=${role === 'input' ? '' : 'pair'}>
        ${selectTemplate({
          id: role,
          icon: roleIcons[role],
          options: deviceOptions(role, audio, this.messages),
          value: audio[role] ?? '',
          choose: (id) => void this.send({ type: deviceCommands[role], deviceId: id || null }),
        })}
        ${role === 'input' ? nothing : this.#testButton(role)}
      </div>
    </div>`;
  }

  #meter(): TemplateResult {
    const { messages } = this;
    const { level } = this.#level;
    if (level !== null) return levelTemplate(level, messages);
    return controlButton({
      act: 'try',
      label: messages.tryMicrophone,
      icon: null,
      kind: 'button',
      disabled: this.refuses({ type: 'inputLevel' }),
      press: this.press(() => {
        this.#level.start();
        this.requestUpdate();
      }),
    });
  }

  #testButton(role: 'output' | 'ring'): TemplateResult {
    const { messages } = this;
    const isOn = this.testing === role;
    const label = isOn ? messages.stopTest : role === 'ring' ? messages.testRing : messages.testSpeaker;
    return html`<button
      type="button"
      class="test ${isOn ? 'on' : ''}"
      data-act=${`test-${role}-${String(isOn)}`}
      aria-label=${label}
      @click=${() => void this.#test(isOn ? null : role)}
    >
      ${icon(isOn ? 'pause' : 'play')}
    </button>`;
  }

  async #test(role: 'output' | 'ring' | null): Promise<void> {
    this.testing = role;
    await this.send({ type: 'testSound', role });
    if (this.testing === role) this.testing = null;
  }

  #setVolume(volume: number): void {
    void this.send({ type: 'setRingVolume', volume }).then(() => (this.volume = null));
  }

  #work(mode: Mode): TemplateResult {
    const { messages, language } = this;
    return html`${this.#failure()} ${this.#hotline()}
      <div>
        <p class="label" id="mode">${messages.mode}</p>
        <div class="options" role="radiogroup" aria-labelledby="mode" @keydown=${onRadioKey}>
          ${modeOrder.map((each) => this.#mode(each, each === mode))}
        </div>
      </div>
      <div>
        <p class="label" id="language">${messages.language}</p>
        <div class="tabs" role="radiogroup" aria-labelledby="language" @keydown=${onRadioKey}>
          ${languages.map(
            ([lang, name]) =>
              html`<button
                type="button"
                role="radio"
                class="tab"
                lang=${lang}
                aria-checked=${lang === language ? 'true' : 'false'}
                tabindex=${lang === language ? '0' : '-1'}
                @click=${() => void this.send({ type: 'setLanguage', lang })}
              >
                ${name}
              </button>`,
          )}
        </div>
      </div>`;
  }

  #hotline(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice || slice.hotlines.length === 0) return nothing;
    const { messages } = this;
    const none = slice.hotline ? [] : [{ value: '', text: '–' }];
    const options = slice.hotlines.map((hotline) => ({ value: hotline.id, text: hotlineText(hotline) ?? '' }));
    return html`<div aria-busy=${slice.choosing ? 'true' : nothing}>
      <p class="label">
        <label for="hotline">${messages.hotlineOut}</label>${slice.choosing ? icon('wait', 16, 'spin') : nothing}
      </p>
      ${selectTemplate({
        id: 'hotline',
        icon: 'headset',
        options: [...none, ...options],
        value: slice.hotline?.id ?? '',
        choose: (hotlineId) => {
          if (hotlineId !== '') void this.send({ type: 'chooseHotline', hotlineId }).then(() => this.requestUpdate());
        },
      })}
    </div>`;
  }

  #mode(mode: Mode, isChosen: boolean): TemplateResult {
    const { name, hint } = this.messages.modes[mode];
    return html`<button
      type="button"
      role="radio"
      class="option"
      aria-checked=${isChosen ? 'true' : 'false'}
      tabindex=${isChosen ? '0' : '-1'}
      @click=${() => void this.send({ type: 'setMode', mode })}
    >
      ${icon(modeIcons[mode])}<span><b>${name}</b> <small>${hint}</small></span
      ><span class="dot"></span>
    </button>`;
  }

  #failure(): TemplateResult | typeof nothing {
    const error = this.failure ?? (this.section === 'sound' ? this.#level.error : null);
    return error ? html`<div role="alert">${noticeTemplate(failureNotice(error, this.language))}</div>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-settings': BfcSettings;
  }
  interface HTMLElementEventMap {
    'bfc-settings-close': CustomEvent<null>;
  }
}
