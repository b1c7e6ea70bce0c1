import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../messages/index.js';
import { iconButton } from '../parts/controls.js';
import { textOf, type Keys } from './keys.js';

interface KeysSheet {
  readonly keys: Keys;
  readonly isPageWide: boolean;
  readonly messages: Messages;
  readonly close: () => void;
}

/** The keys in force, in the place of the panel. Hang up stands below it: it covers no call. */
export function keysSheet({ keys, isPageWide, messages, close }: KeysSheet): TemplateResult {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const names = printedNames();
  return html`<div class="keys-sheet" role="dialog" aria-labelledby="keys-title" @keydown=${onKeyDown}>
    <div class="keys-head">
      <h2 class="cut" id="keys-title" data-name tabindex="-1">${messages.keys.title}</h2>
      ${iconButton({ act: 'close-keys', label: messages.close, icon: 'close', press: close })}
    </div>
    <div class="keys-list" role="region" aria-labelledby="keys-title" tabindex="0">
      <p class="keys-hint">
        ${keys.size === 0 ? messages.keys.none : isPageWide ? messages.keys.inPage : messages.keys.inPhone}
      </p>
      ${
        keys.size === 0
          ? nothing
          : html`<dl>
              ${[...keys].map(
                ([act, chord]) =>
                  html`<div>
                    <dt>${messages.keys.names[act]}</dt>
                    <dd>
                      ${textOf(chord)
                        .split(/\+(?!$)/)
                        .map((key) => html`<kbd>${names[key] ?? key}</kbd>`)}
                    </dd>
                  </div>`,
              )}
            </dl>`
      }
    </div>
  </div>`;
}

/** As they are printed on the keyboard. */
function printedNames(): Readonly<Record<string, string>> {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
    ? { Alt: 'Option', Meta: 'Command' }
    : { Control: 'Ctrl', Meta: 'Win' };
}
