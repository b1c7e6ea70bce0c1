/** What the phones tell the page, in a list for people who are about to write such a page. */
import type { Call } from '../../src/index.js';
import type { PhoneEvent } from './phones.js';
import { clockTime } from './preferences.js';

const kept = 200;
const callFacts = ['state', 'direction', 'number', 'name', 'callId'] as const;

export function createEventLog(list: HTMLElement, last: HTMLElement): (phone: string, event: PhoneEvent) => void {
  return (phone, event) => {
    const item = document.createElement('li');
    item.append(
      part('time', clockTime(new Date(), true)),
      part('b', event.name),
      part('i', phone),
      part('span', describe(event)),
    );
    list.prepend(item);
    while (list.childElementCount > kept) list.lastElementChild?.remove();
    last.textContent = `${event.name} · ${phone}`;
  };
}

function part(tag: string, text: string): HTMLElement {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

function describe(event: PhoneEvent): string {
  switch (event.name) {
    case 'alerts':
      return `${event.data.level} ${event.data.code}: ${event.data.message}`;
    case 'connected':
      return event.data.server;
    case 'disconnected':
      return event.data.error?.message ?? '';
    case 'registered':
      return `expires=${event.data.expires}`;
    case 'unregistered':
      return '';
    case 'registrationFailed':
      return `${event.data.code}: ${event.data.message}`;
    default:
      return describeCall(event.data);
  }
}

function describeCall(call: Call): string {
  const facts = callFacts.map((key) => [key, call[key]] as const).filter(([, value]) => value !== null);
  const text = facts.map(([key, value]) => `${key}=${String(value)}`).join(' ');
  return call.end ? `${text} end=${call.end.by}/${call.end.cause} “${call.end.text}”` : text;
}
