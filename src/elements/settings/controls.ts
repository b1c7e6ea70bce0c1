import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { kindOf, type AudioRole, type AudioState } from '../../phone/audio.js';
import { shownLine } from '../../util/one-line.js';
import { icon, type IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { levelSteps } from './level-poll.js';

export interface Option {
  readonly value: string;
  readonly text: string;
}

interface SelectOptions {
  readonly id: string;
  readonly icon: IconName;
  readonly options: readonly Option[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** One of several, in the browser's own list. */
export function selectTemplate({ id, icon: picture, options, value, choose }: SelectOptions): TemplateResult {
  return html`<span class="box"
    >${icon(picture)}<select
      id=${id}
      .value=${live(value)}
      @change=${({ target }: Event) => target instanceof HTMLSelectElement && choose(target.value)}
    >
      ${options.map(
        (option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.text}</option>`,
      )}</select
    >${icon('down', 16)}</span
  >`;
}

/** The devices for a role; the first is the system's own, and one that is unplugged stays as what was chosen. */
export function deviceOptions(role: AudioRole, audio: AudioState, messages: Messages): readonly Option[] {
  const devices = audio.devices.filter(({ kind }) => kind === kindOf(role));
  const chosen = audio[role];
  const isThere = chosen === null || devices.some(({ id }) => id === chosen);
  return [
    { value: '', text: messages.systemDefault },
    ...devices.map(({ id, label }, index) => ({
      value: id,
      text: shownLine(label) || messages.deviceNumber(index + 1),
    })),
    ...(isThere ? [] : [{ value: chosen, text: messages.unplugged }]),
  ];
}

export function levelTemplate(level: number, messages: Messages): TemplateResult {
  return html`<span
    class="level"
    role="meter"
    aria-label=${messages.level}
    aria-valuemin="0"
    aria-valuemax=${levelSteps}
    aria-valuenow=${level}
    >${Array.from({ length: levelSteps }, (_, step) => html`<i class=${step < level ? 'lit' : nothing}></i>`)}</span
  >`;
}

/** The arrow keys of a group of radio buttons: the next one takes the focus and is chosen. */
export function onRadioKey(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const group = event.currentTarget;
  if (step === undefined || !(group instanceof Element)) return;
  const radios = [...group.querySelectorAll<HTMLElement>('[role=radio], [role=tab]')];
  const at = radios.findIndex((radio) => radio.matches(':focus'));
  const next = radios[(at + step + radios.length) % radios.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}
