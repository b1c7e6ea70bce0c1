/** What a helper is given to find out what went wrong. */
import type { AudioRole } from './audio.js';
import type { CallQuality } from './call.js';

/** How a call sounded: the worst of each figure, over so many samples of about a second. */
export interface QualitySummary extends CallQuality {
  readonly samples: number;
}

/** Something that happened. `what` says of what, `value` what it is now. */
export interface TimelineEntry {
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly what:
    | 'phone'
    | 'connection'
    | 'registration'
    | 'mode'
    | 'microphone'
    | 'sound'
    | 'call'
    | 'ended'
    | 'transfer'
    | 'alert'
    | 'failed';
  readonly value: string;
  /** Of the error catalogue, or a SIP status. */
  readonly code?: string | number | null;
  /** `id` of the call. */
  readonly call?: string;
  /** Its Call-ID, shortened: as in the SIP messages. */
  readonly sip?: string | null;
  readonly line?: number;
  readonly direction?: string;
  readonly number?: string;
  /** What holds of the call: `muted`, `speakerMuted`, `onHold`, `heldByRemote`. */
  readonly flags?: readonly string[];
  /** Seconds of talk. */
  readonly duration?: number;
  readonly quality?: QualitySummary | null;
}

/** A SIP message: its kind (`INVITE`, `200 INVITE`) and, shortened, its Call-ID. Nothing else of it is kept. */
export interface SipStep {
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly what: string;
  readonly sip: string | null;
}

/** Plain data, for a helper's eyes: no password, token, name, message text or dialog identifier is in it. */
export interface SupportReport {
  readonly product: string;
  readonly sipLibrary: string;
  readonly at: string;
  readonly browser: string;
  /** The page's origin. */
  readonly page: string;
  /** Whether phone numbers are whole, or only their last three characters. */
  readonly numbers: 'masked' | 'plain';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
  readonly devices: readonly {
    readonly kind: string;
    readonly label: string;
    /** What it was chosen for. */
    readonly chosen: readonly AudioRole[];
  }[];
  /** Chosen devices that are not plugged in. */
  readonly missing: readonly AudioRole[];
  /** Of the calls that are live. */
  readonly quality: Readonly<Record<string, QualitySummary>>;
  readonly timeline: readonly TimelineEntry[];
  readonly sip: readonly SipStep[];
}
