/** What a state is, and how the scenes begin. */
import type { SimulatedAccountOptions } from '../../src/testing.js';
import { hoa } from './people.js';
import type { Shape, Stage } from './stage.js';

export interface StateGroup {
  readonly id: string;
  readonly name: readonly [vi: string, en: string];
  readonly states: readonly ShownState[];
}

export interface ShownState {
  /** In file names and addresses. */
  readonly id: string;
  readonly name: readonly [vi: string, en: string];
  /** Without one, the whole phone in the page's flow. */
  readonly shape?: Shape;
  /** What the account knows, where that matters. */
  readonly account?: SimulatedAccountOptions;
  /** Leads the phone there, from signed out. */
  readonly play: (stage: Stage) => Promise<void>;
}

/** Ms; longer than anybody looks: the answer never comes. */
export const never = 1e12;
export const seconds = (n: number): number => n * 1000;

/** Then `play`, from a phone that is signed in. */
export function signedIn(play: (stage: Stage) => Promise<void> | void): ShownState['play'] {
  return async (stage) => {
    await stage.start();
    await play(stage);
    await stage.drawn();
  };
}

/** Then `play`, with a caller on line 1 for that long. */
export function talking(
  forSeconds: number,
  play?: (stage: Stage, id: string) => Promise<void> | void,
): ShownState['play'] {
  return signedIn(async (stage) => {
    const id = await stage.talk(hoa);
    await stage.advance(seconds(forSeconds));
    for (let second = 0; second < 4; second++) stage.simulator.callSounds({}, id);
    await stage.drawn();
    await play?.(stage, id);
  });
}

/** Without a microphone, a call was tried. */
export function microphone(mood: 'denied' | 'missing' | 'insecure' | 'policy'): ShownState['play'] {
  return signedIn(async (stage) => {
    stage.simulator.microphoneIs(mood);
    await stage.type('input', hoa.number);
    await stage.press('[data-act=call]');
  });
}

/** Then `play`, with a call that has left. */
export function placed(play?: (stage: Stage) => void): ShownState['play'] {
  return signedIn(async (stage) => {
    stage.simulator.phone.addHooks({ resolveContact: () => ({ name: hoa.name }) });
    await stage.execute({ type: 'call', number: hoa.number });
    play?.(stage);
  });
}

export async function askColleague(stage: Stage): Promise<void> {
  await stage.press('[data-act=transfer]');
  await stage.type('[role=combobox]', '1005');
  await stage.press('[data-act=ask-first]');
  stage.simulator.remoteAnswers();
  await stage.advance(seconds(18));
}

export async function transferNow(stage: Stage): Promise<void> {
  await stage.press('[data-act=transfer]');
  await stage.type('[role=combobox]', '1005');
  await stage.press('[data-act=transfer-now]');
}

export const page = (tab: string): ShownState['play'] => signedIn((stage) => stage.press(`#tab-${tab}`));
export const empty: SimulatedAccountOptions = {};

export function failing(tab: string): ShownState['play'] {
  return signedIn(async (stage) => {
    stage.simulator.accountFails('SERVER');
    await stage.press(`#tab-${tab}`);
  });
}

export function loading(tab: string): ShownState['play'] {
  return signedIn(async (stage) => {
    stage.simulator.latency = never;
    await stage.press(`#tab-${tab}`);
  });
}
