/** The CRM page: a customer list, the agent's phone, and a customer's phone to try it with. */
import '../src/define.js';
import type { DemoConfig } from './config.js';
import { createCustomerTable } from './page/customer-table.js';
import { customersOf, initials, readable } from './page/customers.js';
import { createEventLog } from './page/event-log.js';
import { createPlace, type PhonePlace } from './page/phones.js';
import { onPreferences, say } from './page/preferences.js';
import { simulatedConfig, startSimulation } from './page/simulation.js';
import { askForAccount } from './page/sign-in.js';

const byId = (id: string) => document.getElementById(id) as HTMLElement;

/** `?simulate`: no PBX and no microphone, the far side is played by buttons. */
const query = new URLSearchParams(location.search);
const isSimulated = query.has('simulate');
/** `?floating`: the agent's phone stands above the page, not beside the list. */
const isFloating = query.has('floating');
const config = isSimulated ? simulatedConfig : ((await (await fetch('/demo.json')).json()) as DemoConfig);
const log = createEventLog(byId('log'), byId('log-last'));
const message = byId('message');

const agent: PhonePlace = createPlace(byId('agent'), config, isFloating ? 'floating' : 'inline', (event) => {
  log(agent.account?.number ?? '', event);
  follow();
  table.show(agent.live);
  if (event.name === 'callEnded') table.ended(event.data);
  if (event.name === 'callOutgoing') message.textContent = '';
});

const customer: PhonePlace = createPlace(byId('customer'), config, 'inline', (event) => {
  log(customer.account?.number ?? '', event);
  follow();
});

const table = createCustomerTable(customersOf(config), (number) => {
  showView(isFloating ? 'crm' : 'agent');
  if (agent.live?.number === number) return;
  void agent.element?.makeCall(number).then(({ error }) => {
    message.textContent = error?.message ?? '';
  });
});

/** Dots on the narrow page's buttons: where something is going on that is out of sight. */
function follow(): void {
  byId('dot-agent').hidden = agent.live === null;
  byId('dot-customer').hidden = customer.live === null;
  who.disabled = customer.live !== null;
  hotline.disabled = customer.live !== null;
}

document.body.classList.toggle('floating', isFloating);
onPreferences(() => {
  const address = new URLSearchParams([
    ...(isSimulated ? [['simulate', '']] : []),
    ...(isFloating ? [] : [['floating', '']]),
  ]);
  const link = byId('to-layout') as HTMLAnchorElement;
  link.href = `/?${address.toString()}`;
  link.textContent = isFloating
    ? say('Điện thoại trong trang', 'Phone in the page')
    : say('Điện thoại nổi', 'Floating phone');
});

function showView(view: string): void {
  document.body.dataset['view'] = view;
  for (const button of document.querySelectorAll<HTMLElement>('[data-view-to]')) {
    button.setAttribute('aria-current', String(button.dataset['viewTo'] === view));
  }
}

for (const button of document.querySelectorAll<HTMLElement>('[data-view-to]')) {
  button.addEventListener('click', () => showView(button.dataset['viewTo'] ?? 'crm'));
}
showView('crm');

const who = byId('who') as HTMLSelectElement;
const hotline = byId('call-hotline') as HTMLButtonElement;

function putCustomer(number: string): void {
  const account = config.customers.find((person) => person.number === number);
  if (account) customer.put({ ...account, domain: config.domain });
}

if (config.agent) {
  byId('me').textContent = initials(config.agent.name);
  byId('me').ariaLabel = config.agent.name;
  for (const { number, name } of config.customers) who.add(new Option(`${name} · ${readable(number)}`, number));
}
if (isSimulated) {
  byId('customer').parentElement?.setAttribute('hidden', '');
  for (const id of ['headphones', 'second-phone']) byId(id).hidden = true;
  startSimulation(agent, byId('far-side'), who);
} else if (config.agent) {
  who.addEventListener('input', () => putCustomer(who.value));
  const { hotline: number } = config;
  if (number !== null) {
    hotline.hidden = false;
    hotline.addEventListener('click', () => void customer.element?.makeCall(number));
    onPreferences(() => {
      hotline.textContent = say(
        `Khách gọi tổng đài ${readable(number)}`,
        `Customer calls the hotline ${readable(number)}`,
      );
    });
  }
  agent.put(config.agent);
  putCustomer(who.value);
} else {
  byId('who-row').hidden = true;
  byId('me').hidden = true;
  askForAccount(byId('agent'), config, ['Máy lẻ tổng đài viên', 'Agent’s extension'], agent, () => table.show(null));
  askForAccount(byId('customer'), config, ['Máy lẻ thứ hai', 'A second extension'], customer, ({ number }) => {
    table.add({ number, name: ['Máy thứ hai của bạn', 'Your second phone'], group: 'new', last: ['—', '—'] });
  });
}
