import { sendKeys } from '@web/test-runner-commands';
import type { Call } from '../../src/phone/call.js';
import type { Command, CommandResult } from '../../src/phone/commands.js';
import { fakeCall, talking, type FakePhone } from '../support/fake-phone.js';
import { allByRole, button, byRole, contact, giveContacts, settled, webphone } from './support.js';

export const hoa = talking({ number: '0912345678' });
export const heldHoa: Call = { ...hoa, onHold: true, state: 'held' };
export const contacts = [contact('Lê Minh', '1005'), contact('Phạm Thu Hằng', '1012')];

export async function talkingPhone(state: Parameters<typeof webphone>[0] = {}) {
  const { element, phone } = await webphone({ line1: hoa, ...state });
  phone.answer = (command) => answerOf(phone, command);
  giveContacts(phone, contacts);
  return { element, phone };
}

/** As the real phone would: the second line is taken at once, the first one held. */
function answerOf(phone: FakePhone, command: Command): CommandResult {
  if (command.type !== 'callLine2') return { ok: true, data: null };
  const line2 = fakeCall({ line: 2, number: command.number });
  phone.set({ line1: heldHoa, line2, currentLine: 2, lastCall: null });
  return { ok: true, data: line2 };
}

export async function press(element: Element, name: string): Promise<void> {
  button(element, name).click();
  await settled(element);
}

export async function type(element: Element, text: string): Promise<void> {
  byRole(element, 'combobox', 'Find a person').focus();
  await sendKeys({ type: text });
  await settled(element);
}

export const hasSheet = (element: Element): boolean => allByRole(element, 'dialog').length > 0;
