import { fixture, html } from '@open-wc/testing';
import type { HistoryItem } from '../../src/phone/account-data.js';
import type { Command, CommandResult } from '../../src/phone/commands.js';
import type { PhoneState } from '../../src/phone/state.js';
import { epoch, FakePhone } from '../support/fake-phone.js';
import { allByRole, everything, settled } from './support.js';

const minute = 60_000;

/** An answered call from a customer, `minutes` ago. */
export function item(minutes: number, change: Partial<HistoryItem> = {}): HistoryItem {
  const at = new Date(epoch - minutes * minute).toISOString();
  return {
    id: `call ${String(minutes)}`,
    direction: 'inbound',
    from: `09${String(10_000_000 + minutes)}`,
    to: '1001',
    name: null,
    hotline_id: null,
    started_at: at,
    answered_at: at,
    ended_at: at,
    duration: 65,
    status: 'answered',
    note: null,
    rate: null,
    report: null,
    recording_url: null,
    ...change,
  };
}

export const missed = { status: 'missed', answered_at: null, duration: 0 } as const;

/** Names as strangers choose them. */
export const hostileNames = [
  '<img src=x onerror=alert(1)>',
  '\u202Egnorw \u0000\n',
  'very '.repeat(2000),
  '👩‍👩‍👧‍👦🇻🇳',
  'Z̵̢͎̘͍̖̲̩͕͔ͪ̓͂̀ͨ̀a̷̛͙͍̱̘̗̰̮̔͂ͭ͗̄͘l̴g͝ơ',
  '\u200B\u200D\u2060',
  '\uD800',
] as const;

interface ListTags {
  'bfc-call-history': HTMLElementTagNameMap['bfc-call-history'];
  'bfc-contact-list': HTMLElementTagNameMap['bfc-contact-list'];
}

/** A list over a phone whose account answers by itself, 448 px high. */
export async function list<K extends keyof ListTags>(
  tag: K,
  answers: { readonly [T in Command['type']]?: () => CommandResult | Promise<CommandResult> },
  state: Partial<PhoneState> = {},
  theme: 'light' | 'dark' = 'light',
): Promise<{ element: ListTags[K]; phone: FakePhone }> {
  const phone = new FakePhone(state);
  phone.answer = ({ type }) => answers[type]?.() ?? ok(type === 'contacts' ? [] : null);
  const room = await fixture<HTMLElement>(html`<div></div>`);
  room.style.cssText = 'block-size: 448px; inline-size: 320px; background: Canvas';
  room.style.colorScheme = theme;
  const element = document.createElement(tag);
  element.setAttribute('theme', theme);
  element.phone = phone;
  room.append(element);
  await settled(element);
  return { element, phone };
}

export const ok = (data: unknown): CommandResult => ({ ok: true, data });

/** What each row says, without line ends. */
export function rowTexts(element: Element): string[] {
  return allByRole(element, 'listitem').map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** The part that scrolls. */
export async function scrollTo(element: Element, top: number): Promise<HTMLElement> {
  const scroller = everything(element).find((each): each is HTMLElement => each.matches('.list'));
  if (!scroller) throw new Error('no list');
  scroller.scrollTop = top;
  scroller.dispatchEvent(new Event('scroll'));
  await settled(element);
  return scroller;
}

export async function search(element: Element, text: string): Promise<void> {
  const [input] = allByRole(element, 'textbox');
  if (!(input instanceof HTMLInputElement)) throw new Error('no search field');
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await settled(element);
}
