import { expect } from '@open-wc/testing';
import { askedOf } from '../../src/phone/state.js';
import { browserHost } from '../../src/tabs/browser-host.js';
import { TabWorld, type AgentTab } from '../support/tabs.js';
import { withoutChannels } from '../support/without-channels.js';

describe('tabs of one agent', () => {
  let world: TabWorld;
  beforeEach(() => {
    world = new TabWorld();
  });

  const registers = (): number => world.pbx.log.filter((line) => line.startsWith('register')).length;
  const started = (): readonly AgentTab[] => world.here.filter(({ phone }) => phone.state.status === 'started');
  const leader = (): AgentTab => {
    const [found, ...others] = started().filter(({ phone }) => phone.state.tabs.leads);
    expect(others.length, 'more than one leader').to.equal(0);
    if (!found) throw new Error('nobody leads');
    return found;
  };
  const followers = (): readonly AgentTab[] => started().filter(({ phone }) => !phone.state.tabs.leads);

  async function five(): Promise<readonly AgentTab[]> {
    const tabs: AgentTab[] = [];
    for (let i = 0; i < 5; i++) tabs.push(await world.start());
    await world.clock.pass(2_000);
    return tabs;
  }

  /** A tab that follows answers a call; everybody is in it. */
  async function inCall(): Promise<void> {
    world.pbx.rings();
    await world.settle();
    const answered = followers()[0]!.phone.execute({ type: 'answer' });
    await world.settle();
    expect((await answered).ok).to.equal(true);
  }

  it('register once, and each is started, connected and registered', async () => {
    const tabs = await five();
    expect(registers()).to.equal(1);
    for (const { phone, names } of tabs) {
      expect(names()).to.deep.equal(['connected', 'registered']);
      const { status, registration, connection, extension, tabs: shown } = phone.state;
      expect([status, registration.status, connection.status]).to.deep.equal(['started', 'registered', 'connected']);
      expect(extension?.number).to.equal('1001');
      expect(shown.count).to.equal(5);
    }
    expect(leader() === tabs[0]).to.equal(true);
  });

  it('ring once, show one call, and a click in another tab works as if it were here', async () => {
    const tabs = await five();
    world.pbx.rings();
    await world.settle();
    for (const { names } of tabs) expect(names().at(-1)).to.equal('callIncoming');
    expect(tabs.map(({ media }) => media.map(({ sounding }) => sounding))).to.deep.equal([
      ['ringtone'],
      [],
      [],
      [],
      [],
    ]);

    const other = followers()[2]!;
    const answering = other.phone.execute({ type: 'answer' });
    await world.settle();
    const answered = await answering;
    expect(answered.ok && answered.data.state).to.equal('active');
    for (const { phone, names } of tabs) {
      expect(names().at(-1)).to.equal('callConfirmed');
      expect({ ...phone.state, tabs: null }).to.deep.equal({ ...leader().phone.state, tabs: null });
    }
    const holding = other.phone.execute({ type: 'hold' });
    await world.settle();
    expect((await holding).ok).to.equal(true);
    for (const { phone } of tabs) expect(phone.state.line1?.onHold).to.equal(true);
    const refused = other.phone.execute({ type: 'sendDtmf', tones: 'x' });
    expect(await refused).to.deep.include({ ok: false });

    world.pbx.hangsUp();
    await world.settle();
    for (const { names } of tabs)
      expect(names().slice(2)).to.deep.equal(['callIncoming', 'callConfirmed', 'callEnded']);
  });

  it('go on with a live call when the leader is closed: within a second, with one end', async () => {
    const tabs = await five();
    await inCall();
    const { id } = leader().phone.state.line1!;
    let isLost = false;
    for (const { phone } of tabs.slice(1)) phone.subscribe(({ line1 }) => (isLost ||= line1 === null));
    world.close(leader());
    await world.settle();
    expect(world.pbx.log.slice(-2)).to.deep.equal([world.pbx.log[0], 'take back answered']);
    expect(leader().phone.state.line1?.id).to.equal(id);
    for (const { phone, names } of followers()) {
      expect(phone.state.line1?.id).to.equal(id);
      expect(phone.state.status).to.equal('started');
      expect(names().filter((name) => name !== 'alerts')).to.deep.equal([
        'connected',
        'registered',
        'callIncoming',
        'callConfirmed',
      ]);
    }
    expect(isLost, 'line 1 was empty for a moment').to.equal(false);
    await world.clock.pass(2_000);
    expect(leader().phone.state.tabs.count).to.equal(4);
    world.pbx.hangsUp();
    await world.settle();
    for (const { names } of world.here) expect(names().filter((name) => name === 'callEnded')).to.have.length(1);
  });

  it('go on when the leader freezes; when it wakes it follows, and hears of no end', async () => {
    await five();
    await inCall();
    const frozen = leader();
    frozen.tab.freeze();
    await world.clock.pass(1_000);
    const next = world.here.filter(({ phone, tab }) => phone.state.tabs.leads && tab !== frozen.tab);
    expect(next.length).to.equal(1);
    expect(world.pbx.log.at(-1)).to.equal('take back answered');
    frozen.tab.thaw();
    await world.settle();
    expect(leader() === next[0]).to.equal(true);
    expect(frozen.phone.state.line1?.id).to.equal(leader().phone.state.line1?.id);
    for (const { names } of world.here) expect(names()).not.to.include('callEnded');
    expect(world.pbx.live()).to.have.length(1);
    expect(world.pbx.log).not.to.include('unregister');
  });

  it('leave the lead with a page whose timers are throttled', async () => {
    const tabs = await five();
    const { tab } = tabs[0]!;
    const throttled = { ...tab.clock, after: (ms: number, run: () => void) => tab.clock.after(ms + 1_000, run) };
    Object.assign(tab, { clock: throttled });
    await world.clock.pass(60_000);
    expect(leader() === tabs[0]).to.equal(true);
    expect(registers()).to.equal(1);
  });

  it('pass the lead on before the browser freezes the page', async () => {
    const tabs = await five();
    await inCall();
    tabs[0]!.tab.suspend();
    await world.settle();
    expect(leader() === tabs[1]).to.equal(true);
    expect(leader().phone.state.line1).to.include({ state: 'active' });
    tabs[0]!.tab.resume();
    await world.settle();
    expect(tabs[0]!.phone.state.line1).to.include({ state: 'active' });
    expect(tabs[0]!.phone.state.tabs.leads).to.equal(false);
  });

  it('bring the call into the tab that asks for it', async () => {
    const tabs = await five();
    await inCall();
    const here = tabs[3]!;
    const taking = here.phone.execute({ type: 'takeHere' });
    await world.settle();
    expect(await taking).to.deep.equal({ ok: true, data: null });
    expect(leader() === here).to.equal(true);
    expect(here.media[0]?.isOpen).to.equal(true);
    expect(tabs[0]!.media[0]?.isOpen).to.equal(false);
    expect(world.pbx.log.at(-1)).to.equal('take back answered');
    expect(world.pbx.live()).to.have.length(1);
    for (const { names } of tabs) expect(names()).not.to.include('callEnded');
    expect(world.browser.leaders().length).to.equal(1);
  });

  it('ask in the tab of the click, where the browser blocks the sound of the leader', async () => {
    const tabs = await five();
    const unblocking = tabs[2]!.phone.execute({ type: 'unblockSound' });
    await world.settle();
    expect((await unblocking).ok).to.equal(true);
    expect(leader() === tabs[2]).to.equal(true);
    expect(tabs[2]!.media[0]?.asked).to.include('unblock');
  });

  it('let a tab that follows leave alone', async () => {
    const tabs = await five();
    await inCall();
    const stopping = tabs[4]!.phone.execute({ type: 'stop' });
    await world.settle();
    expect((await stopping).ok).to.equal(true);
    expect(tabs[4]!.phone.state).to.include({ status: 'stopped', line1: null });
    expect(tabs[4]!.names().slice(-2)).to.deep.equal(['disconnected', 'unregistered']);
    expect(leader() === tabs[0]).to.equal(true);
    expect(leader().phone.state.line1).to.include({ state: 'active' });
    await world.clock.pass(2_000);
    expect(leader().phone.state.tabs.count).to.equal(4);
    expect(world.pbx.live()).to.have.length(1);
  });

  it('pass the call on when the leader stops; the last one ends it', async () => {
    const [first, second] = [await world.start(), await world.start()];
    await inCall();
    void first.phone.execute({ type: 'stop' });
    await world.settle();
    expect(first.phone.state.status).to.equal('stopped');
    expect(second.phone.state.tabs.leads).to.equal(true);
    expect(second.phone.state.line1).to.include({ state: 'active' });
    expect(world.pbx.live()).to.have.length(1);
    expect(world.pbx.log).not.to.include('unregister');
    void second.phone.execute({ type: 'stop' });
    await world.settle();
    expect(world.pbx.live()).to.be.empty;
    expect(world.pbx.log.slice(-2)).to.deep.equal(['hang up', 'unregister']);
    expect(second.names().slice(-3)).to.deep.equal(['callEnded', 'unregistered', 'disconnected']);
    expect(world.browser.leaders().length).to.equal(0);
  });

  it('keep mode, language and the wish to be registered over a change of leader', async () => {
    const tabs = await five();
    void tabs[1]!.phone.execute({ type: 'setMode', mode: 'outgoing' });
    void tabs[2]!.phone.execute({ type: 'setLanguage', lang: 'vi' });
    void tabs[3]!.phone.execute({ type: 'unregister' });
    await world.settle();
    world.close(leader());
    await world.settle();
    const { mode, lang, registration } = leader().phone.state;
    expect({ mode, lang, wanted: registration.wanted }).to.deep.equal({ mode: 'outgoing', lang: 'vi', wanted: false });
    expect(registers()).to.equal(1);
  });

  it('answer what was asked of a leader that died: again where that does no harm, else with an error', async () => {
    const tabs = await five();
    await inCall();
    leader().tab.freeze();
    const muting = tabs[2]!.phone.execute({ type: 'mute' });
    const once = [
      tabs[3]!.phone.execute({ type: 'sendDtmf', tones: '1' }),
      tabs[3]!.phone.execute({ type: 'saveNote', callId: 'c-1', note: { note: 'x' } }),
      tabs[3]!.phone.execute({ type: 'chooseHotline', hotlineId: 'hl-2' }),
    ];
    await world.settle();
    world.close(tabs[0]!);
    await world.settle();
    expect((await muting).ok).to.equal(true);
    expect(leader().phone.state.line1?.muted).to.equal(true);
    for (const refused of await Promise.all(once)) {
      expect(refused.ok ? null : refused.error.code).to.equal('CANCELLED');
    }
  });

  it('know what was asked for where beforeCall has changed it, whoever leads', async () => {
    const tabs = await five();
    for (const { phone } of tabs) phone.addHooks({ beforeCall: ({ number }) => `9${number}` });
    void tabs[1]!.phone.execute({ type: 'call', number: '1005', externalCallId: 'deal-7' });
    await world.settle();
    void tabs[2]!.phone.execute({ type: 'hangUp' });
    await world.settle();
    const asked = (): object[] => followers().map(({ phone: { state } }) => askedOf(state, state.lastCall!));
    expect(followers()[0]!.phone.state.lastCall).to.include({ number: '91005' });
    expect(asked()).to.deep.equal(Array(4).fill({ number: '1005', externalCallId: 'deal-7' }));
    world.close(leader());
    await world.settle();
    expect(leader().phone.state.asked.map(({ number }) => number)).to.deep.equal(['1005']);
    expect(asked()).to.deep.equal(Array(3).fill({ number: '1005', externalCallId: 'deal-7' }));
  });

  it('keep two accounts apart', async () => {
    const other = { uri: 'sip:1002@pbx.test', password: 'secret', servers: ['wss://a.test/ws'] };
    const [mine, yours] = [await world.start(), await world.start({ sip: other })];
    expect([mine, yours].map(({ phone }) => phone.state.tabs)).to.deep.equal([
      { leads: true, count: 1 },
      { leads: true, count: 1 },
    ]);
    expect(registers()).to.equal(2);
    world.pbx.rings();
    await world.settle();
    expect(yours.names()).not.to.include('callIncoming');
  });

  it('are phones of their own, and say so once, where they cannot find each other', async () => {
    const alone = world.open({}, { shares: false });
    void alone.phone.execute({ type: 'start' });
    await world.settle();
    expect(alone.names()).to.deep.equal(['connected', 'registered', 'alerts']);
    expect(alone.heard[2]?.data).to.deep.include({ code: 'TABS_UNAVAILABLE', level: 'info' });
    await alone.phone.execute({ type: 'stop' });
    void alone.phone.execute({ type: 'start' });
    await world.settle();
    expect(alone.names().filter((name) => name === 'alerts')).to.have.length(1);
    expect(alone.phone.state).to.deep.include({ status: 'started', tabs: { leads: true, count: 1 } });
  });

  it('cannot find each other where the browser lets nobody open a channel', async () => {
    expect(browserHost() === null).to.be.false;
    await withoutChannels(() => {
      expect(browserHost() === null).to.be.true;
    });
  });

  it('fall back where the browser refuses the lock', async () => {
    world.browser.locksOf = () => ({
      request: () => Promise.reject(new DOMException('opaque origin', 'SecurityError')),
      query: () => Promise.resolve({}),
    });
    const agent = world.open();
    void agent.phone.execute({ type: 'start' });
    await world.settle();
    expect(agent.phone.state.status).to.equal('started');
    expect(agent.names()).to.include.members(['alerts', 'registered']);
  });

  it('end a call on leaving, where the page asks for that, with the last tab only', async () => {
    const options = { onPageLeave: 'hangup' } as const;
    const [first, second] = [await world.start(options), await world.start(options)];
    await world.clock.pass(2_000);
    await inCall();
    first.pages.at(-1)!.leaves();
    world.close(first);
    await world.clock.pass(2_000);
    expect(world.pbx.log).to.include('take back answered');
    expect(second.phone.state.line1).to.include({ state: 'active' });
    second.pages.at(-1)!.leaves();
    await world.settle();
    expect(second.phone.state.line1).to.equal(null);
    expect(world.pbx.live()).to.have.length(0);
  });

  it('take a call back after a reload of the only tab, and leave it to the others after a reload of the leader', async () => {
    const first = await world.start();
    world.pbx.rings();
    await world.settle();
    void first.phone.execute({ type: 'answer' });
    await world.settle();
    world.close(first);
    const again = world.open({}, { keeper: first.keeper });
    void again.phone.execute({ type: 'start' });
    await world.settle();
    expect(again.phone.state.line1).to.include({ state: 'active' });

    const second = await world.start();
    world.close(again);
    const reloaded = world.open({}, { keeper: again.keeper });
    void reloaded.phone.execute({ type: 'start' });
    await world.settle();
    expect(leader() === second).to.equal(true);
    expect(reloaded.phone.state.line1).to.include({ state: 'active' });
    expect(again.keeper.kept.size, 'what the page before kept is the other tab’s now').to.equal(0);
    expect(world.pbx.live()).to.have.length(1);
  });

  it('say that a call has ended where nobody can take it over', async () => {
    const tabs = await five();
    await inCall();
    for (const call of world.pbx.live()) call.status = 'ended';
    world.close(leader());
    await world.settle();
    for (const { heard } of tabs.slice(1)) {
      const ended = heard.filter(({ name }) => name === 'callEnded');
      expect(ended).to.have.length(1);
      expect((ended[0]?.data as { end: unknown }).end).to.include({ by: 'network', cause: 'networkLost' });
    }
  });

  it('tell no secret in names, and keep what takes a call over out of every storage of a tab that follows', async () => {
    const tabs = await five();
    await inCall();
    for (const { keeper } of tabs.slice(1)) expect(keeper.kept.size).to.equal(0);
    expect(JSON.stringify(world.browser.said)).not.to.include('secret');
    expect(tabs[0]!.keeper.kept.size).to.equal(1);
  });

  it('start in a tab that follows as the phone that leads did: a failure for good is the same in both', async () => {
    const first = world.open();
    first.account.load = () => Promise.reject(new Error('nobody there'));
    const failing = first.phone.execute({ type: 'start' });
    await world.settle();
    expect((await failing).ok).to.equal(false);
    expect(first.phone.state).to.include({ status: 'stopped' });
    expect(first.phone.state.registration.error?.code).to.equal('SERVER');
    expect(world.browser.leaders().length).to.equal(0);
  });
});
