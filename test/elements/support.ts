import { fixture, html, nextFrame } from '@open-wc/testing';
import type { LitElement } from 'lit';
import type { BfcCallPanel } from '../../src/elements/call-panel/call-panel.js';
import type { BfcLineSwitcher } from '../../src/elements/line-switcher/line-switcher.js';
import type { Contact } from '../../src/phone/account-data.js';
import type { Command } from '../../src/phone/commands.js';
import { defineElements } from '../../src/elements/define-elements.js';
import { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { FakePhone, FakeProvider } from '../support/fake-phone.js';
import type { PhoneState } from '../../src/phone/state.js';

export const provider = new FakeProvider();
defineElements(provider);

/** A fresh provider for tests that count. */
export function freshProvider(): FakeProvider {
  const fresh = new FakeProvider();
  BfcWebphone.provider = fresh;
  return fresh;
}

/** The whole phone over a fake one, in English. */
export async function webphone(
  state: Partial<PhoneState> = {},
  theme: 'light' | 'dark' = 'light',
): Promise<{ element: BfcWebphone; phone: FakePhone }> {
  const phone = new FakePhone(state);
  const element = await fixture<BfcWebphone>(html`<bfc-webphone theme=${theme} .phone=${phone}></bfc-webphone>`);
  await settled(element);
  return { element, phone };
}

/** Waits until the element and everything inside it has drawn. */
export async function settled(element: Element): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (const each of everything(element)) {
      if ('updateComplete' in each) await (each as LitElement).updateComplete;
    }
  }
  await nextFrame();
}

/** The element and all that is drawn inside it, through shadow roots and slots. */
export function everything(root: Element): Element[] {
  const children = [...(root.shadowRoot?.children ?? []), ...root.children];
  return [root, ...children.flatMap(everything)];
}

/** What the agent can see and name: found by role and accessible name, as a screen reader would. */
export function byRole(root: Element, role: keyof typeof selectors, name?: string): HTMLElement {
  const found = allByRole(root, role).filter((each) => name === undefined || nameOf(each) === name);
  const [first] = found;
  if (!first || found.length > 1) {
    const there = allByRole(root, role).map(nameOf).join(' | ');
    throw new Error(`${String(found.length)} of role ${role} named ${name ?? 'anything'}; there are: ${there}`);
  }
  return first;
}

export function button(root: Element, name: string): HTMLElement {
  return byRole(root, 'button', name);
}

export function hasButton(root: Element, name: string): boolean {
  return allByRole(root, 'button').some((each) => nameOf(each) === name);
}

export function field(root: Element): HTMLInputElement {
  return byRole(root, 'textbox', 'Phone number') as HTMLInputElement;
}

/** The panel of the call, without the strip of the two lines. */
export function panel(root: Element): BfcCallPanel {
  return piece(root, 'bfc-call-panel');
}

export function strip(root: Element): BfcLineSwitcher {
  return piece(root, 'bfc-line-switcher');
}

function piece<K extends keyof HTMLElementTagNameMap>(root: Element, name: K): HTMLElementTagNameMap[K] {
  const found = everything(root).find((each) => each.localName === name);
  if (!found) throw new Error(`no ${name}`);
  return found as HTMLElementTagNameMap[K];
}

/** Contacts for a phone that is asked for them; everything else is done at once. */
export function giveContacts(phone: FakePhone, contacts: readonly Contact[]): void {
  const { answer } = phone;
  phone.answer = (command) => (command.type === 'contacts' ? { ok: true, data: contacts } : answer(command));
}

export function contact(name: string, ...phones: string[]): Contact {
  return { id: `${name} ${phones.join()}`, name, phones, company: null, email: null, avatar_url: null };
}

/** What was asked for but the contacts, which every sheet wants. */
export function wanted(phone: FakePhone): readonly Command[] {
  return phone.executed.filter(({ type }) => type !== 'contacts');
}

export function isDisabled(control: Element): boolean {
  return control.getAttribute('aria-disabled') === 'true';
}

const selectors = {
  button: 'button:not([role])',
  textbox: 'input:not([role])',
  combobox: '[role=combobox]',
  option: '[role=option]',
  dialog: '[role=dialog]',
  alert: '[role=alert]',
  status: '[role=status]',
  heading: 'h2',
  listitem: '[role=listitem]',
  tab: '[role=tab]',
  radio: '[role=radio], input[type=radio]',
};

export function allByRole(root: Element, role: keyof typeof selectors): HTMLElement[] {
  return everything(root).filter(
    (each): each is HTMLElement => each.matches(selectors[role]) && (role === 'alert' || each.checkVisibility()),
  );
}

export function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-label');
  if (labelled !== null) return labelled;
  return textOf(element).replace(/\s+/g, ' ').trim();
}

/** The text that is not hidden from the ear. */
export function textOf(node: Node): string {
  if (node instanceof Element && node.getAttribute('aria-hidden') === 'true') return '';
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  const root = node instanceof Element ? node.shadowRoot : null;
  return [...(root ?? node).childNodes].map(textOf).join('');
}

/** Everything the agent can read. */
export function shownText(element: Element): string {
  return textOf(element).replace(/\s+/g, ' ');
}

/** What has the focus, however deep. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** What moves in is there: for colours and places. Loops have no end to run to. */
export function finishAnimations(root: Element): void {
  for (const animation of everything(root).flatMap((each) => each.getAnimations())) {
    if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
  }
}
