/** The customer list: rows are kept, only what a call changes in them is written anew. */
import type { Call } from '../../src/index.js';
import { groupNames, initials, readable, type Customer } from './customers.js';
import { clockTime, onPreferences, say } from './preferences.js';

export interface CustomerTable {
  /** One more customer, in front; in place of the one with the same number. */
  add(customer: Customer): void;
  /** What goes on with a number now; `null` when nothing does. */
  show(call: Call | null): void;
  /** A call is over: when, and whether anybody spoke. */
  ended(call: Call): void;
}

interface Row {
  readonly customer: Customer;
  readonly node: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  readonly last: HTMLElement;
  lastCall: Call | null;
}

export function createCustomerTable(first: readonly Customer[], onCall: (number: string) => void): CustomerTable {
  const body = byId('customers');
  const search = byId('search') as HTMLInputElement;
  const group = byId('group') as HTMLSelectElement;
  let customers = first;
  let live: Call | null = null;
  let rows: Row[] = [];

  function render(): void {
    const lastCalls = new Map(rows.map((row) => [row.customer.number, row.lastCall]));
    rows = customers.map((customer) => createRow(customer, lastCalls.get(customer.number) ?? null));
    for (const row of rows) row.button.addEventListener('click', () => onCall(row.customer.number));
    body.replaceChildren(...rows.map((row) => row.node));
    filter();
    update();
  }

  function filter(): void {
    const words = plain(search.value).split(' ').filter(Boolean);
    for (const { node, customer } of rows) {
      const text = `${plain(customer.name.join(' '))} ${customer.number}`;
      node.hidden =
        !words.every((word) => text.includes(word)) || (group.value !== '' && group.value !== customer.group);
    }
    const shown = rows.filter(({ node }) => !node.hidden).length;
    byId('count').textContent = customers.length > 0 ? String(shown) : '';
    byId('none').hidden = shown > 0 || customers.length === 0;
    byId('own-pbx').hidden = customers.length > 0;
  }

  function update(): void {
    for (const row of rows) {
      const isLive = live !== null && live.number === row.customer.number;
      row.node.classList.toggle('live', isLive);
      row.button.disabled = live !== null && !isLive;
      row.button.classList.toggle('live', isLive);
      const name = say(...row.customer.name);
      const text = row.button.querySelector('span');
      if (text) text.textContent = isLive && live ? progress(live) : readable(row.customer.number);
      row.button.ariaLabel = isLive
        ? say(`Đang gọi ${name}`, `On a call with ${name}`)
        : say(`Gọi ${name}`, `Call ${name}`);
      row.last.textContent = isLive ? say('Đang gọi', 'On a call') : lastContact(row);
    }
  }

  search.addEventListener('input', filter);
  group.addEventListener('input', filter);
  onPreferences(render);
  setInterval(() => {
    if (live?.answeredAt) update();
  }, 1000);

  return {
    add(customer) {
      customers = [customer, ...customers.filter(({ number }) => number !== customer.number)];
      render();
    },
    show(call) {
      live = call;
      update();
    },
    ended(call) {
      const row = rows.find(({ customer }) => customer.number === call.number);
      if (row) row.lastCall = call;
      update();
    },
  };
}

function createRow(customer: Customer, lastCall: Call | null): Row {
  const template = document.createElement('template');
  // Fixed markup only: every text below goes in as text.
  template.innerHTML = `<tr>
    <th scope="row"><span class="name"><span class="avatar" aria-hidden="true"></span><span class="who"><b></b><small></small></span></span></th>
    <td><button type="button" class="call"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6.5 2.8 8 6.3 6.2 8a11 11 0 0 0 5.8 5.8l1.7-1.8 3.5 1.5v3a1.5 1.5 0 0 1-1.6 1.5A13.6 13.6 0 0 1 2 4.4 1.5 1.5 0 0 1 3.5 2.8z"/></svg><span></span></button></td>
    <td class="wide"><span class="tag"></span></td>
    <td class="wide last"></td>
  </tr>`;
  const node = template.content.firstElementChild as HTMLTableRowElement;
  const find = (selector: string) => node.querySelector(selector) as HTMLElement;
  const name = say(...customer.name);
  find('.avatar').textContent = initials(name);
  find('b').textContent = name;
  find('small').textContent = say(...(customer.shows ?? groupNames[customer.group]));
  find('.tag').textContent = say(...groupNames[customer.group]);
  find('.tag').dataset['group'] = customer.group;
  node.dataset['group'] = customer.group;
  return { customer, node, button: find('.call') as HTMLButtonElement, last: find('.last'), lastCall };
}

function lastContact({ customer, lastCall }: Row): string {
  if (customer.shows || !lastCall?.endedAt) return say(...(customer.shows ?? customer.last));
  const time = clockTime(new Date(lastCall.endedAt));
  const isMissed = lastCall.direction === 'inbound' && lastCall.answeredAt === null;
  return isMissed ? say(`Nhỡ ${time}`, `Missed ${time}`) : say(`Hôm nay ${time}`, `Today ${time}`);
}

function progress(call: Call): string {
  if (call.answeredAt === null)
    return call.direction === 'inbound' ? say('Gọi đến', 'Incoming') : say('Đang gọi…', 'Calling…');
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(call.answeredAt)) / 1000));
  return [seconds / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

/** Without marks and case, so that “an duong” finds “Ánh Dương”. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/(?<=\d)[ .-](?=\d)/g, '');
}

function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`#${id} is missing`);
  return node;
}
