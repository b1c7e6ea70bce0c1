import type { LiveOptions } from '../phone/live-options.js';
import type { TabChannel } from './channel.js';
import type { LeaderMessage } from './messages.js';
import type { PendingCommands } from './pending-commands.js';
import type { Stream } from './stream.js';
import type { TabKeeper } from './tab-keeper.js';

interface FollowerParts {
  readonly stream: Stream;
  readonly channel: TabChannel;
  readonly keeper: TabKeeper;
  readonly pending: PendingCommands;
  /** The last leader's. */
  readonly term: number;
  /** The leader has said something. */
  heard(): void;
  configured(change: LiveOptions): void;
}

/** A tab that shows the phone of another one. */
export class Follower {
  #leader: string | null = null;
  #term: number;

  constructor(private readonly parts: FollowerParts) {
    this.#term = parts.term;
    parts.pending.pause();
  }

  get term(): number {
    return this.#term;
  }

  /** Asks whoever leads for all it knows. */
  greet(): void {
    this.parts.channel.send({ type: 'hello' });
  }

  handle(from: string, message: LeaderMessage): void {
    if (message.term < this.#term) return;
    const isLeader = from === this.#leader && message.term === this.#term;
    if (message.type !== 'lead' && !isLeader) {
      this.greet();
      return;
    }
    this.parts.heard();
    const { stream, keeper, pending } = this.parts;
    switch (message.type) {
      case 'lead': {
        const { contact, kept, state } = message;
        this.#leader = from;
        this.#term = message.term;
        keeper.learn(kept, contact);
        stream.join(message, { leads: false, count: state.tabs.count });
        if (!isLeader) this.#handOver(from);
        return;
      }
      case 'state':
        stream.show({ ...message.state, tabs: { leads: false, count: message.state.tabs.count } });
        return;
      case 'event':
        stream.tell(message.event);
        return;
      case 'kept':
        keeper.learn(message.kept, null);
        return;
      case 'result':
        pending.answered(message.id, message.result);
        return;
      case 'configured':
        this.parts.configured(message.change);
        return;
      case 'alive':
        return;
    }
  }

  #handOver(leader: string): void {
    const { channel, pending } = this.parts;
    pending.handOver((id, command) => channel.send({ type: 'command', id, command }, leader));
  }
}
