import type { KeptPhone } from '../phone/kept.js';
import type { KeeperPort } from '../phone/ports.js';

/**
 * Keeps the calls in this tab's own store, for its next page, and in the memory of the other tabs, of which one leads
 * next. What the others have been told they never write anywhere: whoever has it can take the calls.
 */
export class TabKeeper {
  #kept: KeptPhone | null = null;
  #contact: string | null = null;
  /** Another tab has led before: what it kept counts, not what an older page of this tab left. */
  #hasJoined = false;

  constructor(
    private readonly own: KeeperPort,
    private readonly account: string,
  ) {}

  get kept(): KeptPhone | null {
    return this.#kept;
  }

  get contact(): string {
    return (this.#contact ??= this.own.contactName(this.account));
  }

  /** From the leader. */
  learn(kept: KeptPhone | null, contact: string | null): void {
    if (!this.#hasJoined) this.own.keepCalls(this.account, null);
    this.#hasJoined = true;
    this.#kept = kept;
    this.#contact = contact ?? this.#contact;
  }

  /** This tab leads no more: its next page must not take back what another tab has. */
  yield(): void {
    this.own.keepCalls(this.account, null);
    this.#hasJoined = true;
  }

  /** For the phone of this tab, for as long as it leads. */
  port(isLeading: () => boolean, hasHeirs: () => boolean, tell: (kept: KeptPhone | null) => void): KeeperPort {
    return {
      keepCalls: (account, kept) => {
        if (!isLeading()) return;
        this.own.keepCalls(account, kept);
        this.#kept = kept;
        tell(kept);
      },
      recallCalls: (account) => (this.#hasJoined ? this.#kept : this.own.recallCalls(account)),
      contactName: () => this.contact,
      rememberRefusal: (account) => this.own.rememberRefusal(account),
      isRefused: (account) => this.own.isRefused(account),
      hasHeirs,
    };
  }
}
