import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { iconButton } from './controls.js';

interface SearchFieldOptions {
  readonly label: string;
  readonly value: string;
  readonly messages: Messages;
  readonly changed: (text: string) => void;
}

/** A field to look for something in a list below it. */
export function searchField({ label, value, messages, changed }: SearchFieldOptions): TemplateResult {
  return html`<div class="box">
    ${icon('search')}
    <input
      type="text"
      inputmode="search"
      autocomplete="off"
      spellcheck="false"
      maxlength="64"
      aria-label=${label}
      placeholder=${label}
      .value=${live(value)}
      @input=${({ target }: InputEvent) => changed(target instanceof HTMLInputElement ? target.value : '')}
    />
    ${
      value === ''
        ? nothing
        : iconButton({ act: 'clear', label: messages.clearSearch, icon: 'close', press: () => changed('') })
    }
  </div>`;
}
