/**
 * `/states.html`: every state side by side, by `?theme=dark&lang=en&w=240`, or one alone by `&state=on-hold`. What floats
 * is shown in a page of its own (`&alone`), in a frame.
 */
import '../../src/define.js';
import { onPreferences, preferences, say } from '../page/preferences.js';
import { Stage } from './stage.js';
import type { ShownState } from './scenes.js';
import { stateGroups } from './states.js';

const widths = ['240', '320', '400'] as const;
type Width = (typeof widths)[number];

const query = new URLSearchParams(location.search);
const host = document.getElementById('states') as HTMLElement;
const only = query.get('state');
const isAlone = query.has('alone');

let width: Width = widths.find((each) => each === query.get('w')) ?? '320';
let lang: string | null = null;
let round = 0;

/** Told in the DOM, so that whoever takes pictures knows when there is something to take. */
function tell(state: 'playing' | 'ready'): void {
  document.documentElement.dataset['states'] = state;
  window.frameElement?.dispatchEvent(new Event(state));
}

async function playAll(): Promise<void> {
  const current = ++round;
  tell('playing');
  host.replaceChildren();
  for (const group of stateGroups) {
    const states = group.states.filter(({ id }) => only === null || id === only);
    if (states.length === 0) continue;
    const section = document.createElement('section');
    section.id = `group-${group.id}`;
    const heading = document.createElement('h2');
    heading.textContent = say(...group.name);
    const row = document.createElement('div');
    row.className = 'row';
    section.append(heading, row);
    host.append(section);
    for (const state of states) {
      await play(state, row);
      if (current !== round) return;
    }
  }
  tell('ready');
}

async function play(state: ShownState, row: HTMLElement): Promise<void> {
  const figure = document.createElement('figure');
  figure.id = state.id;
  const caption = document.createElement('figcaption');
  const link = document.createElement('a');
  link.href = addressOf(state.id);
  link.textContent = say(...state.name);
  caption.append(link);
  if (!isAlone) figure.append(caption);
  row.append(figure);
  if (state.shape === 'floating' && !isAlone) {
    await showInFrame(state, figure);
    return;
  }
  const stage = new Stage(preferences.lang, state.account, state.shape);
  stage.element.setAttribute('theme', preferences.theme);
  figure.append(stage.element);
  await state.play(stage);
}

async function showInFrame({ id, name }: ShownState, figure: HTMLElement): Promise<void> {
  const frame = document.createElement('iframe');
  frame.title = say(...name);
  frame.className = id;
  const isReady = new Promise((resolve) => frame.addEventListener('ready', resolve, { once: true }));
  frame.src = `${addressOf(id)}&alone`;
  figure.append(frame);
  await isReady;
}

function addressOf(state: string): string {
  return `?${new URLSearchParams({ theme: preferences.theme, lang: preferences.lang, w: width, state }).toString()}`;
}

function showWidth(): void {
  host.dataset['w'] = width;
  for (const button of document.querySelectorAll<HTMLElement>('[data-width]')) {
    button.setAttribute('aria-pressed', String(button.dataset['width'] === width));
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-width]') : null;
  const chosen = widths.find((each) => each === button?.dataset['width']);
  if (!chosen) return;
  width = chosen;
  showWidth();
});

document.body.classList.toggle('alone-page', isAlone);
showWidth();
onPreferences(() => {
  for (const phone of host.querySelectorAll('bfc-webphone, bfc-mini-phone')) {
    phone.setAttribute('theme', preferences.theme);
  }
  for (const frame of host.querySelectorAll('iframe')) {
    const address = new URL(frame.src);
    address.searchParams.set('theme', preferences.theme);
    if (address.href !== frame.src) frame.src = address.href;
  }
  // What a call has ended with is text of its time: another language is another play.
  if (lang === preferences.lang) return;
  lang = preferences.lang;
  void playAll();
});
