import { expect } from '@open-wc/testing';
import { parseConfig } from '../../src/phone/config.js';
import { PhoneError } from '../../src/phone/errors.js';
import { SupportController } from '../../src/phone/support-controller.js';
import type { SupportReport } from '../../src/phone/support-report.js';
import { shownNumber } from '../../src/phone/support.js';
import { ladderStep } from '../../src/sip/ladder.js';
import { createSimulator } from '../../src/testing.js';
import { Journal } from '../../src/util/journal.js';
import { shortHash } from '../../src/util/short-hash.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { pick, seeded } from '../support/random.js';
import { goodSample } from '../support/samples.js';
import { TabWorld } from '../support/tabs.js';

async function reportOf({ phone }: Pick<Bench, 'phone'>, numbers?: 'masked' | 'plain'): Promise<SupportReport> {
  const result = await phone.execute({ type: 'supportReport', ...(numbers ? { numbers } : {}) });
  if (!result.ok) throw new Error(result.error.code);
  return result.data;
}

const seen = ({ timeline }: SupportReport): string[] => timeline.map(({ what, value }) => `${what} ${value}`);

describe('a journal', () => {
  it('keeps the newest that fit, whatever comes', () => {
    const journal = new Journal<{ n: number; text: string }>(1_000);
    for (let n = 0; n < 10_000; n++) {
      journal.add({ n, text: 'x'.repeat(n % 90) });
      expect(journal.bytes).to.be.at.most(1_000);
    }
    expect(journal.entries.at(-1)?.n).to.equal(9_999);
    journal.add({ n: 0, text: 'x'.repeat(1_000) });
    expect([journal.bytes, journal.entries]).to.deep.equal([0, []]);
  });
});

describe('what may be told of a SIP message', () => {
  const message = (start: string, ...headers: string[]): string =>
    [start, ...headers, '', 'Call-ID: body'].join('\r\n');

  it('is its kind and, shortened, its Call-ID', () => {
    const sip = shortHash('abc@host');
    expect(
      ladderStep(message('INVITE sip:1002@pbx SIP/2.0', 'CSeq: 1 INVITE', 'Call-ID: abc@host'), 'out'),
    ).to.deep.equal({
      type: 'message',
      direction: 'out',
      what: 'INVITE',
      sip,
    });
    expect(ladderStep(message('SIP/2.0 401 Unauthorized', 'i: abc@host', 'cseq : 7   REGISTER'), 'in')).to.deep.include(
      {
        what: '401 REGISTER',
        sip,
      },
    );
    expect(shortHash('abc@host'))
      .to.match(/^[0-9a-f]{8}$/)
      .and.not.equal(shortHash('abc@hosu'));
    // FNV-1a's own test vectors.
    expect([shortHash(''), shortHash('a'), shortHash('foobar')]).to.deep.equal(['811c9dc5', 'e40c292c', 'bf9cf968']);
  });

  it('is nothing where it is a sign of life as expected', () => {
    expect(ladderStep(message('OPTIONS sip:pbx SIP/2.0', 'CSeq: 1 OPTIONS'), 'out')).to.equal(null);
    expect(ladderStep(message('SIP/2.0 200 OK', 'CSeq: 1 OPTIONS'), 'in')).to.equal(null);
    expect(ladderStep(message('SIP/2.0 503 Busy', 'CSeq: 1 OPTIONS'), 'in')?.what).to.equal('503 OPTIONS');
    expect(ladderStep(message('OPTIONS sip:1001@x SIP/2.0', 'CSeq: 1 OPTIONS'), 'in')?.what).to.equal('OPTIONS');
  });

  it('takes nothing from those who write what they like', () => {
    for (const hostile of [
      message('SECRET sip:x SIP/2.0', 'CSeq: 1 SECRET'),
      message('SIP/2.0 200 SECRET', 'CSeq: 1 SECRET'),
      message('INVITE sip:SECRET@x SIP/2.0', 'Authorization: SECRET', 'From: "SECRET" <sip:a@b>;tag=SECRET'),
      'SECRET',
      '',
      '\r\n\r\nCall-ID: SECRET',
    ]) {
      const step = ladderStep(hostile, 'in');
      expect(JSON.stringify(step)).not.to.contain('SECRET');
      expect(step?.what).to.match(/^(INVITE|(200 )?other)$/);
    }
  });
});

describe('a number in a report', () => {
  it('keeps its last three characters, or all that can be dialled', () => {
    expect(shownNumber('0912345678', 'masked')).to.equal('•••••••678');
    expect(shownNumber('+84 (91) 234-5678', 'plain')).to.equal('+8491234-5678');
    expect(shownNumber('12', 'masked')).to.equal('12');
    expect(shownNumber('<img src=x onerror=alert(1)>', 'plain')).to.equal('imgsrcxonerroralert1');
    expect(shownNumber('9'.repeat(5_000), 'plain').length).to.equal(40);
    const random = seeded(7);
    for (let round = 0; round < 500; round++) {
      const number = Array.from({ length: 30 }, () => pick(random, '0123456789+*#-. ()<>/'.split(''))).join('');
      expect(shownNumber(number, 'masked')).not.to.match(/[^•].*•|[^•]{4}/);
    }
  });
});

describe('the report for a helper', () => {
  it('tells what happened, in order, and how the call sounded', async () => {
    const bench = createBench();
    const { phone, sip, media, clock } = bench;
    await phone.execute({ type: 'start' });
    media.audio.plug([{ id: 'h', kind: 'input', label: 'Jabra\u0000Evolve' }]);
    await phone.execute({ type: 'setAudioInput', deviceId: 'h' });
    sip.tell({ type: 'message', direction: 'in', what: 'INVITE', sip: shortHash('sip-in-1') });
    sip.rings();
    await clock.pass(1_000);
    await phone.execute({ type: 'answer' });
    await phone.execute({ type: 'mute' });
    for (const loss of [0, 5, 1]) media.tell({ type: 'sampled', id: 'in-1', sample: { ...goodSample, lost: loss } });
    expect((await reportOf(bench)).quality['in-1']).to.include({ samples: 3, loss: 0.1 });
    await phone.execute({ type: 'call', number: '0900000000' });
    sip.tell({
      type: 'ended',
      id: 'in-1',
      by: 'remote',
      how: 'bye',
      statusCode: null,
      reason: null,
      reasonHeader: null,
    });
    const report = await reportOf(bench);
    expect(seen(report)).to.deep.equal([
      'phone starting',
      'connection connecting',
      'connection connected',
      'registration registering',
      'registration registered',
      'phone started',
      'call ringing',
      'call active',
      'call active',
      'failed call',
      'ended remote hangup',
    ]);
    const [, muted, refused, ended] = report.timeline.slice(-4);
    expect(muted).to.deep.include({ call: 'in-1', number: '•••••••678', flags: ['muted'], sip: shortHash('sip-in-1') });
    expect(refused).to.include({ code: 'LINE_BUSY' });
    expect(ended?.quality).to.include({ samples: 3, loss: 0.1, rtt: 40 });
    expect(report.quality, 'of live calls only').to.deep.equal({});
    expect(report.sip).to.deep.equal([
      { at: '2026-11-22T12:00:00.000Z', direction: 'in', what: 'INVITE', sip: shortHash('sip-in-1') },
    ]);
    expect(report.devices).to.deep.equal([{ kind: 'input', label: 'Jabra Evolve', chosen: ['input'] }]);
    expect(report.settings).to.deep.include({ account: 'sip', servers: ['wss://a.test', 'wss://b.test'], lang: 'en' });
    expect(report.state).to.deep.include({ status: 'started', extension: '•001', connection: ['connected', null] });
    expect([report.product, report.sipLibrary, report.browser]).to.deep.equal([
      'bfc-webphone 0.1.0',
      'sip.js 0.21.2',
      'simulator',
    ]);
    expect(structuredClone(report)).to.deep.equal(report);
    expect((await reportOf(bench, 'plain')).timeline.find(({ what }) => what === 'call')?.number).to.equal(
      '0912345678',
    );
  });

  it('has no secret in it, wherever one comes in', async () => {
    const secret = 'S3cretPlanted';
    const markup = `<img src=x onerror=alert('${secret}')>`;
    const sipOptions = {
      uri: 'sip:1001@pbx.test',
      password: secret,
      authorizationUsername: secret,
      displayName: markup,
      servers: [`wss://u:${secret}@a.test/${secret}?token=${secret}#${secret}`],
      iceServers: [
        { urls: [`turn:${secret}@turn.test:3478?transport=${secret}`], username: secret, credential: secret },
      ],
    };
    const bench = createBench({ sip: sipOptions, userAgent: secret, audio: { ringtone: `https://x/${secret}` } });
    const { phone, sip, media, account } = bench;
    account.hotlines = [{ id: secret, type: 'hotline', name: markup, number: secret }];
    await phone.execute({ type: 'start' });
    media.audio.plug([{ id: secret, kind: 'input', label: 'Headset' }]);
    await phone.execute({ type: 'setAudioInput', deviceId: secret });
    sip.tell({
      type: 'incoming',
      id: 'in-1',
      sipCallId: secret,
      number: '0912345678',
      name: markup,
      callId: secret,
      headers: { 'X-Secret': secret, Authorization: secret },
      dialled: [secret],
      replaces: secret,
    });
    sip.tell({ type: 'callIdKnown', id: 'in-1', callId: secret });
    await phone.execute({ type: 'answer' });
    await phone.execute({ type: 'sendDtmf', tones: secret });
    await phone.execute({ type: 'sendDtmf', tones: '4111' });
    sip.holds = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 500, reason: secret, hint: secret }));
    await phone.execute({ type: 'hold' });
    await phone.execute({ type: 'saveNote', callId: secret, note: { note: secret } });
    await phone.execute({ type: 'call', number: secret, externalCallId: secret });
    // @ts-expect-error -- a command that there is not
    await phone.execute({ type: secret });
    media.openMicrophone = () => Promise.reject(new PhoneError('MIC_DENIED', { hint: secret }));
    sip.refers = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 603, reason: secret }));
    await phone.execute({ type: 'transfer', number: '1002' });
    const end = { statusCode: 486, reason: secret, reasonHeader: { cause: 17, text: secret } };
    sip.tell({ type: 'ended', id: 'in-1', by: 'remote', how: 'response', ...end });
    sip.connects = () => Promise.reject(new PhoneError('NETWORK', { hint: secret }));
    sip.tell({ type: 'disconnected', hint: secret });
    for (const numbers of ['masked', 'plain'] as const) {
      const report = await reportOf(bench, numbers);
      const text = JSON.stringify(report);
      expect(text.toLowerCase()).not.to.contain(secret.toLowerCase());
      expect(text).not.to.contain('<img');
      expect(text).not.to.contain('4111');
      expect(text.includes('0912345678')).to.equal(numbers === 'plain');
      expect(seen(report)).to.include.members(['call active', 'failed hold', 'failed transfer']);
      expect(report.settings).to.deep.include({ servers: ['wss://a.test'], iceServers: ['turn:turn.test:3478'] });
    }
  });

  it('shows an account by its host only', async () => {
    const bench = createBench();
    const secret = 'S3cretPlanted';
    const baseURL = `https://u:${secret}@api.test/${secret}?${secret}`;
    const config = parseConfig({ username: secret, password: secret, token: secret, baseURL });
    const context = { config, clock: bench.clock, page: bench.page, store: storeOf(bench) };
    const support = new SupportController(context as never, () => null);
    expect(JSON.stringify(support.report('plain'))).not.to.contain(secret);
    expect(support.report().settings['account']).to.equal('https://api.test');
  });

  it('stays small after ten thousand events, and keeps the newest', async () => {
    const bench = createBench();
    const { phone, sip, media } = bench;
    await phone.execute({ type: 'start' });
    sip.rings('first', '9'.repeat(5_000));
    for (let n = 0; n < 10_000; n++) {
      sip.tell({ type: 'message', direction: 'in', what: '200 INVITE', sip: shortHash(String(n)) });
      media.tell({ type: 'sampled', id: `gone-${String(n)}`, sample: goodSample });
      await phone.execute({ type: 'setMode', mode: n % 2 === 0 ? 'outgoing' : 'active' });
    }
    const report = await reportOf(bench);
    expect(report.timeline.length).to.be.within(100, 1_000);
    expect(report.timeline.at(-1)).to.include({ what: 'mode', value: 'active' });
    expect(report.sip.at(-1)?.sip).to.equal(shortHash('9999'));
    expect(report.quality).to.deep.equal({});
    // Two journals of 64 kB at two bytes a character.
    expect(JSON.stringify(report).length).to.be.below(2 * 32_768 + 4_000);
  });

  it('is to be had where the phone could not start: then it is needed', async () => {
    const world = new TabWorld();
    const { phone, account } = world.open();
    expect(await phone.execute({ type: 'supportReport' })).to.have.nested.property('error.code', 'NOT_STARTED');
    account.load = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 }));
    const started = phone.execute({ type: 'start' });
    await world.settle();
    expect(await started).to.have.nested.property('error.code', 'AUTH_FAILED');
    expect(phone.state.status).to.equal('stopped');
    const result = await phone.execute({ type: 'supportReport' });
    expect(result.ok && JSON.stringify(result.data.timeline)).to.contain('AUTH_FAILED');
  });

  it('comes from where the phone is, for every tab, and from the simulator', async () => {
    const world = new TabWorld();
    await world.start();
    const other = await world.start();
    const asked = other.phone.execute({ type: 'supportReport' });
    await world.settle();
    const result = await asked;
    expect(result.ok && seen(result.data)).to.include('registration registered');
    const simulator = createSimulator();
    await simulator.phone.execute({ type: 'start' });
    expect(await simulator.phone.execute({ type: 'supportReport' })).to.have.nested.property('data.numbers', 'masked');
  });
});

function storeOf({ phone }: Bench): object {
  return { state: phone.state, subscribe: () => () => undefined, on: () => () => undefined };
}
