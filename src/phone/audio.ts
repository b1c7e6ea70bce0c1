/** The agent's audio devices: which there are, which are chosen, and what is asked of the supplier. */
import type { MediaFindings } from './check.js';

export interface AudioDevice {
  readonly id: string;
  readonly kind: 'input' | 'output';
  /** As the system calls it. */
  readonly label: string;
}

/** What a device is for: the microphone, the calls, the ringtone. */
export type AudioRole = 'input' | 'output' | 'ring';
export const audioRoles = ['input', 'output', 'ring'] as const satisfies readonly AudioRole[];

/** Device ids; `null` is the system's default. */
export interface AudioChoice {
  readonly input: string | null;
  readonly output: string | null;
  readonly ring: string | null;
  /** 0–1 */
  readonly ringVolume: number;
}

export interface AudioState extends AudioChoice {
  /** Empty until the browser tells them: most do so once the microphone is allowed. */
  readonly devices: readonly AudioDevice[];
  /** The chosen devices that are not plugged in: the default one is used instead. */
  readonly missing: readonly AudioRole[];
}

export const initialAudio: AudioState = {
  input: null,
  output: null,
  ring: null,
  ringVolume: 1,
  devices: [],
  missing: [],
};

/** The devices, as a part of the browser's audio. */
export interface AudioPort {
  /** What the agent chose the last time in this browser, else what was configured. */
  readonly choice: AudioChoice;
  /** Tells the devices, now and whenever they or their use change, until `close`. */
  watch(listener: (now: Pick<AudioState, 'devices' | 'missing'>) => void): void;
  /** From now on, live calls included; remembered. Rejects as `openMicrophone` where a live call cannot have the new microphone. */
  choose(choice: AudioChoice): Promise<void>;
  /** Another ringtone from now on; without one the built-in one. */
  configure(options: { readonly ringtone?: string }): void;
  /** How loud the microphone hears, 0–1. Opens it for as long as it is asked again within a second or so. */
  inputLevel(): Promise<number>;
  /** Plays the ringtone on the device of that role for a few seconds; `null` stops it. Resolves when it is over. */
  test(role: Exclude<AudioRole, 'input'> | null): Promise<void>;
  /** Finds out whether the microphone, a connection and the way out work; ends by itself within half a minute. */
  check(iceServers: readonly RTCIceServer[]): RunningCheck;
  close(): void;
}

/** A check that is under way. */
export interface RunningCheck {
  /** Never rejects; of a cancelled check it may never come. */
  readonly found: Promise<MediaFindings>;
  /** Frees everything at once. Harmless when the check is over. */
  cancel(): void;
}

/** The chosen devices that are not there. Where the browser tells no devices of a kind nothing is known to be missing. */
export function missingDevices(choice: AudioChoice, devices: readonly AudioDevice[]): readonly AudioRole[] {
  return audioRoles.filter((role) => {
    const id = choice[role];
    return (
      id !== null && devices.length > 0 && !devices.some((device) => device.id === id && device.kind === kindOf(role))
    );
  });
}

export function kindOf(role: AudioRole): AudioDevice['kind'] {
  return role === 'input' ? 'input' : 'output';
}
