/** The machine's address changes in a call: another Wi-Fi, a cable, a VPN. The way to the PBX stays on loopback. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { Network } from '../lab/network.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { succeeds, talk, tones } from './support.js';

const machine = { devices: true, mediaOnLoopback: false } as const;

describe('the machine’s address changes in a call', () => {
  const scenario = useLab();

  scenario('the sound is back within 5 s, three times in a row, and hold still works', async (lab) => {
    const network = new Network();
    await network.start('10.9.0.1');
    try {
      const [alice, bob] = await Promise.all([
        lab.agent({ user: 'alice', face: 'element', tone: tones.alice }, machine),
        lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }, machine),
      ]);
      await talk(alice, bob);
      await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
      const silences: number[] = [];
      for (const address of ['10.9.0.2', '10.9.1.3', '10.9.0.1']) {
        await Promise.all([alice.watchPackets(), bob.watchPackets()]);
        await network.changeTo(address);
        // Gone first: until then it is the old path that is heard.
        await until(async () => (await alice.longestSilence()) > 500, { what: 'the old path is gone' });
        await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
        silences.push(await alice.longestSilence(), await bob.longestSilence());
      }
      console.log(`  ms without a packet, 3 changes, both sides: ${silences.join(', ')}`);
      assert.ok(Math.max(...silences) < 5_000, `the longest silence: ${Math.max(...silences)} ms`);
      await succeeds(alice, 'hold');
      await bob.hearsNothingAt(tones.alice);
      await succeeds(alice, 'unhold');
      await bob.hears(tones.alice);
    } finally {
      await network.stop();
    }
  });
});
