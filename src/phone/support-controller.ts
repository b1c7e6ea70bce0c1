import { Journal } from '../util/journal.js';
import { shortHash } from '../util/short-hash.js';
import type { Call } from './call.js';
import { timestamp, type PhoneContext } from './context.js';
import type { ErrorCode } from './errors.js';
import type { MediaFact, SipAccount, SipFact } from './ports.js';
import { product, sipLibrary } from './product.js';
import { liveCalls, type PhoneState } from './state.js';
import type { QualitySummary, SipStep, SupportReport, TimelineEntry } from './support-report.js';
import { flagsOf, shownDevices, shownNumber, shownSettings, shownState, summed } from './support.js';

/** Bytes that each of the two journals takes at most: some hours of a usual day. */
const room = 65_536;

/** Keeps in mind what a helper will ask for, in bounded memory and without secrets. */
export class SupportController {
  readonly #timeline = new Journal<TimelineEntry>(room);
  readonly #ladder = new Journal<SipStep>(room);
  readonly #quality = new Map<string, QualitySummary>();

  constructor(
    private readonly context: PhoneContext,
    private readonly account: () => SipAccount | null,
  ) {
    context.store.subscribe((state, previous) => this.#watch(state, previous));
    context.store.on('alerts', ({ code }) => this.#note({ what: 'alert', value: code }));
    context.store.on('callEnded', (call) => this.#ended(call));
  }

  passed({ direction, what, sip }: Extract<SipFact, { type: 'message' }>): void {
    this.#ladder.add({ at: timestamp(this.context), direction, what, sip });
  }

  handleMediaFact(fact: MediaFact): void {
    if (fact.type !== 'sampled' || !liveCalls(this.context.store.state).some(({ id }) => id === fact.id)) return;
    const summary = summed(this.#quality.get(fact.id), fact.sample);
    if (summary) this.#quality.set(fact.id, summary);
  }

  failed(command: string, code: ErrorCode): void {
    this.#note({ what: 'failed', value: command, code });
  }

  report(numbers: SupportReport['numbers'] = 'masked'): SupportReport {
    const { config, store, page } = this.context;
    const { state } = store;
    return {
      product,
      sipLibrary,
      at: timestamp(this.context),
      ...page.about(),
      numbers,
      settings: shownSettings(config, this.account()),
      state: shownState(state, numbers),
      devices: shownDevices(state.audio),
      missing: state.audio.missing,
      quality: Object.fromEntries(this.#quality),
      timeline: this.#timeline.entries.map((entry) =>
        entry.number === undefined ? entry : { ...entry, number: shownNumber(entry.number, numbers) },
      ),
      sip: this.#ladder.entries,
    };
  }

  #note(entry: Omit<TimelineEntry, 'at'>): void {
    this.#timeline.add({ at: timestamp(this.context), ...entry });
  }

  #watch(state: PhoneState, previous: PhoneState): void {
    const { microphoneError } = state;
    if (state.status !== previous.status) this.#note({ what: 'phone', value: state.status });
    for (const what of ['connection', 'registration'] as const) {
      const { status, error } = state[what];
      const before = previous[what];
      const code = error?.code ?? null;
      if (status === before.status && code === (before.error?.code ?? null)) continue;
      this.#note({ what, value: status, code });
    }
    if (state.mode !== previous.mode) this.#note({ what: 'mode', value: state.mode });
    if (microphoneError !== previous.microphoneError) {
      this.#note({ what: 'microphone', value: microphoneError?.code ?? 'opened' });
    }
    if (state.soundBlocked !== previous.soundBlocked) {
      this.#note({ what: 'sound', value: state.soundBlocked ? 'blocked' : 'allowed' });
    }
    if (state.lastTransfer && state.lastTransfer !== previous.lastTransfer) {
      const { ok, statusCode, call } = state.lastTransfer;
      this.#note({ what: 'transfer', value: ok ? 'done' : 'refused', code: statusCode, call });
    }
    for (const call of liveCalls(state)) {
      const before = liveCalls(previous).find(({ id }) => id === call.id);
      if (!before || wordsOf(before) !== wordsOf(call)) {
        this.#note({ what: 'call', value: call.state, ...factsOf(call), flags: flagsOf(call) });
      }
    }
  }

  #ended(call: Call): void {
    const quality = this.#quality.get(call.id) ?? null;
    this.#quality.delete(call.id);
    const { end, duration } = call;
    const value = end ? `${end.by} ${end.cause}` : '';
    this.#note({ what: 'ended', value, code: end?.statusCode ?? null, ...factsOf(call), duration, quality });
  }
}

function wordsOf(call: Call): string {
  return [call.state, call.line, ...flagsOf(call)].join();
}

function factsOf({ id, sipCallId, line, direction, number }: Call): Partial<TimelineEntry> {
  const sip = sipCallId === null ? null : shortHash(sipCallId);
  return { call: id, sip, line, direction, number: shownNumber(number, 'plain') };
}
