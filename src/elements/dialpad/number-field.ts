import { numberGroups } from '../messages/format.js';

/** Only digits: the gaps between them are the field's own, and never part of the number. */
const digits = /^\+?[\d ]*$/;

/** The number without the gaps. What else stands in the field, a name or an address at the PBX, keeps its spaces. */
function plainOf(text: string): string {
  return digits.test(text) ? text.replaceAll(' ', '') : text;
}

/** As it stands in the field: a number that is complete is in groups. */
export function shownNumber(value: string): string {
  return digits.test(value) ? numberGroups(value).join(' ') : value;
}

/** The place in `text` that has so many characters of the number before it; where a gap is, the end of its group. */
function placeOf(text: string, before: number): number {
  let place = 0;
  for (let left = before; left > 0 && place < text.length; place++) if (text[place] !== ' ') left--;
  return place;
}

/**
 * Keeps the gaps in a number field while the agent writes into it: they come and go with the number, the cursor stays
 * between the digits it was between, what is erased are digits, and what is copied is the number.
 */
export class NumberField {
  /** An input method is at work: until it is done, nothing is touched. */
  #composing: string | null = null;
  #plain = '';

  constructor(
    private readonly input: () => HTMLInputElement | null,
    private readonly changed: (value: string) => void,
  ) {}

  /** What the field is to hold for that number. */
  shown(value: string): string {
    this.#plain = value;
    return this.#composing ?? shownNumber(value);
  }

  readonly onInput = (event: Event): void => {
    const { isComposing, inputType } = event as InputEvent;
    const text = this.input()?.value ?? '';
    this.#composing = isComposing ? text : null;
    if (isComposing) this.changed(plainOf(text));
    else this.#take(inputType);
  };

  readonly onCompositionEnd = (): void => {
    this.#composing = null;
    this.#take();
  };

  readonly onCopy = (event: ClipboardEvent): void => {
    const { value = '', selectionStart, selectionEnd } = this.input() ?? {};
    const chosen = value.slice(selectionStart ?? 0, selectionEnd ?? 0);
    if (chosen === '' || plainOf(value) === value) return;
    event.clipboardData?.setData('text/plain', plainOf(chosen));
    event.preventDefault();
    if (event.type === 'cut') this.insert('');
  };

  /** In place of what is selected, or where the cursor is. */
  insert(text: string): void {
    this.#write(text, 0, '');
  }

  /** What is selected, or the digit before the cursor. */
  erase(): void {
    this.#write('', 1, 'deleteContentBackward');
  }

  /** `back`: so many characters more go, where nothing is selected. */
  #write(text: string, back: 0 | 1, inputType: string): void {
    const input = this.input();
    if (!input) return;
    const end = input.selectionEnd ?? input.value.length;
    const start = input.selectionStart ?? end;
    input.setRangeText(text, start === end ? Math.max(0, start - back) : start, end, 'end');
    this.#take(inputType);
  }

  #take(inputType = ''): void {
    const input = this.input();
    if (!input) return;
    const text = input.value;
    let plain = plainOf(text);
    let before = plainOf(text.slice(0, input.selectionStart ?? text.length)).length;
    // Only a gap was erased: the digit beyond it was meant.
    if (inputType.startsWith('delete') && plain !== text && plain === this.#plain) {
      if (!inputType.endsWith('Forward')) before = Math.max(0, before - 1);
      plain = plain.slice(0, before) + plain.slice(before + 1);
    }
    const shown = shownNumber(plain);
    if (shown !== text) {
      input.value = shown;
      const place = placeOf(shown, before);
      input.setSelectionRange(place, place);
    }
    this.changed(plain);
  }
}
