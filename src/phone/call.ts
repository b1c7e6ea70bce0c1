/**
 * One call: its public shape and its pure transition table.
 *
 *   outbound: dialing ──180──▶ ringing ──183+SDP──▶ early ──┐
 *                │                │                   │     │ accepted (2xx + ACK, media set up)
 *                └────────────────┴───────────────────┴─────▼
 *             (sent on by a 3xx: back to dialing)
 *   inbound:  ringing ──────────accepted───────────────▶ active ◀──────▶ held
 *                                                           │              │
 *                                                           ▼              ▼
 *                                                        transferring ──▶ (active | ended)
 *   every state ──ended──▶ ended          ended is final: every later fact is ignored
 *
 * Hold by us moves active ⇄ held; hold by the far side is the flag `heldByRemote` and moves nothing.
 */

export type CallStatus = 'dialing' | 'ringing' | 'early' | 'active' | 'held' | 'transferring' | 'ended';
export type LineNumber = 1 | 2;
export type CallDirection = 'inbound' | 'outbound';

export type EndCause =
  | 'hangup'
  | 'busy'
  | 'rejected'
  | 'noAnswer'
  | 'cancelled'
  | 'answeredElsewhere'
  | 'unavailable'
  | 'notFound'
  | 'mediaFailed'
  | 'networkLost'
  | 'serverError';

export interface CallEnd {
  readonly by: 'local' | 'remote' | 'network';
  readonly cause: EndCause;
  /** SIP status code of the final response, or the `cause` of a `Reason: SIP` header (RFC 3326); `null` after a plain BYE. */
  readonly statusCode: number | null;
  readonly reason: string | null;
  /** A sentence in the agent's language. */
  readonly text: string;
}

export interface CallQuality {
  /** Mean opinion score, 1–4.5. */
  readonly mos: number;
  /** Round trip, ms. */
  readonly rtt: number;
  /** ms. */
  readonly jitter: number;
  /** Share of packets lost, 0–1. */
  readonly loss: number;
}

export interface HotlineInfo {
  readonly id: string;
  readonly type: 'hotline' | 'group';
  readonly name: string;
  readonly number: string | null;
}

/**
 * The call object of listeners, `ping()` and CustomEvent `detail`: plain data that survives
 * `JSON.stringify` and `structuredClone`. Times are RFC 3339 in UTC, durations whole seconds.
 */
export interface Call {
  /** Ours, stable for the life of the call. */
  readonly id: string;
  /** `X-bizfly-call-center-call-id`, `null` until known. */
  readonly callId: string | null;
  /** SIP `Call-ID`, `null` until the INVITE exists. */
  readonly sipCallId: string | null;
  readonly line: LineNumber;
  readonly direction: CallDirection;
  readonly state: CallStatus;
  /** The far side's number or extension. */
  readonly number: string;
  /** What the page's `resolveContact` says, else the far side's display name as it was sent: data from a stranger. */
  readonly name: string | null;
  /** The agent's own extension. */
  readonly extension: string | null;
  readonly hotline: HotlineInfo | null;
  /** The page's own id for this call. */
  readonly externalCallId: string | null;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly ringDuration: number;
  /** Counts from the answer. */
  readonly duration: number;
  readonly quality: CallQuality | null;
  readonly muted: boolean;
  readonly speakerMuted: boolean;
  readonly onHold: boolean;
  readonly heldByRemote: boolean;
  readonly end: CallEnd | null;
  /** The INVITE's `X-…` headers, names as they came. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What happened to a call, as plain data. */
export type CallFact =
  /** The page wants another number called, or has another id for it. Before the INVITE leaves. */
  | { readonly type: 'rewritten'; readonly number: string; readonly externalCallId: string | null }
  /** The page knows who it is. */
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'identified'; readonly sipCallId: string; readonly headers?: Call['headers'] }
  | { readonly type: 'callIdKnown'; readonly callId: string }
  | { readonly type: 'ringing' }
  | { readonly type: 'earlyMedia' }
  /** 3xx: another number is called in its place. */
  | { readonly type: 'sentOn' }
  | { readonly type: 'accepted'; readonly at: string }
  | { readonly type: 'holdChanged'; readonly onHold: boolean }
  | { readonly type: 'remoteHoldChanged'; readonly held: boolean }
  | { readonly type: 'transferStarted' }
  | { readonly type: 'transferEnded' }
  | { readonly type: 'muteChanged'; readonly muted: boolean }
  | { readonly type: 'speakerMuteChanged'; readonly muted: boolean }
  | { readonly type: 'qualityChanged'; readonly quality: CallQuality | null }
  | {
      readonly type: 'ended';
      readonly at: string;
      readonly by: CallEnd['by'];
      readonly cause: EndCause;
      readonly statusCode: number | null;
      readonly reason: string | null;
      /** Of `CallEnd`. */
      readonly text: string;
    };

export interface NewCall {
  readonly id: string;
  readonly line: LineNumber;
  readonly direction: CallDirection;
  readonly number: string;
  readonly name: string | null;
  readonly extension: string | null;
  readonly hotline: HotlineInfo | null;
  readonly externalCallId: string | null;
  readonly startedAt: string;
  readonly callId: string | null;
  readonly sipCallId: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export function createCall(init: NewCall): Call {
  return {
    ...init,
    state: init.direction === 'outbound' ? 'dialing' : 'ringing',
    answeredAt: null,
    endedAt: null,
    ringDuration: 0,
    duration: 0,
    quality: null,
    muted: false,
    speakerMuted: false,
    onHold: false,
    heldByRemote: false,
    end: null,
  };
}

/** The next call after a fact. A fact that changes nothing gives back the very same object. */
export function applyCallFact(call: Call, fact: CallFact): Call {
  if (call.state === 'ended') return call;
  switch (fact.type) {
    case 'rewritten':
      if (call.state !== 'dialing' || call.sipCallId !== null) return call;
      if (call.number === fact.number && call.externalCallId === fact.externalCallId) return call;
      return {
        ...call,
        number: fact.number,
        externalCallId: fact.externalCallId,
        // The name was the other number's.
        name: call.number === fact.number ? call.name : null,
      };
    case 'named':
      return call.name === fact.name ? call : { ...call, name: fact.name };
    case 'identified':
      if (call.sipCallId === fact.sipCallId) return call;
      return { ...call, sipCallId: fact.sipCallId, headers: fact.headers ?? call.headers };
    case 'callIdKnown':
      // The first id stands: a response must not rename a call that notes already point to.
      return call.callId === null ? { ...call, callId: fact.callId } : call;
    case 'ringing':
      return call.state === 'dialing' ? { ...call, state: 'ringing' } : call;
    case 'earlyMedia':
      return call.direction === 'outbound' && (call.state === 'dialing' || call.state === 'ringing')
        ? { ...call, state: 'early' }
        : call;
    case 'sentOn':
      return isPending(call) ? { ...call, state: 'dialing' } : call;
    case 'accepted':
      return isPending(call) ? { ...call, state: 'active', answeredAt: fact.at } : call;
    case 'holdChanged':
      if (isPending(call) || call.onHold === fact.onHold) return call;
      return {
        ...call,
        onHold: fact.onHold,
        state: call.state === 'transferring' ? call.state : heldState(fact.onHold),
      };
    case 'remoteHoldChanged':
      return call.heldByRemote === fact.held ? call : { ...call, heldByRemote: fact.held };
    case 'transferStarted':
      return isTalking(call) ? { ...call, state: 'transferring' } : call;
    case 'transferEnded':
      return call.state === 'transferring' ? { ...call, state: heldState(call.onHold) } : call;
    case 'muteChanged':
      return call.muted === fact.muted ? call : { ...call, muted: fact.muted };
    case 'speakerMuteChanged':
      return call.speakerMuted === fact.muted ? call : { ...call, speakerMuted: fact.muted };
    case 'qualityChanged':
      return { ...call, quality: fact.quality };
    case 'ended': {
      const { by, cause, statusCode, reason, text, at } = fact;
      return {
        ...call,
        state: 'ended',
        endedAt: at,
        end: { by, cause, statusCode, reason, text },
      };
    }
  }
}

function heldState(onHold: boolean): 'held' | 'active' {
  return onHold ? 'held' : 'active';
}

/** Not answered yet, not ended. */
export function isPending(call: Call): boolean {
  return call.state === 'dialing' || call.state === 'ringing' || call.state === 'early';
}

/** Answered, not ended. */
export function isTalking(call: Call): boolean {
  return call.state === 'active' || call.state === 'held' || call.state === 'transferring';
}

/** The call with its durations counted up to `now` (ms since the epoch). */
export function withDurations(call: Call, now: number): Call {
  const end = call.endedAt === null ? now : Date.parse(call.endedAt);
  const answered = call.answeredAt === null ? null : Date.parse(call.answeredAt);
  return {
    ...call,
    ringDuration: seconds((answered ?? end) - Date.parse(call.startedAt)),
    duration: answered === null ? 0 : seconds(end - answered),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}
