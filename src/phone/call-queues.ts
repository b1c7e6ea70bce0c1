import { Serial } from '../util/serial.js';

/** One queue for each call: SIP allows one re-INVITE of a dialog at a time (RFC 3261 §14.1). */
export class CallQueues {
  readonly #queues = new Map<string, Serial>();

  run<T>(id: string, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(id) ?? new Serial();
    this.#queues.set(id, queue);
    return queue.run(task);
  }

  forget(id: string): void {
    this.#queues.delete(id);
  }
}
