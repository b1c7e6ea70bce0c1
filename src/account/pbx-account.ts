import * as v from 'valibot';
import type { Contact, HistoryItem, NoteInput, SavedNote } from '../phone/account-data.js';
import type { Call, HotlineInfo } from '../phone/call.js';
import { PhoneError } from '../phone/errors.js';
import type { AccountPort, AccountProfile, ClockPort, SipAccount } from '../phone/ports.js';
import { systemClock } from '../util/clock.js';
import { invalid, readCallId, readLimit, readNote } from './arguments.js';
import { toHistoryItem } from './call-record.js';
import { explain } from './read-reply.js';
import { contactSchema } from './schemas.js';
import type { LocalStore } from './store/local-store.js';
import { MemoryStore } from './store/memory-store.js';

export interface PbxAccountParts {
  /** Default: memory, for as long as the page lives. */
  readonly store?: LocalStore;
  readonly clock?: ClockPort;
  /** How many calls are kept. */
  readonly mostHistories?: number;
}

/** The account of a PBX without an account API: the configuration says how to register, the browser keeps the rest. */
export class PbxAccount implements AccountPort {
  readonly #sip: SipAccount;
  readonly #store: LocalStore;
  readonly #clock: ClockPort;
  readonly #mostHistories: number;
  readonly #number: string;
  /** Whose data: the same PBX and extension find them again. */
  readonly #identity: string;

  constructor(sip: SipAccount, { store, clock, mostHistories }: PbxAccountParts = {}) {
    this.#sip = sip;
    this.#store = store ?? new MemoryStore();
    this.#clock = clock ?? systemClock;
    this.#mostHistories = mostHistories ?? 10_000;
    this.#number = /^sips?:([^@]+)@/.exec(sip.uri)?.[1] ?? sip.authorizationUsername;
    this.#identity = `pbx ${sip.uri.replace(/^sips?:/, '').toLowerCase()}`;
  }

  async load(): Promise<AccountProfile> {
    const extension = {
      id: this.#number,
      number: this.#number,
      name: this.#sip.displayName,
      hotline_id_list: [],
      hotline_group_id_list: [],
      current_hotline_id: null,
    };
    return { extension, hotlines: [], sip: this.#sip };
  }

  async histories(limit: number): Promise<readonly HistoryItem[]> {
    return this.#store.histories(this.#identity, readLimit(limit));
  }

  /** By name. */
  async contacts(): Promise<readonly Contact[]> {
    return this.#store.contacts(this.#identity);
  }

  /** Adds a contact, or replaces the one with its id. Rejects INVALID_ARGUMENT naming the field. */
  async saveContact(contact: Contact): Promise<Contact> {
    const checked = v.safeParse(contactSchema, contact);
    if (!checked.success) {
      const { field, problem } = explain(checked.issues[0]);
      throw invalid(field || 'contact', problem);
    }
    await this.#store.putContact(this.#identity, checked.output);
    return checked.output;
  }

  /** Rejects NOT_FOUND. */
  async deleteContact(id: string): Promise<void> {
    if (!(await this.#store.deleteContact(this.#identity, id))) throw new PhoneError('NOT_FOUND');
  }

  async chooseHotline(_id: string): Promise<HotlineInfo> {
    throw invalid('hotlineId', 'must be one of the hotlines, and there are none');
  }

  async saveNote(callId: string, note: NoteInput): Promise<SavedNote> {
    const [id, change] = [readCallId(callId), readNote(note)];
    const item = await this.#store.changeHistory(this.#identity, id, change);
    if (!item) throw new PhoneError('NOT_FOUND');
    const { note: text, rate, report } = item;
    return { call_id: id, note: text, rate, report, updated_at: new Date(this.#clock.now()).toISOString() };
  }

  async recordCall(call: Call): Promise<void> {
    if (call.state !== 'ended') return;
    await this.#store.addHistory(this.#identity, toHistoryItem(call, this.#number), this.#mostHistories);
  }

  close(): void {
    this.#store.close();
  }
}
