import type { MediaSample } from '../phone/ports.js';

/** One of the reports of `getStats` (W3C webrtc-stats). What a browser leaves out is undefined. */
type Report = Readonly<Record<string, unknown>>;

/** Running totals of one connection's audio. Times are seconds, as in webrtc-stats. */
export interface Reading {
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  readonly jitter: number;
  readonly roundTrip: number | null;
  readonly remoteLoss: number | null;
  readonly incoming: Energy;
  readonly outgoing: Energy;
}

/** `totalAudioEnergy` and `totalSamplesDuration` (webrtc-stats §8.5), and `audioLevel` for browsers that sum nothing up. */
interface Energy {
  readonly total: number | null;
  readonly duration: number;
  readonly level: number | null;
}

/** What the far side reported longer ago than this says nothing of now, ms. Browsers report about every 5 s. */
const reportLife = 12_000;

export function readStats(stats: Iterable<Report>): Reading {
  const reports = [...stats];
  const audio = (type: string): readonly Report[] =>
    reports.filter((report) => report['type'] === type && (report['kind'] ?? 'audio') === 'audio');
  const inbound = audio('inbound-rtp');
  const outbound = audio('outbound-rtp');
  const now = Math.max(0, ...reports.map((report) => numberIn(report, 'timestamp') ?? 0));
  const isFresh = (report: Report): boolean => now - (numberIn(report, 'timestamp') ?? 0) < reportLife;
  const remote = audio('remote-inbound-rtp').filter(isFresh);
  return {
    received: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost') + sum(inbound, 'packetsDiscarded'),
    sent: sum(outbound, 'packetsSent'),
    jitter: highest(inbound, 'jitter') ?? 0,
    roundTrip: highest(remote, 'roundTripTime') ?? highest(selectedPairs(reports), 'currentRoundTripTime'),
    remoteLoss: highest(remote, 'fractionLost'),
    incoming: energyOf(inbound),
    outgoing: energyOf(audio('media-source')),
  };
}

/** @param micLevel of `MediaSample` */
export function sampleBetween(before: Reading, after: Reading, micLevel: number | null): MediaSample {
  // A total shrinks where late packets turn up, or where a stream is replaced by another one.
  const grown = (of: (reading: Reading) => number): number => Math.max(0, of(after) - of(before));
  return {
    received: grown(({ received }) => received),
    lost: grown(({ lost }) => lost),
    sent: grown(({ sent }) => sent),
    jitter: after.jitter * 1000,
    rtt: after.roundTrip === null ? null : after.roundTrip * 1000,
    remoteLoss: after.remoteLoss,
    inLevel: levelBetween(before.incoming, after.incoming),
    outLevel: levelBetween(before.outgoing, after.outgoing),
    micLevel,
  };
}

/** RMS over the time between; `null` where nothing was played (blocked by the browser) or nothing is told. */
function levelBetween(before: Energy, after: Energy): number | null {
  if (before.total === null || after.total === null) return after.level;
  const duration = after.duration - before.duration;
  return duration > 0 ? Math.sqrt(Math.max(0, after.total - before.total) / duration) : null;
}

function energyOf(reports: readonly Report[]): Energy {
  return {
    total: reports.some((report) => numberIn(report, 'totalAudioEnergy') !== null)
      ? sum(reports, 'totalAudioEnergy')
      : null,
    duration: sum(reports, 'totalSamplesDuration'),
    level: highest(reports, 'audioLevel'),
  };
}

/** Chromium names the pair in use in the transport's report, Firefox marks it. */
function selectedPairs(reports: readonly Report[]): readonly Report[] {
  const ids = reports.map((report) => report['selectedCandidatePairId']).filter((id) => typeof id === 'string');
  return reports.filter(
    (report) =>
      report['type'] === 'candidate-pair' && (ids.some((id) => id === report['id']) || report['selected'] === true),
  );
}

function sum(reports: readonly Report[], key: string): number {
  return reports.reduce((total, report) => total + (numberIn(report, key) ?? 0), 0);
}

function highest(reports: readonly Report[], key: string): number | null {
  const values = reports.map((report) => numberIn(report, key)).filter((value) => value !== null);
  return values.length > 0 ? Math.max(...values) : null;
}

function numberIn(report: Report, key: string): number | null {
  const value = report[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
