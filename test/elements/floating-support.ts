import { fixture, html } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { PhoneState } from '../../src/phone/state.js';
import { FakePhone } from '../support/fake-phone.js';
import { everything, finishAnimations, nameOf, settled } from './support.js';

export const placeKey = 'bfc-webphone.place';

interface Floating {
  element: BfcWebphone;
  phone: FakePhone;
}

/** The floating phone over a fake one, in English. */
export async function floating(
  state: Partial<PhoneState> = {},
  { open = false, theme = 'light' }: { open?: boolean; theme?: 'light' | 'dark' } = {},
): Promise<Floating> {
  const phone = new FakePhone(state);
  const element = await fixture<BfcWebphone>(
    html`<bfc-webphone layout="floating" theme=${theme} ?open=${open} .phone=${phone}></bfc-webphone>`,
  );
  await still(element);
  return { element, phone };
}

/** Drawn, placed, and nothing moves any more. */
export async function still(element: Element): Promise<void> {
  await settled(element);
  finishAnimations(element);
  await settled(element);
}

/** What can be seen of it. */
export function boxOf(element: Element): DOMRect {
  const box = element.shadowRoot?.querySelector('.float');
  if (!box) throw new Error('no box');
  return box.getBoundingClientRect();
}

export function centre(control: Element): [number, number] {
  const { x, y, width, height } = control.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

/** With a real pointer, in steps, as a hand moves. */
export async function drag(control: Element, by: readonly [number, number], drop = true): Promise<void> {
  const [x, y] = centre(control);
  await sendMouse({ type: 'move', position: [x, y] });
  await sendMouse({ type: 'down', button: 'left' });
  for (const part of [0.1, 0.5, 1]) {
    await sendMouse({ type: 'move', position: [Math.round(x + by[0] * part), Math.round(y + by[1] * part)] });
  }
  if (drop) await sendMouse({ type: 'up', button: 'left' });
}

/** The names of the buttons that can be seen, from left to right. */
export function buttonsInSight(element: Element): string[] {
  return everything(element)
    .filter((each) => each.matches('button') && each.checkVisibility())
    .sort((a, b) => centre(a)[0] - centre(b)[0])
    .map(nameOf);
}
