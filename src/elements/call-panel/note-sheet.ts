import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { isTalking, type Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import type { Messages } from '../messages/index.js';
import { iconButton } from '../parts/controls.js';
import { deepActiveElement } from '../parts/focus.js';

interface Host extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
  readonly renderRoot: HTMLElement | DocumentFragment;
  focus(): void;
}

/**
 * The note about the call that goes on, over its name and its controls, never over Hang up. What is written is a draft
 * of this call; where its note is shown after the call, it goes on there.
 */
export class NoteSheet implements ReactiveController {
  /** The call that it is open for. */
  #open: string | null = null;
  #opener: HTMLElement | null = null;
  /** It had the focus before the last update. */
  hadFocus = false;

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  hostUpdate(): void {
    this.hadFocus = this.#note?.matches(':focus-within') ?? false;
  }

  /** Another call has come into the panel: what is open was not meant for it. */
  see(call: Call | null): void {
    if (call?.id !== this.#open || call?.end) this.#open = null;
  }

  /** Who has not answered yet leaves nothing to write about. */
  button(call: Call, messages: Messages, press: (run: () => void) => (event: MouseEvent) => void) {
    if (!isTalking(call)) return nothing;
    return html`<div class="aside">
      ${iconButton({ act: 'note', label: messages.callNote, icon: 'note', press: press(() => void this.#show(call)) })}
    </div>`;
  }

  render(call: Call, messages: Messages, hidden: boolean): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    return html`<div class="note-sheet" part="sheet" role="dialog" aria-label=${messages.callNote} ?hidden=${hidden}>
      <bfc-call-note
        in-call
        closable
        .phone=${this.host.activePhone}
        .call=${call}
        @bfc-note-close=${this.#onClose}
      ></bfc-call-note>
    </div>`;
  }

  /** Puts the cursor into the note. */
  focus(options?: FocusOptions): void {
    const note = this.#note;
    if (note) void note.updateComplete.then(() => note.focus(options));
  }

  /** Escape, also for the key that Hang up gets. */
  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    void this.close();
  }

  /** The focus goes back to where it came from. */
  async close(): Promise<void> {
    this.#open = null;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.#opener?.focus();
    if (deepActiveElement() !== this.#opener) this.host.focus();
  }

  async #show(call: Call): Promise<void> {
    this.#opener = deepActiveElement();
    this.#open = call.id;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.focus();
  }

  get #note() {
    return this.host.renderRoot.querySelector('bfc-call-note');
  }

  /** Of no concern to the page: nothing is saved yet. */
  readonly #onClose = (event: Event): void => {
    event.stopPropagation();
    void this.close();
  };
}
