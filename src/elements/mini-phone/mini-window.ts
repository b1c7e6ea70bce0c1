import { ContextEvent } from '@lit/context';
import { css, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import type { Language } from '../../util/types.js';
import { announceIntent } from '../intents.js';
import { messagesFor } from '../messages/index.js';
import { sheetIn } from '../foreign-styles.js';
import { keysContext } from '../shortcuts/hints.js';
import type { BfcMiniPhone } from './mini-phone.js';

/** https://wicg.github.io/document-picture-in-picture/ — not in TypeScript's library yet. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly activePhone: Phone | null;
  readonly theme: string | null;
}

interface Tools {
  readonly lang: () => Language;
  /** A call that came to nothing and has not been put away. */
  readonly failed: () => Call | null;
  readonly closed: () => void;
  /** A key that is pressed in the window, for the controls there. */
  readonly handleKey: (event: KeyboardEvent, root: ParentNode) => void;
}

/** One card, or two rows. Px. */
const size = { width: 320, height: 128 };

const pageStyles = css`
  html {
    color-scheme: light dark;
    background: var(--bfc-surface, light-dark(#ffffff, #15181e));
  }
  body {
    margin: 0;
  }
`;

/**
 * The mini phone in a window that stays on top of all others (Document Picture-in-Picture), where the browser has such
 * a thing. The call is the page's: it goes on whatever becomes of the window. The browser closes it with the page.
 */
export class MiniWindow implements ReactiveController {
  #window: Window | null = null;
  #mini: BfcMiniPhone | null = null;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {
    host.addController(this);
  }

  get isSupported(): boolean {
    return supplier() !== null;
  }

  /** Only within a press of the agent's: browsers open no window unasked. False where it did not open. */
  async open(): Promise<boolean> {
    if (this.#window) {
      this.#window.focus();
      return true;
    }
    try {
      const opened = await supplier()?.requestWindow(size);
      if (!opened) return false;
      if (this.host.isConnected) this.#furnish(opened);
      else opened.close();
      return this.#window === opened;
    } catch {
      // No press, a frame, or a policy that forbids it.
      return false;
    }
  }

  close(): void {
    this.#window?.close();
  }

  hostUpdated(): void {
    const { host, tools } = this;
    if (!this.#mini || !this.#window) return;
    const { documentElement: page } = this.#window.document;
    this.#mini.phone = host.activePhone;
    this.#mini.lang = tools.lang();
    this.#mini.failed = tools.failed();
    page.lang = tools.lang();
    page.style.colorScheme = host.theme === 'light' || host.theme === 'dark' ? host.theme : '';
    this.#window.document.title = messagesFor(tools.lang()).miniPhone;
  }

  /** One that is only moved keeps its window. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.host.isConnected) this.close();
    });
  }

  #furnish(opened: Window): void {
    const page = opened.document;
    page.adoptedStyleSheets = [sheetIn(page, pageStyles.cssText)];
    for (const [name, value] of looksOf(this.host)) page.documentElement.style.setProperty(name, value);
    const mini = document.createElement('bfc-mini-phone');
    mini.role = 'main';
    mini.addEventListener('bfc-intent', (event) => {
      // The page hears of it where it hears of all others, and may prevent it.
      if (!announceIntent(this.host, event.detail)) event.preventDefault();
    });
    mini.addEventListener('bfc-dismiss', ({ detail }) => {
      this.host.dispatchEvent(new CustomEvent('bfc-dismiss', { detail, bubbles: true, composed: true }));
    });
    // Its elements are told the keys as if they stood in the phone.
    mini.addEventListener('context-request', ({ context, contextTarget, callback, subscribe }) => {
      if (context === keysContext)
        this.host.dispatchEvent(new ContextEvent(context, contextTarget, callback, subscribe));
    });
    opened.addEventListener('keydown', (event) => this.tools.handleKey(event, mini.renderRoot));
    opened.addEventListener('pagehide', () => this.#closed(opened), { once: true });
    this.#window = opened;
    this.#mini = mini;
    this.hostUpdated();
    page.body.append(mini);
  }

  #closed(window: Window): void {
    if (window !== this.#window) return;
    this.#mini?.remove();
    this.#mini = null;
    this.#window = null;
    this.tools.closed();
  }
}

function supplier(): DocumentPictureInPicture | null {
  // Frames cannot have one.
  if (window.top !== window) return null;
  return (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture ?? null;
}

/** The `--bfc-…` that hold for an element: the other window has none of the page's styles. */
function looksOf(element: Element): [string, string][] {
  const style = getComputedStyle(element);
  return [...element.computedStyleMap().keys()]
    .filter((name) => name.startsWith('--bfc-'))
    .map((name) => [name, style.getPropertyValue(name)]);
}
