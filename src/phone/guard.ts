import type { AudioDevice } from './audio.js';
import { isPending, isTalking, type Call, type LineNumber } from './call.js';
import type { Command, CommandType } from './commands.js';
import { checkChange } from './config.js';
import { PhoneError } from './errors.js';
import { refusedOpening, refusedLine2, refusedSwitch, refusedTransfer } from './lines.js';
import { modes } from './mode.js';
import { normalizeExternalCallId, normalizeNumber, normalizeTones } from './numbers.js';
import { callOnLine, currentCall, incomingCall, liveCalls, type PhoneState } from './state.js';

/** Commands that make sense on a phone that is not started: why it is not, a helper wants to know too. */
const always: ReadonlySet<CommandType> = new Set([
  'start',
  'setLanguage',
  'setMode',
  'configure',
  'unblockSound',
  'supportReport',
]);

/** The one guard: why this command would be refused in this state, or `null`. Buttons ask it too. */
export function refusalOf(state: PhoneState, command: Command): PhoneError | null {
  const running = state.status === 'starting' || state.status === 'started';
  // To a phone that stops, stop is nothing new: it waits for the same end.
  const isStopping = state.status === 'stopping' && command.type === 'stop';
  if (!running && !isStopping && !always.has(command.type)) return new PhoneError('NOT_STARTED');
  if ('line' in command && !isLine(command.line)) return invalidLine();
  switch (command.type) {
    case 'call':
      return refusedNumber(command) ?? refusedCall(state);
    case 'callLine2':
      return refusedNumber(command) ?? refusedByRegistration(state) ?? refusedLine2(state);
    case 'switchLine':
      return refusedSwitch(state, command.line);
    case 'transfer':
      return refusedTransfer(state) ?? refusedTarget(state, command.number);
    case 'cancelTransfer':
      return liveCalls(state).some((call) => call.state === 'transferring') ? null : new PhoneError('NO_CALL');
    case 'answer': {
      const call = targetOf(state, command);
      return call ? refusedOpening(state, call) : new PhoneError('NO_CALL');
    }
    case 'reject':
    case 'hangUp':
      return targetOf(state, command) ? null : new PhoneError('NO_CALL');
    case 'hold':
    case 'unhold': {
      const call = targetOf(state, command);
      if (!call || !isTalking(call) || call.state === 'transferring') return new PhoneError('NO_CALL');
      return command.type === 'unhold' && call.onHold ? refusedOpening(state, call) : null;
    }
    case 'sendDtmf': {
      const call = targetOf(state, command);
      return (
        refusedArgument(() => normalizeTones(command.tones)) ??
        (call && takesTones(call) ? null : new PhoneError('NO_CALL'))
      );
    }
    case 'mute':
    case 'unmute':
    case 'muteSpeaker':
    case 'unmuteSpeaker': {
      const call = targetOf(state, command);
      const mutable = call && (isTalking(call) || (call.direction === 'outbound' && isPending(call)));
      return mutable ? null : new PhoneError('NO_CALL');
    }
    case 'silence':
      return incomingCall(state) ? null : new PhoneError('NO_CALL');
    case 'setMode':
      return modes.includes(command.mode)
        ? null
        : new PhoneError('INVALID_ARGUMENT', { field: 'mode', hint: `mode must be one of ${modes.join(', ')}` });
    case 'setLanguage':
      return command.lang === 'vi' || command.lang === 'en'
        ? null
        : new PhoneError('INVALID_ARGUMENT', { field: 'lang', hint: 'lang must be vi or en' });
    case 'configure':
      return refusedArgument(() => checkChange(command.change));
    case 'setAudioInput':
      return refusedDevice(state, command.deviceId, 'input');
    case 'setAudioOutput':
    case 'setRingtoneDevice':
      return refusedDevice(state, command.deviceId, 'output');
    case 'setRingVolume':
      return command.volume >= 0 && command.volume <= 1
        ? null
        : new PhoneError('INVALID_ARGUMENT', { field: 'volume', hint: 'volume must be 0–1' });
    case 'checkSetup':
      return liveCalls(state).length === 0 ? null : new PhoneError('LINE_BUSY');
    case 'cancelCheck':
    case 'allowNotifications':
    case 'connectHeadset':
    case 'forgetHeadset':
    case 'supportReport':
    case 'tryMicrophone':
    case 'inputLevel':
    case 'testSound':
    case 'start':
    case 'stop':
    case 'register':
    case 'unregister':
    case 'unblockSound':
    case 'retryNow':
    case 'takeHere':
    case 'histories':
    case 'contacts':
    case 'chooseHotline':
    case 'saveNote':
      // What is wrong with an id or a note only the account can tell; a wish to be registered is for the next connection, too.
      return null;
  }
}

/** The call that a command acts on: on the line it names, else where the agent would expect. */
export function targetOf(
  state: PhoneState,
  command: { readonly type: CommandType; readonly line?: LineNumber },
): Call | null {
  const call = command.line === undefined ? currentCall(state) : callOnLine(state, command.line);
  if (command.type !== 'answer' && command.type !== 'reject') return call;
  if (call?.direction === 'inbound' && call.state === 'ringing') return call;
  return command.line === undefined ? incomingCall(state) : null;
}

/** Also while the far side plays its own sound before the answer: some menus want a key then. */
function takesTones(call: Call): boolean {
  return isTalking(call) || call.state === 'early';
}

function refusedNumber(command: { readonly number: string; readonly externalCallId?: string }): PhoneError | null {
  return refusedArgument(() => {
    normalizeNumber(command.number);
    normalizeExternalCallId(command.externalCallId);
  });
}

function refusedCall(state: PhoneState): PhoneError | null {
  return refusedByRegistration(state) ?? (liveCalls(state).length === 0 ? null : new PhoneError('LINE_BUSY'));
}

/** Blind, a transfer needs a number; on line 2 it goes to whoever is there. */
function refusedTarget(state: PhoneState, number: string | undefined): PhoneError | null {
  if (state.currentLine === 2 && state.line1) return null;
  return refusedArgument(() => normalizeNumber(number));
}

/** Ids cannot be checked before the browser tells them. */
function refusedDevice(state: PhoneState, id: unknown, kind: AudioDevice['kind']): PhoneError | null {
  const { devices } = state.audio;
  const isKnown = devices.length === 0 || devices.some((device) => device.id === id && device.kind === kind);
  if (id === null || (typeof id === 'string' && id !== '' && isKnown)) return null;
  return new PhoneError('INVALID_ARGUMENT', {
    field: 'deviceId',
    hint: 'deviceId must be that of an audio device, or null',
  });
}

function refusedByRegistration(state: PhoneState): PhoneError | null {
  if (state.mode === 'inactive') return new PhoneError('MODE_FORBIDS');
  if (state.connection.status !== 'connected') return new PhoneError('NOT_CONNECTED');
  return state.registration.status === 'registered' ? null : new PhoneError('NOT_REGISTERED');
}

/** Left out, the current line is meant. */
function isLine(line: unknown): boolean {
  return line === undefined || line === 1 || line === 2;
}

function invalidLine(): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field: 'line', hint: 'line must be 1 or 2' });
}

function refusedArgument(check: () => unknown): PhoneError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof PhoneError) return error;
    throw error;
  }
}
