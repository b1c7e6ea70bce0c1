import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import type { Call } from '../../src/phone/call.js';
import type { Command } from '../../src/phone/commands.js';
import { liveCalls } from '../../src/phone/state.js';
import { TabWorld, type AgentTab } from '../support/tabs.js';

/** The same runs every time; a failure prints the seed, the path and the shortest steps. */
const seed = 20_261_122;

type Step =
  | { readonly do: 'open' | 'rings' | 'answers' | 'hangsUp' }
  | { readonly do: 'close' | 'reload' | 'freeze' | 'thaw' | 'suspend'; readonly tab: number }
  | { readonly do: 'command'; readonly tab: number; readonly command: Command }
  | { readonly do: 'pass'; readonly ms: number };

const tab = fc.nat({ max: 4 });
const commands: readonly Command[] = [
  { type: 'answer' },
  { type: 'call', number: '0900000000' },
  { type: 'hangUp' },
  { type: 'reject' },
  { type: 'hold' },
  { type: 'unhold' },
  { type: 'mute' },
  { type: 'unmute' },
  { type: 'takeHere' },
  { type: 'setMode', mode: 'outgoing' },
  { type: 'setMode', mode: 'active' },
  { type: 'stop' },
  { type: 'start' },
];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('rings' as const, 'answers' as const, 'hangsUp' as const) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('close' as const, 'reload' as const, 'freeze' as const, 'thaw' as const, 'suspend' as const),
      tab,
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('command' as const), tab, command: fc.constantFrom(...commands) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, 300, 900, 2_500) }) },
);

class Run {
  readonly world = new TabWorld();
  readonly #unanswered = new Map<Command, AgentTab>();

  async play(steps: readonly Step[]): Promise<void> {
    await this.world.start();
    await this.world.start();
    for (const step of steps) await this.#do(step);
    await this.#rest();
    this.#check();
  }

  get #here(): readonly AgentTab[] {
    return this.world.here;
  }

  #tab(index: number): AgentTab | undefined {
    return this.#here[index % Math.max(1, this.#here.length)];
  }

  #ask(agent: AgentTab, command: Command): void {
    const asked = { ...command };
    this.#unanswered.set(asked, agent);
    void agent.phone.execute(command).then(() => this.#unanswered.delete(asked));
  }

  async #do(step: Step): Promise<void> {
    const { world } = this;
    switch (step.do) {
      case 'open':
        if (this.#here.length < 5) this.#ask(world.open(), { type: 'start' });
        return;
      case 'rings':
        if (world.pbx.live().length === 0) world.pbx.rings();
        return;
      case 'answers': {
        world.pbx.answers();
        return;
      }
      case 'hangsUp': {
        world.pbx.hangsUp();
        return;
      }
      case 'pass':
        return world.clock.pass(step.ms);
      default:
        break;
    }
    const agent = this.#tab(step.tab);
    if (!agent) return;
    switch (step.do) {
      case 'close': {
        this.#close(agent);
        return;
      }
      case 'reload':
        this.#close(agent);
        this.#ask(world.open({}, { keeper: agent.keeper }), { type: 'start' });
        return;
      case 'freeze': {
        agent.tab.freeze();
        return;
      }
      case 'suspend': {
        agent.tab.suspend();
        return;
      }
      case 'thaw': {
        agent.tab.resume();
        return;
      }
      case 'command': {
        this.#ask(agent, step.command);
        return;
      }
    }
  }

  #close(agent: AgentTab): void {
    this.world.close(agent);
    // With nobody left the far side finds out by itself.
    if (this.#here.length === 0) this.world.pbx.hangsUp();
  }

  async #rest(): Promise<void> {
    for (const { tab: page } of this.#here) page.resume();
    await this.world.clock.pass(3_500);
  }

  #check(): void {
    const { world } = this;
    const started = this.#here.filter(({ phone }) => phone.state.status === 'started');
    const statuses = this.#here.map(({ phone }) => phone.state.status);
    expect(
      statuses.every((status) => status === 'started' || status === 'stopped'),
      statuses.join(),
    ).to.equal(true);
    const leaders = started.filter(({ phone }) => phone.state.tabs.leads);
    expect(leaders.length, 'leaders').to.equal(started.length > 0 ? 1 : 0);
    expect(world.browser.leaders().length, 'locks').to.equal(leaders.length);
    // What a closed socket leaves behind the registrar forgets by itself.
    const bindings = [...world.pbx.bindings.values()].filter(({ isThere }) => isThere);
    expect(bindings.length, 'bindings').to.equal(leaders.length);
    // A page that is gone answers nobody.
    const unanswered = [...this.#unanswered].filter(([, { tab: page }]) => page.isOpen);
    expect(
      unanswered.map(([command]) => command.type),
      'commands without an answer',
    ).to.deep.equal([]);
    const [leader] = leaders;
    if (!leader) return;
    expect(bindings[0]?.tab === leader.tab, 'the binding is the leader’s').to.equal(true);
    const shown = { ...leader.phone.state, tabs: started.length };
    for (const { phone } of started) {
      expect({ ...phone.state, tabs: phone.state.tabs.count }).to.deep.equal(shown);
    }
    // A call that its tab died with, before any other one heard of it, is nobody's.
    const calls = world.pbx.live().filter(({ leg }) => leg.sip.isThere);
    expect(liveCalls(leader.phone.state).length, 'calls at the PBX').to.equal(calls.length);
    for (const agent of this.#here) this.#checkEvents(agent);
  }

  /** One end for each call; and no call that began stays without one. */
  #checkEvents({ heard, phone }: AgentTab): void {
    const calls = (...names: string[]): string[] =>
      heard.filter(({ name }) => names.includes(name)).map(({ data }) => (data as Call).id);
    const ended = calls('callEnded');
    expect(new Set(ended).size, 'a call that ended twice').to.equal(ended.length);
    const begun = calls('callIncoming', 'callOutgoing');
    expect(new Set(begun).size, 'a call that began twice').to.equal(begun.length);
    const hasStopped = heard.some(({ name }) => name === 'unregistered');
    const live = liveCalls(phone.state).map(({ id }) => id);
    const open = begun.filter((id) => !ended.includes(id) && !live.includes(id));
    if (!hasStopped) expect(open, 'calls without an end').to.deep.equal([]);
  }
}

describe('whatever happens to the tabs of an agent, they stay one phone', function () {
  this.timeout(150_000);

  it('in fifty runs of up to fifty steps', async () => {
    const steps = fc.array(anyStep, { minLength: 5, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(steps, (row) => new Run().play(row)),
      { seed, numRuns: 50 },
    );
  });
});
