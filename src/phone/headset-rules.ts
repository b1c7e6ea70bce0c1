import type { Call } from './call.js';
import type { Command } from './commands.js';
import type { HeadsetLamps, HeadsetPress } from './headset.js';
import { currentCall, incomingCall, isCommandPending, liveCalls, type PhoneState } from './state.js';

/** Pure. The headset is off the hook from the press that answers: one that hears nothing for 2 s gives up. */
export function lampsOf(state: PhoneState): HeadsetLamps {
  const talk = talkOf(state);
  const isAnswering = isCommandPending(state, 'answer');
  return {
    ringing: incomingCall(state) !== null && !isAnswering,
    offHook: talk !== null || isAnswering,
    muted: talk?.muted ?? false,
    held: talk?.onHold ?? false,
  };
}

/**
 * As on any telephone: going on the hook ends the call the agent talks on and leaves one that waits ringing; the flash
 * takes the one that waits and holds the other. Pure.
 */
export function commandFor(press: HeadsetPress, state: PhoneState): Command | null {
  const talk = talkOf(state);
  const waiting = isCommandPending(state, 'answer') ? null : incomingCall(state);
  const answer = waiting && ({ type: 'answer', line: waiting.line } as const);
  const hangUp = talk && ({ type: 'hangUp', line: talk.line } as const);
  switch (press) {
    case 'hook':
      return hangUp ?? answer;
    case 'drop':
      return hangUp;
    case 'reject':
      return waiting && { type: 'reject', line: waiting.line };
    case 'flash':
      if (answer || !talk) return answer;
      return liveCalls(state).length > 1
        ? { type: 'switchLine' }
        : { type: talk.onHold ? 'unhold' : 'hold', line: talk.line };
    case 'mute':
      return talk && { type: talk.muted ? 'unmute' : 'mute', line: talk.line };
  }
}

/** The call that the agent talks on or has placed: the current one, unless that only rings. */
function talkOf(state: PhoneState): Call | null {
  const talks = liveCalls(state).filter((call) => call.direction === 'outbound' || call.state !== 'ringing');
  return talks.find((call) => call === currentCall(state)) ?? talks[0] ?? null;
}
