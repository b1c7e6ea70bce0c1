import { html, type TemplateResult } from 'lit';
import { numberGroups } from '../messages/format.js';

/** Where a number may stand in a line of text: `CSKH · 19001234`. */
const numbers = /(?<![\p{L}\d+])(\+?\d{8,})(?![\p{L}\d])/u;

/**
 * The text with its numbers in groups, for the eye only: what is selected and copied is the number as it came
 * (styles/base.ts has the gaps).
 */
export function grouped(text: string): TemplateResult | string {
  const parts = text.split(numbers).map((part) => numberGroups(part));
  if (parts.every(({ length }) => length === 1)) return text;
  return html`${parts.map((groups) =>
    groups.length === 1 ? groups[0] : groups.map((group) => html`<span class="digits">${group}</span>`),
  )}`;
}

/** The same where there is no markup. */
export function spaced(text: string): string {
  return text
    .split(numbers)
    .map((part) => numberGroups(part).join(' '))
    .join('');
}
