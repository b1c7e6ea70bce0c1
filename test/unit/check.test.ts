import { expect } from '@open-wc/testing';
import { checkText } from '../../src/phone/check-text.js';
import {
  checkSteps,
  judgeCheck,
  serversOf,
  worst,
  type CheckReport,
  type MediaFindings,
  type ServerFindings,
} from '../../src/phone/check.js';
import type { CommandResult } from '../../src/phone/commands.js';
import { PhoneError } from '../../src/phone/errors.js';
import { createSimulator } from '../../src/testing.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { TabWorld } from '../support/tabs.js';

const well: MediaFindings = {
  microphone: null,
  level: 0.7,
  looped: true,
  returned: 0.6,
  candidates: ['host', 'srflx', 'relay'],
  unanswered: false,
};
const answers: ServerFindings = { error: null, roundTrip: 40 };
const both = { stun: true, turn: true };

/** The verdict, and what is wrong. */
function verdict(media: Partial<MediaFindings>, server: Partial<ServerFindings> = {}, configured = both): string[] {
  const steps = judgeCheck({ ...well, ...media }, { ...answers, ...server }, configured);
  expect(steps.map(({ step }) => step)).to.deep.equal(checkSteps);
  return [worst(steps), ...steps.flatMap(({ reason }) => (reason === null ? [] : [reason]))];
}

describe('the verdict of a check', () => {
  it('is that of the worst step, with the reason of each', () => {
    expect(verdict({})).to.deep.equal(['ready']);
    expect(verdict({ level: 0.29 })).to.deep.equal(['degraded', 'NOT_HEARD']);
    expect(verdict({ level: 0.3 })).to.deep.equal(['ready']);
    expect(verdict({ microphone: 'MIC_DENIED', level: 0, looped: false })).to.deep.equal(['blocked', 'MIC_DENIED']);
    expect(verdict({ looped: false })).to.deep.equal(['blocked', 'NO_LOOPBACK']);
    expect(verdict({ returned: 0 })).to.deep.equal(['degraded', 'SILENT_LOOPBACK']);
    expect(verdict({}, { error: 'TIMEOUT' })).to.deep.equal(['blocked', 'TIMEOUT']);
    expect(verdict({}, { roundTrip: 801 })).to.deep.equal(['degraded', 'SLOW_SERVER']);
    expect(verdict({ candidates: [] })).to.deep.equal(['blocked', 'NO_CANDIDATES']);
    expect(verdict({ level: 0 }, { error: 'NETWORK' })).to.deep.equal(['blocked', 'NOT_HEARD', 'NETWORK']);
  });

  it('blames nobody for what follows from something else', () => {
    expect(verdict({ level: 0, returned: 0 }), 'a silent microphone comes back silent').to.deep.equal([
      'degraded',
      'NOT_HEARD',
    ]);
    const [, loopback] = judgeCheck({ ...well, microphone: 'MIC_MISSING', looped: false }, answers, both);
    expect(loopback).to.deep.equal({ step: 'loopback', verdict: null, reason: null });
  });

  it('asks for what is configured only', () => {
    const host = { candidates: ['host'], unanswered: true };
    expect(verdict(host)).to.deep.equal(['degraded', 'NO_RELAY']);
    expect(verdict(host, {}, { stun: true, turn: false })).to.deep.equal(['degraded', 'NO_RELAY']);
    expect(verdict(host, {}, { stun: false, turn: false })).to.deep.equal(['ready']);
    // An address that no NAT changes is not told twice.
    expect(verdict({ ...host, unanswered: false }, {}, { stun: true, turn: false })).to.deep.equal(['ready']);
    expect(serversOf([{ urls: ['stun:a.test'] }, { urls: 'turns:b.test' }])).to.deep.equal(both);
    expect(serversOf([])).to.deep.equal({ stun: false, turn: false });
  });

  it('has words for every reason, in both languages, with what to do', () => {
    for (const reason of [
      'NOT_HEARD',
      'NO_LOOPBACK',
      'SILENT_LOOPBACK',
      'SLOW_SERVER',
      'NO_CANDIDATES',
      'NO_RELAY',
      'MIC_DENIED',
    ] as const) {
      for (const lang of ['vi', 'en'] as const) {
        const text = checkText({ step: 'path', verdict: 'blocked', reason }, lang);
        expect(text?.meaning, reason).to.match(/^\p{Lu}.+/u);
        expect(text?.remedy, reason).to.match(/^\p{Lu}.+\.$/u);
      }
    }
  });
});

async function started(): Promise<Bench> {
  const bench = createBench();
  await bench.phone.execute({ type: 'start' });
  return bench;
}

const codeOf = (result: CommandResult): string => (result.ok ? 'done' : result.error.code);

describe('a check of the setup', () => {
  it('brings the findings of the browser and the server together, as plain data', async () => {
    const { phone, sip, clock, media } = await started();
    let answer = (): void => undefined;
    sip.probes = () => new Promise((resolve) => (answer = resolve));
    const before = clock.waiting;
    const checked = phone.execute({ type: 'checkSetup' });
    expect(phone.state.pending.map(({ type }) => type)).to.deep.equal(['checkSetup']);
    await clock.pass(900);
    answer();
    const result = await checked;
    if (!result.ok) throw new Error(result.error.code);
    const report: CheckReport = result.data;
    expect(structuredClone(report)).to.deep.equal(report);
    expect(report.verdict).to.equal('degraded');
    expect(report.roundTrip).to.equal(900);
    expect(report.candidates).to.deep.equal(['host']);
    expect(report.steps.map(({ message }) => message)).to.deep.equal([
      null,
      null,
      'The phone system answers slowly. Use a network cable, and stop what downloads.',
      null,
    ]);
    expect([clock.waiting - before, media.audio.checking, phone.state.pending.length]).to.deep.equal([0, 0, 0]);
  });

  it('gives a server that does not answer up, and says what kept it from being connected or registered', async () => {
    const { phone, sip, clock } = await started();
    const reasonOf = async (pass = 0): Promise<unknown> => {
      const checked = phone.execute({ type: 'checkSetup' });
      if (pass > 0) await clock.pass(pass);
      const result = await checked;
      return result.ok ? result.data.steps[2]?.reason : result.error.code;
    };
    sip.probes = () => Promise.reject(new PhoneError('NETWORK'));
    expect(await reasonOf()).to.equal('NETWORK');
    sip.probes = () => Promise.resolve();
    await phone.execute({ type: 'unregister' });
    expect(await reasonOf(), 'as the agent wanted it').to.equal(null);
    sip.connects = () => Promise.reject(new PhoneError('NETWORK'));
    sip.tell({ type: 'disconnected', hint: '1006' });
    await clock.pass(10);
    expect(await reasonOf()).to.equal('NETWORK');

    const silent = await started();
    silent.sip.probes = () => new Promise(() => undefined);
    // The keep-alive finds it dead too, and takes another socket: the check keeps to its own question.
    const checked = silent.phone.execute({ type: 'checkSetup' });
    await silent.clock.pass(5_000);
    const result = await checked;
    expect(result.ok && result.data.steps[2]?.reason).to.equal('TIMEOUT');
  });

  for (const [what, end] of [
    ['the agent leaves', ({ phone }: Bench) => void phone.execute({ type: 'cancelCheck' })],
    ['somebody calls', ({ sip }: Bench) => sip.rings()],
    ['the phone stops', ({ phone }: Bench) => void phone.execute({ type: 'stop' })],
    ['another tab takes over', ({ phone }: Bench) => void phone.letGo()],
  ] as const) {
    it(`ends and frees everything when ${what}`, async () => {
      const bench = await started();
      const { phone, sip, media, clock } = bench;
      media.audio.finds = null;
      sip.probes = () => new Promise(() => undefined);
      const checked = phone.execute({ type: 'checkSetup' });
      const joined = phone.execute({ type: 'checkSetup' });
      await clock.pass(0);
      expect(media.audio.checking, 'one check for both').to.equal(1);
      end(bench);
      expect([codeOf(await checked), codeOf(await joined)]).to.deep.equal(['CANCELLED', 'CANCELLED']);
      expect(media.audio.checking).to.equal(0);
    });
  }

  it('does not touch the devices of a call', async () => {
    const { phone, sip, media } = await started();
    sip.rings();
    expect(codeOf(await phone.execute({ type: 'checkSetup' }))).to.equal('LINE_BUSY');
    expect(media.audio.checking).to.equal(0);
    expect(codeOf(await phone.execute({ type: 'cancelCheck' }))).to.equal('done');
  });

  it('is made where the microphone is, for every tab', async () => {
    const world = new TabWorld();
    await world.start();
    const other = await world.start();
    const checked = other.phone.execute({ type: 'checkSetup' });
    await world.settle();
    const result = await checked;
    expect(result.ok && result.data.verdict).to.equal('ready');
    expect(other.media.length, 'no audio of its own').to.equal(0);
  });

  it('is played by the simulator', async () => {
    const simulator = createSimulator({ lang: 'en' });
    await simulator.phone.execute({ type: 'start' });
    const reasons = async (): Promise<unknown> => {
      const result = await simulator.phone.execute({ type: 'checkSetup' });
      return result.ok ? [result.data.verdict, ...result.data.steps.flatMap(({ reason }) => reason ?? [])] : result;
    };
    expect(await reasons()).to.deep.equal(['ready']);
    simulator.microphoneIs('denied');
    expect(await reasons()).to.deep.equal(['blocked', 'MIC_DENIED']);
    simulator.microphoneIs('allowed');
    simulator.checkFinds({ candidates: [] });
    expect(await reasons()).to.deep.equal(['blocked', 'NO_CANDIDATES']);
    simulator.checkFinds(null);
    const checked = simulator.phone.execute({ type: 'checkSetup' });
    await simulator.phone.execute({ type: 'cancelCheck' });
    expect(codeOf(await checked)).to.equal('CANCELLED');
  });
});
