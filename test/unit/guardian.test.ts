import { expect } from '@open-wc/testing';
import { CallSampler } from '../../src/media/call-sampler.js';
import type { Alert } from '../../src/phone/events.js';
import type { MediaSample } from '../../src/phone/ports.js';
import type { WarningCode } from '../../src/phone/state.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { goodSample } from '../support/samples.js';

const alertsOf = (bench: Bench): readonly Alert[] =>
  bench.data.filter(({ name }) => name === 'alerts').map(({ data }) => data as Alert);
const codes = (bench: Bench): readonly string[] => alertsOf(bench).map(({ code }) => code);
const warnings = (bench: Bench): readonly string[] => bench.phone.state.warnings.map(({ code }) => code);

async function inCall(options: Parameters<typeof createBench>[0] = {}): Promise<Bench> {
  const bench = createBench(options);
  await bench.phone.execute({ type: 'start' });
  bench.sip.rings();
  await bench.phone.execute({ type: 'answer' });
  return bench;
}

function hear(bench: Bench, change: Partial<MediaSample>, times = 1, id = 'in-1'): void {
  for (let i = 0; i < times; i++) {
    bench.media.tell({ type: 'sampled', id, sample: { ...goodSample, ...change } });
  }
}

/** The second half: what made a sample bad, and what does away with the warning. */
const troubles: readonly (readonly [code: WarningCode, bad: Partial<MediaSample>, muted?: boolean])[] = [
  ['TALKING_WHILE_MUTED', { micLevel: 0.1, outLevel: 0 }, true],
  ['NOT_HEARD', { sent: 0 }],
  ['NOT_HEARD', { outLevel: 0 }],
  ['NOT_HEARD', { remoteLoss: 0.98 }],
  ['NOTHING_HEARD', { received: 0 }],
  ['NOTHING_HEARD', { inLevel: 0 }],
  ['POOR_LINE', { lost: 10 }],
  ['POOR_LINE', { remoteLoss: 0.2 }],
  ['POOR_LINE', { rtt: 700 }],
  ['POOR_LINE', { jitter: 80 }],
];

describe('the guardian', () => {
  for (const [code, bad, muted = false] of troubles) {
    it(`${code} on ${JSON.stringify(bad)}: told once, in words, and once when it is over`, async () => {
      const bench = await inCall();
      if (muted) await bench.phone.execute({ type: 'mute' });
      const fine = muted ? { micLevel: 0.0005, outLevel: 0 } : {};
      hear(bench, fine, 3);
      expect(codes(bench)).to.deep.equal([]);
      hear(bench, { ...fine, ...bad }, 9);
      expect(codes(bench).filter((each) => each === code)).to.deep.equal([code]);
      expect(warnings(bench)).to.include(code);
      const alert = alertsOf(bench).find((each) => each.code === code);
      expect(alert?.level).to.be.oneOf(['warning', 'critical']);
      expect(alert?.details['id']).to.equal('in-1');
      expect(alert?.message, 'what is wrong: what to do').to.match(/^[A-Z].{10,}: .{10,}/);
      hear(bench, fine, 6);
      expect(codes(bench).filter((each) => each.startsWith(code))).to.deep.equal([code, `${code}_RECOVERED`]);
      expect(warnings(bench)).to.deep.equal([]);
    });
  }

  it('says it in Vietnamese, and gives the figures of a poor line', async () => {
    const bench = await inCall({ lang: 'vi' });
    hear(bench, { lost: 15 }, 3);
    const [alert] = alertsOf(bench);
    expect(alert?.message).to.match(/^Đường truyền yếu.*: cắm dây mạng/);
    expect(alert?.details).to.include.keys('id', 'mos', 'loss', 'jitter', 'rtt');
  });

  const silent = { received: 0, inLevel: null, sent: 0, outLevel: 0, remoteLoss: 1 };
  const quiet: readonly (readonly [name: string, prepare: (bench: Bench) => unknown])[] = [
    ['held by the agent', (bench) => bench.phone.execute({ type: 'hold' })],
    ['held by the far side', (bench) => bench.sip.tell({ type: 'remoteHoldChanged', id: 'in-1', held: true })],
    [
      'muted and held',
      async (bench) => {
        await bench.phone.execute({ type: 'mute' });
        await bench.phone.execute({ type: 'hold' });
      },
    ],
  ];
  for (const [name, prepare] of quiet) {
    it(`says nothing of a call that is ${name}`, async () => {
      const bench = await inCall();
      hear(bench, {}, 2);
      await prepare(bench);
      hear(bench, silent, 20);
      expect(codes(bench)).to.deep.equal([]);
    });
  }

  it('says nothing of the far side’s sound while the agent does not want it, or the browser blocks it', async () => {
    const bench = await inCall();
    await bench.phone.execute({ type: 'muteSpeaker' });
    hear(bench, { received: 0, inLevel: 0 }, 20);
    expect(codes(bench)).to.deep.equal([]);
    await bench.phone.execute({ type: 'unmuteSpeaker' });
    bench.media.tell({ type: 'soundBlocked', blocked: true });
    hear(bench, { inLevel: 0 }, 20);
    expect(codes(bench)).to.deep.equal(['SOUND_BLOCKED']);
  });

  it('says nothing of a muted agent who is quiet, nor of a cough', async () => {
    const bench = await inCall();
    await bench.phone.execute({ type: 'mute' });
    hear(bench, { micLevel: 0.003, outLevel: 0 }, 10);
    hear(bench, { micLevel: 0.3, outLevel: 0 });
    hear(bench, { micLevel: 0.003, outLevel: 0 }, 10);
    expect(codes(bench)).to.deep.equal([]);
  });

  it('says nothing before the answer, nor of a call it does not know', async () => {
    const bench = createBench();
    await bench.phone.execute({ type: 'start' });
    await bench.phone.execute({ type: 'call', number: '1002' });
    hear(bench, silent, 10, 'call-1');
    hear(bench, silent, 10, 'nobody');
    expect(codes(bench)).to.deep.equal([]);
    expect(bench.phone.state.line1?.quality).to.equal(null);
  });

  it('does not believe a sample that is half from before a change', async () => {
    const bench = await inCall();
    await bench.phone.execute({ type: 'mute' });
    hear(bench, { micLevel: 0, outLevel: 0 }, 4);
    await bench.phone.execute({ type: 'unmute' });
    hear(bench, { outLevel: 0 }, 2);
    expect(codes(bench)).to.deep.equal([]);
    hear(bench, { outLevel: 0 });
    expect(codes(bench)).to.deep.equal(['NOT_HEARD']);
  });

  for (const type of ['unmute', 'hold', 'hangUp'] as const) {
    it(`takes the warning back at once on ${type}`, async () => {
      const bench = await inCall();
      await bench.phone.execute({ type: 'mute' });
      hear(bench, { micLevel: 0.2, outLevel: 0 }, 3);
      expect(warnings(bench)).to.deep.equal(['TALKING_WHILE_MUTED']);
      await bench.phone.execute({ type });
      expect(warnings(bench)).to.deep.equal([]);
      expect(codes(bench)).to.deep.equal(['TALKING_WHILE_MUTED', 'TALKING_WHILE_MUTED_RECOVERED']);
    });
  }

  it('warns of the call that is talked in, while another one is held', async () => {
    const bench = await inCall();
    await bench.phone.execute({ type: 'callLine2', number: '1003' });
    const second = bench.phone.state.line2?.id ?? '';
    bench.sip.tell({ type: 'accepted', id: second });
    for (let i = 0; i < 3; i++) {
      hear(bench, silent);
      hear(bench, { received: 0 }, 1, second);
    }
    expect(bench.phone.state.warnings).to.deep.equal([{ call: second, code: 'NOTHING_HEARD' }]);
    await bench.phone.execute({ type: 'hangUp', line: 2 });
    expect(bench.phone.state.warnings).to.deep.equal([]);
  });

  it('keeps the quality in the call, to its end, and commits only what can be seen', async () => {
    const bench = await inCall();
    let commits = 0;
    bench.phone.subscribe(() => commits++);
    hear(bench, {}, 2);
    const { quality } = bench.phone.state.line1 ?? {};
    expect(quality).to.deep.equal({ mos: 4.4, rtt: 40, jitter: 5, loss: 0 });
    expect(commits).to.equal(1);
    for (let i = 0; i < 60; i++) hear(bench, { rtt: 40 + (i % 3), jitter: 3 + (i % 2), received: 44 + (i % 3) });
    expect(commits, 'a minute in which nothing changes').to.equal(1);
    hear(bench, { rtt: 120 }, 3);
    expect(bench.phone.state.line1?.quality?.rtt).to.equal(120);
    bench.sip.tell({
      type: 'ended',
      id: 'in-1',
      by: 'remote',
      how: 'bye',
      statusCode: null,
      reason: null,
      reasonHeader: null,
    });
    expect(bench.phone.state.lastCall?.quality?.rtt).to.equal(120);
  });
});

describe('from the sound to the alert', () => {
  /** A connection whose totals grow with the clock as long as nothing is wrong, and stand still from `from` on. */
  function connection(bench: Bench, stopped: () => 'packets' | 'sound' | null) {
    let last = bench.clock.now();
    const totals = { packets: 0, energy: 0, seconds: 0 };
    return (): Promise<RTCStatsReport> => {
      const from = last;
      last = bench.clock.now();
      for (let ms = from; ms < last; ms += 20) {
        const what = stopped();
        const isOver = what !== null && ms >= troubleAt;
        if (!isOver || what !== 'packets') totals.packets++;
        if (!isOver) totals.energy += 0.02 * 0.01;
        totals.seconds += 0.02;
      }
      const { packets, energy, seconds } = totals;
      const sound = { kind: 'audio', totalAudioEnergy: energy, totalSamplesDuration: seconds };
      return Promise.resolve(
        new Map<string, object>([
          ['in', { type: 'inbound-rtp', packetsReceived: packets, jitter: 0.002, ...sound }],
          ['out', { type: 'outbound-rtp', kind: 'audio', packetsSent: Math.round(seconds * 50) }],
          ['source', { type: 'media-source', ...sound, totalAudioEnergy: seconds * 0.01 }],
        ]) as unknown as RTCStatsReport,
      );
    };
  }
  let troubleAt = 0;

  function sampler(bench: Bench, getStats: () => Promise<RTCStatsReport>): CallSampler {
    return new CallSampler({
      clock: bench.clock,
      log: { error() {}, warn() {}, info() {}, debug() {} },
      getStats,
      isMuted: () => false,
      microphoneTrack: () => null,
      tell: (sample) => bench.media.tell({ type: 'sampled', id: 'in-1', sample }),
    });
  }

  for (const what of ['packets', 'sound'] as const) {
    it(`takes less than 3 s, whenever the ${what} stop${what === 'sound' ? 's' : ''}`, async () => {
      for (let phase = 0; phase < 900; phase += 90) {
        const bench = await inCall();
        troubleAt = bench.clock.now() + 5_000 + phase;
        const measured = sampler(
          bench,
          connection(bench, () => what),
        );
        measured.start();
        await bench.clock.pass(5_000 + phase);
        expect(codes(bench), `before, ${phase}`).to.deep.equal([]);
        await bench.clock.pass(3_000);
        expect(codes(bench), `${phase} ms into a sample`).to.deep.equal(['NOTHING_HEARD']);
        measured.stop();
        await bench.phone.execute({ type: 'stop' });
        expect(bench.clock.waiting).to.equal(0);
      }
    });
  }

  it('goes on after a look that failed', async () => {
    const bench = await inCall();
    troubleAt = Infinity;
    const good = connection(bench, () => null);
    let looks = 0;
    const measured = sampler(bench, () => (++looks === 2 ? Promise.reject(new Error('busy')) : good()));
    measured.start();
    await bench.clock.pass(5_000);
    expect(bench.phone.state.line1?.quality?.loss).to.equal(0);
    measured.stop();
  });
});
