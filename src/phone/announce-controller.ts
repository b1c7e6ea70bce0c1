import { announcementOf } from './announcement.js';
import type { Command } from './commands.js';
import type { PhoneContext } from './context.js';
import type { PageAct } from './ports.js';
import { incomingCall, liveCalls } from './state.js';

/** Derives from the state what the page says of it, so that nothing outlives its call; carries out what the agent does there. */
export class AnnounceController {
  #said = '';

  constructor(
    private readonly context: PhoneContext,
    execute: (command: Command) => void,
  ) {
    context.store.subscribe(() => this.#update());
    context.page.onAct((act) => {
      const command = this.#commandFor(act);
      if (command) execute(command);
    });
  }

  #update(): void {
    const { page, store } = this.context;
    const announcement = announcementOf(store.state);
    const text = JSON.stringify(announcement);
    if (text === this.#said) return;
    this.#said = text;
    page.announce(announcement);
  }

  /** A press may come late: it is meant for the call it was shown for, and for no other. */
  #commandFor({ type, call: id }: PageAct): Command | null {
    const { state } = this.context.store;
    const call = liveCalls(state).find((live) => live.id === id);
    if (!call) return null;
    if (type === 'hangUp') return { type, line: call.line };
    if (type !== 'toggleMute') return call.id === incomingCall(state)?.id ? { type, line: call.line } : null;
    return { type: call.muted ? 'unmute' : 'mute', line: call.line };
  }
}
