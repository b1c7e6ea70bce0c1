import type { PhoneConfig } from './config.js';
import type { Phone } from './phone.js';
import type { PhoneLease, PhoneProvider } from './provider.js';
import { liveCalls } from './state.js';

interface Entry {
  config: PhoneConfig;
  readonly phone: Phone;
  leases: number;
}

/** What a phone is to be like from its next start on. */
export interface WantedPhone {
  readonly config: PhoneConfig;
}

/** Counts who uses which phone, so that everything on a page that names one account shares one registration. */
export class PhoneLeases implements PhoneProvider {
  readonly #entries = new Set<Entry>();
  readonly #createdListeners = new Set<() => void>();

  constructor(private readonly create: (wanted: WantedPhone) => Phone) {}

  acquire(config: PhoneConfig): PhoneLease {
    let entry = [...this.#entries].find((candidate) => sameAccount(candidate.config, config));
    const isNew = !entry;
    entry ??= this.#createEntry(config);
    // Whoever starts a phone that stands still says how; one that runs stays as it is.
    if (!isRunning(entry)) entry.config = config;
    this.#entries.add(entry);
    const lease = this.#lease(entry);
    if (isNew) for (const listener of [...this.#createdListeners]) listener();
    return lease;
  }

  acquireExisting(): PhoneLease | null {
    const entries = [...this.#entries];
    const entry = entries.find(isRunning) ?? entries.at(-1);
    return entry ? this.#lease(entry) : null;
  }

  onCreated(listener: () => void): () => void {
    this.#createdListeners.add(listener);
    return () => void this.#createdListeners.delete(listener);
  }

  #createEntry(config: PhoneConfig): Entry {
    const wanted = { config };
    return Object.assign(wanted, { phone: this.create(wanted), leases: 0 });
  }

  #lease(entry: Entry): PhoneLease {
    entry.leases++;
    let released = false;
    return {
      phone: entry.phone,
      release: () => {
        if (released) return;
        released = true;
        entry.leases--;
        // A microtask's patience: an element that is moved in the DOM leaves and comes back at once.
        queueMicrotask(() => this.#retire(entry));
      },
    };
  }

  /** Stops a phone that nobody uses any more; a live call outlives its last user. */
  #retire(entry: Entry): void {
    if (entry.leases > 0 || !this.#entries.has(entry)) return;
    if (liveCalls(entry.phone.state).length === 0) {
      this.#entries.delete(entry);
      void entry.phone.execute({ type: 'stop' });
      return;
    }
    const unsubscribe = entry.phone.subscribe((state) => {
      if (entry.leases > 0) unsubscribe();
      else if (liveCalls(state).length === 0) {
        unsubscribe();
        this.#retire(entry);
      }
    });
  }
}

function isRunning({ phone }: Entry): boolean {
  const { status } = phone.state;
  return status === 'starting' || status === 'started';
}

/** The same extension by the same way in. Other options do not make another phone. */
function sameAccount(a: PhoneConfig, b: PhoneConfig): boolean {
  const identity = ({ sip, account, paths }: PhoneConfig): string => JSON.stringify([sip, account, paths]);
  return identity(a) === identity(b) && a.account?.getToken === b.account?.getToken;
}
