import type { Call } from '../../phone/call.js';
import { callOnLine, liveCalls, type PhoneState } from '../../phone/state.js';

/** A call that broke, or that never came about: the agent should know why, and can call again. */
export function isFailedCall(call: Call): boolean {
  if (!call.end) return false;
  const { cause, by } = call.end;
  if (cause === 'mediaFailed' || cause === 'networkLost' || cause === 'serverError') return true;
  return call.direction === 'outbound' && call.answeredAt === null && by !== 'local';
}

/** What `saveNote` and the history know a call by. */
export function noteIdOf({ callId, id }: Call): string {
  return callId ?? id;
}

/** The live call that is the agent's own business: not one that still waits for an answer. */
export function engagedCall(state: PhoneState): Call | null {
  const engaged = (call: Call | null): call is Call =>
    call !== null && !(call.direction === 'inbound' && call.state === 'ringing');
  const current = callOnLine(state, state.currentLine);
  return engaged(current) ? current : (liveCalls(state).find(engaged) ?? null);
}
