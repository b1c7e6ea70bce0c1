import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../messages/index.js';

export type KeypadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#';

/** In the order of a telephone, with the letters of ITU-T E.161. */
const keys: readonly (readonly [KeypadKey, string])[] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];

export function isKeypadKey(text: string): text is KeypadKey {
  return /^[0-9*#]$/.test(text);
}

export interface KeypadOptions {
  readonly messages: Messages;
  readonly inCall: boolean;
  readonly disabled: boolean;
  readonly press: (key: KeypadKey, event: MouseEvent) => void;
  readonly down?: (key: KeypadKey) => void;
  readonly up?: () => void;
}

export function keypadTemplate({ messages, inCall, disabled, press, down, up }: KeypadOptions): TemplateResult {
  return html`<div class="keys ${inCall ? 'in-call' : ''}" part="keypad" role="group" aria-label=${messages.keypadKeys}>
    ${keys.map(
      ([key, letters]) =>
        html`<button
          type="button"
          class="key"
          aria-disabled=${disabled ? 'true' : nothing}
          aria-label=${key === '*' ? messages.star : key === '#' ? messages.hash : nothing}
          @click=${(event: MouseEvent) => press(key, event)}
          @pointerdown=${() => down?.(key)}
          @pointerup=${() => up?.()}
          @pointerleave=${() => up?.()}
          @pointercancel=${() => up?.()}
        >
          <b>${key === '*' ? '∗' : key}</b>${
            key === '*' || key === '#' ? nothing : html`<small aria-hidden="true">${letters}</small>`
          }
        </button>`,
    )}
  </div>`;
}

/** Held this long, the 0 is a +. Ms. */
const longPress = 500;

/** What a key of the dialpad writes: the 0, held down, is a +. */
export class LongPress {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isOver = false;

  constructor(private readonly write: (text: string) => void) {}

  start(key: KeypadKey): void {
    this.cancel();
    this.#isOver = false;
    if (key !== '0') return;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.write('+');
    }, longPress);
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The press is done: the key is written, where the + has not been. */
  press(key: KeypadKey): void {
    if (!this.#isOver) this.write(key);
    this.#isOver = false;
  }
}
