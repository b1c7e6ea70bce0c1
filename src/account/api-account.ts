import type { Contact, HistoryItem, NoteInput, SavedNote } from '../phone/account-data.js';
import type { Call, HotlineInfo } from '../phone/call.js';
import type { AccountCredentials } from '../phone/config.js';
import { PhoneError } from '../phone/errors.js';
import type { AccountPort, AccountProfile, ClockPort, LogPort } from '../phone/ports.js';
import { Serial } from '../util/serial.js';
import { noteUrl, resolvePaths, withQuery, type AccountPaths, type AccountUrls } from './account-paths.js';
import { ApiClient } from './api-client.js';
import { invalid, readCallId, readLimit, readNote } from './arguments.js';
import { Http, type ApiAnswer, type Fetch } from './http.js';
import { collectPages } from './pages.js';
import { contactsSchema, historiesSchema, hotlineReplySchema, meSchema, savedNoteSchema } from './schemas.js';
import { Secrets } from './secrets.js';
import { Session } from './session.js';

export interface ApiAccountParts {
  readonly credentials: AccountCredentials;
  /** Of the configuration, as it was written: checked here. */
  readonly paths?: Partial<AccountPaths>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** 0–1 */
  random(): number;
  /** Default: the browser's. */
  readonly fetch?: Fetch;
}

/** The longest page the API gives. Items. */
const pageSize = 200;

/** The account behind the vendor's API. Nothing is asked for before `load`; after `close`, `load` starts it anew. */
export class ApiAccount implements AccountPort {
  readonly #urls: AccountUrls;
  readonly #secrets = new Secrets();
  readonly #session: Session;
  readonly #client: ApiClient;
  /** Two choices in a row must reach the API in that order, and so must two notes. */
  readonly #choices = new Serial();
  readonly #notes = new Serial();
  #closing = new AbortController();
  #profile: AccountProfile | null = null;

  /** @throws PhoneError INVALID_ARGUMENT naming `paths.<key>`, `baseURL` or `token` */
  constructor(parts: ApiAccountParts) {
    const { credentials, clock, log } = parts;
    const random = (): number => parts.random();
    const closing = (): AbortSignal => this.#closing.signal;
    const secrets = this.#secrets;
    // Looked up at each call: a page may have put its own in the place of the browser's.
    const browserFetch: Fetch = (input, init) => fetch(input, init);
    const http = new Http({ fetch: parts.fetch ?? browserFetch, clock, log, random, secrets });
    this.#urls = resolvePaths(credentials.baseURL, parts.paths, log);
    this.#session = new Session({ credentials, url: this.#urls.token, http, clock, secrets, closing });
    this.#client = new ApiClient({ http, session: this.#session, clock, closing });
  }

  async load(): Promise<AccountProfile> {
    if (this.#closing.signal.aborted) this.#closing = new AbortController();
    const { signal } = this.#closing;
    this.#session.reset();
    // First and by itself: signing in has its own time.
    await this.#session.token();
    const me = await this.#client.ask({ path: 'me', method: 'GET', url: this.#urls.me }, meSchema, meaningOfMe);
    if (signal.aborted) throw new PhoneError('CANCELLED', { hint: 'the phone was stopped' });
    const { extension, hotlines, sip } = me;
    this.#secrets.add(sip.password, sip.ha1, ...sip.ice_servers.map(({ credential }) => credential));
    const profile: AccountProfile = {
      extension,
      hotlines,
      sip: {
        uri: sip.uri,
        authorizationUsername: sip.authorization_username,
        password: sip.password || null,
        ha1: sip.ha1,
        displayName: extension.name,
        servers: sip.servers,
        expires: sip.expires,
        iceServers: sip.ice_servers,
      },
    };
    this.#profile = profile;
    return profile;
  }

  async histories(limit: number): Promise<readonly HistoryItem[]> {
    readLimit(limit);
    return collectPages((cursor, wanted) => {
      const url = withQuery(this.#urls.histories, { limit: Math.min(pageSize, wanted), cursor });
      return this.#client.ask({ path: 'histories', method: 'GET', url }, historiesSchema);
    }, limit);
  }

  async contacts(): Promise<readonly Contact[]> {
    return collectPages((cursor) => {
      const url = withQuery(this.#urls.contacts, { cursor });
      return this.#client.ask({ path: 'contacts', method: 'GET', url }, contactsSchema);
    });
  }

  async chooseHotline(id: string): Promise<HotlineInfo> {
    const profile = this.#profile;
    if (!profile) throw new PhoneError('NOT_STARTED');
    const { hotline_id_list, hotline_group_id_list } = profile.extension;
    if (![...hotline_id_list, ...hotline_group_id_list].includes(id)) throw notOurs();
    return this.#choices.run(async () => {
      const { hotline } = await this.#client.ask(
        { path: 'hotline', method: 'PUT', url: this.#urls.hotline, body: { hotline_id: id } },
        hotlineReplySchema,
        ({ status }) => (status === 422 ? notOurs() : null),
      );
      if (hotline.id !== id) {
        throw new PhoneError('SERVER', { field: 'hotline.id', hint: 'PUT hotline: hotline.id is another one' });
      }
      const latest = this.#profile ?? profile;
      this.#profile = { ...latest, extension: { ...latest.extension, current_hotline_id: id } };
      return hotline;
    });
  }

  async saveNote(callId: string, note: NoteInput): Promise<SavedNote> {
    const [id, body] = [readCallId(callId), readNote(note)];
    if (!this.#profile) throw new PhoneError('NOT_STARTED');
    const url = noteUrl(this.#urls, id);
    return this.#notes.run(() =>
      this.#client.ask({ path: 'note', method: 'PUT', url, body }, savedNoteSchema, meaningOfNote),
    );
  }

  /** The back end knows by itself. */
  async recordCall(_call: Call): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#closing.abort();
  }
}

function meaningOfMe({ status, errorCode, reason }: ApiAnswer): PhoneError | null {
  if (status !== 404 || errorCode !== 'NO_EXTENSION') return null;
  return new PhoneError('NO_EXTENSION', reason === null ? { statusCode: status } : { statusCode: status, reason });
}

function meaningOfNote({ status, reason }: ApiAnswer): PhoneError | null {
  const said = reason === null ? {} : { reason };
  if (status === 404) return new PhoneError('NOT_FOUND', { statusCode: status, ...said });
  if (status !== 422) return null;
  const hint = 'the account refuses the note, the rating or the report';
  return new PhoneError('INVALID_ARGUMENT', { field: 'note', statusCode: status, hint, ...said });
}

function notOurs(): PhoneError {
  return invalid('hotlineId', "must be one of the extension's hotlines or hotline groups");
}
