/** The shapes of what comes from another tab: what does not have them is nobody's of this phone and is dropped. */
import * as v from 'valibot';
import { audioRoles, type AudioState } from '../phone/audio.js';
import type { Call, CallEnd, EndCause } from '../phone/call.js';
import { errorCatalogue, type ErrorCode, type PhoneErrorData } from '../phone/errors.js';
import type { PhoneEventMap, PhoneEventName } from '../phone/events.js';
import type { Handover, KeptPhone } from '../phone/kept.js';
import { noticePermissions } from '../phone/notice-permission.js';
import { modes, warningCodes, type Extension, type PhoneState, type TransferOutcome } from '../phone/state.js';
import { isRemote } from './remote-commands.js';

const text = v.string();
const maybeText = v.nullable(text);
const number = v.number();
const maybeNumber = v.nullable(number);
const flag = v.boolean();
const line = v.picklist([1, 2]);
const texts = v.array(text);

const hotline = v.object({ id: text, type: v.picklist(['hotline', 'group']), name: text, number: maybeText });

const error = v.looseObject({
  code: v.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(errorCatalogue, code)),
  message: text,
}) satisfies v.GenericSchema<unknown, PhoneErrorData>;

const end = v.object({
  by: v.picklist(['local', 'remote', 'network']),
  cause: v.custom<EndCause>((cause) => typeof cause === 'string'),
  statusCode: maybeNumber,
  reason: maybeText,
  text,
}) satisfies v.GenericSchema<unknown, CallEnd>;

const callEntries = {
  id: text,
  callId: maybeText,
  sipCallId: maybeText,
  line,
  direction: v.picklist(['inbound', 'outbound']),
  state: v.picklist(['dialing', 'ringing', 'early', 'active', 'held', 'transferring', 'ended']),
  number: text,
  name: maybeText,
  extension: maybeText,
  hotline: v.nullable(hotline),
  externalCallId: maybeText,
  startedAt: text,
  answeredAt: maybeText,
  endedAt: maybeText,
  ringDuration: number,
  duration: number,
  quality: v.nullable(v.object({ mos: number, rtt: number, jitter: number, loss: number })),
  muted: flag,
  speakerMuted: flag,
  onHold: flag,
  heldByRemote: flag,
  end: v.nullable(end),
  headers: v.record(text, text),
};
const call = v.object(callEntries) satisfies v.GenericSchema<unknown, Call>;

const extension = v.object({
  id: text,
  number: text,
  name: maybeText,
  hotline_id_list: texts,
  hotline_group_id_list: texts,
  current_hotline_id: maybeText,
}) satisfies v.GenericSchema<unknown, Extension>;

const transfer = v.object({
  call: text,
  target: text,
  ok: flag,
  statusCode: maybeNumber,
  reason: maybeText,
  text,
}) satisfies v.GenericSchema<unknown, TransferOutcome>;

const audio = v.object({
  input: maybeText,
  output: maybeText,
  ring: maybeText,
  ringVolume: number,
  devices: v.array(v.object({ id: text, kind: v.picklist(['input', 'output']), label: text })),
  missing: v.array(v.picklist(audioRoles)),
}) satisfies v.GenericSchema<unknown, AudioState>;

/** A tab that still has the code of yesterday does not send it. */
const asked = v.optional(v.array(v.object({ id: text, number: text, externalCallId: maybeText })), []);

export const stateShape = v.object({
  status: v.picklist(['stopped', 'starting', 'started', 'stopping']),
  lang: v.picklist(['vi', 'en']),
  mode: v.picklist(modes),
  connection: v.object({
    status: v.picklist(['disconnected', 'connecting', 'connected', 'waiting']),
    retryAt: maybeNumber,
    error: v.nullable(error),
  }),
  registration: v.object({
    status: v.picklist(['unregistered', 'registering', 'registered', 'unregistering', 'failed']),
    wanted: flag,
    error: v.nullable(error),
  }),
  extension: v.nullable(extension),
  hotlines: v.array(hotline),
  hotline: v.nullable(hotline),
  currentLine: line,
  line1: v.nullable(call),
  line2: v.nullable(call),
  lastCall: v.nullable(call),
  asked,
  lastTransfer: v.nullable(transfer),
  pending: v.array(v.object({ type: v.custom<PhoneState['pending'][number]['type']>(isText), line: v.nullable(line) })),
  recovering: texts,
  warnings: v.array(v.object({ call: text, code: v.picklist(warningCodes) })),
  ring: v.nullable(v.picklist(['incoming', 'waiting', 'ringback'])),
  soundBlocked: flag,
  notifications: v.picklist(noticePermissions),
  microphoneError: v.nullable(error),
  audio,
  headset: v.object({ supported: flag, name: maybeText }),
  tabs: v.object({ leads: flag, count: number }),
}) satisfies v.GenericSchema<unknown, PhoneState>;

const callWithTransfer = v.object({ ...callEntries, transfer });

export const eventShapes = {
  alerts: v.object({
    type: v.picklist(['network', 'quality', 'device', 'permission', 'server']),
    level: v.picklist(['info', 'warning', 'critical']),
    code: text,
    message: text,
    details: v.record(text, v.unknown()),
  }),
  connected: v.object({ server: text }),
  disconnected: v.object({ error: v.nullable(error) }),
  registered: v.object({ extension: v.nullable(extension), expires: number }),
  unregistered: v.object({ extension: v.nullable(extension) }),
  registrationFailed: error,
  callEnded: call,
  callOutgoing: call,
  callIncoming: call,
  callConfirmed: call,
  referAccepted: callWithTransfer,
  referFailed: callWithTransfer,
} satisfies { [K in PhoneEventName]: v.GenericSchema<unknown, PhoneEventMap[K]> };

const handover = v.variant('phase', [
  v.object({
    phase: v.literal('answered'),
    sipCallId: text,
    localTag: text,
    remoteTag: text,
    remoteUri: text,
    targets: texts,
  }),
  v.object({ phase: v.literal('incoming'), invite: text }),
  v.object({ phase: v.literal('outgoing'), invite: text, remoteTag: maybeText }),
]) satisfies v.GenericSchema<unknown, Handover>;

export const keptShape = v.object({
  savedAt: number,
  currentLine: line,
  calls: v.array(v.object({ call, handover, heldByPhone: flag })),
  asked,
}) satisfies v.GenericSchema<unknown, KeptPhone>;

export const commandShape = v.looseObject({ type: v.custom(isRemote) });

export const resultShape = v.variant('ok', [
  v.object({ ok: v.literal(true), data: v.unknown() }),
  v.object({ ok: v.literal(false), error }),
]);

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
