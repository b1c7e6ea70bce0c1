import type { Command } from './commands.js';
import type { PhoneContext } from './context.js';
import { commandFor, lampsOf } from './headset-rules.js';

/** Shows the calls on a headset, and carries out what its buttons say. */
export class HeadsetController {
  #shown = '';

  constructor(
    private readonly context: PhoneContext,
    execute: (command: Command) => void,
  ) {
    const { store, page } = context;
    store.subscribe(() => this.#update());
    page.headset.onChange((headset) => store.commit({ headset }));
    page.headset.onPress((press) => {
      const command = commandFor(press, store.state);
      if (command) execute(command);
    });
  }

  #update(): void {
    const { page, store } = this.context;
    const lamps = lampsOf(store.state);
    const text = JSON.stringify(lamps);
    if (text === this.#shown) return;
    this.#shown = text;
    page.headset.show(lamps);
  }
}
