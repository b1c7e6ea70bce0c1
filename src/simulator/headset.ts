import { noLamps, type HeadsetButtons, type HeadsetLamps, type HeadsetPress } from '../phone/headset.js';
import type { HeadsetPort } from '../phone/ports.js';

/** A headset that the agent has, or has not, and whose buttons a test presses. */
export class SimulatedHeadset implements HeadsetPort {
  lamps = noLamps;
  /** What the browser's chooser would give; `null`: the agent closes it. */
  choice: string | null = 'Headset';
  #name: string | null = null;
  #isOpen = false;
  #change: (headset: HeadsetButtons) => void = () => undefined;
  #press: (press: HeadsetPress) => void = () => undefined;

  open(): void {
    this.#isOpen = true;
    this.plug(this.#name);
  }

  onChange(listener: (headset: HeadsetButtons) => void): void {
    this.#change = listener;
  }

  onPress(listener: (press: HeadsetPress) => void): void {
    this.#press = listener;
  }

  show(lamps: HeadsetLamps): void {
    this.lamps = lamps;
  }

  ask(): Promise<string | null> {
    return this.use(this.choice ?? this.#name);
  }

  use(name: string | null): Promise<string | null> {
    this.plug(name ?? this.#name);
    return Promise.resolve(this.#name);
  }

  forget(): Promise<void> {
    this.plug(null);
    return Promise.resolve();
  }

  /** `null`: it is pulled out. */
  plug(name: string | null): void {
    this.#name = name;
    if (this.#isOpen) this.#change({ supported: true, name });
  }

  presses(press: HeadsetPress): void {
    if (this.#isOpen && this.#name !== null) this.#press(press);
  }

  close(): void {
    this.#isOpen = false;
    this.#change({ supported: false, name: null });
  }
}
