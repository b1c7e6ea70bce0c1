/**
 * The rules of the two lines, pure.
 *
 *   line 1 free ──call──▶ line 1 ──callLine2 (holds 1)──▶ line 2 current ──switchLine──▶ line 1 current …
 *   one live call ──incoming──▶ waits on the free line ──answer (holds the other)──▶ current
 *   both taken ──incoming──▶ 486
 *   a line ends ──▶ the other one is current; a hold that the phone itself made is undone
 *
 * At most one call is answered and not on hold, at any moment.
 */
import { isPending, isTalking, type Call, type LineNumber } from './call.js';
import { PhoneError } from './errors.js';
import { callOnLine, liveCalls, type PhoneState } from './state.js';

/** The line a call that comes in takes. */
export function freeLine(state: PhoneState): LineNumber | null {
  return state.line1 === null ? 1 : state.line2 === null ? 2 : null;
}

export function otherLine(line: LineNumber): LineNumber {
  return line === 1 ? 2 : 1;
}

/** Answered and not on hold by us: the one that hears the agent. */
export function isLive(call: Call): boolean {
  return isTalking(call) && !call.onHold;
}

/** Why line 2 cannot be taken now, or `null`. */
export function refusedLine2({ line1, line2 }: PhoneState): PhoneError | null {
  if (!line1 || !isTalking(line1) || line1.state === 'transferring') return new PhoneError('NO_CALL');
  return line2 === null ? null : new PhoneError('LINE_BUSY');
}

/** Why the agent cannot go to that line now, or `null`. */
export function refusedSwitch(state: PhoneState, line: LineNumber = otherLine(state.currentLine)): PhoneError | null {
  const target = callOnLine(state, line);
  if (!target || !isTalking(target)) return new PhoneError('NO_CALL');
  if (liveCalls(state).some(({ state: status }) => status === 'transferring')) return new PhoneError('LINE_BUSY');
  return refusedOpening(state, target);
}

/**
 * Why a call cannot be answered or taken off hold now, or `null`: what is still being placed cannot be held, and would
 * be live at once when the far side answers.
 */
export function refusedOpening(state: PhoneState, call: Call): PhoneError | null {
  const other = callOnLine(state, otherLine(call.line));
  return other && isPending(other) && other.direction === 'outbound' ? new PhoneError('LINE_BUSY') : null;
}

/** Why nothing can be transferred now, or `null`. On line 2 both calls must have been answered. */
export function refusedTransfer(state: PhoneState): PhoneError | null {
  const current = callOnLine(state, state.currentLine);
  if (!current || !isTalking(current)) return new PhoneError('NO_CALL');
  if (liveCalls(state).some(({ state: status }) => status === 'transferring')) return new PhoneError('LINE_BUSY');
  if (state.currentLine === 1 || !state.line1) return null;
  return isTalking(state.line1) ? null : new PhoneError('NO_CALL');
}
