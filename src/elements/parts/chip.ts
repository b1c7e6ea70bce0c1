import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';

/** A small button that is on or off; what is on has a tick, so that colour does not stand alone. */
export function chip(label: string, on: boolean, press: (event: MouseEvent) => void): TemplateResult {
  return html`<button type="button" class="chip" aria-pressed=${on ? 'true' : 'false'} @click=${press}>
    ${on ? icon('check', 14) : nothing}<span>${label}</span>
  </button>`;
}
