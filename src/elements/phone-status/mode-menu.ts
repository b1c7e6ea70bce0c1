import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { modes, type Mode } from '../../phone/mode.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon, type IconName } from '../icons.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { modeMenuStyles } from './mode-menu.styles.js';

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
export class BfcModeMenu extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, modeMenuStyles];

  @state() private open = false;

  readonly #selector = new PhoneSelector(this, ({ mode, lang }) => ({ mode, lang }));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.open = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const slice = this.#selector.value;
    if (!slice) return nothing;
    const { messages } = this;
    const current = messages.modes[slice.mode];
    return html`<div dir="ltr" lang=${slice.lang} @keydown=${this.#onKeyDown} @focusout=${this.#onFocusOut}>
      <button
        type="button"
        class="icon-button"
        part="mode"
        aria-haspopup="menu"
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-label=${messages.modeLabel(current.name)}
        title=${messages.modeLabel(current.name)}
        @click=${() => void this.#toggle()}
      >
        ${icon(modeIcons[slice.mode])}
      </button>
      ${
        this.open
          ? html`<div class="menu" role="menu" aria-label=${messages.modeMenu}>
              ${modeOrder.map((mode) => this.#item(mode, mode === slice.mode))}
            </div>`
          : nothing
      }
    </div>`;
  }

  #item(mode: Mode, checked: boolean): TemplateResult {
    const { name, hint } = this.messages.modes[mode];
    return html`<button
      type="button"
      class="item"
      role="menuitemradio"
      tabindex="-1"
      aria-checked=${checked ? 'true' : 'false'}
      @click=${() => this.#choose(mode)}
    >
      ${icon(modeIcons[mode])}<span><b>${name}</b><small>${hint}</small></span
      >${checked ? icon('check', 16) : nothing}
    </button>`;
  }

  async #toggle(): Promise<void> {
    this.open = !this.open;
    if (!this.open) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  }

  #choose(mode: Mode): void {
    this.#close();
    if (mode !== this.#selector.value?.mode) void this.send({ type: 'setMode', mode });
  }

  #close(): void {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.icon-button')?.focus();
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.open) return;
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('.item')];
    const at = items.findIndex((item) => item.matches(':focus'));
    const target = {
      ArrowDown: (at + 1) % modes.length,
      ArrowUp: (at + modes.length - 1) % modes.length,
      Home: 0,
      End: modes.length - 1,
    }[event.key];
    if (target !== undefined) items[target]?.focus();
    else if (event.key === 'Escape') this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Focus that went somewhere else, by Tab or by a press, closes the menu. */
  #onFocusOut(event: FocusEvent): void {
    const next = event.relatedTarget;
    if (!(next instanceof Node && this.renderRoot.contains(next))) this.open = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-mode-menu': BfcModeMenu;
  }
}
