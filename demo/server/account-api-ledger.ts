/** Each extension's calls of the past, with what the agents wrote about them. In memory, as long as the process lives. */
import type { HistoryItem, NoteInput, SavedNote } from '../../src/phone/account-data.js';
import { ApiError } from './account-api-http.js';
import type { CallStart, EndedCall } from './call-log.js';
import type { Clock } from './clock.js';
import { hotlines } from './directory.js';

type Remarks = Pick<HistoryItem, 'note' | 'rate' | 'report'>;

export interface LedgerParts {
  readonly clock: Clock;
  /** The calls so far by extension, newest first. */
  readonly histories: ReadonlyMap<string, readonly HistoryItem[]>;
  nameOf(number: string): string | null;
  /** The hotline that an extension calls with. */
  hotlineOf(extension: string): string | null;
}

export class Ledger {
  readonly #parts: LedgerParts;
  readonly #histories = new Map<string, HistoryItem[]>();
  /** By call id; a call is there from its first ring on. */
  readonly #remarks = new Map<string, { readonly extensions: ReadonlySet<string>; remarks: Remarks }>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    for (const [extension, items] of parts.histories) {
      this.#histories.set(extension, [...items]);
      for (const { id, note, rate, report } of items) {
        this.#remarks.set(id, { extensions: new Set([extension]), remarks: { note, rate, report } });
      }
    }
  }

  /** Newest first. */
  historyOf(extension: string): readonly HistoryItem[] {
    return (this.#histories.get(extension) ?? []).map((item) => ({ ...item, ...this.#remarks.get(item.id)?.remarks }));
  }

  /**
   * Adds to what stands there: a key that is absent stays as it was.
   * @throws ApiError 404 for a call that is not this extension's
   */
  note(extension: string, callId: string, change: NoteInput): SavedNote {
    const entry = this.#remarks.get(callId);
    if (!entry?.extensions.has(extension)) throw new ApiError(404, 'UNKNOWN_CALL', 'Không có cuộc gọi này.');
    entry.remarks = { ...entry.remarks, ...change };
    return { call_id: callId, ...entry.remarks, updated_at: new Date(this.#parts.clock.now()).toISOString() };
  }

  began({ id, from, rings }: CallStart): void {
    // A page may name its calls itself: a name that is taken stays with the call that has it.
    if (this.#remarks.has(id)) return;
    const extensions = new Set([from, ...rings].filter((number) => this.#histories.has(number)));
    this.#remarks.set(id, { extensions, remarks: { note: null, rate: null, report: null } });
  }

  ended(call: EndedCall): void {
    // Of several whose phones rang, whoever answered has the call.
    const called = call.answeredBy === null ? call.rings : [call.answeredBy];
    for (const extension of new Set([call.from, ...called])) this.#add(extension, call, called[0] ?? call.to);
  }

  #add(extension: string, call: EndedCall, called: string): void {
    const items = this.#histories.get(extension);
    if (!items || items.some(({ id }) => id === call.id)) return;
    const isCaller = extension === call.from;
    const dialled = hotlines.find(({ number }) => number === call.to) ?? null;
    const isInternal = this.#histories.has(call.from) && (this.#histories.has(call.to) || this.#histories.has(called));
    const { answeredAt, startedAt, endedAt } = call;
    const to = isCaller ? call.to : extension;
    const item: HistoryItem = {
      id: call.id,
      direction: isInternal ? 'internal' : isCaller ? 'outbound' : 'inbound',
      from: call.from,
      to,
      name: this.#parts.nameOf(isCaller ? to : call.from),
      hotline_id: isInternal ? null : isCaller ? this.#parts.hotlineOf(extension) : (dialled?.id ?? null),
      started_at: new Date(startedAt).toISOString(),
      answered_at: answeredAt === null ? null : new Date(answeredAt).toISOString(),
      ended_at: new Date(endedAt).toISOString(),
      duration: answeredAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000),
      status: isCaller ? statusForCaller(call.status) : statusForCalled(call.status),
      note: null,
      rate: null,
      report: null,
      recording_url: null,
    };
    const at = items.findIndex(({ started_at }) => started_at <= item.started_at);
    items.splice(at < 0 ? items.length : at, 0, item);
  }
}

/** As the agent who called would tell it. */
function statusForCaller(status: number): HistoryItem['status'] {
  if (status < 300) return 'answered';
  if (status === 486 || status === 600) return 'busy';
  if (status === 487) return 'cancelled';
  if (status === 408) return 'missed';
  return status === 603 || status === 403 ? 'rejected' : 'failed';
}

/** As the agent whose phone rang would tell it: whoever gave up waiting is to be called back. */
function statusForCalled(status: number): HistoryItem['status'] {
  if (status < 300) return 'answered';
  if (status === 486 || status === 600) return 'busy';
  return status === 603 || status === 403 ? 'rejected' : 'missed';
}
