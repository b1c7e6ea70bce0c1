import { SimulatedHeadset } from './headset.js';
import type { KeptPhone } from '../phone/kept.js';
import type { NoticePermission } from '../phone/notice-permission.js';
import type { Announcement, KeeperPort, PageAct, PagePort } from '../phone/ports.js';

/** A page that wakes and goes when it is told to. */
export class SimulatedPage implements PagePort {
  readonly headset = new SimulatedHeadset();
  /** What the page says of the calls. */
  announced: Announcement = { ringing: null, current: null };
  /** What the browser has been told about notifications, and what the agent answers when it is asked. */
  permission: NoticePermission = 'ask';
  answer: NoticePermission = 'allowed';
  #permissionListener: (permission: NoticePermission) => void = () => undefined;
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

  /** Where it is said is a browser's affair. */
  configure(): void {
    // Nothing.
  }

  announce(announcement: Announcement): void {
    this.announced = announcement;
  }

  onAct(listener: (act: PageAct) => void): void {
    this.#actListener = listener;
  }

  onPermission(listener: (permission: NoticePermission) => void): void {
    this.#permissionListener = listener;
  }

  askPermission(): Promise<NoticePermission> {
    if (this.permission === 'ask') this.permission = this.answer;
    return Promise.resolve(this.permission);
  }

  /** The agent changes it in the browser. */
  permits(permission: NoticePermission): void {
    this.permission = permission;
    if (this.#isOpen) this.#permissionListener(permission);
  }

  about(): { readonly browser: string; readonly page: string } {
    return { browser: 'simulator', page: 'https://simulator.invalid' };
  }

  open(): void {
    this.#isOpen = true;
    this.headset.open();
    this.#permissionListener(this.permission);
  }

  close(): void {
    this.#isOpen = false;
    this.headset.close();
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

  hasHeirs(): boolean {
    return false;
  }

  isRefused(account: string): boolean {
    return this.refused.has(account);
  }
}
