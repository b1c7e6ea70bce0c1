import { expect } from '@open-wc/testing';
import { missingDevices, type AudioDevice } from '../../src/phone/audio.js';
import { PhoneError } from '../../src/phone/errors.js';
import type { Alert } from '../../src/phone/events.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

const headset: AudioDevice = { id: 'h', kind: 'input', label: 'Headset' };
const earphones: AudioDevice = { id: 'e', kind: 'output', label: 'Headset' };
const speakers: AudioDevice = { id: 's', kind: 'output', label: 'Speakers' };

const alerts = ({ data }: Bench): string[] =>
  data.filter(({ name }) => name === 'alerts').map((each) => (each.data as Alert).code);

async function started(): Promise<Bench> {
  const bench = createBench();
  await bench.phone.execute({ type: 'start' });
  bench.media.audio.plug([headset, earphones, speakers]);
  return bench;
}

describe('the audio devices of the phone', () => {
  it('are in the state as the browser tells them', async () => {
    const { phone, media } = await started();
    expect(phone.state.audio.devices).to.deep.equal([headset, earphones, speakers]);
    media.audio.plug([speakers]);
    expect(phone.state.audio.devices).to.deep.equal([speakers]);
  });

  it('are chosen by commands, and in the state when it is so', async () => {
    const { phone, media } = await started();
    await phone.execute({ type: 'setAudioInput', deviceId: 'h' });
    await phone.execute({ type: 'setAudioOutput', deviceId: 'e' });
    await phone.execute({ type: 'setRingtoneDevice', deviceId: 's' });
    await phone.execute({ type: 'setRingVolume', volume: 0.4 });
    const choice = { input: 'h', output: 'e', ring: 's', ringVolume: 0.4 };
    expect(media.audio.choice).to.deep.equal(choice);
    expect(phone.state.audio).to.deep.include(choice);
    expect(structuredClone(phone.state.audio)).to.deep.equal(phone.state.audio);
    media.audio.fails = new PhoneError('MIC_MISSING');
    const result = await phone.execute({ type: 'setAudioInput', deviceId: null });
    expect(result.ok).to.be.false;
    expect(phone.state.audio.input).to.equal('h');
  });

  it('are those the agent chose the last time', () => {
    const bench = createBench();
    expect(bench.phone.state.audio).to.deep.include({ input: null, ringVolume: 1 });
  });

  it('must be there, and a volume between 0 and 1', async () => {
    const { phone } = await started();
    for (const command of [
      { type: 'setAudioInput', deviceId: 'e' },
      { type: 'setAudioOutput', deviceId: 'nobody' },
      { type: 'setRingtoneDevice', deviceId: '' },
      { type: 'setRingVolume', volume: 1.1 },
      { type: 'setRingVolume', volume: Number.NaN },
    ] as const) {
      expect(phone.refusal(command)?.code, JSON.stringify(command)).to.equal('INVALID_ARGUMENT');
    }
    expect(phone.refusal({ type: 'setAudioOutput', deviceId: null })).to.equal(null);
  });

  it('that are unplugged are told once, and once when they are back; the choice stays', async () => {
    const bench = await started();
    const { phone, media } = bench;
    await phone.execute({ type: 'setAudioInput', deviceId: 'h' });
    media.audio.plug([speakers]);
    media.audio.plug([speakers, earphones]);
    expect(phone.state.audio).to.deep.include({ input: 'h', missing: ['input'] });
    expect(alerts(bench)).to.deep.equal(['AUDIO_INPUT_LOST']);
    media.audio.plug([headset, speakers]);
    expect(phone.state.audio.missing).to.deep.equal([]);
    expect(alerts(bench)).to.deep.equal(['AUDIO_INPUT_LOST', 'AUDIO_INPUT_LOST_RECOVERED']);
  });

  it('are not called missing where the browser tells none', () => {
    const choice = { input: 'h', output: 'e', ring: null, ringVolume: 1 };
    expect(missingDevices(choice, [])).to.deep.equal([]);
    expect(missingDevices(choice, [headset])).to.deep.equal(['output']);
    expect(missingDevices(choice, [{ ...earphones, id: 'h' }, earphones])).to.deep.equal(['input']);
  });

  it('are tried: the level of the microphone, and a sound until it is over', async () => {
    const { phone, media } = await started();
    media.audio.level = 0.5;
    expect(await phone.execute({ type: 'inputLevel' })).to.deep.equal({ ok: true, data: 0.5 });
    const test = phone.execute({ type: 'testSound', role: 'ring' });
    expect(media.audio.testing).to.equal('ring');
    expect(phone.state.pending.map(({ type }) => type)).to.deep.equal(['testSound']);
    await phone.execute({ type: 'testSound', role: null });
    expect((await test).ok).to.be.true;
    expect(media.audio.testing).to.equal(null);
    await phone.execute({ type: 'stop' });
    expect((await phone.execute({ type: 'inputLevel' })).ok).to.be.false;
  });
});
