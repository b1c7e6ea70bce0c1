import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { HistoryItem } from '../../phone/account-data.js';
import type { Call } from '../../phone/call.js';
import type { Command } from '../../phone/commands.js';
import type { Phone } from '../../phone/phone.js';
import type { Unsubscribe } from '../../util/types.js';
import { soundActions } from '../call-panel/panel-buttons.js';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { deepActiveElement } from '../parts/focus.js';
import { actionZone, controlButton } from '../parts/controls.js';
import { noticeTemplate } from '../parts/notice.js';
import { soundNotice, soundSlice } from '../parts/sound-notice.js';
import type { Keyboard } from '../shortcuts/keyboard.js';
import { keysSheet } from '../shortcuts/keys-sheet.js';
import { AfterCall } from './after-call.js';
import { tabsTemplate, type Page } from './pages.js';
import { isPage, type Choice, type View } from './view.js';

interface Pages extends ReactiveControllerHost {
  focus(): void;
  readonly activePhone: Phone | null;
  readonly noWrapUp: boolean;
  readonly renderRoot: DocumentFragment | HTMLElement;
}

interface Tools {
  readonly messages: () => Messages;
  /** A click handler that a control which just appeared does not let through. */
  readonly press: (run: () => void) => (event: MouseEvent) => void;
  readonly hangUp: (call: Call) => TemplateResult;
  readonly send: (command: Command) => (event: MouseEvent) => void;
  readonly keyboard: () => Keyboard;
  /** Who may sign out here. */
  readonly account: () => string | null;
  readonly signOut: () => void;
}

/** What the agent looks at beside the calls: the pages, the settings, a note; and how to get there and back. */
export class Navigation {
  #page: Page = 'keypad';
  #settings = false;
  #keys = false;
  /** What had the focus when the list of the keys was opened. */
  #opener: HTMLElement | null = null;
  /** The call of the past whose note is open. */
  #item: HistoryItem | null = null;
  readonly #after: AfterCall;
  #unsubscribe: readonly Unsubscribe[] = [];

  constructor(
    private readonly host: Pages,
    private readonly tools: Tools,
  ) {
    this.#after = new AfterCall(host);
  }

  /** Lets go of the phone before; `null` for none. */
  connect(phone: Phone | null): void {
    this.#after.connect(phone);
    for (const stop of this.#unsubscribe) stop();
    this.#item = null;
    // A call that begins is what matters; the agent may open the settings over it again.
    const close = (): void => this.#show({});
    this.#unsubscribe = phone ? [phone.on('callOutgoing', close), phone.on('callIncoming', close)] : [];
  }

  get choice(): Choice {
    return { page: this.#page, settings: this.#settings, keys: this.#keys, item: this.#item, wrapUp: this.#wrapUp };
  }

  /** Where the next agent begins. */
  home(): void {
    this.#show({ page: 'keypad' });
  }

  /** Callers whom nobody answered since the agent last looked. */
  get missed(): number {
    return this.#after.missed;
  }

  /** Told of what is drawn where the agent can see it. */
  shown({ type }: View): void {
    if (type === 'history' && document.visibilityState === 'visible') this.#after.seeMissed();
  }

  /** Tabs when nothing goes on, the lines in a call: the same track, the same place. */
  strip(view: View): TemplateResult | typeof nothing {
    if (view.type === 'call') return html`<bfc-line-switcher exportparts="lines"></bfc-line-switcher>`;
    if (!isPage(view)) return nothing;
    const { messages } = this.tools;
    const choose = (page: Page): void => this.#show({ page });
    return tabsTemplate({ page: view.type, missed: this.missed, messages: messages(), choose });
  }

  settingsButton(view: View): TemplateResult | typeof nothing {
    if (!this.#mayLeave(view)) return nothing;
    const label = this.tools.messages().settings;
    const isOpen = view.type === 'settings';
    return html`<button
      type="button"
      class="icon-button settings"
      part="settings"
      data-act="settings"
      aria-label=${label}
      aria-expanded=${isOpen ? 'true' : 'false'}
      title=${label}
      @click=${this.tools.press(() => this.#show({ settings: !isOpen }))}
    >
      ${icon('settings')}
    </button>`;
  }

  /**
   * `call` is the one that goes on behind the page. Each page is a template of its own, so that the cache it is drawn
   * into keeps each as it was: what they had in common would take the last page in first, and out again.
   */
  panel(view: View, call: Call | null): TemplateResult {
    switch (view.type) {
      case 'history':
        return html`<div class="panel page">
          <bfc-call-history @bfc-open-note=${this.#openNote}></bfc-call-history> ${this.#action(call)}
        </div>`;
      case 'contacts':
        return html`<div class="panel page"><bfc-contact-list></bfc-contact-list> ${this.#action(call)}</div>`;
      case 'settings':
        return html`<div class="panel page">
          <bfc-settings
            closable
            .account=${this.tools.account()}
            @bfc-settings-close=${this.#closeSettings}
            @bfc-sign-out=${this.tools.signOut}
          ></bfc-settings>
          ${this.#sound(call)} ${this.#action(call)}
        </div>`;
      case 'keys': {
        const { keys, isPageWide } = this.tools.keyboard();
        const close = (): void => void this.#closeKeys();
        return html`<div class="panel page">
          ${keysSheet({ keys, isPageWide, messages: this.tools.messages(), close })} ${this.#sound(call)}
          ${this.#action(call)}
        </div>`;
      }
      case 'note':
        return html`<bfc-call-note
          closable
          .call=${view.call}
          .item=${view.item}
          exportparts="actions, primary"
          @bfc-note-close=${this.#closeNote}
        ></bfc-call-note>`;
      default:
        return html``;
    }
  }

  /** The devices, where the focus goes too. */
  async openSound(): Promise<void> {
    this.#show({ settings: true });
    await this.host.updateComplete;
    const settings = this.host.renderRoot.querySelector('bfc-settings');
    settings?.show('sound');
    await settings?.updateComplete;
    settings?.focus();
  }

  /** Shows the list of the keys, or puts it away. False where something else has to be done first. */
  toggleKeys(view: View): boolean {
    if (!this.#mayLeave(view)) return false;
    if (this.#keys) void this.#closeKeys();
    else void this.#openKeys();
    return true;
  }

  /** Not from a call that wants an answer, nor before signing in; and without a phone there is nowhere to go. */
  #mayLeave(view: View): boolean {
    const { activePhone } = this.host;
    const stays = view.type === 'incoming' || view.type === 'signIn';
    return activePhone !== null && activePhone.state.status !== 'stopped' && !stays;
  }

  get #wrapUp(): Call | null {
    return this.host.noWrapUp ? null : this.#after.call;
  }

  /** Whoever is in a call hears of its sound here too: the panel that says it is out of sight. */
  #sound(call: Call | null): TemplateResult {
    const { messages, send } = this.tools;
    const state = this.host.activePhone?.state;
    const texts = messages();
    const notice =
      call &&
      state &&
      soundNotice(
        { ...soundSlice(state, call), call, lang: state.lang, messages: texts },
        soundActions(call, { send, openSettings: null }, texts),
      );
    return html`<div class="sound" role="status">${notice ? noticeTemplate(notice) : nothing}</div>`;
  }

  /** Over a call, Hang up; else Call goes on at the keys, with the last number. The same rectangle as ever. */
  #action(call: Call | null): TemplateResult {
    const toKeypad = controlButton({
      act: 'to-keypad',
      label: this.tools.messages().call,
      icon: 'phone',
      kind: 'primary primary-call soft',
      part: 'primary',
      press: this.tools.press(() => void this.#toKeypad()),
    });
    return actionZone(call ? this.tools.hangUp(call) : toKeypad);
  }

  #show(change: { readonly page?: Page; readonly settings?: boolean; readonly keys?: boolean }): void {
    // Whoever leaves it has seen it.
    if (change.page && this.#page === 'history') this.#after.seeMissed();
    this.#page = change.page ?? this.#page;
    this.#settings = change.settings ?? false;
    this.#keys = change.keys ?? false;
    this.host.requestUpdate();
  }

  async #toKeypad(): Promise<void> {
    this.#show({ page: 'keypad' });
    await this.host.updateComplete;
    const dialpad = this.host.renderRoot.querySelector('bfc-dialpad');
    await dialpad?.updateComplete;
    dialpad?.recall();
    dialpad?.focus();
  }

  async #openKeys(): Promise<void> {
    this.#opener = deepActiveElement();
    this.#show({ settings: this.#settings, keys: true });
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>('.keys-sheet [data-name]')?.focus();
  }

  /** Back to where it was opened from. */
  async #closeKeys(): Promise<void> {
    // Else the panel that comes back would take the focus to its name.
    deepActiveElement()?.blur();
    this.#show({ settings: this.#settings });
    await this.host.updateComplete;
    this.#opener?.focus();
    if (deepActiveElement() !== this.#opener) this.host.focus();
  }

  readonly #openNote = (event: CustomEvent<HistoryItem>): void => {
    event.preventDefault();
    this.#item = event.detail;
    this.host.requestUpdate();
  };

  /** After a call the next one in turn; from the history back to its row. */
  readonly #closeNote = (): void => {
    if (this.#wrapUp) this.#after.finish();
    else this.#item = null;
    this.host.requestUpdate();
  };

  readonly #closeSettings = (): void => {
    this.#show({ settings: false });
    this.host.renderRoot.querySelector<HTMLElement>('.settings')?.focus();
  };
}
