/** With a PBX of the user's own the page asks for extension and password, and keeps neither. */
import type { DemoConfig } from '../config.js';
import type { PhonePlace, Account } from './phones.js';
import { onPreferences, say, translate } from './preferences.js';

/** A form in the phone's place; once it is filled in, the phone, and a button that brings the form back. */
export function askForAccount(
  host: HTMLElement,
  config: DemoConfig,
  title: readonly [vi: string, en: string],
  place: PhonePlace,
  onAccount: (account: Account) => void,
): void {
  const template = document.getElementById('sign-in') as HTMLTemplateElement;
  const form = (template.content.cloneNode(true) as DocumentFragment).querySelector('form') as HTMLFormElement;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'plain again' });
  host.after(again);

  const ask = () => {
    again.hidden = true;
    form.reset();
    field('domain').value = config.domain;
    host.replaceChildren(form);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const account = { number: field('number').value, password: field('password').value, domain: field('domain').value };
    form.reset();
    again.hidden = false;
    place.put(account);
    onAccount(account);
  });
  again.addEventListener('click', () => {
    if (place.live) return; // nobody loses a call to a change of extension
    ask();
    field('number').focus();
  });
  onPreferences(() => {
    const heading = form.querySelector('h3');
    if (heading) heading.textContent = say(...title);
    again.textContent = say('Dùng máy lẻ khác', 'Use another extension');
    translate(form);
  });
  ask();
}
