import type { AlertController } from './alert-controller.js';
import type { CallBook } from './call-book.js';
import type { CallController } from './call-controller.js';
import type { PhoneContext } from './context.js';
import type { MediaFact } from './ports.js';

/** A call without any path for its audio is given up after this, ms. */
const mediaGrace = 30_000;

/** Takes in what the browser's audio says. */
export class MediaController {
  readonly #deadlines = new Map<string, () => void>();

  constructor(
    private readonly context: PhoneContext,
    book: CallBook,
    private readonly calls: CallController,
    private readonly alerts: AlertController,
  ) {
    book.onEnded(({ id }) => this.#connectionChanged(id, 'closed'));
  }

  handleFact(fact: MediaFact): void {
    switch (fact.type) {
      case 'soundBlocked':
        this.context.store.commit({ soundBlocked: fact.blocked });
        this.alerts.set('SOUND_BLOCKED', fact.blocked);
        return;
      case 'microphoneLost':
        this.alerts.set('MICROPHONE_LOST', true);
        return;
      case 'microphoneBack':
        this.alerts.set('MICROPHONE_LOST', false);
        return;
      case 'connectionChanged':
        this.#connectionChanged(fact.id, fact.status);
        return;
    }
  }

  #connectionChanged(id: string, status: 'connected' | 'disconnected' | 'failed' | 'closed'): void {
    const lost = status === 'disconnected' || status === 'failed';
    if (lost && this.#deadlines.has(id)) return;
    this.#deadlines.get(id)?.();
    this.#deadlines.delete(id);
    if (lost) {
      const cancel = this.context.clock.after(mediaGrace, () => {
        this.#deadlines.delete(id);
        this.calls.giveUp(id);
        this.alerts.set('MEDIA_LOST', this.#deadlines.size > 0);
      });
      this.#deadlines.set(id, cancel);
    }
    this.alerts.set('MEDIA_LOST', this.#deadlines.size > 0, { id });
  }
}
