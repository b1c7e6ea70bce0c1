/**
 * How well a call sounds, and what is wrong with it, from samples of about a second (`MediaSample`). Pure.
 */
import type { CallQuality } from './call.js';
import type { MediaSample } from './ports.js';
import type { WarningCode } from './state.js';

/** What is meant to be silent, or is for a reason that the agent knows. */
export interface Silence {
  readonly muted: boolean;
  /** The agent does not want to hear, or the browser does not let the sound out: either way nothing is measured of it. */
  readonly deaf: boolean;
}

/** One sample's word on one trouble. `between`: neither nor, or not to be told. `off`: meant to be so. */
export type Verdict = 'bad' | 'good' | 'between' | 'off';
export type Verdicts = Readonly<Record<WarningCode, Verdict>>;

/** Whether a warning is up, and how many samples in a row speak against that. */
export interface Trouble {
  readonly raised: boolean;
  readonly run: number;
}

/**
 * Samples in a row that raise, and that clear. Two raise: with the one before them, in which the trouble began and
 * which may still look well, they fit into 3 s. Clearing takes longer: speech has pauses, and a line that is bad now
 * and then is bad.
 */
const limits: Readonly<Record<WarningCode, { readonly raise: number; readonly clear: number }>> = {
  TALKING_WHILE_MUTED: { raise: 2, clear: 5 },
  NOT_HEARD: { raise: 2, clear: 3 },
  NOTHING_HEARD: { raise: 2, clear: 3 },
  POOR_LINE: { raise: 2, clear: 5 },
};

/** RMS of full scale. Speech into a headset is at −30…−18 dB, a quiet office after noise suppression below −55. */
const voice = 0.01;
/** One step of 16 bits: no live microphone is that quiet. (A-law has no zero: there only missing packets tell.) */
const nothing = 1 / 32_768;
/** The far side reports that next to nothing arrives. */
const allLost = 0.9;

/** Beyond the first a sample is bad, within the second it is good (MOS: ITU-T G.107 Annex B; delay: G.114). */
const poor = { mos: 3.6, loss: 0.08, jitter: 60, rtt: 500 };
const fine = { mos: 3.8, loss: 0.04, jitter: 40, rtt: 400 };

/** What one sample of a call says in which both talk. */
export function judge(sample: MediaSample, { muted, deaf }: Silence): Verdicts {
  const { received, sent, inLevel, outLevel, micLevel, remoteLoss } = sample;
  const isSilent = (level: number | null): boolean => level !== null && level < nothing;
  return {
    TALKING_WHILE_MUTED: !muted ? 'off' : micLevel === null ? 'between' : micLevel > voice ? 'bad' : 'good',
    NOT_HEARD: muted ? 'off' : sent === 0 || isSilent(outLevel) || (remoteLoss ?? 0) > allLost ? 'bad' : 'good',
    NOTHING_HEARD: deaf ? 'off' : received === 0 || isSilent(inLevel) ? 'bad' : 'good',
    POOR_LINE: judgeLine(qualityOf([sample])),
  };
}

function judgeLine(quality: CallQuality | null): Verdict {
  if (!quality) return 'between';
  const { mos, loss, jitter, rtt } = quality;
  if (mos < poor.mos || loss > poor.loss || jitter > poor.jitter || rtt > poor.rtt) return 'bad';
  return mos >= fine.mos && loss <= fine.loss && jitter <= fine.jitter && rtt <= fine.rtt ? 'good' : 'between';
}

/** The trouble after one more sample. */
export function nextTrouble(code: WarningCode, { raised, run }: Trouble, verdict: Verdict): Trouble {
  if (verdict === 'off') return noTrouble;
  const isAgainst = verdict === (raised ? 'good' : 'bad');
  if (!isAgainst) return { raised, run: 0 };
  const { raise, clear } = limits[code];
  return run + 1 < (raised ? clear : raise) ? { raised, run: run + 1 } : { raised: !raised, run: 0 };
}

export const noTrouble: Trouble = { raised: false, run: 0 };

/** The quality over some samples, in the worse of the two directions; `null` where nothing has arrived. */
export function qualityOf(samples: readonly MediaSample[]): CallQuality | null {
  const latest = samples.at(-1);
  const sum = (of: (sample: MediaSample) => number): number => samples.reduce((total, each) => total + of(each), 0);
  const received = sum((sample) => sample.received);
  if (!latest || received === 0) return null;
  const lost = sum((sample) => sample.lost);
  const loss = Math.max(lost / (received + lost), latest.remoteLoss ?? 0);
  const jitter = Math.max(...samples.map((sample) => sample.jitter));
  const rtt = latest.rtt ?? 0;
  return { mos: meanOpinionScore({ loss, jitter, rtt }), rtt, jitter, loss };
}

/**
 * The E-model (ITU-T G.107) with its default values, so that R = 93.2 − Id − Ie,eff:
 * Id is the delay's share after Cole and Rosenbluth's fit of G.107's curve, the delay from mouth to ear being half the
 * round trip, a jitter buffer of twice the jitter, and 20 ms for the packet itself; Ie,eff (§7.2) is the loss's share
 * with G.113's figures for G.711 with concealment (Ie 0, Bpl 25.1), which every browser has. G.113 gives Opus none on
 * this scale: it is taken like G.711, and stands loss at least as well.
 */
export function meanOpinionScore({ loss, jitter, rtt }: Omit<CallQuality, 'mos'>): number {
  const delay = rtt / 2 + 2 * jitter + 20;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const percent = 100 * loss;
  const lossImpairment = (95 * percent) / (percent + 25.1);
  const r = Math.min(100, Math.max(0, 93.2 - delayImpairment - lossImpairment));
  // Annex B. Its curve dips below 1 for an R under 6.5.
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

/** What can be seen: a figure moves when it has left its step clearly, so that one on the edge does not flicker. */
export function visibleQuality(quality: CallQuality, shown: CallQuality | null): CallQuality {
  const next = {
    mos: stepped(quality.mos, shown?.mos, 10),
    rtt: stepped(quality.rtt, shown?.rtt, 0.1),
    jitter: stepped(quality.jitter, shown?.jitter, 0.2),
    loss: stepped(quality.loss, shown?.loss, 100),
  };
  const isSame = shown && next.mos === shown.mos && next.rtt === shown.rtt && next.jitter === shown.jitter;
  return isSame && next.loss === shown.loss ? shown : next;
}

/** @param perUnit how many steps make one */
function stepped(value: number, shown: number | undefined, perUnit: number): number {
  if (shown !== undefined && Math.abs(value - shown) * perUnit < 0.8) return shown;
  return Math.round(value * perUnit) / perUnit;
}
