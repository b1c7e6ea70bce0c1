import { expect } from '@open-wc/testing';
import { PhoneFacade } from '../../src/phone/facade.js';
import { phoneEventNames } from '../../src/phone/events.js';
import { readLetter } from '../../src/tabs/messages.js';
import { reuse } from '../../src/tabs/reuse.js';
import { TabWorld, type AgentTab } from '../support/tabs.js';

describe('what comes over the channel between tabs', () => {
  let world: TabWorld;
  let first: AgentTab;
  let second: AgentTab;

  beforeEach(async () => {
    world = new TabWorld();
    first = await world.start();
    second = await world.start();
    world.pbx.rings();
    await world.settle();
    void second.phone.execute({ type: 'answer' });
    await world.settle();
  });

  /** Whoever else in this origin opens the channel. */
  function stranger(): (message: unknown) => void {
    const { post } = world.browser.openChannel(world.browser.open(), 'group sip:1001@pbx.test', () => undefined);
    return post;
  }

  /** What the leader has said, of one type. */
  function said(type: string): { from: string; message: Record<string, unknown> } {
    const letters = world.browser.said as { from: string; message: { type: string } }[];
    const found = letters.filter(({ message }) => message.type === type).at(-1);
    if (!found) throw new Error(`nobody said ${type}`);
    return structuredClone(found);
  }

  it('is dropped where it is no message of ours, whatever it is', async () => {
    const before = second.phone.state;
    const post = stranger();
    const { from, message } = said('state');
    const state = message['state'] as Record<string, unknown>;
    const broken: unknown[] = [
      null,
      undefined,
      42,
      'hello',
      [],
      {},
      { from, to: null },
      { from, to: null, message: null },
      { from, to: null, message: { type: '__proto__' } },
      { from, to: null, message: { type: 'state', term: Infinity, state } },
      { from, to: null, message: { ...message, state: null } },
      { from, to: null, message: { ...message, state: { ...state, line1: { id: 1 } } } },
      { from, to: null, message: { ...message, state: { ...state, mode: 'constructor' } } },
      { from, to: null, message: { ...message, state: { ...state, pending: 'all' } } },
      { from, to: null, message: { ...message, state: { ...state, tabs: null } } },
      { from, to: null, message: { ...message, type: 'event', event: { name: 'callEnded', data: {} } } },
      { from, to: null, message: { ...message, type: 'event', event: { name: 'toString', data: {} } } },
      { from, to: null, message: { ...message, type: 'kept', kept: { calls: [{}] } } },
      { from: 'x', to: null, message: { type: 'command', id: 1, command: { type: 'stop' } } },
      { from: 'x', to: null, message: { type: 'command', id: 1, command: { type: 'constructor' } } },
      { from: 'x', to: null, message: { type: 'command', id: 'one', command: { type: 'hangUp' } } },
      new Map([['from', from]]),
      new Date(),
      new Uint8Array(1_000),
    ];
    for (const message of broken) post(message);
    await world.settle();
    expect(second.phone.state === before, 'nothing has changed').to.equal(true);
    expect(first.phone.state.line1).to.include({ state: 'active' });
    expect(second.names()).not.to.include('callEnded');
    for (const message of broken) expect(readLetter(message), JSON.stringify(message)).to.equal(null);
  });

  it('is heard from the leader alone: a tab that leads no more, or never did, changes nothing', async () => {
    const post = stranger();
    const { from, message } = said('state');
    const nobody = { ...(message['state'] as object), line1: null };
    const term = message['term'] as number;
    post({ from, to: null, message: { ...message, term: term - 1, state: nobody } });
    post({ from: 'somebody', to: null, message: { ...message, state: nobody } });
    await world.settle();
    expect(second.phone.state.line1).to.include({ state: 'active' });
  });

  it('takes the lead from nobody: a tab that says it leads and does not is left for one that does', async () => {
    const post = stranger();
    const { message } = said('lead');
    const { state } = said('state').message;
    const { kept } = said('kept').message;
    post({ from: 'liar', to: null, message: { ...message, term: (message['term'] as number) + 5, state, kept } });
    await world.clock.pass(3_000);
    const leaders = world.here.filter(({ phone }) => phone.state.tabs.leads);
    expect(leaders.length).to.equal(1);
    expect(world.browser.leaders().length).to.equal(1);
    expect(world.pbx.live()).to.have.length(1);
    expect(leaders[0]?.phone.state.line1).to.include({ state: 'active' });
  });

  it('asks the leader for what it would do here: a wrong argument gets its error, and harms nothing', async () => {
    const post = stranger();
    for (const command of [
      { type: 'sendDtmf', tones: { length: 3 } },
      { type: 'hold', line: 7 },
      { type: 'setMode', mode: '<b>' },
      { type: 'call', number: '1\r\nVia: x' },
      { type: 'saveNote', callId: null, note: 7 },
    ]) {
      post({ from: 'x', to: null, message: { type: 'command', id: 1, command } });
    }
    await world.settle();
    expect(first.phone.state).to.include({ mode: 'active' });
    expect(first.phone.state.line1).to.include({ state: 'active', onHold: false });
    const results = (world.browser.said as { to: string; message: { result?: { ok: boolean } } }[]).filter(
      ({ to, message }) => to === 'x' && message.result,
    );
    expect(results.map(({ message }) => message.result?.ok)).to.deep.equal([false, false, false, false, true]);
  });
});

describe('a tab that follows', () => {
  it('is the same phone to the methods of the SDK as the one that leads', async () => {
    const world = new TabWorld();
    const [leading, following] = [await world.start(), await world.start()];
    const here = new PhoneFacade(() => following.phone);
    const there = new PhoneFacade(() => leading.phone);
    const answers: unknown[] = [];
    const both = async (ask: (facade: PhoneFacade) => Promise<unknown>): Promise<void> => {
      const asking = ask(here);
      await world.settle();
      answers.push(((await asking) as { status: string }).status);
      expect(here.ping()).to.deep.equal(there.ping());
      for (const name of [
        'currentMode',
        'currentLine',
        'isMuted',
        'isOnHold',
        'isRegistered',
        'isConnected',
      ] as const) {
        expect(here[name], name).to.equal(there[name]);
      }
    };
    await both((facade) => facade.makeCall('0912 345 678'));
    world.pbx.answers();
    await both((facade) => facade.mute());
    await both((facade) => facade.hold());
    await both((facade) => facade.unhold());
    await both((facade) => facade.muteAudio());
    await both((facade) => facade.setMode('outgoing'));
    await both((facade) => facade.endCall());
    await both((facade) => facade.unregister());
    await both((facade) => facade.register());
    await both((facade) => facade.endCall());
    expect(answers).to.deep.equal([...Array<string>(9).fill('success'), 'error']);
    expect(following.heard.map(({ name }) => name)).to.deep.equal(leading.heard.map(({ name }) => name));
    const histories = here.histories(5);
    await world.settle();
    expect(await histories).to.deep.equal([]);
  });

  it('gives out frozen plain data, and what has not changed stays the very same', async () => {
    const world = new TabWorld();
    await world.start();
    const { phone } = await world.start();
    world.pbx.rings();
    await world.settle();
    const before = phone.state;
    expect(Object.isFrozen(before) && Object.isFrozen(before.line1)).to.equal(true);
    structuredClone(before);
    void phone.execute({ type: 'setMode', mode: 'outgoing' });
    await world.settle();
    expect(phone.state.mode).to.equal('outgoing');
    expect(phone.state.line1 === before.line1).to.equal(true);
    expect(phone.state.extension === before.extension).to.equal(true);
  });

  it('hears every event that the leader hears, in the same order', async () => {
    const world = new TabWorld();
    const [leading, following] = [await world.start(), await world.start()];
    const order: string[] = [];
    for (const name of phoneEventNames) {
      following.phone.on(name, () => {
        order.push(name);
        throw new Error('a listener of the page');
      });
    }
    world.pbx.rings();
    await world.settle();
    world.pbx.hangsUp();
    await world.settle();
    expect(order).to.deep.equal(['callIncoming', 'callEnded']);
    expect(leading.names().slice(2)).to.deep.equal(order);
    expect(world.logged.filter((line) => line === 'a listener threw')).to.have.length(2);
  });
});

describe('reuse', () => {
  it('keeps the parts that are equal, and takes over the ones that are not', () => {
    const previous = { a: { b: [1, { c: 2 }] }, d: { e: 3 }, f: null };
    const next = reuse(previous, structuredClone({ ...previous, d: { e: 4 } }));
    expect(next.a === previous.a).to.equal(true);
    expect(next.d).to.deep.equal({ e: 4 });
    expect(reuse(previous, structuredClone(previous)) === previous).to.equal(true);
    expect(reuse({ a: 1, b: 2 }, { a: 1 })).to.deep.equal({ a: 1 });
    expect(reuse([1, 2], [1])).to.deep.equal([1]);
    expect(reuse({ a: 1 }, null)).to.equal(null);
  });
});
