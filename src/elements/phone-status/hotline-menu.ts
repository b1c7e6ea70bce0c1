import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { HotlineInfo } from '../../phone/call.js';
import { shownLine } from '../../util/one-line.js';
import { PhoneSelector } from '../controllers/phone-selector.js';
import { icon } from '../icons.js';
import { errorText } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { MenuElement } from './menu-element.js';

/**
 * The hotline of outgoing calls, and a menu of those that the extension has. Empty where it has none.
 *
 * @summary The hotline to call out on. A piece of `<bfc-phone-status>`.
 * @tagname bfc-hotline-menu
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 * @csspart hotline - The button; where there is no choice, the name.
 */
export class BfcHotlineMenu extends MenuElement {
  /** It opens below the whole status: there is room for it wherever the chip stands. */
  static override styles: CSSResultGroup = [
    MenuElement.styles,
    css`
      :host {
        position: static;
      }
      .menu {
        inset-block-start: 50px;
        inset-inline-end: 4px;
      }
    `,
  ];

  /** Id of the one that the agent has pressed, until the account has answered. */
  @state() private choosing: string | null = null;

  readonly #selector = new PhoneSelector(this, ({ hotline, hotlines, lang }) => ({ hotline, hotlines, lang }));

  protected override render(): TemplateResult | typeof nothing {
    const { hotline = null, hotlines = [] } = this.#selector.value ?? {};
    if (hotlines.length === 0) return nothing;
    const { messages } = this;
    const name = hotline ? shownLine(hotline.name) : messages.noHotline;
    const label = messages.hotlineLabel(name);
    const text = html`<bdi class="cut">${name}</bdi>`;
    if (hotline && hotlines.length === 1) {
      return html`<span class="chip" part="hotline" title=${label} lang=${this.language} dir="ltr"
        ><span class="visually-hidden">${label}</span><span aria-hidden="true" class="cut">${text}</span></span
      >`;
    }
    const button = html`<button
      type="button"
      class="chip"
      part="hotline"
      data-act="hotline"
      aria-haspopup="menu"
      aria-expanded=${this.open ? 'true' : 'false'}
      aria-label=${label}
      title=${label}
      @click=${this.toggle}
    >
      ${text}${icon('down', 16)}
    </button>`;
    const { failure } = this;
    const foot = failure ? html`<p class="bad" role="alert">${errorText(failure, this.language).title}</p>` : nothing;
    const items = hotlines.map((each) => this.#item(each, each.id === hotline?.id));
    return this.menu(button, messages.hotlineOut, items, foot);
  }

  #item(hotline: HotlineInfo, checked: boolean): Parameters<MenuElement['menu']>[2][number] {
    const { id, type, name, number } = hotline;
    return {
      name: html`<bdi class="cut" title=${shownLine(name)}>${shownLine(name)}</bdi>`,
      hint: number === null ? '' : html`<bdi class="cut">${grouped(shownLine(number))}</bdi>`,
      icon: id === this.choosing ? icon('wait', 20, 'spin') : icon(type === 'group' ? 'users' : 'headset'),
      checked,
      choose: () => (checked ? this.close() : void this.#choose(id)),
    };
  }

  /** The menu stays until it is done: what went wrong is said in it. */
  async #choose(hotlineId: string): Promise<void> {
    if (this.choosing !== null) return;
    this.choosing = hotlineId;
    const result = await this.send({ type: 'chooseHotline', hotlineId });
    this.choosing = null;
    if (result?.ok !== false && this.open) this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-hotline-menu': BfcHotlineMenu;
  }
}
