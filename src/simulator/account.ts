import type { Contact, HistoryItem, NoteInput, SavedNote } from '../phone/account-data.js';
import type { Call, HotlineInfo } from '../phone/call.js';
import { PhoneError, type ErrorCode } from '../phone/errors.js';
import type { AccountPort, AccountProfile, ClockPort, SipAccount } from '../phone/ports.js';
import type { Extension } from '../phone/state.js';
import { historyItem } from './history.js';

/** What the simulated account knows to begin with. */
export interface SimulatedAccountOptions {
  /** Default: number 1001 (or the user of `sip.uri`), no name, the hotlines below. */
  readonly extension?: Partial<Extension>;
  readonly hotlines?: readonly HotlineInfo[];
  /** Newest first. */
  readonly histories?: readonly HistoryItem[];
  readonly contacts?: readonly Contact[];
}

/** `AccountPort` in memory. Calls that end go into its histories, as an account API does it. */
export class SimulatedAccount implements AccountPort {
  /** Newest first. */
  items: HistoryItem[];
  people: readonly Contact[];
  /** When set, every request is refused with it. */
  fails: ErrorCode | null = null;
  readonly #extension: Extension;
  readonly #hotlines: readonly HotlineInfo[];
  /** Other ids of the calls in the histories: the phone's own, by the id of the item. */
  readonly #aliases = new Map<string, string>();

  constructor(
    private readonly sip: SipAccount,
    private readonly clock: ClockPort,
    /** Resolves when an answer is in. */
    private readonly pause: () => Promise<void>,
    { extension = {}, hotlines = [], histories = [], contacts = [] }: SimulatedAccountOptions,
  ) {
    const number = /^sips?:([^@]+)@/.exec(sip.uri)?.[1] ?? '1001';
    this.#hotlines = hotlines;
    this.#extension = {
      id: number,
      number,
      name: null,
      hotline_id_list: hotlines.filter(({ type }) => type === 'hotline').map(({ id }) => id),
      hotline_group_id_list: hotlines.filter(({ type }) => type === 'group').map(({ id }) => id),
      current_hotline_id: hotlines[0]?.id ?? null,
      ...extension,
    };
    this.items = [...histories];
    this.people = contacts;
  }

  async load(): Promise<AccountProfile> {
    await this.#answer();
    return { extension: this.#extension, hotlines: this.#hotlines, sip: this.sip };
  }

  async histories(limit: number): Promise<readonly HistoryItem[]> {
    if (!Number.isSafeInteger(limit) || limit < 1) throw invalid('limit', 'must be a whole number from 1');
    await this.#answer();
    return this.items.slice(0, limit);
  }

  async contacts(): Promise<readonly Contact[]> {
    await this.#answer();
    return this.people;
  }

  async chooseHotline(id: string): Promise<HotlineInfo> {
    const found = this.#hotlines.find((hotline) => hotline.id === id);
    if (!found) throw invalid('hotlineId', "must be one of the extension's hotlines");
    await this.#answer();
    return found;
  }

  async saveNote(callId: string, note: NoteInput): Promise<SavedNote> {
    if (typeof callId !== 'string' || callId === '') throw invalid('callId', 'must be the id of a call');
    if (typeof note !== 'object' || note === null) throw invalid('note', 'must be an object');
    const { note: text, rate, report } = note;
    if (text !== undefined && typeof text !== 'string') throw invalid('note', 'must be a string');
    if (report !== undefined && typeof report !== 'string') throw invalid('report', 'must be a string');
    if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= 5)) {
      throw invalid('rate', 'must be a whole number from 1 to 5');
    }
    await this.#answer();
    const id = this.#aliases.get(callId) ?? callId;
    const index = this.items.findIndex((item) => item.id === id);
    const item = this.items[index];
    if (!item) throw new PhoneError('NOT_FOUND');
    const saved = { ...item, note: text ?? item.note, rate: rate ?? item.rate, report: report ?? item.report };
    this.items[index] = saved;
    const { note: newNote, rate: newRate, report: newReport } = saved;
    const updated_at = new Date(this.clock.now()).toISOString();
    return { call_id: id, note: newNote, rate: newRate, report: newReport, updated_at };
  }

  async recordCall(call: Call): Promise<void> {
    const item = historyItem(call, this.#extension.number);
    if (!item) return;
    this.#aliases.set(call.id, item.id);
    this.items.unshift(item);
  }

  close(): void {
    // Nothing waits: an answer that comes later finds a phone that no longer cares.
  }

  async #answer(): Promise<void> {
    await this.pause();
    if (this.fails) throw new PhoneError(this.fails);
  }
}

function invalid(field: string, hint: string): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field, hint: `${field} ${hint}` });
}
