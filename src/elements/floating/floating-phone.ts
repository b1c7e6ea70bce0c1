import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { MiniWindow } from '../mini-phone/mini-window.js';
import { PhoneElement } from '../phone-element.js';
import type { Status } from '../phone-status/status.js';
import { Floating } from './floating.js';
import { grip, launcher } from './frame.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly activePhone: Phone | null;
  readonly layout: string | null;
  readonly theme: string | null;
  open: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

interface Tools {
  readonly lang: () => Language;
  readonly messages: () => Messages;
  /** A click handler that a control which just appeared does not let through. */
  readonly press: (run: () => void) => (event: MouseEvent) => void;
  /** A call that came to nothing and has not been put away. */
  readonly failed: () => Call | null;
  /** A key that is pressed in the window of the mini phone. */
  readonly handleKey: (event: KeyboardEvent, root: ParentNode) => void;
}

/** What the closed phone shows. */
interface Closed {
  /** There is a call, or one that came to nothing. */
  readonly busy: boolean;
  readonly status: Status | null;
  readonly missed: number;
}

/** The phone that stands above the page, and the mini phone that comes out of it. Inline, it adds nothing. */
export class FloatingPhone {
  readonly #place: Floating;
  readonly #mini: MiniWindow;
  /** It was open when the mini phone came out of it. */
  #reopens = false;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {
    this.#place = new Floating(host);
    this.#mini = new MiniWindow(host, { ...tools, closed: () => this.#miniClosed() });
  }

  /** Only the button or the bar can be seen. */
  get isClosed(): boolean {
    return this.#place.isClosed;
  }

  /** Closed, the focus goes to what opens it. Open, to the grip: it is not lost where nothing in the panel takes it. */
  focus(options?: FocusOptions): void {
    const target = this.isClosed ? ':is(.launcher, bfc-mini-phone)' : '.grip > .handle';
    const control = this.host.renderRoot.querySelector<HTMLElement>(`.float > ${target}`);
    // A bar that has just come has no buttons yet.
    if (control instanceof PhoneElement) void control.updateComplete.then(() => control.focus(options));
    else control?.focus(options);
  }

  /**
   * By key: to the phone, opened where it was closed; from within an open one, closed. False where the focus is there
   * already and nothing can be closed.
   */
  comeOrGo(): boolean {
    const { host } = this;
    const isHere = host.matches(':focus-within');
    if (isHere && !this.#place.isOn) return false;
    if (this.#place.isOn) host.open = !(isHere && host.open);
    if (!isHere) void host.updateComplete.then(() => host.focus());
    return true;
  }

  async openMini(): Promise<boolean> {
    const opened = await this.#mini.open();
    if (opened && this.host.open) {
      this.#reopens = true;
      this.host.open = false;
    }
    return opened;
  }

  closeMini(): void {
    this.#mini.close();
  }

  render(sheet: TemplateResult, closed: Closed): TemplateResult {
    const place = this.#place;
    return html`<div
      class="float"
      @pointerdown=${place.onPointerDown}
      @keydown=${place.onKeyDown}
      @focusin=${place.onFocusIn}
      @click=${place.onClick}
    >
      ${place.isOn ? (place.isClosed ? this.#closed(closed) : this.#grip()) : nothing}
      <div class="sheet" ?hidden=${place.isClosed}>${sheet}</div>
    </div>`;
  }

  #closed({ busy, status, missed }: Closed): TemplateResult {
    const { messages, press, failed } = this.tools;
    const open = (): void => void (this.host.open = true);
    if (!busy) {
      const shown = status ?? { glyph: 'none', spinning: false, word: messages().statusSignedOut };
      return launcher({ status: shown, missed, messages: messages(), press, open });
    }
    return html`<bfc-mini-phone
      compact
      exportparts="mini: bar, answer, reject, primary"
      .failed=${failed()}
      @bfc-open-phone=${open}
    ></bfc-mini-phone>`;
  }

  #grip(): TemplateResult {
    const { messages, press } = this.tools;
    return grip({
      messages: messages(),
      press,
      minimise: () => (this.host.open = false),
      move: this.#place.toNextCorner,
      openOnTop: this.#mini.isSupported ? (): void => void this.openMini() : null,
    });
  }

  #miniClosed(): void {
    if (this.#reopens) this.host.open = true;
    this.#reopens = false;
  }
}
