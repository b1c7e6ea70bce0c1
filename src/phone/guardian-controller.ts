import type { AlertController } from './alert-controller.js';
import type { CallBook } from './call-book.js';
import type { Call, CallQuality } from './call.js';
import type { PhoneContext } from './context.js';
import type { MediaSample } from './ports.js';
import { judge, nextTrouble, noTrouble, qualityOf, visibleQuality, type Trouble, type Silence } from './quality.js';
import { liveCalls, warningCodes, type WarningCode } from './state.js';

/** The figures that are shown cover so many samples. */
const window = 3;

/** What is known of one call's sound. */
interface Watch {
  /** What was in force when the last sample was taken. */
  readonly setting: string;
  readonly samples: readonly MediaSample[];
  readonly troubles: Readonly<Record<WarningCode, Trouble>>;
}

/** Listens along: puts the quality of each call into the state, and warns while there is something to mend. */
export class GuardianController {
  readonly #watches = new Map<string, Watch>();

  constructor(
    private readonly context: PhoneContext,
    private readonly book: CallBook,
    private readonly alerts: AlertController,
  ) {
    book.onEnded(({ id }) => {
      this.#watches.delete(id);
      this.#tell();
    });
    context.store.subscribe((state, previous) => {
      const isSame = state.line1 === previous.line1 && state.line2 === previous.line2;
      if (!isSame || state.soundBlocked !== previous.soundBlocked) this.#settingsChanged();
    });
  }

  sampled(id: string, sample: MediaSample): void {
    const call = this.book.find(id);
    if (!call) return;
    const setting = this.#settingOf(call);
    const before = this.#watches.get(id);
    if (!isOpen(call) || before?.setting !== setting) {
      // Half of it may be from before the agent held, muted …: it says nothing.
      this.#watches.set(id, { setting, samples: [], troubles: before?.troubles ?? quiet });
      return;
    }
    const samples = [...before.samples, sample].slice(-window);
    const verdicts = judge(sample, this.#silenceOf(call));
    const troubles = eachCode((code) => nextTrouble(code, before.troubles[code], verdicts[code]));
    this.#watches.set(id, { setting, samples, troubles });
    const quality = qualityOf(samples);
    if (quality) this.#showQuality(call, quality);
    this.#tell();
  }

  #silenceOf(call: Call): Silence {
    return { muted: call.muted, deaf: call.speakerMuted || this.context.store.state.soundBlocked };
  }

  #settingOf(call: Call): string {
    return JSON.stringify([isOpen(call), this.#silenceOf(call)]);
  }

  #showQuality(call: Call, measured: CallQuality): void {
    const quality = visibleQuality(measured, call.quality);
    if (quality !== call.quality) this.book.apply(call.id, { type: 'qualityChanged', quality });
  }

  /** What is meant to be so needs no warning any more, and that at once. */
  #settingsChanged(): void {
    for (const call of liveCalls(this.context.store.state)) {
      const watch = this.#watches.get(call.id);
      if (!watch || watch.setting === this.#settingOf(call)) continue;
      const { muted, deaf } = this.#silenceOf(call);
      const isOff: Readonly<Record<WarningCode, boolean>> = {
        TALKING_WHILE_MUTED: !muted,
        NOT_HEARD: muted,
        NOTHING_HEARD: deaf,
        POOR_LINE: false,
      };
      const troubles = eachCode((code) => (!isOpen(call) || isOff[code] ? noTrouble : watch.troubles[code]));
      this.#watches.set(call.id, { ...watch, troubles });
    }
    this.#tell();
  }

  #tell(): void {
    const { store } = this.context;
    const warnings = [...this.#watches].flatMap(([call, { troubles }]) =>
      warningCodes.filter((code) => troubles[code].raised).map((code) => ({ call, code })),
    );
    const before = store.state.warnings;
    const isSame = warnings.every(({ call, code }, at) => before[at]?.call === call && before[at].code === code);
    if (isSame && warnings.length === before.length) return;
    store.commit({ warnings });
    for (const code of warningCodes) {
      const warning = warnings.find((each) => each.code === code) ?? before.find((each) => each.code === code);
      if (!warning) continue;
      const quality = code === 'POOR_LINE' ? qualityOf(this.#watches.get(warning.call)?.samples ?? []) : null;
      this.alerts.set(code, warnings.includes(warning), { id: warning.call, ...quality });
    }
  }
}

const quiet = eachCode(() => noTrouble);

function eachCode<T>(of: (code: WarningCode) => T): Readonly<Record<WarningCode, T>> {
  return Object.fromEntries(warningCodes.map((code) => [code, of(code)])) as Record<WarningCode, T>;
}

/** Both are meant to be heard. */
function isOpen(call: Call): boolean {
  return call.state === 'active' && !call.heldByRemote;
}
