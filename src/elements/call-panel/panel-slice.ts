import { isTalking, type Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { liveCalls, type PhoneState } from '../../phone/state.js';
import { isConsulting, otherTalking } from '../parts/errands.js';
import type { Company } from './call-tiles.js';
import { lostSecondCall } from './mend.js';

/** What the call panel shows of the phone. */
export function panelSlice(state: PhoneState, phone: Phone, call: Call | null) {
  const { lang, lastCall, lastTransfer, connection, recovering, soundBlocked, pending, warnings, microphoneError } =
    state;
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
    /** The phone system does not hear of this call, or the call is being brought back to it. */
    isCutOff: connection.status !== 'connected' || (call !== null && recovering.includes(call.id)),
    soundBlocked,
    microphoneError,
    elsewhere: !state.tabs.leads,
    missing: state.audio.missing,
    /** What is wrong with the sound of this call, the weightiest. */
    warning: warnings.find((warning) => warning.call === call?.id)?.code ?? null,
    pending,
    // Not read, but a change of it changes the buttons.
    callRefusal: phone.refusal({ type: 'call', number: lastCall?.number ?? '0' })?.code ?? null,
    secondRefusal: phone.refusal({ type: 'callLine2', number: '0' })?.code ?? null,
    transferRefusal: phone.refusal({ type: 'transfer', number: '0' })?.code ?? null,
  };
}

function companyOf(state: PhoneState, phone: Phone, passing: Call | null): Company {
  if (passing) return 'passing';
  if (isConsulting(phone, state)) return 'consulting';
  // A second caller who still rings is not company: he has a card of his own.
  const engaged = liveCalls(state).filter((each) => each.direction === 'outbound' || isTalking(each));
  return engaged.length > 1 ? 'two' : 'one';
}
