import type { Call } from './call.js';
import type { PhoneContext } from './context.js';
import type { Tone } from './ports.js';
import { incomingCall, liveCalls, type PhoneState } from './state.js';

/**
 * Derives what sounds from the state, so that a ring always stops with its cause: there is no "stop" to forget.
 */
export class RingController {
  /** The incoming call the agent has silenced. */
  #silenced: string | null = null;
  #playing: Tone | null = null;

  constructor(private readonly context: PhoneContext) {
    context.store.subscribe(() => this.#update());
  }

  silence(): void {
    this.#silenced = incomingCall(this.context.store.state)?.id ?? null;
    this.#update();
  }

  #update(): void {
    const { store, media } = this.context;
    const ring = ringOf(store.state, this.#silenced);
    if (ring !== store.state.ring) {
      store.commit({ ring });
      return; // The commit comes back here.
    }
    const tone = ring === 'incoming' ? 'ringtone' : ring;
    if (tone === this.#playing) return;
    this.#playing = tone;
    media.play(tone);
  }
}

/** What should sound in this state. */
function ringOf(state: PhoneState, silenced: string | null): PhoneState['ring'] {
  const incoming = incomingCall(state);
  if (incoming) {
    if (incoming.id === silenced) return null;
    return liveCalls(state).length > 1 ? 'waiting' : 'incoming';
  }
  return ringsAtRemote(state.line1) || ringsAtRemote(state.line2) ? 'ringback' : null;
}

/** Early media brings the far side's own ring-back: then ours would be a second one. */
function ringsAtRemote(call: Call | null): boolean {
  return call?.direction === 'outbound' && call.state === 'ringing';
}
