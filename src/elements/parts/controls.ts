import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../icons.js';

export interface Control {
  /** What it does; another value on the same button is another control to the press guard. */
  readonly act: string;
  readonly label: string;
  readonly icon: IconName | null;
  readonly press: (event: MouseEvent) => void;
  /** Default: `button`. */
  readonly type?: 'submit';
  /** CSS classes: the kind of button. */
  readonly kind: string;
  readonly part?: string;
  readonly iconSize?: 16 | 20 | 24;
  readonly disabled?: boolean;
  /** Under way: a spinner stands for the icon, and a second press does nothing. */
  readonly pending?: boolean;
}

/**
 * A button with an icon and a word. Disabled by `aria-disabled`, so that it keeps the focus: a button that goes away
 * under the keyboard leaves its user at the top of the page.
 */
export function controlButton(control: Control): TemplateResult {
  const { act, label, press, kind, part, iconSize = 20, disabled = false, pending = false } = control;
  const picture = pending ? icon('wait', iconSize, 'spin') : control.icon && icon(control.icon, iconSize);
  return html`<button
    type=${control.type ?? 'button'}
    class=${kind}
    part=${part ?? nothing}
    data-act=${act}
    aria-disabled=${disabled || pending ? 'true' : nothing}
    aria-busy=${pending ? 'true' : nothing}
    @click=${press}
  >
    ${picture}<span>${label}</span>
  </button>`;
}

/** A button that is only a picture: its name is for the ear, and for the eye that asks. */
export function iconButton(control: Omit<Control, 'kind'> & { readonly icon: IconName }): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    part=${control.part ?? nothing}
    data-act=${control.act}
    aria-label=${control.label}
    title=${control.label}
    @click=${control.press}
  >
    ${icon(control.icon, control.iconSize ?? 20)}
  </button>`;
}

/** The action zone at the foot of every panel. */
export function actionZone(content: unknown): TemplateResult {
  return html`<div class="actions" part="actions">${content}</div>`;
}
