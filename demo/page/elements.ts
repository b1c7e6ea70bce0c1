/** `/elements.html`: each element of the family by itself, or only one by `?element=bfc-dialpad`. */
import '../../src/define.js';
import manifest from '../../custom-elements.json';
import { phoneEventNames, type Phone } from '../../src/index.js';
import { clockTime, onPreferences, preferences } from './preferences.js';
import { simulate } from './simulation.js';

/** What the custom elements manifest says of one element. */
interface Described {
  readonly tagName?: string;
  readonly summary?: string;
  readonly attributes?: readonly { readonly name?: string; readonly type?: { readonly text: string } }[];
  readonly events?: readonly { readonly name?: string }[];
}

type PhoneUser = HTMLElement & { phone: Phone | null };

const host = document.getElementById('elements') as HTMLElement;
const names = document.getElementById('names') as HTMLElement;
const only = new URLSearchParams(location.search).get('element');
/** The account's: here the phone is given. */
const accountAttributes = /password|token|username|^sip-|servers|base-url|user-agent/;
const shownEvents = 30;

const { phone } = simulate(document.getElementById('far-side') as HTMLElement, () => '0912345678');
const described = manifest.modules.flatMap(({ declarations }) => declarations as readonly Described[]);

for (const each of described) {
  if (each.tagName === undefined) continue;
  const link = Object.assign(document.createElement('a'), { href: `?element=${each.tagName}` });
  link.textContent = each.tagName;
  names.append(link, ' ');
  if (only === null || only === each.tagName) host.append(showElement(each, each.tagName));
}

function showElement({ summary = '', attributes = [], events = [] }: Described, tag: string): HTMLElement {
  const section = document.createElement('section');
  section.id = tag;
  const element = document.createElement(tag) as PhoneUser;
  element.phone = phone;
  if (attributes.some(({ name }) => name === 'number')) element.setAttribute('number', '0912345678');
  const place = part('div', 'alone', element);
  const snippet = part('code');
  const log = part('ol', 'events');
  log.tabIndex = 0;
  log.ariaLabel = `Events of ${tag}`;
  const form = part('form', 'attributes');
  const write = (): void => {
    const opening = (element.cloneNode(false) as HTMLElement).outerHTML.replaceAll('=""', '');
    snippet.textContent = `${opening}\n<script type="module">\n  document.querySelector('${tag}').phone = phone;\n</script>`;
  };
  for (const { name = '', type } of attributes) {
    if (name === '' || accountAttributes.test(name)) continue;
    form.append(attributeField(element, name, type?.text ?? '', write));
  }
  const own = events.map(({ name }) => name ?? '').filter((name) => name !== '');
  for (const name of new Set([...own, ...(tag === 'bfc-webphone' ? phoneEventNames : [])])) {
    element.addEventListener(name, (event) => {
      if (event.target !== element) return;
      const detail = JSON.stringify((event as CustomEvent<unknown>).detail) ?? '';
      log.prepend(part('li', '', `${clockTime(new Date(), true)} ${name} ${detail.slice(0, 160)}`));
      while (log.childElementCount > shownEvents) log.lastElementChild?.remove();
    });
  }
  onPreferences(() => {
    element.setAttribute('theme', preferences.theme);
    element.setAttribute('lang', preferences.lang);
    void phone.execute({ type: 'setLanguage', lang: preferences.lang });
    write();
  });
  section.append(
    part('h2', '', `<${tag}>`),
    part('p', 'lead', summary),
    part('div', 'row', place, part('div', 'about', form, part('pre', '', snippet), log)),
  );
  return section;
}

/** A choice for a union of literals, a box for a boolean, else a text. */
function attributeField(element: HTMLElement, name: string, type: string, changed: () => void): HTMLElement {
  const set = (value: string | boolean): void => {
    if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else if (value === '') element.removeAttribute(name);
    else element.setAttribute(name, value);
    changed();
  };
  const choices = [...type.matchAll(/'([^']*)'/g)].map(([, choice = '']) => choice);
  if (choices.length > 0) {
    const select = document.createElement('select');
    for (const choice of ['', ...choices]) select.add(new Option(choice === '' ? '–' : choice, choice));
    select.addEventListener('input', () => set(select.value));
    return part('label', '', `${name} `, select);
  }
  const input = document.createElement('input');
  const isSwitch = type === 'boolean';
  input.type = isSwitch ? 'checkbox' : 'text';
  if (!isSwitch) input.value = element.getAttribute(name) ?? '';
  input.addEventListener('change', () => set(isSwitch ? input.checked : input.value));
  return part('label', '', `${name} `, input);
}

function part(tag: string, className = '', ...content: readonly (Node | string)[]): HTMLElement {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  node.append(...content);
  return node;
}
