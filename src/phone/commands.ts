import type { Language } from '../util/types.js';
import type { Contact, HistoryItem, NoteInput, SavedNote } from './account-data.js';
import type { CheckReport } from './check.js';
import type { Call, HotlineInfo, LineNumber } from './call.js';
import type { PhoneErrorData } from './errors.js';
import type { LiveOptions } from './live-options.js';
import type { Mode } from './mode.js';
import type { NoticePermission } from './notice-permission.js';
import type { SupportReport } from './support-report.js';

/**
 * Every command the phone takes, as plain data: the SDK, the elements and another tab send the same objects.
 * Where `line` is left out, the current line is meant.
 */
export type Command =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'register' }
  | { readonly type: 'unregister' }
  /** Places a call on line 1. Done when the INVITE has left; what becomes of it is told by events. */
  | { readonly type: 'call'; readonly number: string; readonly externalCallId?: string }
  /** Holds line 1 and places a call on line 2. Done when its INVITE has left. */
  | { readonly type: 'callLine2'; readonly number: string; readonly externalCallId?: string }
  /** Holds the line the agent talks on and goes to the other one (or the one named). */
  | { readonly type: 'switchLine'; readonly line?: LineNumber }
  /**
   * Line 1: hands the caller to `number` (blind). Line 2: hands the caller of line 1 to whoever is on line 2
   * (attended). Done with the final outcome.
   */
  | { readonly type: 'transfer'; readonly number?: string }
  /** Stops waiting for the outcome of a transfer: the agent has the caller back. */
  | { readonly type: 'cancelTransfer' }
  /** Done when the call is confirmed; a live call on the other line is held first. A refused microphone leaves the call ringing. */
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
  /** Another ringtone, `User-Agent` …, from now on. */
  | { readonly type: 'configure'; readonly change: LiveOptions }
  /** Stops the ringtone of the present incoming call; the call goes on ringing at the caller. */
  | { readonly type: 'silence' }
  /** Tries again to play sound; call it from a click, which is what browsers ask for. */
  | { readonly type: 'unblockSound' }
  /** Asks the agent whether the system may show notifications; call it from a click. Done with the answer. */
  | { readonly type: 'allowNotifications' }
  /**
   * Asks the agent for a headset whose buttons answer, hang up and mute; call it from a click. Done with its name; `null`: none
   * was chosen. `chosen`: nobody is asked, it is the one of this name that the agent has chosen in another tab.
   */
  | { readonly type: 'connectHeadset'; readonly chosen?: string }
  /** Takes back what the agent has allowed. */
  | { readonly type: 'forgetHeadset' }
  /** Connects at once instead of waiting for the next try. */
  | { readonly type: 'retryNow' }
  /** Brings the microphone, the sound and a live call into this tab. Done when they are here. */
  | { readonly type: 'takeHere' }
  /** The microphone, also of a live call; `null` for the system's default. Remembered in this browser, as are the next three. */
  | { readonly type: 'setAudioInput'; readonly deviceId: string | null }
  | { readonly type: 'setAudioOutput'; readonly deviceId: string | null }
  | { readonly type: 'setRingtoneDevice'; readonly deviceId: string | null }
  /** 0–1 */
  | { readonly type: 'setRingVolume'; readonly volume: number }
  /** Asks for the microphone, and lets go of it where no call needs it; the state's `microphoneError` says how that went. */
  | { readonly type: 'tryMicrophone' }
  /** How loud the microphone hears, 0–1; keeps it open while it is asked again and again. */
  | { readonly type: 'inputLevel' }
  /** Plays the ringtone where calls are heard or where it rings, for a few seconds; `null` stops it. Done when it is over. */
  | { readonly type: 'testSound'; readonly role: 'output' | 'ring' | null }
  /**
   * Whether the agent can work here: microphone, a connection to itself, the server, the way out. The agent should speak
   * meanwhile. Takes 1 to 30 s; a call ends it (CANCELLED).
   */
  | { readonly type: 'checkSetup' }
  /** Ends a check and frees what it uses. */
  | { readonly type: 'cancelCheck' }
  /** What a helper needs to find out what went wrong; phone numbers masked unless `plain`. */
  | { readonly type: 'supportReport'; readonly numbers?: SupportReport['numbers'] }
  | { readonly type: 'histories'; readonly limit: number }
  | { readonly type: 'contacts' }
  | { readonly type: 'chooseHotline'; readonly hotlineId: string }
  | { readonly type: 'saveNote'; readonly callId: string; readonly note: NoteInput };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What each done command gives back. */
export interface CommandData {
  start: null;
  stop: null;
  register: null;
  unregister: null;
  call: Call;
  callLine2: Call;
  switchLine: Call;
  transfer: Call;
  cancelTransfer: null;
  answer: Call;
  hangUp: Call;
  reject: Call;
  hold: Call;
  unhold: Call;
  mute: Call;
  unmute: Call;
  muteSpeaker: Call;
  unmuteSpeaker: Call;
  sendDtmf: Call;
  setMode: null;
  setLanguage: null;
  configure: null;
  silence: null;
  unblockSound: null;
  retryNow: null;
  takeHere: null;
  setAudioInput: null;
  setAudioOutput: null;
  setRingtoneDevice: null;
  setRingVolume: null;
  tryMicrophone: null;
  inputLevel: number;
  testSound: null;
  checkSetup: CheckReport;
  cancelCheck: null;
  supportReport: SupportReport;
  allowNotifications: NoticePermission;
  connectHeadset: string | null;
  forgetHeadset: null;
  histories: readonly HistoryItem[];
  contacts: readonly Contact[];
  chooseHotline: HotlineInfo;
  saveNote: SavedNote;
}

/** How a command went. Plain data. */
export type CommandResult<T = unknown> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: PhoneErrorData };
