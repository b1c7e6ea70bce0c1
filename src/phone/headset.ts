/** The buttons of a headset: whether this browser can have them, and whose they are. */
export interface HeadsetButtons {
  readonly supported: boolean;
  /** What the headset calls itself; `null`: none is connected. */
  readonly name: string | null;
}

/** What a headset is told, to show it and to know what its buttons mean. */
export interface HeadsetLamps {
  readonly ringing: boolean;
  /** There is a call to talk on. */
  readonly offHook: boolean;
  readonly muted: boolean;
  readonly held: boolean;
}

/** What the agent has pressed: the hook and the mute key each mean the other of what is. */
export type HeadsetPress = 'hook' | 'mute' | 'flash' | 'drop' | 'reject';

export const noLamps: HeadsetLamps = { ringing: false, offHook: false, muted: false, held: false };
