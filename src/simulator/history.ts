import type { HistoryItem } from '../phone/account-data.js';
import type { Call, EndCause } from '../phone/call.js';

/** What became of a call that nobody answered. */
const unanswered: Readonly<Record<EndCause, HistoryItem['status']>> = {
  hangup: 'missed',
  busy: 'busy',
  rejected: 'rejected',
  noAnswer: 'missed',
  cancelled: 'cancelled',
  answeredElsewhere: 'answered',
  unavailable: 'failed',
  notFound: 'failed',
  mediaFailed: 'failed',
  networkLost: 'failed',
  serverError: 'failed',
};

/** A call that ended, as the account API would list it; `null` for one that goes on. */
export function historyItem(call: Call, own: string): HistoryItem | null {
  if (!call.end) return null;
  const { direction, end, number } = call;
  const isInbound = direction === 'inbound';
  // A caller who gave up is one that somebody should call back.
  const isMissed = isInbound && end.cause === 'cancelled';
  return {
    id: call.callId ?? call.id,
    direction,
    from: isInbound ? number : own,
    to: isInbound ? own : number,
    name: call.name,
    hotline_id: call.hotline?.id ?? null,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    duration: call.duration,
    status: call.answeredAt !== null ? 'answered' : isMissed ? 'missed' : unanswered[end.cause],
    note: null,
    rate: null,
    report: null,
    recording_url: null,
  };
}
