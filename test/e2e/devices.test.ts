/**
 * The microphone and the headset go away in a call. Chromium has no way to pull the plug of its fake devices, so what
 * stands for the plug is a script in the page: the track ends, `enumerateDevices` and `getUserMedia` no longer know the
 * device, and `devicechange` is fired, in the browser's order. A permission taken back is Chromium's own
 * (`Browser.setPermission`); it ends the tracks of its own devices only, so there the microphone is the browser's.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { aliceAndBob, succeeds, talk, tones } from './support.js';

interface AlertData {
  readonly code: string;
  readonly message: string;
}

async function alerted(agent: Agent, code: string): Promise<AlertData> {
  return until(
    async () => {
      const events = await agent.events();
      const all = events.filter(({ name }) => name === 'alerts').map(({ data }) => data as AlertData);
      return all.find((alert) => alert.code === code);
    },
    { what: `${code} at ${agent.user}` },
  );
}

describe('devices that go away in a call', () => {
  const scenario = useLab();

  scenario('the microphone is unplugged and plugged in again: the agent is told, and heard again', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await bob.hears(tones.alice);
    await alice.unplug();
    const gone = await alerted(alice, 'MICROPHONE_LOST');
    assert.match(gone.message, /The microphone is gone, the caller cannot hear you/);
    await alice.shows('No microphone found');
    await Promise.all([bob.hearsNothingAt(tones.alice), alice.hears(tones.bob)]);

    await alice.plugIn(tones.erin);
    const back = performance.now();
    await alerted(alice, 'MICROPHONE_LOST_RECOVERED');
    await bob.hears(tones.erin);
    console.log(`  heard ${Math.round(performance.now() - back)} ms after it was plugged in again`);
    await until(async () => !(await alice.page.getByText('No microphone found').isVisible()), {
      what: 'nothing to tell',
    });
  });

  scenario('a muted call stays muted when the microphone comes back', async (lab) => {
    const { alice, bob } = await aliceAndBob(lab);
    await talk(alice, bob);
    await alice.press('Mute');
    await alice.unplug();
    await alerted(alice, 'MICROPHONE_LOST');
    await alice.plugIn(tones.erin);
    await alerted(alice, 'MICROPHONE_LOST_RECOVERED');
    await alice.callIs({ muted: true });
    await bob.hearsNothingAt(tones.erin);
    await alice.press('Unmute');
    await bob.hears(tones.erin);
  });

  scenario(
    'the chosen headset is unplugged: the sound goes on at the computer’s own, and the agent is told',
    async (lab) => {
      const { alice, bob } = await aliceAndBob(lab);
      await talk(alice, bob);
      const outputs = async (): Promise<string | null> =>
        alice.page.evaluate(async () => {
          const devices = await navigator.mediaDevices.enumerateDevices();
          const names = ['', 'default', 'communications'];
          return (
            devices.find(({ kind, deviceId }) => kind === 'audiooutput' && !names.includes(deviceId))?.deviceId ?? null
          );
        });
      const headset = await outputs();
      assert.ok(headset, 'Chromium’s fake devices have an output');
      await succeeds(alice, 'setAudioOutput', headset);
      await until(async () => (await alice.sinks()).includes(headset), { what: 'the sound at the headset' });
      await alice.unplug(headset);
      const told = await alerted(alice, 'AUDIO_OUTPUT_LOST');
      assert.match(told.message, /The chosen speaker is unplugged/);
      await until(async () => !(await alice.sinks()).includes(headset), { what: 'the sound at the default' });
      await alice.hears(tones.bob);
      await alice.plugIn(tones.alice);
      await alerted(alice, 'AUDIO_OUTPUT_LOST_RECOVERED');
      await until(async () => (await alice.sinks()).includes(headset), { what: 'the sound at the headset again' });
    },
  );

  scenario('the permission is taken back in a call, and given again: told apart, and heard again', async (lab) => {
    const bob = await lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });
    const alice = await lab.agent({ user: 'alice', face: 'element' });
    await talk(alice, bob);
    await bob.packetsArrive();
    await alice.denyMicrophone();
    await alerted(alice, 'MICROPHONE_LOST');
    await alice.shows('The browser blocks the microphone');
    await alice.shows('Allow it in the address bar');
    await alice.allowMicrophone();
    await alerted(alice, 'MICROPHONE_LOST_RECOVERED');
    // Chromium's fake microphone beeps once a second.
    const { energy } = await bob.traffic();
    await until(async () => (await bob.traffic()).energy > energy + 1e-4, { what: 'a beep at Bob' });
    await alice.hears(tones.bob);
  });
});
