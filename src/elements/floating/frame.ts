import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { iconButton } from '../parts/controls.js';
import { statusGlyph, type Status } from '../phone-status/status.js';

type Press = (run: () => void) => (event: MouseEvent) => void;

interface Launcher {
  readonly status: Status;
  /** Callers whom nobody answered since the agent last looked. */
  readonly missed: number;
  readonly messages: Messages;
  readonly press: Press;
  readonly open: () => void;
}

/** The closed phone without a call. */
export function launcher({ status, missed, messages, press, open }: Launcher): TemplateResult {
  const name = [messages.openPhone, status.word, missed > 0 ? messages.missedNote(missed) : ''];
  return html`<button
      type="button"
      class="launcher"
      part="launcher"
      data-act="open"
      data-drag
      aria-label=${name.filter(Boolean).join(', ')}
      title=${messages.openPhone}
      @click=${press(open)}
    >
      ${icon('phone', 24)}<span class="badge">${statusGlyph(status)}</span>
      ${missed > 0 ? html`<span class="count">${missed > 99 ? '99+' : missed}</span>` : nothing}
    </button>
    <p class="visually-hidden" role="status">${status.word}</p>`;
}

interface Grip {
  readonly messages: Messages;
  readonly press: Press;
  readonly minimise: () => void;
  /** To another corner, where the phone cannot be dragged. */
  readonly move: () => void;
  /** `null` where the browser has no window that stays on top. */
  readonly openOnTop: (() => void) | null;
}

/** Above the open phone: to drag it by, to open the mini phone, to close it. */
export function grip({ messages, press, minimise, move, openOnTop }: Grip): TemplateResult {
  // A key, or the second click: one click alone is too soon done by mistake.
  const onClick = ({ detail }: MouseEvent): void => {
    if (detail === 0 || detail === 2) move();
  };
  return html`<div class="grip" part="grip">
    <button
      type="button"
      class="handle"
      data-act="move"
      data-drag
      aria-label=${messages.movePhone}
      title=${messages.movePhoneHint}
      @click=${onClick}
    >
      ${icon('grip', 16)}<span class="cut">${messages.phone}</span>
    </button>
    ${openOnTop ? iconButton({ act: 'on-top', label: messages.openOnTop, icon: 'on-top', iconSize: 16, press: press(openOnTop) }) : nothing}
    ${iconButton({ act: 'minimise', label: messages.minimise, icon: 'minimise', iconSize: 16, press: press(minimise) })}
  </div>`;
}
