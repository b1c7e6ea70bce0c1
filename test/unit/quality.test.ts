import { expect } from '@open-wc/testing';
import { readStats, sampleBetween } from '../../src/media/stats.js';
import type { MediaSample } from '../../src/phone/ports.js';
import {
  judge,
  meanOpinionScore,
  nextTrouble,
  noTrouble,
  qualityOf,
  visibleQuality,
  type Trouble,
  type Verdict,
} from '../../src/phone/quality.js';
import type { WarningCode } from '../../src/phone/state.js';
import { goodSample } from '../support/samples.js';

const wishes = { muted: false, deaf: false };

/** The samples that were recorded, by name. */
async function recorded(): Promise<ReadonlyMap<string, MediaSample>> {
  const response = await fetch(new URL('../support/stats/chromium.ndjson', import.meta.url));
  const lines = (await response.text()).trim().split('\n');
  const looks = lines.map((line) => JSON.parse(line) as { name: string; stats: Record<string, unknown>[] });
  const samples = new Map<string, MediaSample>();
  looks.forEach(({ name, stats }, at) => {
    const next = looks[at + 1];
    if (next?.name === name) samples.set(name, sampleBetween(readStats(stats), readStats(next.stats), null));
  });
  return samples;
}

describe('samples of recorded statistics', () => {
  let samples: ReadonlyMap<string, MediaSample>;
  before(async () => (samples = await recorded()));

  const sampleOf = (name: string): MediaSample => {
    const sample = samples.get(name);
    if (!sample) throw new Error(`nothing was recorded as ${name}`);
    return sample;
  };

  for (const name of ['opus-good', 'pcmu-good']) {
    it(`${name}: about 50 packets a second both ways, sound both ways, nothing wrong`, () => {
      const sample = sampleOf(name);
      expect(sample.received).to.be.within(40, 55);
      expect(sample.sent).to.be.within(40, 55);
      expect(sample.lost).to.equal(0);
      expect(sample.inLevel).to.be.within(0.1, 1);
      expect(sample.outLevel).to.be.within(0.1, 1);
      expect(sample.rtt).to.be.within(1, 20);
      expect(qualityOf([sample])?.mos).to.be.within(4.2, 4.5);
      expect(Object.values(judge(sample, wishes)))
        .to.include.members(['off', 'good'])
        .and.not.include('bad');
    });
  }

  const expected: readonly (readonly [name: string, code: WarningCode, verdict: Verdict])[] = [
    ['muted', 'NOT_HEARD', 'bad'],
    ['muted', 'NOTHING_HEARD', 'good'],
    ['far-muted', 'NOTHING_HEARD', 'bad'],
    ['far-muted', 'NOT_HEARD', 'good'],
    // A-law knows no zero.
    ['far-muted-pcma', 'NOTHING_HEARD', 'good'],
    ['far-stopped', 'NOTHING_HEARD', 'bad'],
    ['far-stopped', 'NOT_HEARD', 'good'],
    ['far-stopped', 'POOR_LINE', 'between'],
    ['lossy', 'POOR_LINE', 'bad'],
    ['lossy', 'NOT_HEARD', 'good'],
    ['slow', 'POOR_LINE', 'bad'],
    ['slow', 'NOTHING_HEARD', 'good'],
  ];
  for (const [name, code, verdict] of expected) {
    it(`${name}: ${code} is ${verdict}`, () => {
      expect(judge(sampleOf(name), wishes)[code]).to.equal(verdict);
    });
  }

  it('muted by the agent: nothing is wrong with what is sent', () => {
    expect(judge(sampleOf('muted'), { muted: true, deaf: false })).to.include({
      NOT_HEARD: 'off',
      TALKING_WHILE_MUTED: 'between',
    });
  });

  it('kept from sounding by the browser: measured as silence, and not taken for it', () => {
    expect(sampleOf('not-played').inLevel).to.equal(0);
    expect(judge(sampleOf('not-played'), { muted: false, deaf: true }).NOTHING_HEARD).to.equal('off');
  });

  it('reads the loss and the round trip of the relay that made them', () => {
    const { received, lost, remoteLoss } = sampleOf('lossy');
    expect(lost / (received + lost)).to.be.within(0.08, 0.25);
    expect(remoteLoss).to.be.within(0.08, 0.25);
    expect(sampleOf('slow').rtt).to.be.within(600, 900);
  });
});

describe('reading statistics', () => {
  const inbound = { type: 'inbound-rtp', kind: 'audio', timestamp: 20_000 };

  it('takes audioLevel where nothing is summed up', () => {
    const reading = readStats([{ ...inbound, packetsReceived: 50, audioLevel: 0.25 }]);
    expect(sampleBetween(reading, reading, null)).to.include({ inLevel: 0.25, outLevel: null, rtt: null });
  });

  it('believes no report of the far side that is old', () => {
    const remote = { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.5, roundTripTime: 0.3 };
    expect(readStats([inbound, { ...remote, timestamp: 9_000 }])).to.include({ remoteLoss: 0.5, roundTrip: 0.3 });
    expect(readStats([inbound, { ...remote, timestamp: 7_000 }])).to.include({ remoteLoss: null, roundTrip: null });
  });

  it('counts nothing below zero when a stream takes the place of another', () => {
    const [many, few] = [900, 10].map((count) =>
      readStats([{ ...inbound, packetsReceived: count, packetsLost: count, totalAudioEnergy: count }]),
    );
    if (!many || !few) throw new Error('no reading');
    expect(sampleBetween(many, few, null)).to.include({ received: 0, lost: 0, inLevel: null });
  });

  it('leaves video out', () => {
    expect(readStats([{ ...inbound, kind: 'video', packetsReceived: 5 }])).to.include({ received: 0 });
  });
});

describe('the mean opinion score', () => {
  // R by hand: 93.2 − Id(rtt/2 + 2·jitter + 20) − 95·Ppl/(Ppl + 25.1); MOS by G.107 Annex B.
  const table: readonly (readonly [loss: number, jitter: number, rtt: number, mos: number])[] = [
    [0, 0, 0, 4.4],
    [0, 10, 100, 4.36],
    [0.01, 5, 60, 4.28],
    [0.05, 10, 60, 3.87],
    [0.1, 10, 60, 3.35],
    [0.2, 10, 60, 2.54],
    [0, 5, 600, 3.54],
    [1, 0, 0, 1.16],
  ];
  for (const [loss, jitter, rtt, mos] of table) {
    it(`is ${mos} at ${loss * 100} % loss, ${jitter} ms jitter, ${rtt} ms round trip`, () => {
      expect(meanOpinionScore({ loss, jitter, rtt })).to.be.closeTo(mos, 0.03);
    });
  }

  it('never grows with loss, jitter or delay, and stays between 1 and 4.5', () => {
    for (const key of ['loss', 'jitter', 'rtt'] as const) {
      let before = 4.5;
      for (let step = 0; step <= 100; step++) {
        const value = key === 'loss' ? step / 100 : step * 20;
        const mos = meanOpinionScore({ loss: 0, jitter: 0, rtt: 0, [key]: value });
        expect(mos, `${key} ${value}`).to.be.within(1, before + 1e-9);
        before = mos;
      }
    }
  });

  it('is that of the worse direction', () => {
    expect(qualityOf([{ ...goodSample, remoteLoss: 0.2 }])?.loss).to.equal(0.2);
    expect(qualityOf([{ ...goodSample, lost: 15, received: 30 }])?.loss).to.be.closeTo(0.333, 0.001);
    expect(qualityOf([{ ...goodSample, received: 0 }])).to.equal(null);
  });

  it('moves what is shown by clear steps only', () => {
    const shown = visibleQuality({ mos: 4.33, rtt: 52, jitter: 7, loss: 0.001 }, null);
    expect(shown).to.deep.equal({ mos: 4.3, rtt: 50, jitter: 5, loss: 0 });
    expect(visibleQuality({ mos: 4.37, rtt: 57, jitter: 8.5, loss: 0.007 }, shown)).to.equal(shown);
    expect(visibleQuality({ mos: 4.37, rtt: 59, jitter: 8.5, loss: 0.007 }, shown)).to.deep.equal({
      ...shown,
      rtt: 60,
    });
  });
});

describe('raising and clearing a warning', () => {
  const table: readonly (readonly [code: WarningCode, verdicts: string, raised: string])[] = [
    ['NOT_HEARD', 'bb', '.R'],
    ['NOT_HEARD', 'bgbgb', '.....'],
    ['NOT_HEARD', 'bbggbggg', '.RRRRRR.'],
    ['NOTHING_HEARD', 'bbggg', '.RRR.'],
    ['NOTHING_HEARD', 'bbo', '.R.'],
    ['TALKING_WHILE_MUTED', 'bbgggbggggg', '.RRRRRRRRR.'],
    ['POOR_LINE', 'b-bb', '...R'],
    ['POOR_LINE', 'bb----gggg-ggggg', '.RRRRRRRRRRRRRR.'],
  ];
  const verdictOf: Readonly<Record<string, Verdict>> = { b: 'bad', g: 'good', '-': 'between', o: 'off' };
  for (const [code, verdicts, raised] of table) {
    it(`${code}: ${verdicts} → ${raised}`, () => {
      let trouble: Trouble = noTrouble;
      const seen = [...verdicts].map((letter) => {
        trouble = nextTrouble(code, trouble, verdictOf[letter] ?? 'between');
        return trouble.raised ? 'R' : '.';
      });
      expect(seen.join('')).to.equal(raised);
    });
  }
});
