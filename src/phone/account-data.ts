/** What the account API knows, in the API's own shapes (snake_case), as the page gets it. */

/** One call of the past. Times are RFC 3339 in UTC, `duration` whole seconds. */
export interface HistoryItem {
  /** Also what `note()` takes. */
  readonly id: string;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly from: string;
  readonly to: string;
  readonly name: string | null;
  readonly hotline_id: string | null;
  readonly started_at: string;
  readonly answered_at: string | null;
  readonly ended_at: string | null;
  readonly duration: number;
  readonly status: 'answered' | 'missed' | 'busy' | 'rejected' | 'cancelled' | 'failed';
  readonly note: string | null;
  /** 1–5 */
  readonly rate: number | null;
  readonly report: string | null;
  readonly recording_url: string | null;
}

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly phones: readonly string[];
  readonly company: string | null;
  readonly email: string | null;
  readonly avatar_url: string | null;
}

/** What `note()` takes: a note, or a rating (1–5) with what to report of the call, or both. */
export interface NoteInput {
  readonly note?: string;
  readonly rate?: number;
  readonly report?: string;
}

export interface SavedNote {
  readonly call_id: string;
  readonly note: string | null;
  readonly rate: number | null;
  readonly report: string | null;
  readonly updated_at: string;
}
