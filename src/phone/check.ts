/** Whether an agent can work here: what a check finds, and what it comes to. Pure. */
import type { ErrorCode } from './errors.js';

/** What the browser found out by itself. */
export interface MediaFindings {
  /** Why there is no microphone. */
  readonly microphone: ErrorCode | null;
  /** The loudest that the microphone heard, 0–1, as `inputLevel`. */
  readonly level: number;
  /** Whether sound that was sent to this very page arrived. */
  readonly looped: boolean;
  /** The loudest of what arrived, as `level`. */
  readonly returned: number;
  /** The kinds of ICE candidates there are (RFC 8445 §5.1.1). */
  readonly candidates: readonly string[];
  /** A STUN or TURN server did not answer. */
  readonly unanswered: boolean;
}

/** What the phone system had to say. */
export interface ServerFindings {
  readonly error: ErrorCode | null;
  /** Ms from a question to its answer. */
  readonly roundTrip: number | null;
}

/** What is configured, as far as it matters. */
export interface CheckedServers {
  readonly stun: boolean;
  readonly turn: boolean;
}

/** `ready`: calls will work. `degraded`: they may not sound well, or not everywhere. `blocked`: they will not work. */
export const readiness = ['ready', 'degraded', 'blocked'] as const;
export type Readiness = (typeof readiness)[number];

export const checkSteps = ['microphone', 'loopback', 'server', 'path'] as const;
export type CheckStep = (typeof checkSteps)[number];

/** What can be wrong beside the errors of the catalogue. */
export type CheckReason =
  'NOT_HEARD' | 'NO_LOOPBACK' | 'SILENT_LOOPBACK' | 'SLOW_SERVER' | 'NO_CANDIDATES' | 'NO_RELAY';

export interface StepFinding {
  readonly step: CheckStep;
  /** `null`: could not be tried, because of another step. */
  readonly verdict: Readiness | null;
  readonly reason: CheckReason | ErrorCode | null;
}

/** A step with its sentences in the agent's language. */
export interface CheckedStep extends StepFinding {
  /** What is wrong and what to do; `null` where nothing is. */
  readonly message: string | null;
}

/** What a check comes to. Plain data. */
export interface CheckReport {
  /** That of the worst step. */
  readonly verdict: Readiness;
  /** In the order of `checkSteps`. */
  readonly steps: readonly CheckedStep[];
  /** Ms from a question to the phone system to its answer. */
  readonly roundTrip: number | null;
  /** The kinds of ICE candidates that were found: `host`, `srflx`, `relay`. */
  readonly candidates: readonly string[];
}

/** Speech into a headset is at 0.6 to 0.85 of `inputLevel`, a quiet office after noise suppression below 0.1. */
const speech = 0.3;
/** Far below speech, above what a codec makes of silence. */
const audible = 0.1;
/** Ms. Beyond it the agent notices that calls come and end late. */
const slow = 800;

/** Each step's verdict. */
export function judgeCheck(
  media: MediaFindings,
  server: ServerFindings,
  configured: CheckedServers,
): readonly StepFinding[] {
  const isHeard = media.level >= speech;
  return [
    media.microphone
      ? finding('microphone', 'blocked', media.microphone)
      : isHeard
        ? finding('microphone')
        : finding('microphone', 'degraded', 'NOT_HEARD'),
    media.microphone
      ? { step: 'loopback', verdict: null, reason: null }
      : !media.looped
        ? finding('loopback', 'blocked', 'NO_LOOPBACK')
        : isHeard && media.returned < audible
          ? finding('loopback', 'degraded', 'SILENT_LOOPBACK')
          : finding('loopback'),
    server.error
      ? finding('server', 'blocked', server.error)
      : (server.roundTrip ?? 0) > slow
        ? finding('server', 'degraded', 'SLOW_SERVER')
        : finding('server'),
    judgePath(media, configured),
  ];
}

/** A browser leaves out what it would be called behind a NAT where there is none: only a server's silence tells. */
function judgePath({ candidates, unanswered }: MediaFindings, { stun, turn }: CheckedServers): StepFinding {
  if (candidates.length === 0) return finding('path', 'blocked', 'NO_CANDIDATES');
  const isRelayed = candidates.includes('relay');
  const isReflected = isRelayed || candidates.includes('srflx');
  if ((turn && !isRelayed) || (stun && unanswered && !isReflected)) return finding('path', 'degraded', 'NO_RELAY');
  return finding('path');
}

export function worst(steps: readonly StepFinding[]): Readiness {
  return readiness[Math.max(...steps.map(({ verdict }) => readiness.indexOf(verdict ?? 'ready')))] ?? 'ready';
}

/** Enough is known: waiting longer brings nothing. */
export function isClear({ level, looped, returned }: MediaFindings): boolean {
  return level >= speech && looped && returned >= audible;
}

export function serversOf(iceServers: readonly RTCIceServer[]): CheckedServers {
  const urls = iceServers.flatMap((server) => server.urls);
  return { stun: urls.some((url) => /^stun/.test(url)), turn: urls.some((url) => /^turn/.test(url)) };
}

function finding(step: CheckStep, verdict: Readiness = 'ready', reason: StepFinding['reason'] = null): StepFinding {
  return { step, verdict, reason };
}
