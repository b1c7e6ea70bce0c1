import type { AlertController } from './alert-controller.js';
import type { CallBook } from './call-book.js';
import type { CallController } from './call-controller.js';
import type { CallQueues } from './call-queues.js';
import { withGlare } from './call-requests.js';
import { isTalking } from './call.js';
import { describe, type PhoneContext } from './context.js';
import { toPhoneError, type PhoneError } from './errors.js';
import type { GuardianController } from './guardian-controller.js';
import type { MediaFact } from './ports.js';
import { isReachable, liveCalls } from './state.js';

/** A call without any path for its audio is given up after this, ms. */
const mediaGrace = 30_000;
/** ICE often mends a short gap by itself, ms. */
const iceGrace = 3_000;
/** What a search needs before the next one may cut it short, whichever side began it, ms. */
const searchTime = 4_000;
/** Where not a packet arrives it takes less to know that the search was in vain, ms. */
const quickSearchTime = 1_500;

/** Takes in what the browser's audio says, and looks for a new path (ICE restart, RFC 8445 §2.4) where one is lost. */
export class MediaController {
  readonly #deadlines = new Map<string, () => void>();
  /** Calls whose path is being looked for: one search at a time. */
  readonly #searching = new Set<string>();
  /** When either side last began to look for a new path. */
  readonly #lastSearch = new Map<string, number>();

  constructor(
    private readonly context: PhoneContext,
    private readonly book: CallBook,
    private readonly calls: CallController,
    private readonly queues: CallQueues,
    private readonly alerts: AlertController,
    private readonly guardian: GuardianController,
  ) {
    book.onEnded(({ id }) => {
      this.#connectionChanged(id, 'closed');
      this.#lastSearch.delete(id);
      // There is no caller any more who does not hear; why there is no microphone stays in the state.
      if (liveCalls(context.store.state).length === 0) alerts.set('MICROPHONE_LOST', false);
    });
  }

  handleFact(fact: MediaFact): void {
    switch (fact.type) {
      case 'soundBlocked':
        this.context.store.commit({ soundBlocked: fact.blocked });
        this.alerts.set('SOUND_BLOCKED', fact.blocked);
        return;
      case 'microphoneLost':
        this.alerts.set('MICROPHONE_LOST', true);
        this.#sayWhy(fact.reason);
        return;
      case 'microphoneBack':
        this.alerts.set('MICROPHONE_LOST', false);
        this.#sayWhy(null);
        return;
      case 'connectionChanged':
        this.#connectionChanged(fact.id, fact.status);
        return;
      case 'flowStopped':
        this.#flowStopped(fact.id);
        return;
      case 'pathOffered':
        this.#lastSearch.set(fact.id, this.context.clock.now());
        return;
      case 'sampled':
        this.guardian.sampled(fact.id, fact.sample);
        return;
    }
  }

  /** What the agent can do about a microphone that is gone. */
  #sayWhy(reason: PhoneError | null): void {
    const microphoneError = reason && describe(this.context, reason);
    if (this.context.store.state.microphoneError !== microphoneError) this.context.store.commit({ microphoneError });
  }

  /** Addresses changed: the old paths are gone, whether ICE knows it yet or not. */
  networkChanged(): void {
    for (const call of liveCalls(this.context.store.state)) void this.#search(call.id);
  }

  #connectionChanged(id: string, status: 'connected' | 'disconnected' | 'failed' | 'closed'): void {
    const lost = status === 'disconnected' || status === 'failed';
    if (status === 'failed') void this.#search(id);
    if (lost && this.#deadlines.has(id)) return;
    this.#deadlines.get(id)?.();
    this.#deadlines.delete(id);
    if (lost) this.#deadlines.set(id, this.#startDeadline(id));
    this.alerts.set('MEDIA_LOST', this.#deadlines.size > 0, { id });
  }

  #startDeadline(id: string): () => void {
    const { clock } = this.context;
    const cancelSearch = clock.after(iceGrace, () => void this.#search(id));
    const cancelEnd = clock.after(mediaGrace, () => {
      this.#deadlines.delete(id);
      this.calls.giveUp(id);
      this.alerts.set('MEDIA_LOST', this.#deadlines.size > 0);
    });
    return () => {
      cancelSearch();
      cancelEnd();
    };
  }

  /**
   * Nothing arrives any more: either side's address may have changed, which ICE notices later. On hold, whoever holds,
   * nothing need arrive.
   */
  #flowStopped(id: string): void {
    const call = this.book.find(id);
    if (!call || call.onHold || call.heldByRemote || this.#sinceSearch(id) < quickSearchTime) return;
    void this.queues.run(id, () => this.#restartIce(id));
  }

  #sinceSearch(id: string): number {
    return this.context.clock.now() - (this.#lastSearch.get(id) ?? 0);
  }

  /** Restarts ICE once, and again for as long as the path stays lost. */
  async #search(id: string): Promise<void> {
    if (this.#searching.has(id)) return;
    this.#searching.add(id);
    do {
      const rest = searchTime - this.#sinceSearch(id);
      if (rest > 0) await this.book.pause(id, rest);
      else await this.queues.run(id, () => this.#restartIce(id));
    } while (this.book.find(id) && this.#deadlines.has(id));
    this.#searching.delete(id);
  }

  async #restartIce(id: string): Promise<void> {
    const { clock, log, sip, store } = this.context;
    const call = this.book.find(id);
    this.#lastSearch.set(id, clock.now());
    if (!call || !isTalking(call) || !isReachable(store.state)) return;
    try {
      await withGlare(this.context, this.book, call, () => sip.refresh(id, { iceRestart: true }));
    } catch (thrown) {
      log.warn('a new path for the audio was not agreed', toPhoneError(thrown, 'SERVER').message);
    }
  }
}
