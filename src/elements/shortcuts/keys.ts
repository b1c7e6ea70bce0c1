import { PhoneError } from '../../phone/errors.js';

/** What a key can do, with the key it has where nobody chose another, and the controls that do it. */
const table = {
  answer: ['Alt+Shift+Y', '[data-act^="answer-"]'],
  reject: ['Alt+Shift+R', '[data-act^="reject-"]'],
  hangUp: ['Alt+Shift+E', '[data-act="hang-up"]'],
  mute: ['Alt+Shift+M', '[data-act="mute"]'],
  hold: ['Alt+Shift+H', '[data-act="hold"]'],
  switchLine: ['Alt+Shift+L', '[data-act^="line-"]:not([aria-current]), [data-act="swap"]'],
  transfer: ['Alt+Shift+F', '[data-act="transfer"], [data-act="connect"]'],
  addCall: ['Alt+Shift+D', '[data-act="add"], [data-act="add-call"]'],
  keypad: ['Alt+Shift+K', '[data-act="keypad"], [data-act="to-keypad"]'],
  note: ['Alt+Shift+O', '[data-act="note"]'],
  open: ['Alt+Shift+U', '[data-act="open"], [data-act="minimise"]'],
  help: ['?', '[data-act="shortcuts"]'],
} as const;

/** What a key can do. */
export type ShortcutAct = keyof typeof table;

/**
 * The keys that are to be others than the default: `Alt+M`, `Ctrl+Shift+F9`, `/`; `null` for no key. `false`: no keys at
 * all. In the attribute as JSON.
 */
export type Shortcuts = false | Readonly<Partial<Record<ShortcutAct, string | null>>>;

/** A key with what is held down beside it. */
interface Chord {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** `M`, `7`, `F9`, or a sign. */
  readonly key: string;
}

/** The keys in force, in the order in which they are shown. */
export type Keys = ReadonlyMap<ShortcutAct, Chord>;

const acts = Object.keys(table) as readonly ShortcutAct[];
const modifiers: Readonly<Record<string, keyof Omit<Chord, 'key'>>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  option: 'alt',
  shift: 'shift',
  meta: 'meta',
  cmd: 'meta',
};

/** The controls that an act presses; the first that is in sight counts. */
export function controlsOf(act: ShortcutAct): string {
  return table[act][1];
}

/**
 * The keys in force, for what the page wishes.
 *
 * Alt+Shift with a letter is free in the browsers for the letters of the table (Chrome has taken T, I, A, P, C, X, Z and
 * W), means nothing to NVDA, JAWS and VoiceOver (Insert, CapsLock, Ctrl+Option), and reaches the page from a screen
 * reader's browse mode, where a letter alone is the reader's own. A letter alone could also end a call by accident.
 * @throws PhoneError INVALID_ARGUMENT for what is no key, no act, or one key for two acts; it names the field
 */
export function parseShortcuts(wish: unknown): Keys {
  const wished = (typeof wish === 'string' ? parseText(wish) : wish) ?? {};
  if (wished === false) return new Map();
  if (typeof wished !== 'object' || Array.isArray(wished)) throw invalid('shortcuts', 'must be an object, or false');
  for (const name of Object.keys(wished)) {
    if (!acts.some((act) => act === name)) throw invalid(`shortcuts.${name}`, `must be one of ${acts.join(', ')}`);
  }
  const keys = new Map<ShortcutAct, Chord>();
  const owners = new Map<string, ShortcutAct>();
  for (const act of acts) {
    const given = (wished as Partial<Record<ShortcutAct, unknown>>)[act];
    if (given === null) continue;
    const chord = parseChord(given ?? table[act][0], `shortcuts.${act}`);
    const owner = owners.get(textOf(chord));
    // The one that the page has named is the one to mend.
    if (owner) throw invalid(`shortcuts.${given === undefined ? owner : act}`, 'must not be the key of another act');
    owners.set(textOf(chord), act);
    keys.set(act, chord);
  }
  return keys;
}

/** As `aria-keyshortcuts` wants it: `Alt+Shift+M`. */
export function textOf({ ctrl, alt, shift, meta, key }: Chord): string {
  return [ctrl && 'Control', alt && 'Alt', shift && 'Shift', meta && 'Meta', key].filter(Boolean).join('+');
}

/**
 * Whether the key may be used where the phone does not have the focus. A sign alone may not: whoever dictates, or has
 * touched a key, would set it off (WCAG 2.1.4).
 */
export function isPageWide({ ctrl, alt, meta, key }: Chord): boolean {
  return ctrl || alt || meta || isFunctionKey(key);
}

/** What the agent has pressed, if that is one of the keys. */
export function actOf(keys: Keys, event: KeyboardEvent): ShortcutAct | null {
  // AltGr writes signs; Windows tells of it as Ctrl and Alt.
  if (event.getModifierState('AltGraph')) return null;
  for (const [act, chord] of keys) if (isPressed(chord, event)) return act;
  return null;
}

function isPressed({ ctrl, alt, shift, meta, key }: Chord, event: KeyboardEvent): boolean {
  if (event.ctrlKey !== ctrl || event.altKey !== alt || event.metaKey !== meta) return false;
  // Whether a sign needs Shift is the layout's business.
  if (isSign(key)) return event.key === key;
  return event.shiftKey === shift && keyOf(event) === key;
}

/**
 * The letter that is printed on the key (`key`), because that is what the sheet says: on a French keyboard M is
 * elsewhere. Where the layout has no Latin letter there, or Option has made another sign of it (a Mac), the place of the
 * key (`code`).
 */
function keyOf({ key, code }: KeyboardEvent): string {
  if (/^([a-z\d]|F\d+)$/i.test(key)) return key.toUpperCase();
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('shortcuts', 'must be JSON');
  }
}

function parseChord(given: unknown, field: string): Chord {
  const wrong = (): PhoneError => invalid(field, 'must be a key such as Alt+M, Ctrl+Shift+F9 or ?');
  if (typeof given !== 'string') throw wrong();
  // A plus at the end is the key itself.
  const names = given.replace(/\+$/, 'plus').split('+');
  const last = (names.pop() ?? '').trim();
  const key = last === 'plus' ? '+' : last.toUpperCase();
  const held = names.map((name) => modifiers[name.trim().toLowerCase()]);
  if (held.includes(undefined) || !(/^[A-Z\d]$/.test(key) || isFunctionKey(key) || isSign(key))) throw wrong();
  const has = (modifier: keyof Omit<Chord, 'key'>): boolean => held.includes(modifier);
  const chord = { ctrl: has('ctrl'), alt: has('alt'), shift: has('shift'), meta: has('meta'), key };
  // In a call these are tones.
  if (!isPageWide(chord) && /^[\d*#+]$/.test(key)) throw wrong();
  return isSign(key) ? { ...chord, shift: false } : chord;
}

function isFunctionKey(key: string): boolean {
  return /^F([1-9]|1\d|2[0-4])$/.test(key);
}

function isSign(key: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(key);
}

function invalid(field: string, problem: string): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field, hint: `${field} ${problem}` });
}
