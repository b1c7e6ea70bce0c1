import type { AnnounceOptions, PhoneOptions, SipOptions } from '../../phone/config.js';
import { PhoneError } from '../../phone/errors.js';

/** What the attributes say, read and unread. Empty text counts as absent. */
export interface Attributes {
  readonly username: string | null;
  readonly password: string | null;
  readonly token: string | null;
  readonly getToken: (() => Promise<string>) | null;
  readonly mode: string | null;
  readonly register: boolean;
  readonly userAgent: string | null;
  readonly baseUrl: string | null;
  readonly sipUri: string | null;
  readonly sipServers: string | null;
  readonly sipPassword: string | null;
  readonly sipHa1: string | null;
  readonly sipAuthorizationUsername: string | null;
  readonly sipDisplayName: string | null;
  readonly iceServers: string | readonly RTCIceServer[] | null;
  readonly ringtone: string | null;
  readonly notifications: AnnounceOptions | null;
  readonly onPageLeave: string | null;
  readonly lang: string;
  readonly tabs: boolean;
}

/** An account as the agent signs in with it. */
export type Entered = Readonly<Record<'username' | 'password', string>>;

/** Whether the page names an account here; otherwise the element joins the page's phone. */
export function namesAccount(a: Attributes): boolean {
  return Boolean(a.username || a.password || a.token || a.getToken || a.sipUri || a.sipServers);
}

/**
 * The attributes as `parseConfig` takes them.
 * @throws PhoneError INVALID_ARGUMENT for ice-servers that is no JSON
 */
export function toOptions(a: Attributes): PhoneOptions {
  const options: Record<string, unknown> = {
    mode: a.mode,
    register: a.register,
    lang: a.lang || null,
    tabs: a.tabs,
    userAgent: a.userAgent,
    baseURL: a.baseUrl,
    username: a.username,
    password: a.password,
    token: a.token,
    getToken: a.getToken,
    audio: a.ringtone ? { ringtone: a.ringtone } : null,
    notifications: a.notifications,
    onPageLeave: a.onPageLeave,
    sip: a.sipUri || a.sipServers ? toSip(a) : null,
  };
  return withoutNull(options);
}

function toSip(a: Attributes): SipOptions {
  return withoutNull({
    uri: a.sipUri,
    servers: a.sipServers ?? '',
    // A page that has one account only may well write its password as `password`.
    password: a.sipPassword || a.password,
    ha1: a.sipHa1,
    authorizationUsername: a.sipAuthorizationUsername || a.username,
    displayName: a.sipDisplayName,
    iceServers: parseIceServers(a.iceServers),
  }) as unknown as SipOptions;
}

function parseIceServers(value: Attributes['iceServers']): unknown {
  if (typeof value !== 'string' || value === '') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new PhoneError('INVALID_ARGUMENT', { field: 'ice-servers', hint: 'ice-servers must be a JSON list' });
  }
}

/** `parseConfig` reads a key that is absent as its default. */
function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
