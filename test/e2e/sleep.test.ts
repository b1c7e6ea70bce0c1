/**
 * The computer sleeps for ten minutes. What stands for it: the processes that run Alice's page are stopped (SIGSTOP), so
 * that no timer and no message of hers is handled; meanwhile her way to the PBX dies without a word; and by the time
 * she runs again her page's clock has leapt by ten minutes. No event tells the page of it, as none tells of a real sleep.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { ends, nextCallWorks, succeeds, tones } from './support.js';
import type { Lab } from '../lab/lab.js';
import type { Tunnel } from '../lab/tunnel.js';

interface Cast {
  readonly alice: Agent;
  readonly bob: Agent;
  readonly way: Tunnel;
}

/** Alice has a browser of her own: its processes can be stopped. */
async function cast(lab: Lab): Promise<Cast> {
  const way = await lab.tunnel();
  const [alice, bob] = await Promise.all([
    lab.page(
      { user: 'alice', face: 'element', tone: tones.alice, servers: [way.url] },
      { devices: true, mediaOnLoopback: true },
    ),
    lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
  ]);
  await alice.signIn();
  return { alice, bob, way };
}

const ringsAtAll = async (agent: Agent): Promise<boolean> => (await agent.callEvents()).includes('callIncoming');

describe('the computer sleeps for ten minutes', () => {
  const scenario = useLab();

  scenario('and its socket dies: reachable again within 5 s of waking, and nothing rings that is over', async (lab) => {
    const { alice, bob, way } = await cast(lab);
    const wake = await alice.sleep(600_000);
    way.freeze();
    await succeeds(bob, 'makeCall', 'alice');
    await until(() => lab.kamailio.trace.some((line) => / INVITE sip:alice/.test(line)), {
      what: 'the call is offered',
    });
    await succeeds(bob, 'endCall');
    way.open();
    const start = performance.now();
    wake();
    await alice.event('registered', { nth: 2 });
    const ms = Math.round(performance.now() - start);
    console.log(`  registered again ${ms} ms after waking`);
    assert.ok(ms < 5_000, `registered again after ${ms} ms`);
    assert.equal(await ringsAtAll(alice), false, 'nothing rings');
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
    await nextCallWorks(alice, bob);
  });

  scenario('with a call in its socket whose caller is long gone: nobody is left ringing', async (lab) => {
    const { alice, bob, way } = await cast(lab);
    const wake = await alice.sleep(600_000);
    const from = lab.kamailio.trace.length;
    await succeeds(bob, 'makeCall', 'alice');
    await until(() => lab.kamailio.trace.slice(from).filter((line) => / INVITE sip:alice/.test(line)).length >= 2, {
      what: 'the call is offered, with its password',
    });
    way.freeze();
    await succeeds(bob, 'endCall');
    way.open();
    const start = performance.now();
    wake();
    await alice.event('registered', { nth: 2 });
    const ms = Math.round(performance.now() - start);
    console.log(`  registered again ${ms} ms after waking`);
    assert.ok(ms < 5_000, `registered again after ${ms} ms`);
    // Whether the INVITE or the late timer comes first is the browser's: seen at all, it is a missed call from the start.
    assert.equal((await alice.ping()).line1, null, 'nothing rings');
    await until(() => lab.kamailio.trace.slice(from).some((line) => /proxy (408|487) -> INVITE/.test(line)), {
      what: 'the call to be over for the PBX, too',
    });
    const told = await alice.callEvents();
    assert.deepEqual(told, told.length === 0 ? [] : ['callIncoming', 'callEnded']);
    if (told.length > 0) await ends(alice, { by: 'remote', cause: 'cancelled' });
    await nextCallWorks(alice, bob);
  });
});
