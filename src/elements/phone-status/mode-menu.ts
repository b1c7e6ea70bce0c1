import { html, nothing, type TemplateResult } from 'lit';
import type { Mode } from '../../phone/mode.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon, type IconName } from '../icons.js';
import { MenuElement } from './menu-element.js';

export const modeIcons: Readonly<Record<Mode, IconName>> = {
  active: 'both-ways',
  outgoing: 'outgoing',
  inactive: 'rest',
};
/** In the order of how much the agent takes on. */
export const modeOrder: readonly Mode[] = ['active', 'outgoing', 'inactive'];

/**
 * A button with the present mode, and a menu of the three.
 *
 * @summary Both ways, outgoing only, away. A piece of `<bfc-phone-status>`.
 * @tagname bfc-mode-menu
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart mode - The button.
 */
export class BfcModeMenu extends MenuElement {
  readonly #selector = new PhoneSelector(this, ({ mode, lang }) => ({ mode, lang }));

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice) return nothing;
    const { messages } = this;
    const label = messages.modeLabel(messages.modes[slice.mode].name);
    const button = html`<button
      type="button"
      class="icon-button"
      part="mode"
      aria-haspopup="menu"
      aria-expanded=${this.open ? 'true' : 'false'}
      aria-label=${label}
      title=${label}
      @click=${this.toggle}
    >
      ${icon(modeIcons[slice.mode])}
    </button>`;
    const items = modeOrder.map((mode) => ({
      ...messages.modes[mode],
      icon: icon(modeIcons[mode]),
      checked: mode === slice.mode,
      choose: () => this.#choose(mode),
    }));
    return this.menu(button, messages.modeMenu, items, nothing);
  }

  #choose(mode: Mode): void {
    this.close();
    if (mode !== this.#selector.value?.mode) void this.send({ type: 'setMode', mode });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-mode-menu': BfcModeMenu;
  }
}
