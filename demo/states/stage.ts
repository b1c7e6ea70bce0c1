/** A phone on a simulator of its own, which a state is played on: by the far side, and by presses on the element. */
import type { PhoneElement } from '../../src/elements/phone-element.js';
import type { Command } from '../../src/index.js';
import { createSimulator, type Ringing, type SimulatedAccountOptions, type Simulator } from '../../src/testing.js';
import { contacts, histories, hotlines, devices } from './people.js';

type Webphone = HTMLElementTagNameMap['bfc-webphone'];
type MiniPhone = HTMLElementTagNameMap['bfc-mini-phone'];

/** The phone above a page, or the call in the least room. */
export type Shape = 'floating' | 'mini';

/** An agent who has everything. */
const fullAccount: SimulatedAccountOptions = { extension: { name: 'An' }, hotlines, contacts, histories };

export class Stage {
  readonly simulator: Simulator;
  readonly element: Webphone | MiniPhone;

  /** The element is made here and put into the page by the caller. Times in it are the manual clock's, in 2026. */
  constructor(lang: 'vi' | 'en', account: SimulatedAccountOptions = fullAccount, shape?: Shape) {
    this.simulator = createSimulator({ lang, simulate: { account } });
    this.element = document.createElement(shape === 'mini' ? 'bfc-mini-phone' : 'bfc-webphone');
    if (shape === 'floating') this.element.setAttribute('layout', shape);
    this.element.lang = lang;
    this.element.phone = this.simulator.phone;
  }

  /** The whole phone, where the state is not of the mini phone. */
  get webphone(): Webphone {
    const { element } = this;
    if (element.localName !== 'bfc-webphone') throw new Error('this state shows the mini phone');
    return element as Webphone;
  }

  /** Signed in, with a headset. */
  async start(): Promise<void> {
    this.simulator.devicesAre(devices);
    await this.execute({ type: 'start' });
    await this.drawn();
  }

  async execute(command: Command): Promise<void> {
    await this.simulator.phone.execute(command);
    await this.drawn();
  }

  /** Somebody calls, and the agent answers. Gives the id of the call. */
  async talk(who: Ringing): Promise<string> {
    const id = this.simulator.remoteRings(who);
    await this.simulator.phone.execute({ type: 'answer' });
    await this.drawn();
    return id;
  }

  async advance(ms: number): Promise<void> {
    await this.simulator.advance(ms);
    await this.drawn();
  }

  /** The page gives no phone: the agent signs in by the form, and gets the simulator's. */
  async leaveToForm(): Promise<void> {
    const { webphone, simulator } = this;
    (webphone.constructor as typeof HTMLElement & { provider: unknown }).provider = simulator.provider;
    Object.assign(webphone, { phone: null, signIn: true, baseUrl: 'https://api.example' });
    await this.drawn();
  }

  /** Presses what opens a menu, which stays open when the focus goes elsewhere. */
  async openMenu(selector: string): Promise<void> {
    const { element } = this;
    element.addEventListener('focusout', (event) => event.stopImmediatePropagation(), { capture: true });
    await this.press(selector);
  }

  /** Presses a control: by its act, or by a selector inside any of the shadow roots. */
  async press(selector: string): Promise<void> {
    const control = await this.#find(selector);
    control.click();
    await this.drawn();
  }

  /** A digit or `#` of the keypad. */
  async pressKey(key: string): Promise<void> {
    await this.drawn();
    const found = inside(this.element).find((each) => each.matches('.key') && each.textContent.trim().startsWith(key));
    if (found instanceof HTMLElement) found.click();
    await this.drawn();
  }

  async type(selector: string, text: string): Promise<void> {
    const field = (await this.#find(selector)) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await this.drawn();
  }

  /** To the end of the page that is open. */
  scrollSettings(): void {
    inside(this.element)
      .find((each) => each.matches('.settings > .content'))
      ?.scrollTo(0, 999);
  }

  /** Until the phone has done all that needs no time, and the element has drawn it. */
  async drawn(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await this.simulator.settled();
      for (const each of inside(this.element)) {
        if ('updateComplete' in each) await (each as PhoneElement).updateComplete;
      }
    }
  }

  async #find(selector: string): Promise<HTMLElement> {
    await this.drawn();
    const found = inside(this.element).find((each) => each.matches(selector));
    if (!(found instanceof HTMLElement)) throw new Error(`there is no ${selector}`);
    return found;
  }
}

/** The element and all that is drawn inside it, through shadow roots. */
export function inside(root: Element): readonly Element[] {
  return [root, ...[...(root.shadowRoot?.children ?? []), ...root.children].flatMap(inside)];
}
