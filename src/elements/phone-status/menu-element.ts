import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { icon } from '../icons.js';
import { PhoneElement } from '../phone-element.js';
import { controls } from '../styles/controls.js';
import { menuStyles } from './menu.styles.js';

interface MenuItem {
  readonly name: unknown;
  readonly hint: unknown;
  readonly icon: TemplateResult;
  readonly checked: boolean;
  readonly choose: () => void;
}

/** A button with what is chosen now, and below it a menu of what there is. */
export abstract class MenuElement extends PhoneElement {
  static override styles: CSSResultGroup = [PhoneElement.styles, controls, menuStyles];

  @state() protected open = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.open = false;
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-haspopup]')?.focus(options);
  }

  /** `button` stands where the menu opens. */
  protected menu(button: TemplateResult, label: string, items: readonly MenuItem[], foot: unknown): TemplateResult {
    return html`<div dir="ltr" lang=${this.language} @keydown=${this.#onKeyDown} @focusout=${this.#onFocusOut}>
      ${button}
      ${
        this.open
          ? html`<div class="menu">
              <div role="menu" aria-label=${label}>${items.map(itemTemplate)}</div>
              ${foot}
            </div>`
          : nothing
      }
    </div>`;
  }

  protected readonly toggle = async (): Promise<void> => {
    this.failure = null;
    this.open = !this.open;
    if (!this.open) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"], .item')?.focus();
  };

  protected close(): void {
    this.open = false;
    this.focus();
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (!this.open) return;
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('.item')];
    const at = items.findIndex((item) => item.matches(':focus'));
    const { length } = items;
    const target = {
      ArrowDown: (at + 1) % length,
      ArrowUp: (Math.max(at, 0) + length - 1) % length,
      Home: 0,
      End: length - 1,
    }[event.key];
    if (target !== undefined) items[target]?.focus();
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Focus that went somewhere else, by Tab or by a press, closes the menu. */
  readonly #onFocusOut = ({ relatedTarget: next }: FocusEvent): void => {
    if (!(next instanceof Node && this.renderRoot.contains(next))) this.open = false;
  };
}

function itemTemplate({ name, hint, icon: picture, checked, choose }: MenuItem): TemplateResult {
  return html`<button
    type="button"
    class="item"
    role="menuitemradio"
    tabindex="-1"
    aria-checked=${checked ? 'true' : 'false'}
    @click=${choose}
  >
    ${picture}<span><b>${name}</b>${hint ? html`<small>${hint}</small>` : nothing}</span
    >${checked ? icon('check', 16) : nothing}
  </button>`;
}
