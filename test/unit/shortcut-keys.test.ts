import { expect } from '@open-wc/testing';
import { actOf, isPageWide, parseShortcuts, textOf } from '../../src/elements/shortcuts/keys.js';
import { PhoneError } from '../../src/phone/errors.js';

/** As the browser tells of a key; AltGr as Windows does. */
function pressed(key: string, code: string, held: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, code, ...held });
}

const altShift = { altKey: true, shiftKey: true };
const inForce = (wish: unknown): Record<string, string> =>
  Object.fromEntries([...parseShortcuts(wish)].map(([act, chord]) => [act, textOf(chord)]));

function refusedField(wish: unknown): string | undefined {
  try {
    parseShortcuts(wish);
  } catch (error) {
    if (error instanceof PhoneError && error.code === 'INVALID_ARGUMENT') return error.details?.field;
    throw error;
  }
  return undefined;
}

describe('the keys of the phone', () => {
  it('have a default for each act, no two the same', () => {
    const keys = Object.values(inForce(null));
    expect(keys).to.have.length(12);
    expect(new Set(keys)).to.have.length(12);
    expect(inForce(null)).to.include({ mute: 'Alt+Shift+M', hangUp: 'Alt+Shift+E', help: '?' });
  });

  it('keep clear of what Chrome does with Alt+Shift', () => {
    const taken = ['T', 'I', 'A', 'P', 'C', 'X', 'Z', 'W', 'B', 'N'].map((letter) => `Alt+Shift+${letter}`);
    expect(Object.values(inForce(null)).filter((key) => taken.includes(key))).to.deep.equal([]);
  });

  it('are set one by one, and turned off one by one or all together', () => {
    expect(inForce({ mute: 'alt+m', hangUp: null, hold: 'Ctrl+Shift+F9' })).to.include({
      mute: 'Alt+M',
      hold: 'Control+Shift+F9',
      answer: 'Alt+Shift+Y',
    });
    expect(inForce({ hangUp: null })).not.to.have.property('hangUp');
    expect(inForce('{"mute":"Ctrl++","help":"/"}')).to.include({ mute: 'Control++', help: '/' });
    expect(inForce(false)).to.deep.equal({});
    expect(inForce('false')).to.deep.equal({});
    expect(inForce('null')).to.deep.equal(inForce(null));
  });

  it('may change places', () => {
    const swapped = { mute: 'Alt+Shift+H', hold: 'Alt+Shift+M' };
    expect(inForce(swapped)).to.include(swapped);
  });

  for (const [wish, field] of [
    ['{', 'shortcuts'],
    [7, 'shortcuts'],
    [[], 'shortcuts'],
    [true, 'shortcuts'],
    [{ muet: 'Alt+M' }, 'shortcuts.muet'],
    [{ mute: 'Alt+' }, 'shortcuts.mute'],
    [{ mute: '' }, 'shortcuts.mute'],
    [{ mute: 7 }, 'shortcuts.mute'],
    [{ mute: 'Hyper+M' }, 'shortcuts.mute'],
    [{ mute: 'Alt+Enter' }, 'shortcuts.mute'],
    [{ mute: 'F25' }, 'shortcuts.mute'],
    [{ mute: 'ễ' }, 'shortcuts.mute'],
    [{ mute: '5' }, 'shortcuts.mute'],
    [{ mute: '*' }, 'shortcuts.mute'],
    [{ mute: 'Alt+Shift+H' }, 'shortcuts.mute'],
    [{ hold: 'Alt+Shift+M' }, 'shortcuts.hold'],
    [{ mute: 'Alt+Q', hold: 'Alt+Q' }, 'shortcuts.hold'],
  ] as const) {
    it(`refuse ${JSON.stringify(wish)} and name ${field}`, () => expect(refusedField(wish)).to.equal(field));
  }

  it('are what is printed on the key, in every layout', () => {
    const keys = parseShortcuts(null);
    expect(actOf(keys, pressed('M', 'KeyM', altShift))).to.equal('mute');
    expect(actOf(keys, pressed('m', 'KeyM', altShift)), 'with CapsLock').to.equal('mute');
    expect(actOf(keys, pressed('M', 'Semicolon', altShift)), 'French').to.equal('mute');
    expect(actOf(keys, pressed('?', 'KeyM', altShift)), 'French, where M is not').to.equal('mute');
    expect(actOf(keys, pressed('Ь', 'KeyM', altShift)), 'Russian').to.equal('mute');
    expect(actOf(keys, pressed('Â', 'KeyM', altShift)), 'a Mac').to.equal('mute');
    expect(actOf(keys, pressed('?', 'Slash', { shiftKey: true })), 'US').to.equal('help');
    expect(actOf(keys, pressed('?', 'Digit7', { shiftKey: true })), 'Russian').to.equal('help');
  });

  it('want what is held down, and nothing more', () => {
    const keys = parseShortcuts({ answer: 'Ctrl+Alt+Q' });
    expect(actOf(keys, pressed('m', 'KeyM'))).to.equal(null);
    expect(actOf(keys, pressed('m', 'KeyM', { altKey: true }))).to.equal(null);
    expect(actOf(keys, pressed('M', 'KeyM', { ...altShift, ctrlKey: true }))).to.equal(null);
    const both = { ctrlKey: true, altKey: true };
    expect(actOf(keys, pressed('q', 'KeyQ', both))).to.equal('answer');
    expect(actOf(keys, pressed('@', 'KeyQ', { ...both, modifierAltGraph: true })), 'AltGr').to.equal(null);
  });

  it('work in the whole page only with Ctrl, Alt, Meta, or as a function key', () => {
    const keys = parseShortcuts({ mute: 'F9', hold: 'm', transfer: 'Shift+T' });
    const wide = [...keys].filter(([, chord]) => isPageWide(chord)).map(([act]) => act);
    expect(wide).to.include.members(['mute', 'answer']);
    expect(wide).not.to.include.members(['hold', 'transfer', 'help']);
  });
});
