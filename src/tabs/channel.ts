import type { LogPort } from '../phone/ports.js';
import type { OpenChannel, TabsHost } from './host.js';
import { readLetter, type Letter, type TabMessage } from './messages.js';

interface ChannelParts {
  readonly host: TabsHost;
  readonly name: string;
  /** Who we are to the others. */
  readonly id: string;
  readonly log: LogPort;
  received(from: string, message: TabMessage): void;
}

/** The way to the other tabs of this phone. What is no message of ours is dropped. */
export class TabChannel {
  readonly #open: OpenChannel;
  #isClosed = false;

  constructor(private readonly parts: ChannelParts) {
    this.#open = parts.host.openChannel(parts.name, (value) => this.#receive(value));
  }

  /** @param to one tab's id; all of them when it is left out */
  send(message: TabMessage, to: string | null = null): void {
    if (this.#isClosed) return;
    this.#open.post({ from: this.parts.id, to, message } satisfies Letter);
  }

  close(): void {
    this.#isClosed = true;
    this.#open.close();
  }

  #receive(value: unknown): void {
    if (this.#isClosed) return;
    const { id, log } = this.parts;
    const letter = readLetter(value);
    if (!letter) log.debug('a message from another tab was not understood');
    else if (letter.from !== id && (letter.to === null || letter.to === id)) {
      this.parts.received(letter.from, letter.message);
    }
  }
}
