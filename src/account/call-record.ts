import type { HistoryItem } from '../phone/account-data.js';
import type { Call, EndCause } from '../phone/call.js';

/** A call that ended, as an item of the history. `own` is the agent's number. */
export function toHistoryItem(call: Call, own: string): HistoryItem {
  const mine = call.extension ?? own;
  const inbound = call.direction === 'inbound';
  return {
    id: call.callId ?? call.id,
    direction: call.direction,
    from: inbound ? call.number : mine,
    to: inbound ? mine : call.number,
    name: call.name,
    hotline_id: call.hotline?.id ?? null,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    duration: seconds(call.answeredAt, call.endedAt),
    status: statusOf(call),
    note: null,
    rate: null,
    report: null,
    recording_url: null,
  };
}

/**
 * What became of the call, as the agent would tell it.
 * - Answered by a colleague is `answered` with no `answered_at` and no duration: the caller was served, so it is not missed.
 * - An incoming call that broke before the answer is `missed`: somebody is to be called back.
 * - An outgoing call that rang and was not picked up is `missed`, by the far side.
 */
function statusOf({ answeredAt, direction, end }: Call): HistoryItem['status'] {
  if (answeredAt !== null) return 'answered';
  const cause = end?.cause ?? 'hangup';
  return direction === 'inbound' ? incoming(cause, end?.by) : outgoing(cause, end?.by);
}

function incoming(cause: EndCause, by: 'local' | 'remote' | 'network' | undefined): HistoryItem['status'] {
  switch (cause) {
    case 'answeredElsewhere':
      return 'answered';
    case 'rejected':
    case 'busy':
      return cause;
    case 'mediaFailed':
    case 'serverError':
      return 'failed';
    case 'hangup':
      return by === 'local' ? 'rejected' : 'missed';
    case 'noAnswer':
    case 'cancelled':
    case 'unavailable':
    case 'notFound':
    case 'networkLost':
      return 'missed';
  }
}

function outgoing(cause: EndCause, by: 'local' | 'remote' | 'network' | undefined): HistoryItem['status'] {
  switch (cause) {
    case 'busy':
    case 'rejected':
    case 'cancelled':
      return cause;
    case 'noAnswer':
      return 'missed';
    case 'hangup':
      return by === 'local' ? 'cancelled' : 'failed';
    case 'answeredElsewhere':
    case 'unavailable':
    case 'notFound':
    case 'mediaFailed':
    case 'networkLost':
    case 'serverError':
      return 'failed';
  }
}

function seconds(from: string | null, to: string | null): number {
  if (from === null || to === null) return 0;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000)) || 0;
}
