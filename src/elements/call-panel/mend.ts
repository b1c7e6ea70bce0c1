import type { Call } from '../../phone/call.js';
import type { Command } from '../../phone/commands.js';
import type { Phone } from '../../phone/phone.js';
import { askedOf, type PhoneState, type TransferOutcome } from '../../phone/state.js';
import { handoverOf, otherTalking, rememberSecondCall, secondTarget, wasAsked } from '../parts/errands.js';

/** The second call that came to nothing while another one goes on. */
export function lostSecondCall({ lastCall }: PhoneState, shown: Call | null): Call | null {
  if (!lastCall?.end || !shown || shown.id === lastCall.id || lastCall.direction !== 'outbound') return null;
  return lastCall;
}

/**
 * What to do, one after the other, to try once more what came to nothing: the transfer, or the call to ask before it.
 * `null` where that is not known: a transfer names whom it was to go to, and a name is no number.
 */
export function retryCommands(
  phone: Phone,
  state: PhoneState,
  outcome: TransferOutcome | null,
  lost: Call | null,
): readonly Command[] | null {
  if (outcome && !outcome.ok) return retryTransfer(phone, state, outcome);
  return lost && wasAsked(phone, lost) ? [{ type: 'callLine2', ...askedOf(state, lost) }] : null;
}

function retryTransfer(phone: Phone, state: PhoneState, outcome: TransferOutcome): readonly Command[] | null {
  const consulted = state.currentLine === 1 ? otherTalking(state, 1) : null;
  // Whoever was asked before is still there, on hold: connect once more.
  if (consulted && (consulted.name ?? consulted.number) === outcome.target) {
    return [{ type: 'switchLine', line: consulted.line }, { type: 'transfer' }];
  }
  const isNumber = /^\+?[\d*#]+$/.test(outcome.target) || handoverOf(phone)?.number === outcome.target;
  return isNumber ? [{ type: 'transfer', number: outcome.target }] : null;
}

/**
 * Call it before a command of a retry, and what it gives back with whether it was done: a call to ask before a
 * transfer is one also the second time.
 */
export function rememberRetry(phone: Phone, { type }: Command): (done: boolean) => void {
  const { lastCall: lost } = phone.state;
  const target = lost && type === 'callLine2' ? secondTarget(phone, lost) : null;
  if (!target) return () => undefined;
  const remember = rememberSecondCall(phone, target, true);
  return (done) => remember(done ? (phone.state.line2?.id ?? phone.state.lastCall?.id ?? null) : null);
}
