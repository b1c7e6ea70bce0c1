import type { Language } from '../util/types.js';
import type { Call, LineNumber } from './call.js';
import type { PhoneErrorData } from './errors.js';
import type { Mode } from './mode.js';

/**
 * Every command the phone takes, as plain data: the SDK, the elements and another tab send the same objects.
 * Where `line` is left out, the current line is meant.
 */
export type Command =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'register' }
  | { readonly type: 'unregister' }
  /** Places a call. Done when the INVITE has left; what becomes of it is told by events. */
  | { readonly type: 'call'; readonly number: string; readonly externalCallId?: string }
  /** Done when the call is confirmed. A refused microphone leaves the call ringing. */
  | { readonly type: 'answer'; readonly line?: LineNumber }
  /** Ends what the line holds: BYE, CANCEL, or a ringing call declined. */
  | { readonly type: 'hangUp'; readonly line?: LineNumber }
  | { readonly type: 'reject'; readonly line?: LineNumber }
  | { readonly type: 'hold'; readonly line?: LineNumber }
  | { readonly type: 'unhold'; readonly line?: LineNumber }
  | { readonly type: 'mute'; readonly line?: LineNumber }
  | { readonly type: 'unmute'; readonly line?: LineNumber }
  | { readonly type: 'muteSpeaker'; readonly line?: LineNumber }
  | { readonly type: 'unmuteSpeaker'; readonly line?: LineNumber }
  /** `0-9 * # A-D` and `,` for a pause of 2 s. */
  | { readonly type: 'sendDtmf'; readonly tones: string; readonly line?: LineNumber }
  | { readonly type: 'setMode'; readonly mode: Mode }
  | { readonly type: 'setLanguage'; readonly lang: Language }
  /** Stops the ringtone of the present incoming call; the call goes on ringing at the caller. */
  | { readonly type: 'silence' }
  /** Tries again to play sound; call it from a click, which is what browsers ask for. */
  | { readonly type: 'unblockSound' }
  /** Connects at once instead of waiting for the next try. */
  | { readonly type: 'retryNow' };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What a done command gives back: the call for those that act on one, `null` for the rest. */
export type CommandResult =
  { readonly ok: true; readonly data: Call | null } | { readonly ok: false; readonly error: PhoneErrorData };
