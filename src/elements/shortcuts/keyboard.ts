import { ContextProvider } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toPhoneError, type PhoneError } from '../../phone/errors.js';
import { consoleLog } from '../../util/log.js';
import { pressByKey } from '../controllers/press-guard.js';
import { keysContext, showKeys } from './hints.js';
import { actOf, controlsOf, isPageWide, parseShortcuts, type Keys, type ShortcutAct, type Shortcuts } from './keys.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly shortcuts: Shortcuts | string | null;
  readonly shortcutScope: string | null;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

interface Tools {
  /** Shows the list of the keys, or puts it away. False where there is no room for it now. */
  readonly showKeys: () => boolean;
  /** Brings the agent to the phone, or away from it. */
  readonly open: () => boolean;
  /** The number field has the focus now. False where there is none. */
  readonly toNumberField: () => boolean;
}

/**
 * Presses the phone's controls by key: what a key does is a click on the control that is in sight, so that whatever
 * holds for a click (the guard, `bfc-intent`, the notice of what failed) holds for it; where the control is not in
 * sight or refuses, it does nothing. While the focus is in the phone; in the whole page where the page has asked for it.
 */
export class Keyboard implements ReactiveController {
  /** What is wrong with the wish of the page; the keys before stay in force. */
  error: PhoneError | null = null;
  #keys: Keys = parseShortcuts(null);
  #wish: unknown = null;
  readonly #provider: ContextProvider<typeof keysContext, Host>;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {
    this.#provider = new ContextProvider(host, { context: keysContext, initialValue: this.#keys });
    host.addController(this);
    host.addEventListener('keydown', (event) => this.#onKey(event, true));
  }

  get keys(): Keys {
    return this.#keys;
  }

  get isPageWide(): boolean {
    return this.host.shortcutScope === 'page';
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onPageKey);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onPageKey);
  }

  hostUpdate(): void {
    const { shortcuts } = this.host;
    if (shortcuts === this.#wish) return;
    this.#wish = shortcuts;
    try {
      this.#keys = parseShortcuts(shortcuts);
      this.error = null;
      this.#provider.setValue(this.#keys);
    } catch (thrown) {
      this.error = toPhoneError(thrown, 'INVALID_ARGUMENT');
      consoleLog.warn(`<${this.host.localName}>`, this.error.message);
    }
  }

  /** For what stands elsewhere, in a window of its own: its controls, and no others. */
  handleIn(event: KeyboardEvent, root: ParentNode): void {
    this.#onKey(event, true, root);
  }

  hostUpdated(): void {
    showKeys(this.host.renderRoot, this.#keys);
  }

  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (this.isPageWide) this.#onKey(event, false);
  };

  #onKey(event: KeyboardEvent, isInside: boolean, elsewhere?: ParentNode): void {
    if (event.defaultPrevented || event.repeat || event.isComposing || isTyping(event)) return;
    const act = actOf(this.#keys, event);
    const chord = act && this.#keys.get(act);
    if (!act || !chord || (!isInside && !isPageWide(chord))) return;
    if (elsewhere ? press(elsewhere, act) : this.#carryOut(act)) event.preventDefault();
  }

  #carryOut(act: ShortcutAct): boolean {
    if (act === 'help') return this.tools.showKeys();
    if (act === 'open') return this.tools.open();
    return press(this.host.renderRoot, act) || (act === 'keypad' && this.tools.toNumberField());
  }
}

function press(root: ParentNode, act: ShortcutAct): boolean {
  const control = controlIn(root, controlsOf(act));
  if (control) pressByKey(control);
  return control !== null;
}

/** The first control that can be reached now, however deep in shadow roots. */
function controlIn(root: ParentNode, controls: string): HTMLElement | null {
  // What is drawn in another window is no HTMLElement of this one.
  for (const child of root.children as Iterable<Element> as Iterable<HTMLElement>) {
    if (child.inert || child.hidden) continue;
    if (child.matches(controls) && child.getAttribute('aria-disabled') !== 'true') return child;
    const found = (child.shadowRoot && controlIn(child.shadowRoot, controls)) ?? controlIn(child, controls);
    if (found) return found;
  }
  return null;
}

/** Keys that write are never taken from whoever writes, nor letters from a list that finds its options by them. */
function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches(`textarea, select, input:not(${notWritten})`);
}

const notWritten = ['range', 'checkbox', 'radio', 'button', 'submit'].map((type) => `[type=${type}]`).join();
