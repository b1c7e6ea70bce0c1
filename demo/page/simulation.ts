/** `?simulate`: the agent's phone on a PBX in this very page, and buttons that play the other end. */
import { createSimulator, type Simulator } from '../../src/testing.js';
import type { DemoConfig } from '../config.js';
import { contacts, devices, histories, hotlines } from '../states/people.js';
import { known } from './customers.js';
import type { PhonePlace } from './phones.js';
import { preferences } from './preferences.js';

const agent = { number: '1001', name: 'Nguyễn Văn An', username: 'simulated', password: 'simulated' };

/** In the place of what the server tells. */
export const simulatedConfig: DemoConfig = {
  pbx: 'wss://simulator.invalid/ws',
  domain: 'simulator.invalid',
  agent,
  colleague: null,
  customers: known.map(({ number, name: [name] }) => ({ number, name, password: 'simulated' })),
  hotline: null,
};

/** Ms until the far side's phone rings, and until a number that shows an error answers with it. */
const untilRing = 600;
const refusals: Readonly<Record<string, readonly [status: number, after: number]>> = {
  '0900000486': [486, 800],
  '0900000603': [603, 2_500],
  '0900000408': [408, 8_000],
  '0900000404': [404, 800],
};

export function startSimulation(place: PhonePlace, panel: HTMLElement, who: HTMLSelectElement): void {
  panel.hidden = false;
  place.put({ number: agent.number, phone: simulate(panel, () => who.value).phone });
}

/** A phone that runs by the browser's clock; `panel` has the far side's buttons, `caller` says who calls. */
export function simulate(panel: HTMLElement, caller: () => string): Simulator {
  const account = { extension: { name: agent.name }, hotlines, contacts, histories };
  const simulator = createSimulator({ lang: preferences.lang, simulate: { clock: 'real', latency: 80, account } });
  const { phone } = simulator;
  simulator.devicesAre(devices);
  const acts = createActs(simulator, caller);
  const show = (): void => {
    for (const button of panel.querySelectorAll<HTMLButtonElement>('[data-far]')) {
      button.disabled = acts[button.dataset['far'] ?? '']?.() === undefined;
    }
  };
  panel.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-far]') : null;
    acts[button?.dataset['far'] ?? '']?.()?.();
    show();
  });
  phone.subscribe(show);
  phone.on('callOutgoing', ({ id, number }) => {
    const [status, after] = refusals[number] ?? [null, 0];
    setTimeout(() => {
      if (isWaiting(simulator, id)) simulator.remoteRingsBack(id);
      show();
    }, untilRing);
    if (status === null) return;
    setTimeout(() => {
      if (isWaiting(simulator, id)) simulator.remoteRejects(status, null, id);
    }, after);
  });
  void phone.execute({ type: 'start' }).then(show);
  show();
  return simulator;
}

/** What the far side could do now, by button; `undefined`: nothing. */
function createActs(
  simulator: Simulator,
  caller: () => string,
): Readonly<Record<string, () => (() => unknown) | undefined>> {
  const last = (fits: (call: Simulator['calls'][number]) => boolean): string | undefined =>
    simulator.calls.filter(fits).at(-1)?.id;
  const placed = (): string | undefined => last(({ id }) => isWaiting(simulator, id));
  const answered = (): string | undefined => last(({ status }) => status === 'answered');
  const ringing = (): string | undefined =>
    last(({ direction, status }) => direction === 'inbound' && status === 'ringing');
  const on = (id: string | undefined, act: (id: string) => unknown): (() => unknown) | undefined =>
    id === undefined ? undefined : () => act(id);
  const ring = (): unknown => {
    const number = caller();
    return simulator.remoteRings({
      number,
      name: known.find((each) => each.number === number)?.name[0] ?? null,
      dialled: '19001234',
    });
  };
  return {
    ring: () => (simulator.isRegistered && simulator.phone.state.line2 === null ? ring : undefined),
    answer: () => on(placed(), (id) => simulator.remoteAnswers(id)),
    decline: () => on(placed(), (id) => simulator.remoteRejects(603, null, id)),
    hold: () =>
      on(answered(), (id) => {
        const isHeld = simulator.calls.find((call) => call.id === id)?.heldByRemote;
        if (isHeld) simulator.remoteUnholds(id);
        else simulator.remoteHolds(id);
      }),
    hangup: () =>
      on(answered(), (id) => simulator.remoteHangsUp(id)) ?? on(ringing(), (id) => simulator.remoteCancels({ id })),
  };
}

/** Whether the agent's call still waits for an answer. */
function isWaiting(simulator: Simulator, id: string): boolean {
  return simulator.calls.some(
    (call) =>
      call.id === id && call.direction === 'outbound' && (call.status === 'inviting' || call.status === 'ringing'),
  );
}
