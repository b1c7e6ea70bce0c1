import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { initialsOf } from '../parts/caller.js';
import { grouped } from '../parts/number.js';
import type { Row } from '../parts/people.js';

export interface RowOptions {
  readonly row: Row;
  readonly chosen: boolean;
  /** Place among all rows, from 1, and how many there are: only a part of them is drawn. */
  readonly position: number;
  readonly total: number;
  readonly messages: Messages;
  readonly choose: () => void;
}

/** The field keeps the focus; the keys move the choice, not the focus. */
const keepFocus = (event: Event): void => event.preventDefault();

export function rowTemplate({ row, chosen, position, total, messages, choose }: RowOptions): TemplateResult {
  const { person, number } = row;
  const initials = person ? initialsOf(person.name) : '#';
  const title = person && person.name !== '' ? person.name : number;
  const company = person && person.company !== '' ? html` · <bdi>${person.company}</bdi>` : nothing;
  return html`<button
    type="button"
    role="option"
    tabindex="-1"
    id=${`row-${String(position)}`}
    class="row ${chosen ? 'chosen' : ''}"
    aria-selected=${chosen ? 'true' : 'false'}
    aria-posinset=${position}
    aria-setsize=${total}
    @mousedown=${keepFocus}
    @click=${choose}
  >
    <span class="avatar plain" aria-hidden="true">${initials ?? icon('user', 16)}</span>
    <span>
      <bdi class="cut row-name" title=${title}>${grouped(title)}</bdi>
      <span class="cut row-number"
        >${person ? html`<bdi>${grouped(number)}</bdi>${company}` : messages.thisNumber}</span
      >
    </span>
    ${icon('check')}
  </button>`;
}

export interface Choice {
  readonly act: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'do' | 'plain' | 'call';
  readonly disabled: boolean;
  readonly pending: boolean;
  readonly press: (event: MouseEvent) => void;
}

/** One of the things to do with whom the agent has picked, with what it means for the caller. */
export function choiceButton({ act, label, hint, kind, disabled, pending, press }: Choice): TemplateResult {
  const picture = pending ? icon('wait', 16, 'spin') : kind === 'call' ? icon('phone') : nothing;
  return html`<button
    type="button"
    class="choice choice-${kind}"
    data-act=${act}
    aria-disabled=${disabled || pending ? 'true' : nothing}
    aria-busy=${pending ? 'true' : nothing}
    @click=${press}
  >
    <b>${picture}<span>${label}</span></b
    >${hint === undefined ? nothing : html` <small class="cut">${hint}</small>`}
  </button>`;
}
