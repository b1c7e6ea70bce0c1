import { isTalking, type Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { liveCalls, type PhoneState } from '../../phone/state.js';
import { isFailedCall } from '../parts/calls.js';
import { isConsulting, otherTalking, wasAsked } from '../parts/errands.js';
import { soundSlice } from '../parts/sound-notice.js';
import type { CallClock } from './call-clock.js';
import type { CallSituation } from './call-notice.js';
import type { Company } from './call-tiles.js';
import { lostSecondCall } from './mend.js';

/** What the call panel shows of the phone. */
export function panelSlice(state: PhoneState, phone: Phone, call: Call | null) {
  const { lang, lastCall, lastTransfer, pending } = state;
  const passing = liveCalls(state).find((each) => each.state === 'transferring') ?? null;
  return {
    lang,
    call,
    company: companyOf(state, phone, passing),
    /** The caller who waits on the other line. */
    other: call && !call.end ? otherTalking(state, call.line) : null,
    /** The caller who is being handed over. */
    passing,
    outcome: lastTransfer,
    lost: lostSecondCall(state, call),
    ...soundSlice(state, call),
    elsewhere: !state.tabs.leads,
    missing: state.audio.missing,
    pending,
    // Not read, but a change of it changes the buttons.
    callRefusal: phone.refusal({ type: 'call', number: lastCall?.number ?? '0' })?.code ?? null,
    secondRefusal: phone.refusal({ type: 'callLine2', number: '0' })?.code ?? null,
    transferRefusal: phone.refusal({ type: 'transfer', number: '0' })?.code ?? null,
  };
}

export type PanelSlice = ReturnType<typeof panelSlice>;

/** Who else there is to speak of: a second caller whom the agent lost, or who waits. `who` gives a name. */
export function companions(
  phone: Phone,
  { lost, other, company }: PanelSlice,
  dismissed: string | null,
  who: (call: Call) => string,
  clock: CallClock,
): Pick<CallSituation, 'lostSecond' | 'waiting'> {
  return {
    lostSecond:
      lost && lost.id !== dismissed && isFailedCall(lost)
        ? { call: lost, who: who(lost), asked: wasAsked(phone, lost) }
        : null,
    waiting: other?.onHold
      ? { who: who(other), seconds: clock.heldFor(other), consulted: company === 'consulting' }
      : null,
  };
}

function companyOf(state: PhoneState, phone: Phone, passing: Call | null): Company {
  if (passing) return 'passing';
  if (isConsulting(phone, state)) return 'consulting';
  // A second caller who still rings is not company: he has a card of his own.
  const engaged = liveCalls(state).filter((each) => each.direction === 'outbound' || isTalking(each));
  return engaged.length > 1 ? 'two' : 'one';
}
