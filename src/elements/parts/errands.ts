/**
 * What the agent had in mind, by phone: whom he has picked, and whether line 2 is there to ask before a transfer. The
 * phone knows calls, not intentions; every element that shows the same phone finds them here. After a reload they are
 * gone: then the two lines are two calls like any other, and the transfer sheet still offers to connect them.
 */
import { isTalking, type Call, type LineNumber } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { callOnLine, isCommandPending, type PhoneState } from '../../phone/state.js';

/** Whom a call or a transfer goes to. */
export interface Target {
  /** As the contacts have it; `null` for a number that was typed. */
  readonly name: string | null;
  readonly number: string;
}

interface SecondCall {
  readonly target: Target;
  /** Placed to ask before a transfer, not as a call of its own. */
  readonly asks: boolean;
  /** `null` until the phone has said which call it is. */
  readonly id: string | null;
}

const secondCalls = new WeakMap<Phone, SecondCall>();
const handovers = new WeakMap<Phone, Target>();

/**
 * Call it before `callLine2`, and what it gives back with the id of the call, or with `null` when none came about.
 */
export function rememberSecondCall(phone: Phone, target: Target, asks: boolean): (id: string | null) => void {
  secondCalls.set(phone, { target, asks, id: null });
  return (id) => {
    if (id === null) secondCalls.delete(phone);
    else secondCalls.set(phone, { target, asks, id });
  };
}

/** Whom a blind transfer goes to, while it is under way and until the next one. */
export function rememberHandover(phone: Phone, target: Target): void {
  handovers.set(phone, target);
}

export function handoverOf(phone: Phone): Target | null {
  return handovers.get(phone) ?? null;
}

/** Whom a second call, live or over, was placed to. */
export function secondTarget(phone: Phone, call: Call): Target | null {
  return secondCallOf(phone, call)?.target ?? null;
}

/** The name that the agent has called by. */
export function pickedName(phone: Phone, call: Call): string | null {
  return secondTarget(phone, call)?.name ?? null;
}

/** Whether this call, live or over, was placed to ask before a transfer. */
export function wasAsked(phone: Phone, call: Call): boolean {
  return secondCallOf(phone, call)?.asks ?? false;
}

/** The agent is with whom he wanted to ask (or rings there), and the caller of line 1 waits. */
export function isConsulting(phone: Phone, state: PhoneState): boolean {
  const { currentLine, line1, line2 } = state;
  return currentLine === 2 && line1 !== null && isTalking(line1) && line2 !== null && wasAsked(phone, line2);
}

/** The caller of the other line, when that one is answered: whom a transfer from line 2 connects with. */
export function otherTalking(state: PhoneState, line: LineNumber): Call | null {
  const other = callOnLine(state, line === 1 ? 2 : 1);
  return other && isTalking(other) ? other : null;
}

function secondCallOf(phone: Phone, call: Call): SecondCall | null {
  const second = secondCalls.get(phone);
  if (!second) return null;
  // On its way: line 2 takes one call at a time, so this is it.
  const arriving =
    second.id === null &&
    call.line === 2 &&
    call.direction === 'outbound' &&
    isCommandPending(phone.state, 'callLine2');
  return arriving || second.id === call.id ? second : null;
}
