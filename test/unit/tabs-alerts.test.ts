import { expect } from '@open-wc/testing';
import type { Alert } from '../../src/phone/events.js';
import { settle } from '../support/fake-clock.js';
import { createBench } from '../support/fake-suppliers.js';
import { TabWorld, type AgentTab } from '../support/tabs.js';

const codes = ({ heard }: Pick<AgentTab, 'heard'>): string[] =>
  heard.filter(({ name }) => name === 'alerts').map(({ data }) => (data as Alert).code);

describe('alerts in several tabs', () => {
  let world: TabWorld;
  let first: AgentTab;
  let second: AgentTab;

  beforeEach(async () => {
    world = new TabWorld();
    [first, second] = [await world.start(), await world.start()];
    await world.clock.pass(2_000);
  });

  /** The leading tab loses its socket, and gets no other. */
  async function losesItsSocket(): Promise<void> {
    world.pbx.isThere = false;
    world.pbx.dropAll();
    await world.settle();
    expect([codes(first), codes(second)]).to.deep.equal([['CONNECTION_LOST'], ['CONNECTION_LOST']]);
  }

  it('are over when the next leader says so', async () => {
    await losesItsSocket();
    world.close(first);
    world.pbx.isThere = true;
    await world.clock.pass(2_000);
    expect(second.phone.state.registration.status).to.equal('registered');
    expect(codes(second)).to.deep.equal(['CONNECTION_LOST', 'CONNECTION_LOST_RECOVERED']);
  });

  it('are not raised again by the next leader, and told to a tab that comes later', async () => {
    await losesItsSocket();
    world.close(first);
    await world.clock.pass(10_000);
    expect(codes(second)).to.deep.equal(['CONNECTION_LOST']);
    const third = world.open();
    void third.phone.execute({ type: 'start' });
    await world.settle();
    expect(codes(third)).to.deep.equal(['CONNECTION_LOST']);
    world.pbx.isThere = true;
    await world.clock.pass(40_000);
    for (const tab of [second, third]) {
      expect(codes(tab)).to.deep.equal(['CONNECTION_LOST', 'CONNECTION_LOST_RECOVERED']);
    }
  });

  it('of a device are raised once, and are over where the next leader has it', async () => {
    const devices = (['input', 'output'] as const).map((kind) => ({ id: kind, kind, label: kind }));
    const chosen = first.phone.execute({ type: 'setAudioInput', deviceId: 'gone' });
    await world.settle();
    expect((await chosen).ok).to.equal(true);
    first.media[0]?.audio.plug(devices);
    await world.settle();
    expect(codes(second)).to.deep.equal(['AUDIO_INPUT_LOST']);
    world.close(first);
    await world.clock.pass(2_000);
    const { audio } = second.media[0]!;
    audio.choice = { ...audio.choice, input: 'gone' };
    audio.plug(devices);
    await world.settle();
    expect(codes(second)).to.deep.equal(['AUDIO_INPUT_LOST']);
    audio.plug([...devices, { id: 'gone', kind: 'input', label: 'back' }]);
    await world.settle();
    expect(codes(second)).to.deep.equal(['AUDIO_INPUT_LOST', 'AUDIO_INPUT_LOST_RECOVERED']);
  });

  it('that the next leader knows nothing of are over: its sound is not blocked', async () => {
    first.media[0]?.tell({ type: 'soundBlocked', blocked: true });
    await world.settle();
    expect(codes(second)).to.deep.equal(['SOUND_BLOCKED']);
    world.close(first);
    await world.clock.pass(2_000);
    expect(codes(second)).to.deep.equal(['SOUND_BLOCKED', 'SOUND_BLOCKED_RECOVERED']);
  });

  it('end with a stop, in the tab that leads and in one that follows', async () => {
    await losesItsSocket();
    const stops = [second, first].map(({ phone }) => phone.execute({ type: 'stop' }));
    await world.clock.pass(5_000);
    await Promise.all(stops);
    for (const tab of [first, second]) {
      expect(codes(tab)).to.deep.equal(['CONNECTION_LOST', 'CONNECTION_LOST_RECOVERED']);
      const { data } = tab.heard.filter(({ name }) => name === 'alerts').at(-1)!;
      expect((data as Alert).message).to.equal('The phone has stopped');
    }
  });
});

describe('alerts of a phone by itself', () => {
  it('end with its stop', async () => {
    const bench = createBench();
    await bench.phone.execute({ type: 'start' });
    bench.sip.connects = () => Promise.reject(new Error('gone'));
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await settle();
    await bench.phone.execute({ type: 'stop' });
    expect(bench.data.filter(({ name }) => name === 'alerts').map(({ data }) => (data as Alert).code)).to.deep.equal([
      'CONNECTION_LOST',
      'CONNECTION_LOST_RECOVERED',
    ]);
  });
});
