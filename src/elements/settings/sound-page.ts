import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { AudioRole, AudioState } from '../../phone/audio.js';
import type { HeadsetButtons } from '../../phone/headset.js';
import { icon, type IconName } from '../icons.js';
import { formatPercent } from '../messages/format.js';
import type { Messages } from '../messages/index.js';
import { controlButton } from '../parts/controls.js';
import { noticeTemplate } from '../parts/notice.js';
import { deviceOptions, levelTemplate, selectTemplate } from './controls.js';
import { headsetTemplate } from './headset-view.js';
import type { LevelPoll } from './level-poll.js';
import type { SettingsActs, SettingsHost } from './settings-page.js';

const roleIcons = { input: 'mic', output: 'headset', ring: 'bell' } as const satisfies Record<AudioRole, IconName>;
const deviceCommands = { input: 'setAudioInput', output: 'setAudioOutput', ring: 'setRingtoneDevice' } as const;

type TestRole = 'output' | 'ring';

/** The page of sound: microphone, speaker and ringer, each to be tried; how loud it rings; the buttons of a headset. */
export class SoundPage implements ReactiveController {
  /** What sounds as a test. */
  #testing: TestRole | null = null;
  /** While the slider is moved. */
  #volume: number | null = null;
  /** The agent was asked for a headset, and there is none. */
  #isHeadsetMissed = false;

  constructor(
    private readonly host: SettingsHost,
    private readonly level: LevelPoll,
    private readonly acts: SettingsActs,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#testing !== null) void this.host.activePhone?.execute({ type: 'testSound', role: null });
  }

  template(messages: Messages, audio: AudioState, headset: HeadsetButtons): TemplateResult {
    const lost = audio.missing[0];
    return html`${
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
    ${this.#device('input', audio, messages.microphone, messages)}
    ${this.#device('output', audio, messages.speaker, messages)}
    ${this.#device('ring', audio, messages.ringOn, messages)}
    ${this.#ringVolume(this.#volume ?? audio.ringVolume, messages)}
    ${headsetTemplate(
      headset,
      messages.headset,
      this.#isHeadsetMissed,
      this.acts.press(() => void this.#pressHeadset(headset.name === null)),
    )}`;
  }

  #device(role: AudioRole, audio: AudioState, label: string, messages: Messages): TemplateResult {
    return html`<div>
      <p class="label"><label for=${role}>${label}</label>${role === 'input' ? this.#meter(messages) : nothing}</p>
      <div class=${role === 'input' ? '' : 'pair'}>
        ${selectTemplate({
          id: role,
          icon: roleIcons[role],
          options: deviceOptions(role, audio, messages),
          value: audio[role] ?? '',
          choose: (id) => void this.acts.send({ type: deviceCommands[role], deviceId: id || null }),
        })}
        ${role === 'input' ? nothing : this.#testButton(role, messages)}
      </div>
    </div>`;
  }

  #meter(messages: Messages): TemplateResult {
    const { level } = this.level;
    if (level !== null) return levelTemplate(level, messages);
    return controlButton({
      act: 'try',
      label: messages.tryMicrophone,
      icon: null,
      kind: 'button',
      disabled: this.acts.refuses({ type: 'inputLevel' }),
      press: this.acts.press(() => {
        this.level.start();
        this.host.requestUpdate();
      }),
    });
  }

  #testButton(role: TestRole, messages: Messages): TemplateResult {
    const isOn = this.#testing === role;
    const label = isOn ? messages.stopTest : role === 'ring' ? messages.testRing : messages.testSpeaker;
    return html`<button
      type="button"
      class="test ${isOn ? 'on' : ''}"
      data-act=${`test-${role}-${String(isOn)}`}
      aria-label=${label}
      title=${label}
      @click=${() => void this.#test(isOn ? null : role)}
    >
      ${icon(isOn ? 'pause' : 'play')}
    </button>`;
  }

  #ringVolume(volume: number, messages: Messages): TemplateResult {
    const moved = ({ target }: Event, use: (volume: number) => void): void => {
      if (target instanceof HTMLInputElement) use(target.valueAsNumber);
    };
    return html`<div>
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
          @input=${(event: Event) => moved(event, (value) => this.#show({ volume: value }))}
          @change=${(event: Event) => moved(event, (value) => void this.#setVolume(value))}
        />
        <output for="volume">${formatPercent(volume)}</output>
      </div>
    </div>`;
  }

  async #test(role: TestRole | null): Promise<void> {
    this.#show({ testing: role });
    await this.acts.send({ type: 'testSound', role });
    if (this.#testing === role) this.#show({ testing: null });
  }

  async #setVolume(volume: number): Promise<void> {
    await this.acts.send({ type: 'setRingVolume', volume });
    this.#show({ volume: null });
  }

  async #pressHeadset(isWanted: boolean): Promise<void> {
    this.#show({ isHeadsetMissed: false });
    const result = await this.acts.send({ type: isWanted ? 'connectHeadset' : 'forgetHeadset' });
    this.#show({ isHeadsetMissed: isWanted && result?.ok === true && result.data === null });
  }

  #show(what: {
    readonly testing?: TestRole | null;
    readonly volume?: number | null;
    readonly isHeadsetMissed?: boolean;
  }): void {
    if (what.testing !== undefined) this.#testing = what.testing;
    if (what.volume !== undefined) this.#volume = what.volume;
    if (what.isHeadsetMissed !== undefined) this.#isHeadsetMissed = what.isHeadsetMissed;
    this.host.requestUpdate();
  }
}
