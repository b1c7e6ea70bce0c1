import { expect } from '@open-wc/testing';
// A script of the old kind: it puts itself on the window.
import 'axe-core';
import type axeCore from 'axe-core';
import type { Stage } from '../../demo/states/stage.js';
import { stateGroups } from '../../demo/states/states.js';
import {
  bareButtons,
  covered,
  crowded,
  cutLabels,
  frameOf,
  lookAt,
  outside,
  placeOfName,
  placeOfPrimary,
  played,
  tooSmall,
} from './layout-support.js';
import { finishAnimations } from './support.js';

/**
 * The layout of every state of the demo's page of states, by geometry. Pixels are not compared: another machine has other
 * fonts (docs/decisions/0013).
 */
const states = stateGroups.flatMap((group) => group.states);
const widths = [320, 240] as const;
const languages = ['vi', 'en'] as const;
const themes = ['light', 'dark'] as const;

const { axe } = window as unknown as { axe: typeof axeCore };

async function faint({ element }: Stage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    element.setAttribute('theme', theme);
    await element.updateComplete;
    finishAnimations(element);
    const { violations } = await axe.run(element, { runOnly: ['color-contrast'], resultTypes: ['violations'] });
    found.push(...violations.flatMap(({ nodes }) => nodes.map((node) => `${theme}: ${node.html}`)));
  }
  return found;
}

describe('the layout of every state', () => {
  /** Where the primary action stands, by width, and the state that was the first to say so. */
  const places = new Map<number, readonly [place: string, state: string]>();
  /** The same for the name in a call: a notice moves nothing. */
  const names = new Map<number, readonly [place: number, state: string]>();
  const without = new Set<string>();

  for (const lang of languages) {
    for (const state of states) {
      it(`${state.id}, ${lang}: nothing is cut, outside, too small, crowded or faint`, async () => {
        const stage = await played(state, lang);
        for (const width of widths) {
          const shown = await lookAt(stage.element, width);
          const at = `${String(width)} px`;
          const frame = frameOf(stage);
          // The closed one is as wide as it needs.
          if (!state.shape) expect(frame.getBoundingClientRect().width, at).to.equal(width);
          expect(cutLabels(shown), `cut at ${at}`).to.deep.equal([]);
          expect(bareButtons(shown), `a bare picture at ${at}`).to.deep.equal([]);
          expect(outside(shown, frame), `outside at ${at}`).to.deep.equal([]);
          expect(tooSmall(shown), `too small at ${at}`).to.deep.equal([]);
          expect(crowded(shown), `a notice too tall at ${at}`).to.deep.equal([]);
          expect(covered(shown), `under a button at ${at}`).to.deep.equal([]);
          if (state.shape) continue;
          const name = placeOfName(shown, frame);
          if (name !== null) {
            const [usual, first] = names.get(width) ?? [name, state.id];
            expect(name, `the name at ${at}, as in ${first}`).to.equal(usual);
            names.set(width, [usual, first]);
          }
          const place = placeOfPrimary(shown, frame);
          if (place === null) without.add(state.id);
          if (place === null) continue;
          const [usual, first] = places.get(width) ?? [place, state.id];
          expect(place, `the primary action at ${at}, as in ${first}`).to.equal(usual);
          places.set(width, [usual, first]);
        }
        // Colours are the same in both languages.
        if (lang === 'vi') expect(await faint(stage)).to.deep.equal([]);
      });
    }
  }

  it('there is a primary action in every state but one', () => {
    expect([...without]).to.deep.equal(['signed-out']);
  });
});
