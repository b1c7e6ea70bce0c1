import type { Locks } from './host.js';

interface LeaderLockListener {
  /** This tab leads. */
  granted(): void;
  /** Another tab has taken the lead. */
  lost(): void;
  /** There are no locks here. */
  unavailable(error: unknown): void;
}

interface Turn {
  readonly waiting: AbortController;
  release: (() => void) | null;
}

/** The one lock of an account: who holds it leads. The browser passes it on by itself when a tab goes away. */
export class LeaderLock {
  #turn: Turn | null = null;

  constructor(
    private readonly locks: Locks,
    private readonly name: string,
    private readonly listener: LeaderLockListener,
  ) {}

  get isHeld(): boolean {
    return this.#turn?.release != null;
  }

  /** Queues up. */
  wait(): void {
    if (!this.#turn) this.#ask(false);
  }

  /** Takes it from whoever holds it. */
  steal(): void {
    this.leave();
    this.#ask(true);
  }

  /** Leaves the queue, or passes the lock on. */
  leave(): void {
    const turn = this.#turn;
    this.#turn = null;
    if (turn?.release) turn.release();
    else turn?.waiting.abort();
  }

  /**
   * Whether the lock is still held, asked of the browser: after a freeze the news that it was stolen may be still on
   * its way, but it comes before this answer.
   */
  async confirm(): Promise<boolean> {
    const turn = this.#turn;
    await this.locks.query();
    return turn !== null && this.#turn === turn && turn.release !== null;
  }

  /**
   * Of all tabs that found the leader frozen at once, one steals the lock; the others look again.
   * @param isStillFrozen asked once more when this tab is the one
   */
  async stealAlone(isStillFrozen: () => boolean): Promise<void> {
    await this.locks.request(`${this.name}/steal`, { ifAvailable: true }, async (lock) => {
      if (!lock || !isStillFrozen()) return;
      this.steal();
      // Until this tab has answered for itself, nobody may steal from it.
      await this.locks.query();
    });
  }

  #ask(steal: boolean): void {
    const turn: Turn = { waiting: new AbortController(), release: null };
    this.#turn = turn;
    const options: LockOptions = steal ? { steal } : { signal: turn.waiting.signal };
    this.locks
      .request(this.name, options, () => {
        if (this.#turn !== turn) return null;
        return new Promise<void>((release) => {
          turn.release = release;
          this.listener.granted();
        });
      })
      .catch((error: unknown) => {
        if (this.#turn !== turn) return;
        this.#turn = null;
        if (turn.release) this.listener.lost();
        else this.listener.unavailable(error);
      });
  }
}
