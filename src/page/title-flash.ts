import type { ClockPort } from '../phone/ports.js';

/** How long each of the two titles stands, ms. */
const beat = 1000;

/** A `<title>` as it stood; without an element the page had none. */
interface Title {
  readonly element: HTMLTitleElement | null;
  readonly text: string;
}

/**
 * Says in the page's title that somebody calls, in turn with what the page says there. A title that the page changes
 * meanwhile is the one that comes back, to the letter. One for the whole page: two phones must not take each other's
 * words for the page's.
 */
export class TitleFlash {
  readonly #texts = new Map<object, string>();
  #page: Title | null = null;
  #written: Title | null = null;
  #isSaying = false;
  #cancel: (() => void) | null = null;

  constructor(private readonly clock: ClockPort) {}

  /** @param text `null`: this owner has nothing to say any more */
  say(owner: object, text: string | null): void {
    if (text === null) this.#texts.delete(owner);
    else this.#texts.set(owner, text);
    if (this.#texts.size === 0) this.#end();
    else if (this.#cancel === null) this.#turn();
    else if (this.#isSaying) this.#write(this.#text);
  }

  get #text(): string {
    return [...this.#texts.values()][0] ?? '';
  }

  #turn(): void {
    this.#cancel = this.clock.after(beat, () => this.#turn());
    this.#isSaying = !this.#isSaying;
    this.#look();
    this.#write(this.#isSaying ? this.#text : (this.#page?.text ?? ''));
  }

  #end(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#look();
    const { element, text } = this.#page ?? { element: null, text: '' };
    if (element) this.#write(text);
    else titleElement()?.remove();
    this.#cancel = this.#page = this.#written = null;
    this.#isSaying = false;
  }

  /** What is not ours in the title is the page's. */
  #look(): void {
    const element = titleElement();
    const text = element?.textContent ?? '';
    if (this.#written?.element !== element || this.#written.text !== text) this.#page = { element, text };
  }

  #write(text: string): void {
    this.#look();
    const element = titleElement() ?? document.head.appendChild(document.createElement('title'));
    const [only] = element.childNodes;
    // The text itself, where there is one: what draws the page may hold on to it.
    if (element.childNodes.length === 1 && only instanceof Text) only.data = text;
    else element.textContent = text;
    this.#written = { element, text };
  }
}

/** The one that `document.title` means: no `<title>` of a drawing. */
function titleElement(): HTMLTitleElement | null {
  return [...document.getElementsByTagName('title')].find((title) => title instanceof HTMLTitleElement) ?? null;
}
