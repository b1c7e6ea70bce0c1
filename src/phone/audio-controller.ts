import type { AlertController } from './alert-controller.js';
import type { AudioChoice, AudioRole } from './audio.js';
import type { PhoneContext } from './context.js';

const alertOf = {
  input: 'AUDIO_INPUT_LOST',
  output: 'AUDIO_OUTPUT_LOST',
  ring: 'RINGTONE_DEVICE_LOST',
} as const satisfies Record<AudioRole, string>;

/** The devices in the state, and an alert for each chosen one that is unplugged. */
export class AudioController {
  constructor(
    private readonly context: PhoneContext,
    private readonly alerts: AlertController,
  ) {}

  start(): void {
    const { store, media } = this.context;
    media.audio.watch(({ devices, missing }) => {
      store.commit({ audio: { ...store.state.audio, devices, missing } });
      for (const [role, code] of Object.entries(alertOf)) {
        this.alerts.set(code, missing.includes(role as AudioRole), { role });
      }
    });
  }

  /** In the state when it is so. */
  async choose(change: Partial<AudioChoice>): Promise<null> {
    const { store, media } = this.context;
    const { input, output, ring, ringVolume } = { ...store.state.audio, ...change };
    await media.audio.choose({ input, output, ring, ringVolume });
    store.commit({ audio: { ...store.state.audio, ...change } });
    return null;
  }
}
