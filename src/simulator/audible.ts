import type { FarCall } from './far-call.js';
import type { SimulatedMedia } from './media.js';

/** Who hears whom, by `Call.id`. */
export interface Audible {
  /** The calls whose far side hears the agent. */
  readonly hearsAgent: readonly string[];
  /** The calls whose far side the agent hears. */
  readonly heardByAgent: readonly string[];
}

/** Worked out from the microphone, mute and hold of both sides; a far side that holds neither hears nor is heard. */
export function audibleOf(calls: readonly FarCall[], media: SimulatedMedia): Audible {
  const open = calls.filter(
    ({ id, status, heldByRemote }) => status === 'answered' && !heldByRemote && !media.isClosed(id),
  );
  const hearsAgent = open.filter(({ id }) => {
    const { muted, held } = media.audioOf(id);
    return media.isMicrophoneOpen && !muted && !held;
  });
  const heardByAgent = open.filter(({ id, heldByAgent }) => !heldByAgent && !media.audioOf(id).speakerMuted);
  return { hearsAgent: hearsAgent.map(({ id }) => id), heardByAgent: heardByAgent.map(({ id }) => id) };
}
