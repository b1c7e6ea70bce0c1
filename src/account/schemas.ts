/** The shapes of the account API. What passes is safe to register with, to store and to show. */
import * as v from 'valibot';
import { hasControls } from '../util/one-line.js';

/** Longer is no name, number or note. Characters. */
const longest = 65_536;
/** More of anything in one reply is a mistake. */
const most = 10_000;

const text = v.pipe(v.string(), v.maxLength(longest, `must be at most ${longest} characters`));
const filled = v.pipe(text, v.nonEmpty('must not be empty'));
const oneLine = v.pipe(
  text,
  v.check((input) => !hasControls(input), 'must be one line of text'),
);
const filledLine = v.pipe(oneLine, v.nonEmpty('must not be empty'));
const webUrl = v.pipe(text, v.check(isWebUrl, 'must be an http(s) URL'));

/** RFC 3339 (with an offset it is turned to UTC). */
const time = v.pipe(
  text,
  v.check(isTime, 'must be a time (RFC 3339, UTC)'),
  v.transform((value) => (value.endsWith('Z') ? value : new Date(value).toISOString())),
);

const tooMany = `must have at most ${most} items`;

export const tokenSchema = v.object({
  token: v.pipe(
    v.string(),
    v.check((value) => isToken(value), 'must be a token, one line of ASCII'),
  ),
  expires_at: time,
});

/** What may stand in a header. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value);
}

const hotline = v.object({
  id: filled,
  type: v.picklist(['hotline', 'group']),
  name: text,
  number: v.nullable(text),
});
export const hotlineReplySchema = v.object({ hotline });

const extension = v.object({
  id: filled,
  number: filledLine,
  name: v.nullable(oneLine),
  hotline_id_list: v.pipe(v.array(filled), v.maxLength(most, tooMany)),
  hotline_group_id_list: v.pipe(v.array(filled), v.maxLength(most, tooMany)),
  current_hotline_id: v.nullable(text),
});

/** What `RTCPeerConnection` takes without throwing (RFC 7064, RFC 7065). */
const iceUrl = v.pipe(
  text,
  v.regex(
    /^(stuns?:(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?|turns?:(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?(\?transport=(udp|tcp))?)$/i,
    'must be a stun:, stuns:, turn: or turns: URL',
  ),
);
const iceServer = v.pipe(
  v.object({
    urls: v.union([
      iceUrl,
      v.pipe(v.array(iceUrl), v.minLength(1, 'must not be empty'), v.maxLength(20, 'is too long')),
    ]),
    username: v.optional(v.nullable(text)),
    credential: v.optional(v.nullable(text)),
  }),
  v.forward(
    v.check((server) => !isTurn(server.urls) || Boolean(server.username), 'is needed for a TURN server'),
    ['username'],
  ),
  v.forward(
    v.check((server) => !isTurn(server.urls) || Boolean(server.credential), 'is needed for a TURN server'),
    ['credential'],
  ),
  v.transform(({ urls, username, credential }): RTCIceServer => ({
    urls,
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  })),
);

/** More seconds than this would overflow a browser's timers; a day is as good. */
const longestExpiry = 86_400;

const sip = v.pipe(
  v.object({
    uri: v.pipe(filledLine, v.regex(/^sips?:[^@:;?\s<>]+@[^@;?\s<>]+$/, 'must look like sip:1001@pbx.example')),
    authorization_username: filledLine,
    password: v.nullable(text),
    ha1: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/i, 'must be 32 hex digits'), v.toLowerCase())),
    servers: v.pipe(
      v.array(v.pipe(text, v.check(isSocketUrl, 'must be a ws:// or wss:// URL'))),
      v.minLength(1, 'must name at least one server'),
      v.maxLength(20, 'names too many servers'),
    ),
    expires: v.pipe(
      v.number(),
      v.integer('must be whole seconds'),
      v.minValue(1, 'must be above 0'),
      v.toMaxValue(longestExpiry),
    ),
    ice_servers: v.pipe(v.array(iceServer), v.maxLength(20, 'is too long')),
  }),
  v.forward(
    v.check((account) => Boolean(account.password) || account.ha1 !== null, 'is needed where there is no ha1'),
    ['password'],
  ),
);

export const meSchema = v.object({ extension, hotlines: v.pipe(v.array(hotline), v.maxLength(most, tooMany)), sip });

const rate = v.pipe(v.number(), v.integer('must be 1–5'), v.minValue(1, 'must be 1–5'), v.maxValue(5, 'must be 1–5'));

const historyItem = v.object({
  id: filled,
  direction: v.picklist(['inbound', 'outbound', 'internal']),
  from: text,
  to: text,
  name: v.nullable(text),
  hotline_id: v.nullable(text),
  started_at: time,
  answered_at: v.nullable(time),
  ended_at: v.nullable(time),
  duration: v.pipe(
    v.number(),
    v.integer('must be whole seconds'),
    v.minValue(0, 'must not be negative'),
    v.maxValue(Number.MAX_SAFE_INTEGER, 'is too long'),
  ),
  status: v.picklist(['answered', 'missed', 'busy', 'rejected', 'cancelled', 'failed']),
  note: v.nullable(text),
  rate: v.nullable(rate),
  report: v.nullable(text),
  recording_url: v.nullable(webUrl),
});

export const contactSchema = v.object({
  id: filled,
  name: text,
  phones: v.pipe(v.array(text), v.maxLength(100, 'is too long')),
  company: v.nullable(text),
  email: v.nullable(text),
  avatar_url: v.nullable(webUrl),
});

const next_cursor = v.nullable(filled);
export const historiesSchema = v.object({
  items: v.pipe(v.array(historyItem), v.maxLength(most, tooMany)),
  next_cursor,
});
export const contactsSchema = v.object({
  items: v.pipe(v.array(contactSchema), v.maxLength(most, tooMany)),
  next_cursor,
});

export const savedNoteSchema = v.object({
  call_id: filled,
  note: v.nullable(text),
  rate: v.nullable(rate),
  report: v.nullable(text),
  updated_at: time,
});

function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isWebUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** What `WebSocket` takes without throwing. */
function isSocketUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^wss?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}

function isTurn(urls: string | readonly string[]): boolean {
  return [urls].flat().some((url) => /^turn/i.test(url));
}
