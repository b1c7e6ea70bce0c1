import type { Command, CommandResult } from '../phone/commands.js';
import { describeError, PhoneError } from '../phone/errors.js';
import { targetOf } from '../phone/guard.js';
import { liveCalls, type PhoneState } from '../phone/state.js';
import { remoteCommands } from './remote-commands.js';

interface Pending {
  readonly command: Command;
  /** `id` of the call that it is for. */
  readonly call: string | null;
  readonly answer: (result: CommandResult) => void;
  wasSent: boolean;
}

type Send = (id: number, command: Command) => void;

/** The commands of this tab that the leader, here or in another tab, has not answered yet. */
export class PendingCommands {
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  /** `null` while nobody leads: then commands wait. */
  #send: Send | null = null;

  constructor(private readonly state: () => PhoneState) {}

  execute(command: Command): Promise<CommandResult> {
    const target = targetOf(this.state(), command);
    // Where the line is left out the current one is meant, and that may be another one by the time it is asked again.
    const exact = target && takesLine(command) ? ({ ...command, line: target.line } as Command) : command;
    return new Promise((answer) => {
      const id = ++this.#last;
      const pending: Pending = { command: exact, call: target?.id ?? null, answer, wasSent: false };
      this.#pending.set(id, pending);
      if (this.#send) this.#forward(id, pending, this.#send);
    });
  }

  answered(id: number, result: CommandResult): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.answer(result);
  }

  /** Nobody leads: what is asked from now on waits. */
  pause(): void {
    this.#send = null;
  }

  /** Another leader: what the one before has left undone is asked again, where twice does no harm and the call is still there. */
  handOver(send: Send): void {
    this.#send = send;
    const live = liveCalls(this.state()).map(({ id }) => id);
    for (const [id, pending] of [...this.#pending]) {
      const isOver = pending.call !== null && !live.includes(pending.call);
      if (pending.wasSent && (isOver || remoteCommands[pending.command.type] !== 'again')) this.#refuse(id);
      else this.#forward(id, pending, send);
    }
  }

  /** This tab leaves. */
  refuseAll(): void {
    this.#send = null;
    for (const id of [...this.#pending.keys()]) this.#refuse(id);
  }

  #forward(id: number, pending: Pending, send: Send): void {
    pending.wasSent = true;
    send(id, pending.command);
  }

  #refuse(id: number): void {
    this.answered(id, { ok: false, error: describeError(new PhoneError('CANCELLED'), this.state().lang) });
  }
}

/** `switchLine` means the other line where it names none. */
function takesLine({ type }: Command): boolean {
  switch (type) {
    case 'answer':
    case 'hangUp':
    case 'reject':
    case 'hold':
    case 'unhold':
    case 'mute':
    case 'unmute':
    case 'muteSpeaker':
    case 'unmuteSpeaker':
    case 'sendDtmf':
      return true;
    default:
      return false;
  }
}
