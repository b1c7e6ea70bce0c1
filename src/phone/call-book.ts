import {
  applyCallFact,
  createCall,
  isTalking,
  withDurations,
  type Call,
  type CallDirection,
  type CallFact,
  type LineNumber,
  type NewCall,
} from './call.js';
import { language, timestamp, type PhoneContext } from './context.js';
import { endText } from './end-text.js';
import { PhoneError } from './errors.js';
import { callOnLine, liveCalls } from './state.js';

/** How a call ended, before it has its sentence. */
type CallEnding = Omit<Extract<CallFact, { type: 'ended' }>, 'type' | 'at' | 'text'>;

/** What is new about a call; the rest the phone knows. */
type Opening = Pick<NewCall, 'id' | 'line' | 'number'> &
  Partial<Pick<NewCall, 'name' | 'externalCallId' | 'callId' | 'sipCallId' | 'headers' | 'hotline'>>;

/**
 * The live calls: the one place where they enter the state, change and leave it, with their events. A call is
 * announced from the moment its INVITE has left or came in; before that, nobody is told of it.
 */
export class CallBook {
  readonly #announced = new Set<string>();
  readonly #endListeners = new Set<(ended: Call) => void>();

  constructor(private readonly context: PhoneContext) {}

  find(id: string): Call | null {
    return liveCalls(this.context.store.state).find((call) => call.id === id) ?? null;
  }

  /** @throws PhoneError NO_CALL unless it is answered and live */
  talking(id: string): Call {
    const call = this.find(id);
    if (!call || !isTalking(call)) throw new PhoneError('NO_CALL');
    return call;
  }

  onLine(line: LineNumber): Call | null {
    return callOnLine(this.context.store.state, line);
  }

  /** The call on the line beside this one. */
  beside(call: Call): Call | null {
    return this.onLine(call.line === 1 ? 2 : 1);
  }

  isAnnounced(id: string): boolean {
    return this.#announced.has(id);
  }

  /** Told after a call has left its line, before the page hears of it; one that was withdrawn has no `end`. */
  onEnded(listener: (ended: Call) => void): void {
    this.#endListeners.add(listener);
  }

  /** What `work` comes to, or CANCELLED as soon as the call is over: its answer may take half a minute more. */
  whileLive<T>(id: string, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const forget = this.#onceEnded(id, () => reject(new PhoneError('CANCELLED')));
      work.then(resolve, reject).finally(forget);
    });
  }

  /** As `whileLive`, and TIMEOUT after so long. */
  inTime<T>(id: string, ms: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.context.clock.after(ms, () => reject(new PhoneError('TIMEOUT')));
      this.whileLive(id, work).then(resolve, reject).finally(cancel);
    });
  }

  /** Waits that long, and no longer than the call is live. */
  pause(id: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.context.clock.after(ms, () => {
        forget();
        resolve();
      });
      const forget = this.#onceEnded(id, () => {
        cancel();
        resolve();
      });
    });
  }

  #onceEnded(id: string, run: () => void): () => void {
    const listener = (ended: Call): void => {
      if (ended.id !== id) return;
      this.#endListeners.delete(listener);
      run();
    };
    this.#endListeners.add(listener);
    return () => void this.#endListeners.delete(listener);
  }

  /** A new call takes its line. */
  open(direction: CallDirection, opening: Opening): Call {
    const { store } = this.context;
    const { extension, hotline } = store.state;
    const call = createCall({
      name: null,
      externalCallId: null,
      callId: null,
      sipCallId: null,
      headers: {},
      hotline: direction === 'outbound' ? hotline : null,
      ...opening,
      direction,
      extension: extension?.number ?? null,
      startedAt: timestamp(this.context),
    });
    const isOnly = liveCalls(store.state).length === 0;
    store.commit({
      ...lineChange(call.line, call),
      lastCall: null,
      // A second call that comes in waits; one that the agent places is where the agent is.
      ...(isOnly || direction === 'outbound' ? { currentLine: call.line } : {}),
    });
    return call;
  }

  /** A call of another page takes its line again: it was announced there. */
  adopt(call: Call): void {
    const { media, store } = this.context;
    this.#announced.add(call.id);
    media.setMuted(call.id, call.muted);
    media.setHeld(call.id, call.onHold);
    media.setSpeakerMuted(call.id, call.speakerMuted);
    store.commit({ ...lineChange(call.line, call), lastCall: null });
  }

  announce(name: 'callOutgoing' | 'callIncoming' | 'callConfirmed', id: string): void {
    this.#announced.add(id);
    const call = this.find(id);
    if (call) this.context.store.emit(name, call);
  }

  apply(id: string, fact: CallFact): void {
    const call = this.find(id);
    if (!call) return;
    const next = applyCallFact(call, fact);
    if (next === call) return;
    this.context.store.commit(lineChange(call.line, withDurations(next, this.context.clock.now())));
  }

  end(id: string, ending: CallEnding): Call {
    const { clock, store } = this.context;
    const call = this.find(id);
    if (!call) throw new PhoneError('NO_CALL');
    const text = endText({ ...ending, direction: call.direction }, language(this.context));
    const fact = { type: 'ended', at: timestamp(this.context), text, ...ending } as const;
    const ended = withDurations(applyCallFact(call, fact), clock.now());
    this.#leave(call, ended);
    store.emit('callEnded', ended);
    return ended;
  }

  /** A call that nobody was told of goes without a word. */
  withdraw(id: string): void {
    const call = this.find(id);
    if (call) this.#leave(call, null);
  }

  #leave(call: Call, lastCall: Call | null): void {
    const { store, media } = this.context;
    media.closeCall(call.id);
    const other = this.beside(call);
    store.commit({
      ...lineChange(call.line, null),
      ...(lastCall ? { lastCall } : {}),
      // With nothing left the phone is on line 1 again, else where there still is somebody.
      currentLine: other?.line ?? 1,
    });
    if (!other) media.closeMicrophone();
    this.#announced.delete(call.id);
    for (const listener of [...this.#endListeners]) listener(lastCall ?? call);
  }
}

function lineChange(line: LineNumber, call: Call | null): { line1: Call | null } | { line2: Call | null } {
  return line === 1 ? { line1: call } : { line2: call };
}
