import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';

/** What the agent looks at while there is no call. */
export type Page = 'keypad' | 'history' | 'contacts';

const pages: readonly (readonly [Page, IconName])[] = [
  ['keypad', 'keypad'],
  ['history', 'history'],
  ['contacts', 'users'],
];

interface TabsOptions {
  readonly page: Page;
  /** Missed callers that the agent has not looked at. */
  readonly missed: number;
  readonly messages: Messages;
  readonly choose: (page: Page) => void;
}

/** The pages as tabs; the arrow keys go from one to the next. `#page` is the panel they control. */
export function tabsTemplate({ page, missed, messages, choose }: TabsOptions): TemplateResult {
  const names: Readonly<Record<Page, string>> = {
    keypad: messages.toKeypad,
    history: messages.history,
    contacts: messages.contacts,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = pages.findIndex(([each]) => each === page);
    const target = { ArrowRight: at + 1, ArrowLeft: at + 2, Home: 0, End: 2 }[event.key];
    const next = target === undefined ? undefined : pages[target % pages.length]?.[0];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    const list = event.currentTarget;
    if (list instanceof Element) list.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`<div class="strip">
    <div class="tabs" part="tabs" role="tablist" aria-label=${messages.pages} @keydown=${onKeyDown}>
      ${pages.map(
        ([each, picture]) =>
          html`<button
            type="button"
            role="tab"
            class="tab"
            id=${`tab-${each}`}
            aria-controls="page"
            aria-selected=${each === page ? 'true' : 'false'}
            tabindex=${each === page ? '0' : '-1'}
            @click=${() => choose(each)}
          >
            ${icon(picture, 16)}<span class="cut">${names[each]}</span>${
              each === 'history' && missed > 0 && page !== 'history' ? countTemplate(missed, messages) : nothing
            }
          </button>`,
      )}
    </div>
  </div>`;
}

function countTemplate(missed: number, messages: Messages): TemplateResult {
  return html`<span class="count"
    ><span aria-hidden="true">${missed > 99 ? '99+' : missed}</span
    ><span class="visually-hidden">, ${messages.missedNote(missed)}</span></span
  >`;
}
