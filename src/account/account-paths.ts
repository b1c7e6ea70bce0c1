import type { LogPort } from '../phone/ports.js';
import { invalid } from './arguments.js';
import { hasControls } from '../util/one-line.js';

/** Where the account API stands. Each can be replaced by the configuration's `paths`. */
export interface AccountPaths {
  /** `POST`: user name and password for a token. Under `baseURL`. */
  readonly token: string;
  /** What the rest stands under. Under `baseURL`. */
  readonly base: string;
  /** `GET`: the extension, its hotlines, how to register. */
  readonly me: string;
  /** `GET`, in pages. */
  readonly histories: string;
  /** `GET`, in pages. */
  readonly contacts: string;
  /** `PUT`: the hotline of outgoing calls. */
  readonly hotline: string;
  /** `PUT`. `{call_id}` stands for the call. */
  readonly note: string;
}

export type AccountPath = keyof AccountPaths;

/** The one table of paths. The vendor publishes none but the token's: the others are this project's contract. */
const table: Readonly<Record<AccountPath, { readonly under: 'baseURL' | 'base'; readonly path: string }>> = {
  token: { under: 'baseURL', path: '/api/token' },
  base: { under: 'baseURL', path: '/api/call-center/webphone/v1' },
  me: { under: 'base', path: '/me' },
  histories: { under: 'base', path: '/histories' },
  contacts: { under: 'base', path: '/contacts' },
  hotline: { under: 'base', path: '/hotline' },
  note: { under: 'base', path: '/calls/{call_id}/note' },
};

const isKnown = (key: string): key is AccountPath => Object.hasOwn(table, key);

/** Every path as a whole URL; `note` still has its `{call_id}`. */
export type AccountUrls = AccountPaths;

/**
 * Lays an integrator's `paths` over the table.
 * @param paths relative to what the key stands under (a leading slash makes no difference), or an http(s) URL
 * @throws PhoneError INVALID_ARGUMENT naming `paths.<key>` or `baseURL`
 */
export function resolvePaths(baseURL: string, paths: unknown, log: LogPort): AccountUrls {
  const given = readPaths(paths, log);
  const root = withoutSlash(readBaseUrl(baseURL));
  const base = withoutSlash(locate(root, given.base ?? table.base.path));
  const at = (key: AccountPath): string =>
    locate(table[key].under === 'base' ? base : root, given[key] ?? table[key].path);
  return {
    token: at('token'),
    base,
    me: at('me'),
    histories: at('histories'),
    contacts: at('contacts'),
    hotline: at('hotline'),
    note: at('note'),
  };
}

/** A URL with its query added. */
export function withQuery(url: string, query: Readonly<Record<string, string | number | null>>): string {
  const whole = new URL(url);
  for (const [key, value] of Object.entries(query)) {
    if (value !== null) whole.searchParams.set(key, String(value));
  }
  return whole.href;
}

/** The note's URL for one call. The id must have passed `readCallId`. */
export function noteUrl(urls: AccountUrls, callId: string): string {
  return urls.note.replaceAll('{call_id}', () => encodeURIComponent(callId));
}

function readBaseUrl(baseURL: string): string {
  // `fetch` refuses a URL with a password in it, and what follows the path would end up in the middle.
  if (URL.canParse(baseURL) && /^https?:\/\/[^@?#]+$/i.test(baseURL)) return baseURL;
  throw invalid('baseURL', 'must be an http(s) URL, without user, password, query and fragment');
}

function readPaths(paths: unknown, log: LogPort): Partial<Record<AccountPath, string>> {
  if (paths === undefined || paths === null) return {};
  if (typeof paths !== 'object' || Array.isArray(paths)) {
    throw invalid('paths', 'must be an object');
  }
  const result: Partial<Record<AccountPath, string>> = {};
  for (const [key, value] of Object.entries(paths as Record<string, unknown>)) {
    if (!isKnown(key)) log.warn(`paths.${key} is unknown and has no effect`);
    else if (value !== undefined && value !== null) result[key] = readPath(key, value);
  }
  return result;
}

function readPath(key: AccountPath, value: unknown): string {
  const field = `paths.${key}`;
  if (typeof value !== 'string' || value === '') throw invalid(field, 'must be a path or an http(s) URL');
  // A backslash is a slash to browsers, and "//host" another host: neither says what its writer meant.
  if (hasControls(value) || /[ \\#]|^\/\//.test(value)) throw invalid(field, 'must be a path or an http(s) URL');
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    if (!/^https?:\/\/[^/?{}@]+(\/|$)/i.test(value) || !URL.canParse(value)) {
      throw invalid(field, 'must be an http(s) URL, without user and password');
    }
  }
  const names: readonly string[] = value.match(/\{[^}]*\}?/g) ?? [];
  if (key === 'note' && !names.includes('{call_id}')) throw invalid(field, 'must contain {call_id}');
  const foreign = names.find((name) => key !== 'note' || name !== '{call_id}');
  if (foreign !== undefined) throw invalid(field, `has an unknown ${foreign}`);
  if (key === 'base' && value.includes('?')) throw invalid(field, 'must not have a query');
  return value;
}

function locate(root: string, path: string): string {
  return /^https?:/i.test(path) ? path : `${root}/${path.replace(/^\/+/, '')}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
