import type { Language } from '../util/types.js';
import { PhoneError } from './errors.js';
import type { AnnounceOptions, LiveOptions, PageLeave } from './live-options.js';
import type { Announcing, SipAccount } from './ports.js';
import { modes, type Mode } from './mode.js';
import { hasControls } from '../util/one-line.js';

export type { AnnounceOptions, LiveOptions, PageLeave };

/** What an integrator writes: `init(config)`, the attributes of `<bfc-webphone>`. Every key is checked before use. */
export interface PhoneOptions {
  /** `active` (default), `inactive` or `outgoing`. */
  mode?: Mode;
  username?: string;
  password?: string;
  token?: string;
  getToken?: () => Promise<string>;
  /** Default true. */
  register?: boolean;
  /** The SIP `User-Agent`. */
  userAgent?: string;
  baseURL?: string;
  /** Paths of the account API that stand elsewhere (`docs/account-api.md` names the keys). */
  paths?: Readonly<Record<string, string>>;
  sip?: SipOptions;
  /** How long an INVITE may wait for ICE candidates, ms. Default 500. */
  iceGatheringTimeout?: number;
  audio?: AudioOptions;
  lang?: Language;
  logLevel?: LogLevel;
  /** What becomes of a live call when its page is reloaded or left: the next page takes it back (default), or it ends. */
  onPageLeave?: PageLeave;
  /** `false`: each tab is a phone of its own. Default true: all tabs of one agent in one browser are one phone. */
  tabs?: boolean;
  /** Where the page says that somebody calls. */
  notifications?: AnnounceOptions;
}

/** A PBX of the integrator's own, with no account API. */
export interface SipOptions {
  /** `sip:1001@pbx.example` */
  uri: string;
  /** Default: the user part of `uri`. */
  authorizationUsername?: string;
  password?: string;
  /** MD5 of `user:realm:password`, hex, instead of the password (RFC 2617 §3.2.2.2). */
  ha1?: string;
  displayName?: string;
  /** `ws://` or `wss://`, in order of preference. */
  servers: string | readonly string[];
  /** Seconds; default 300. */
  expires?: number;
  iceServers?: readonly RTCIceServer[];
}

export interface AudioOptions {
  /** Device ids; default: the system's. */
  inputDevice?: string;
  outputDevice?: string;
  ringDevice?: string;
  /** URL of a ringtone; default: the built-in one. */
  ringtone?: string;
  /** 0–1 */
  ringVolume?: number;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';
const logLevels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'silent'];

/** Options after checking: complete, frozen in shape. */
export interface PhoneConfig {
  readonly mode: Mode;
  readonly register: boolean;
  readonly userAgent: string;
  readonly lang: Language;
  readonly logLevel: LogLevel;
  readonly onPageLeave: PageLeave;
  readonly notifications: Announcing;
  readonly iceGatheringTimeout: number;
  readonly audio: Readonly<AudioOptions>;
  readonly sip: SipAccount | null;
  readonly account: AccountCredentials | null;
  /** As it was written: the account checks it, it knows the keys. */
  readonly paths: Readonly<Record<string, string>> | null;
  readonly tabs: boolean;
}

/** How to sign in to the account API. */
export interface AccountCredentials {
  readonly baseURL: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly token: string | null;
  readonly getToken: (() => Promise<string>) | null;
}

const defaultBaseURL = 'https://manage.bizflycloud.vn';
const defaultUserAgent = 'bfc-webphone';

const knownKeys: ReadonlySet<string> = new Set([
  'mode',
  'username',
  'password',
  'token',
  'getToken',
  'register',
  'userAgent',
  'baseURL',
  'sip',
  'iceGatheringTimeout',
  'paths',
  'audio',
  'lang',
  'logLevel',
  'listeners',
  'notifications',
  'telLinks',
  'beforeCall',
  'resolveContact',
  'onPageLeave',
  'tabs',
]);

/** Keys that nothing reads: named in a warning, never an error. */
export function unknownKeys(options: object): readonly string[] {
  return Object.keys(options).filter((key) => !knownKeys.has(key));
}

/**
 * Checks what an integrator wrote, before anything is started.
 * @throws PhoneError INVALID_ARGUMENT naming the field
 */
export function parseConfig(options: unknown): PhoneConfig {
  if (typeof options !== 'object' || options === null) throw invalid('config', 'must be an object');
  const o = options as Record<string, unknown>;
  const sip = o['sip'] === undefined || o['sip'] === null ? null : parseSip(o['sip']);
  return {
    mode: oneOf(o['mode'], modes, 'mode', 'active'),
    register: bool(o['register'], 'register', true),
    lang: oneOf(o['lang'], ['vi', 'en'] as const, 'lang', 'vi'),
    logLevel: oneOf(o['logLevel'], logLevels, 'logLevel', 'warn'),
    iceGatheringTimeout: positive(o['iceGatheringTimeout'], 'iceGatheringTimeout', 500),
    ...parseLive(o),
    sip,
    account: sip ? null : parseCredentials(o),
    paths: (o['paths'] ?? null) as Readonly<Record<string, string>> | null,
    tabs: bool(o['tabs'], 'tabs', true),
  };
}

type LiveConfig = Pick<PhoneConfig, 'userAgent' | 'onPageLeave' | 'notifications' | 'audio'>;

function parseLive(o: Readonly<Record<string, unknown>>): LiveConfig {
  return {
    userAgent: headerText(o['userAgent'], 'userAgent') ?? defaultUserAgent,
    onPageLeave: oneOf(o['onPageLeave'], ['keep', 'hangup'] as const, 'onPageLeave', 'keep'),
    notifications: parseNotifications(o['notifications']),
    audio: parseAudio(o['audio']),
  };
}

/**
 * The configuration with what has changed.
 * @throws PhoneError INVALID_ARGUMENT naming the field
 */
export function reconfigured<C extends LiveConfig>(config: C, change: LiveOptions): C {
  const { ringtone = config.audio.ringtone, ...rest } = change;
  return { ...config, ...parseLive({ ...config, ...rest, audio: { ...config.audio, ringtone } }) };
}

/** Checks a change by itself, as `reconfigured` does. */
export function checkChange(change: LiveOptions): void {
  reconfigured(parseLive({}), change);
}

function parseCredentials(o: Record<string, unknown>): AccountCredentials {
  const token = text(o['token'], 'token');
  const getToken = o['getToken'] ?? null;
  if (getToken !== null && typeof getToken !== 'function') throw invalid('getToken', 'must be a function');
  const username = text(o['username'], 'username');
  const password = text(o['password'], 'password');
  if (token === null && getToken === null) {
    if (username === null) throw invalid('username', 'is required (or token, getToken, or sip)');
    if (password === null) throw invalid('password', 'is required (or token, getToken, or sip)');
  }
  return {
    baseURL: httpUrl(o['baseURL'] ?? defaultBaseURL, 'baseURL'),
    username,
    password,
    token,
    getToken: getToken as (() => Promise<string>) | null,
  };
}

function parseSip(value: unknown): SipAccount {
  if (typeof value !== 'object' || value === null) throw invalid('sip', 'must be an object');
  const s = value as Record<string, unknown>;
  const uri = text(s['uri'], 'sip.uri');
  const user = uri === null ? undefined : /^sips?:([^@:;?\s<>]+)@[^@;?\s<>]+$/.exec(uri)?.[1];
  if (uri === null || user === undefined) throw invalid('sip.uri', 'must look like sip:1001@pbx.example');
  const password = text(s['password'], 'sip.password');
  const ha1 = text(s['ha1'], 'sip.ha1');
  if (password === null && ha1 === null) throw invalid('sip.password', 'is required (or sip.ha1)');
  if (ha1 !== null && !/^[0-9a-f]{32}$/i.test(ha1)) throw invalid('sip.ha1', 'must be 32 hex digits');
  return {
    uri,
    authorizationUsername: headerText(s['authorizationUsername'], 'sip.authorizationUsername') ?? user,
    password,
    ha1: ha1?.toLowerCase() ?? null,
    displayName: headerText(s['displayName'], 'sip.displayName'),
    servers: parseServers(s['servers']),
    expires: positive(s['expires'], 'sip.expires', 300),
    iceServers: parseIceServers(s['iceServers']),
  };
}

function parseServers(value: unknown): readonly string[] {
  const list: unknown[] =
    typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : Array.isArray(value) ? value : [];
  if (list.length === 0) throw invalid('sip.servers', 'must name at least one ws:// or wss:// URL');
  return list.map((server) => {
    const url = typeof server === 'string' ? parseUrl(server) : null;
    if (!url || !/^wss?:$/.test(url.protocol)) throw invalid('sip.servers', 'must be ws:// or wss:// URLs');
    return server as string;
  });
}

function parseIceServers(value: unknown): readonly RTCIceServer[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid('sip.iceServers', 'must be a list of RTCIceServer');
  for (const server of value as unknown[]) {
    const urls: unknown = (server as { urls?: unknown } | null)?.urls;
    const list: unknown[] = Array.isArray(urls) ? urls : [urls];
    if (!list.every((url) => typeof url === 'string' && /^(stun|turn)s?:/.test(url))) {
      throw invalid('sip.iceServers', 'every urls must be stun:, stuns:, turn: or turns:');
    }
  }
  return value as RTCIceServer[];
}

function parseAudio(value: unknown): AudioOptions {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw invalid('audio', 'must be an object');
  const a = value as Record<string, unknown>;
  const result: AudioOptions = {};
  for (const key of ['inputDevice', 'outputDevice', 'ringDevice', 'ringtone'] as const) {
    const string = text(a[key], `audio.${key}`);
    if (string !== null) result[key] = string;
  }
  const volume = a['ringVolume'];
  if (volume !== undefined && volume !== null) {
    if (typeof volume !== 'number' || !(volume >= 0 && volume <= 1)) throw invalid('audio.ringVolume', 'must be 0–1');
    result.ringVolume = volume;
  }
  return result;
}

function parseNotifications(value: unknown): Announcing {
  if (value !== undefined && typeof value !== 'object') throw invalid('notifications', 'must be an object');
  const n = (value ?? {}) as Record<string, unknown>;
  return {
    title: bool(n['title'], 'notifications.title', true),
    desktop: bool(n['desktop'], 'notifications.desktop', true),
    mediaSession: bool(n['mediaSession'], 'notifications.mediaSession', true),
    headset: bool(n['headset'], 'notifications.headset', true),
  };
}

function invalid(field: string, hint: string): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field, hint: `${field} ${hint}` });
}

/** A non-empty string, or `null` for nothing. */
function text(value: unknown, field: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(field, 'must be a string');
  return value;
}

/** Text that goes into a SIP header: no line ends or other control characters. */
function headerText(value: unknown, field: string): string | null {
  const string = text(value, field);
  if (string !== null && hasControls(string)) throw invalid(field, 'must be one line of text');
  return string;
}

function bool(value: unknown, field: string, fallback: boolean): boolean {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'boolean') throw invalid(field, 'must be true or false');
  return value;
}

function positive(value: unknown, field: string, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) throw invalid(field, 'must be above 0');
  return value;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], field: string, fallback: T): T {
  if (value === undefined || value === null) return fallback;
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw invalid(field, `must be one of ${allowed.join(', ')}`);
  return found;
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

function httpUrl(value: unknown, field: string): string {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid(field, 'must be an http(s) URL');
  return (value as string).replace(/\/+$/, '');
}
