/** Firefox: the same script, another browser's WebRTC. Chromium and a desk phone are at the other end. */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import { findFirefox } from '../lab/browser-paths.mjs';
import { closeFirefox, FirefoxAgent, launchFirefox, type Firefox, type FirefoxOptions } from '../lab/firefox.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { tones } from './support.js';

const skip = findFirefox() === null ? 'no Firefox here (install firefox-esr, or set FIREFOX_PATH)' : false;

describe('Firefox', { skip }, () => {
  const scenario = useLab();
  let firefox: Firefox | undefined;
  before(async () => {
    firefox = await launchFirefox(tones.alice);
  });
  after(() => firefox && closeFirefox(firefox));

  /** As `scenario`, with Alice at a Firefox. */
  const withAlice = (
    name: string,
    face: FirefoxOptions['face'],
    run: (alice: FirefoxAgent, lab: Lab) => Promise<void>,
  ): void =>
    scenario(name, async (lab) => {
      assert.ok(firefox);
      const alice = await FirefoxAgent.open(firefox, lab.origin, { user: 'alice', face });
      try {
        await run(alice, lab);
        assert.deepEqual(alice.uncaught, [], 'nothing is thrown that nobody catches');
      } catch (error) {
        console.error(
          `Firefox: ${JSON.stringify(await alice.events().catch(() => null))}\n${alice.console.join('\n')}`,
        );
        throw error;
      } finally {
        await alice.close();
      }
    });

  const chromium = (lab: Lab): Promise<Agent> => lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob });

  async function talk(alice: FirefoxAgent, bob: Agent): Promise<void> {
    await alice.dial('bob');
    await bob.event('callIncoming');
    await bob.command('answerCall');
    await Promise.all([alice.event('callConfirmed'), bob.event('callConfirmed')]);
    await Promise.all([alice.hearsSomething(), bob.hears(tones.alice)]);
  }

  withAlice('calls by the element, holds, mutes, sends digits, hangs up', 'element', async (alice, lab) => {
    const bob = await chromium(lab);
    await talk(alice, bob);

    await alice.press('Hold');
    await bob.callIs({ heldByRemote: true });
    await Promise.all([alice.hearsNothing(), bob.hearsNothingAt(tones.alice)]);
    await alice.press('Resume');
    await bob.callIs({ heldByRemote: false });
    await Promise.all([alice.hearsSomething(), bob.hears(tones.alice)]);

    await alice.press('Mute');
    await bob.hearsNothingAt(tones.alice);
    await alice.hearsSomething();
    await alice.press('Unmute');
    await bob.hears(tones.alice);

    await alice.press('Keypad');
    await bob.hearsDigit('5', () => alice.page.keyboard.press('5'));

    const { mos } = await until(async () => (await alice.ping()).line1?.quality, { what: 'the quality of the call' });
    assert.ok(mos > 4, `a good line here: MOS ${mos}`);
    assert.deepEqual(
      (await alice.events()).filter(({ name }) => name === 'alerts'),
      [],
      'nobody is warned of a call that is well',
    );
    await alice.press('Hang up');
    const [left, right] = await Promise.all([alice.event('callEnded'), bob.event('callEnded')]);
    assert.deepEqual([left.end?.by, right.end?.by], ['local', 'remote']);
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
    assert.equal(await alice.page.evaluate(() => window.lab.openMicrophones()), 0, 'the microphone is closed');
  });

  withAlice('is called by a desk phone, through the media relay, and answers by the SDK', 'sdk', async (alice, lab) => {
    const desk = await lab.phone({ user: 'dave', tone: tones.dave });
    desk.dial('alice');
    const incoming = await alice.event('callIncoming');
    assert.deepEqual([incoming.direction, incoming.state], ['inbound', 'ringing']);
    assert.equal((await alice.command('answerCall')).status, 'success');
    await alice.event('callConfirmed');
    await alice.hearsSomething();
    await desk.hears(tones.alice);
    desk.hangUp();
    assert.equal((await alice.event('callEnded')).end?.by, 'remote');
  });

  withAlice('keeps the call when the page is reloaded', 'element', async (alice, lab) => {
    const bob = await chromium(lab);
    await talk(alice, bob);
    const before = (await alice.ping()).line1;
    await alice.press('Mute');
    await bob.hearsNothingAt(tones.alice);
    await alice.reload();
    await alice.hearsSomething();
    const now = (await alice.ping()).line1;
    assert.deepEqual([now?.id, now?.answeredAt, now?.muted], [before?.id, before?.answeredAt, true]);
    await bob.hearsNothingAt(tones.alice);
    await alice.press('Unmute');
    await bob.hears(tones.alice);
    assert.deepEqual(await bob.callEvents(), ['callIncoming', 'callConfirmed'], 'the other side sees one call');
    await alice.press('Hang up');
    assert.equal((await bob.event('callEnded')).end?.by, 'remote');
  });

  withAlice('talks to two, and connects them', 'element', async (alice, lab) => {
    const [bob, carol] = await Promise.all([
      chromium(lab),
      lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
    ]);
    await talk(alice, bob);
    assert.equal((await alice.command('createLine2', 'carol')).status, 'success');
    await carol.event('callIncoming');
    await carol.command('answerCall');
    await carol.event('callConfirmed');
    await carol.hears(tones.alice);
    await bob.hearsNothingAt(tones.alice);
    assert.equal((await alice.command('transferCall', 'bob')).status, 'success');
    await alice.event('referAccepted');
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);
    await alice.event('callEnded', { nth: 2 });
  });
});
