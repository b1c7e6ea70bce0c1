import { noLamps, type HeadsetLamps, type HeadsetPress } from '../phone/headset.js';
import type { ClockPort } from '../phone/ports.js';
import type { ControlField } from './headset-reports.js';

/** For how long after a press or a change of its lamp a button means nothing, ms: it bounces, or repeats what it was told. */
const bounce = 400;

/** The same for the hook of a headset that has just gone off it: nobody ends a call that has just begun. */
const justOffHook = 1000;

/** How long a headset may contradict us about the hook before it is told again, ms. */
const contradiction = 1000;

/**
 * Makes presses out of what a headset reports: as an event; as a state; or as a key that comes back by itself and calls that
 * a state. Of a state, what contradicts the call is a press, and what agrees with it an echo.
 */
export class HeadsetButtons {
  readonly #on = new Set<ControlField>();
  readonly #quietUntil = new Map<HeadsetPress, number>();
  #lamps = noLamps;
  #isOffHook = false;
  #cancel: (() => void) | null = null;

  /** @param tellAgain the headset is on the hook where we are off it, or the other way round */
  constructor(
    private readonly clock: ClockPort,
    private readonly press: (press: HeadsetPress) => void,
    private readonly tellAgain: () => void,
  ) {}

  show(lamps: HeadsetLamps): void {
    const { offHook, muted } = this.#lamps;
    this.#lamps = lamps;
    if (lamps.offHook !== offHook) this.#quiet('hook');
    if (lamps.muted !== muted) this.#quiet('mute');
  }

  report(field: ControlField, isOn: boolean): void {
    const { name, isRelative } = field;
    const isSame = this.#on.has(field) === isOn;
    this.#on[isOn ? 'add' : 'delete'](field);
    const lamps: { readonly [press in HeadsetPress]?: boolean } = {
      hook: this.#lamps.offHook,
      mute: this.#lamps.muted,
    };
    const lamp = isRelative ? false : lamps[name];
    if (name === 'hook' && !isRelative) this.#compare(isOn);
    // An event that comes again has happened again.
    if (isOn === (lamp ?? false) || (isSame && !isRelative)) return;
    if (this.clock.now() < (this.#quietUntil.get(name) ?? 0)) return;
    this.#quiet(name);
    this.press(name);
  }

  close(): void {
    this.#cancel?.();
  }

  #quiet(name: HeadsetPress): void {
    const length = name === 'hook' && this.#lamps.offHook ? justOffHook : bounce;
    this.#quietUntil.set(name, this.clock.now() + length);
  }

  /** A wireless headset on the hook has no sound, and one off it plays none but ours. */
  #compare(isOffHook: boolean): void {
    this.#isOffHook = isOffHook;
    if (isOffHook === this.#lamps.offHook) return;
    this.#cancel ??= this.clock.after(contradiction, () => {
      this.#cancel = null;
      if (this.#isOffHook !== this.#lamps.offHook) this.tellAgain();
    });
  }
}
