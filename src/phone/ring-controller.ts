import type { Call } from './call.js';
import type { PhoneContext } from './context.js';
import type { Tone } from './ports.js';
import { isRinging, liveCalls, type PhoneState } from './state.js';

/**
 * Derives what sounds from the state, so that a ring always stops with its cause: there is no "stop" to forget.
 */
export class RingController {
  /** The incoming calls that rang when the agent wanted silence. */
  #silenced: readonly string[] = [];
  #playing: Tone | null = null;

  constructor(private readonly context: PhoneContext) {
    context.store.subscribe(() => this.#update());
  }

  silence(): void {
    this.#silenced = liveCalls(this.context.store.state)
      .filter(isRinging)
      .map(({ id }) => id);
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
function ringOf(state: PhoneState, silenced: readonly string[]): PhoneState['ring'] {
  const calls = liveCalls(state);
  const ringing = calls.filter(isRinging);
  if (ringing.length > 0) {
    if (ringing.every(({ id }) => silenced.includes(id))) return null;
    // Soft only into the ear of an agent who has somebody there: two callers at once are two that must be heard.
    return ringing.length < calls.length ? 'waiting' : 'incoming';
  }
  return ringsAtRemote(state.line1) || ringsAtRemote(state.line2) ? 'ringback' : null;
}

/** Early media brings the far side's own ring-back: then ours would be a second one. */
function ringsAtRemote(call: Call | null): boolean {
  return call?.direction === 'outbound' && call.state === 'ringing';
}
