import type { Contact, HistoryItem, NoteInput, SavedNote } from '../../src/phone/account-data.js';
import type { Call, HotlineInfo } from '../../src/phone/call.js';
import { PhoneError } from '../../src/phone/errors.js';
import type { AccountPort, AccountProfile, SipAccount } from '../../src/phone/ports.js';

/** An account that knows what the test gives it. */
export class StaticAccount implements AccountPort {
  items: readonly HistoryItem[] = [];
  people: readonly Contact[] = [];
  hotlines: readonly HotlineInfo[] = [];
  readonly recorded: Call[] = [];
  readonly notes: [string, NoteInput][] = [];
  isClosed = false;

  constructor(private readonly sip: SipAccount) {}

  load(): Promise<AccountProfile> {
    const number = /^sips?:([^@]+)@/.exec(this.sip.uri)?.[1] ?? '';
    const extension = {
      id: number,
      number,
      name: null,
      hotline_id_list: this.hotlines.map(({ id }) => id),
      hotline_group_id_list: [],
      current_hotline_id: this.hotlines[0]?.id ?? null,
    };
    return Promise.resolve({ extension, hotlines: this.hotlines, sip: this.sip });
  }
  histories(limit: number): Promise<readonly HistoryItem[]> {
    return Promise.resolve(this.items.slice(0, limit));
  }
  contacts(): Promise<readonly Contact[]> {
    return Promise.resolve(this.people);
  }
  chooseHotline(id: string): Promise<HotlineInfo> {
    const found = this.hotlines.find((hotline) => hotline.id === id);
    return found
      ? Promise.resolve(found)
      : Promise.reject(new PhoneError('INVALID_ARGUMENT', { field: 'hotlineId', hint: 'not one of yours' }));
  }
  saveNote(callId: string, note: NoteInput): Promise<SavedNote> {
    this.notes.push([callId, note]);
    const { note: text = null, rate = null, report = null } = note;
    return Promise.resolve({ call_id: callId, note: text, rate, report, updated_at: '2026-11-22T12:00:00Z' });
  }
  recordCall(call: Call): Promise<void> {
    this.recorded.push(call);
    return Promise.resolve();
  }
  close(): void {
    this.isClosed = true;
  }
}
