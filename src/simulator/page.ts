import type { KeptPhone } from '../phone/kept.js';
import type { Announcement, KeeperPort, PageAct, PagePort } from '../phone/ports.js';

/** A page that wakes and goes when it is told to. */
export class SimulatedPage implements PagePort {
  /** What the page says of the calls. */
  announced: Announcement = { ringing: null, current: null };
  #isOpen = false;
  #wakeListener: (wake: { readonly networkChanged: boolean }) => void = () => undefined;
  #leaveListener: () => void = () => undefined;
  #actListener: (act: PageAct) => void = () => undefined;

  onWake(listener: (wake: { readonly networkChanged: boolean }) => void): void {
    this.#wakeListener = listener;
  }

  onLeave(listener: () => void): void {
    this.#leaveListener = listener;
  }

  announce(announcement: Announcement): void {
    this.announced = announcement;
  }

  onAct(listener: (act: PageAct) => void): void {
    this.#actListener = listener;
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  wakes({ networkChanged = false } = {}): void {
    if (this.#isOpen) this.#wakeListener({ networkChanged });
  }

  /** The agent presses a key of the headset. */
  acts(act: PageAct): void {
    this.#actListener(act);
  }

  leaves(): void {
    if (this.#isOpen) this.#leaveListener();
  }
}

/** What outlives a page, in memory: give the same one to two phones, and the second is the page after the first. */
export class SimulatedKeeper implements KeeperPort {
  readonly kept = new Map<string, KeptPhone>();
  readonly refused = new Set<string>();

  keepCalls(account: string, kept: KeptPhone | null): void {
    if (kept) this.kept.set(account, structuredClone(kept));
    else this.kept.delete(account);
  }

  recallCalls(account: string): KeptPhone | null {
    return this.kept.get(account) ?? null;
  }

  contactName(): string {
    return 'simulator';
  }

  rememberRefusal(account: string): void {
    this.refused.add(account);
  }

  isRefused(account: string): boolean {
    return this.refused.has(account);
  }
}
