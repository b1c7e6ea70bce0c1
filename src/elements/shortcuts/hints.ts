import { ContextConsumer, createContext } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { controlsOf, textOf, type Keys } from './keys.js';

/** Hands the keys in force down: `<bfc-webphone>` provides them. */
export const keysContext = createContext<Keys | null>(Symbol.for('bfc-webphone.keys'));

/** Tells screen readers, on each control in it, by which key it is pressed too. */
export class KeyHints implements ReactiveController {
  readonly #keys: ContextConsumer<typeof keysContext, ReactiveControllerHost & HTMLElement>;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    this.#keys = new ContextConsumer(host, { context: keysContext, subscribe: true });
    host.addController(this);
  }

  hostUpdated(): void {
    const { shadowRoot } = this.host;
    if (shadowRoot && this.#keys.value) showKeys(shadowRoot, this.#keys.value);
  }
}

/** A control may have become another one: what it said before goes. */
export function showKeys(root: ParentNode, keys: Keys): void {
  const before = new Set(root.querySelectorAll('[aria-keyshortcuts]'));
  for (const [act, chord] of keys) {
    for (const control of root.querySelectorAll(controlsOf(act))) {
      before.delete(control);
      control.setAttribute('aria-keyshortcuts', textOf(chord));
    }
  }
  for (const control of before) control.removeAttribute('aria-keyshortcuts');
}
