import type { Language } from '../util/types.js';
import { initialAudio, type AudioState } from './audio.js';
import type { Call, HotlineInfo, LineNumber } from './call.js';
import type { CommandType } from './commands.js';
import type { PhoneErrorData } from './errors.js';
import type { HeadsetButtons } from './headset.js';
import type { Mode } from './mode.js';
import type { NoticePermission } from './notice-permission.js';

export { modes, type Mode } from './mode.js';

/** The agent's extension, in the account API's shape (`GET /me`). */
export interface Extension {
  readonly id: string;
  readonly number: string;
  readonly name: string | null;
  readonly hotline_id_list: readonly string[];
  readonly hotline_group_id_list: readonly string[];
  readonly current_hotline_id: string | null;
}

/** The socket to the SIP server. */
export interface Connection {
  readonly status: 'disconnected' | 'connecting' | 'connected' | 'waiting';
  /** When `waiting`: the next try, ms since the epoch. */
  readonly retryAt: number | null;
  /** Why it is not connected. */
  readonly error: PhoneErrorData | null;
}

/** What makes us reachable. */
export interface Registration {
  readonly status: 'unregistered' | 'registering' | 'registered' | 'unregistering' | 'failed';
  /** Whether the agent wants to be registered: outlives a lost socket. */
  readonly wanted: boolean;
  readonly error: PhoneErrorData | null;
}

/** A command that was accepted and is not done yet. */
export interface PendingCommand {
  readonly type: CommandType;
  readonly line: LineNumber | null;
}

/** What came of a transfer. */
export interface TransferOutcome {
  /** `id` of the call that was to be handed over. */
  readonly call: string;
  /** Whom it was to go to: number and, in a consultation, the name. */
  readonly target: string;
  readonly ok: boolean;
  /** SIP status of the target, or of the refused REFER; `null` where nothing came. */
  readonly statusCode: number | null;
  readonly reason: string | null;
  /** A sentence in the agent's language. */
  readonly text: string;
}

/** All tabs of one agent in one browser are one phone. */
export interface Tabs {
  /** This tab has the microphone and the sound; another one does where it is false. */
  readonly leads: boolean;
  /** How many tabs show this phone, this one included. */
  readonly count: number;
}

/** What can be wrong with the sound of a call, by weight: what the agent should know first. */
export const warningCodes = ['NOT_HEARD', 'NOTHING_HEARD', 'TALKING_WHILE_MUTED', 'POOR_LINE'] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Something about a call's sound that the agent should mend. */
export interface CallWarning {
  /** `id` of the call. */
  readonly call: string;
  readonly code: WarningCode;
}

/** What a call was to be before the page's `beforeCall` made another one of it. */
export interface AskedCall {
  /** `id` of the call. */
  readonly id: string;
  readonly number: string;
  readonly externalCallId: string | null;
}

/** The phone, as frozen plain data. Replaced whole at each change; equal parts keep their identity. */
export interface PhoneState {
  readonly status: 'stopped' | 'starting' | 'started' | 'stopping';
  readonly lang: Language;
  readonly mode: Mode;
  readonly connection: Connection;
  readonly registration: Registration;
  readonly extension: Extension | null;
  readonly hotlines: readonly HotlineInfo[];
  readonly hotline: HotlineInfo | null;
  /** The line the agent talks on. */
  readonly currentLine: LineNumber;
  /** The live call of each line. Durations are as of the last change: use `withDurations`. */
  readonly line1: Call | null;
  readonly line2: Call | null;
  /** The call that ended last, until another one starts. */
  readonly lastCall: Call | null;
  /** What was asked for of the calls above, where it is not what was called. */
  readonly asked: readonly AskedCall[];
  /** How the last transfer ended, until another call or transfer starts. */
  readonly lastTransfer: TransferOutcome | null;
  readonly pending: readonly PendingCommand[];
  /** `id`s of calls whose signalling is lost and being brought back; their sound may well go on. */
  readonly recovering: readonly string[];
  /** What is wrong with the sound of calls right now, the weightiest of each call first. */
  readonly warnings: readonly CallWarning[];
  /** What sounds right now: the ring of an incoming call, the ring-back of an outgoing one. */
  readonly ring: 'incoming' | 'waiting' | 'ringback' | null;
  /** True while the browser refuses to play sound until the agent clicks. */
  readonly soundBlocked: boolean;
  /** Whether the system may say that somebody calls while nobody looks at the page. */
  readonly notifications: NoticePermission;
  readonly audio: AudioState;
  readonly headset: HeadsetButtons;
  /** The last microphone failure, until a microphone opens. */
  readonly microphoneError: PhoneErrorData | null;
  readonly tabs: Tabs;
}

export const initialState: PhoneState = {
  status: 'stopped',
  lang: 'vi',
  mode: 'active',
  connection: { status: 'disconnected', retryAt: null, error: null },
  registration: { status: 'unregistered', wanted: false, error: null },
  extension: null,
  hotlines: [],
  hotline: null,
  currentLine: 1,
  line1: null,
  line2: null,
  lastCall: null,
  asked: [],
  lastTransfer: null,
  pending: [],
  recovering: [],
  warnings: [],
  ring: null,
  soundBlocked: false,
  notifications: 'none',
  audio: initialAudio,
  headset: { supported: false, name: null },
  microphoneError: null,
  tabs: { leads: true, count: 1 },
};

/** The live call of a line. */
export function callOnLine(state: PhoneState, line: LineNumber): Call | null {
  return line === 1 ? state.line1 : state.line2;
}

/** The call that commands act on. */
export function currentCall(state: PhoneState): Call | null {
  return callOnLine(state, state.currentLine);
}

/** The call that rings and waits for an answer. */
export function incomingCall(state: PhoneState): Call | null {
  return liveCalls(state).find(isRinging) ?? null;
}

/** Whether a call rings here. */
export function isRinging({ direction, state }: Call): boolean {
  return direction === 'inbound' && state === 'ringing';
}

/** What to ask for to place a call of the agent's once more: `beforeCall` changes it again, as it did the first time. */
export function askedOf(
  { asked }: PhoneState,
  call: Call,
): { readonly number: string; readonly externalCallId?: string } {
  const { number, externalCallId } = asked.find(({ id }) => id === call.id) ?? call;
  // A caller's own id is of his call, not of one back to him.
  return externalCallId === null || call.direction === 'inbound' ? { number } : { number, externalCallId };
}

/** Whether the server hears us and calls find us, as far as they are meant to. */
export function isReachable({ connection, registration }: PhoneState): boolean {
  return connection.status === 'connected' && (registration.status === 'registered' || !registration.wanted);
}

/** Every live call. */
export function liveCalls(state: PhoneState): readonly Call[] {
  return [state.line1, state.line2].filter((call) => call !== null);
}

/** Whether a command of this type is under way (on that line, if one is given). */
export function isCommandPending(state: PhoneState, type: CommandType, line?: LineNumber): boolean {
  return state.pending.some((p) => p.type === type && (line === undefined || p.line === line));
}
