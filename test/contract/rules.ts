import { errorCatalogue } from '../../src/phone/errors.js';
import type { Call } from '../../src/phone/call.js';
import { phoneEventNames, type PhoneEventName } from '../../src/phone/events.js';
import { isLive, otherLine } from '../../src/phone/lines.js';
import { isTalking } from '../../src/phone/call.js';
import { callOnLine, incomingCall, liveCalls, type PhoneState } from '../../src/phone/state.js';
import type { Simulator } from '../../src/testing.js';

/** What the rules have seen of one call. */
interface CallHistory {
  started: number;
  confirmed: number;
  ended: number;
}

/** What every phone keeps to, whatever is done to it: the rules of behaviour.md. What is broken is written down. */
export class Rules {
  readonly broken: string[] = [];
  readonly #histories = new Map<string, CallHistory>();

  constructor(private readonly secret: string) {}

  /** Watches a phone from its first breath. */
  watch(name: string, { phone }: Simulator): void {
    this.#state(name, phone.state);
    phone.subscribe((state) => this.#state(name, state));
    for (const event of phoneEventNames) phone.on(event, (data) => this.#event(name, event, data));
  }

  expect(holds: boolean, rule: string): void {
    if (!holds) this.broken.push(rule);
  }

  /** @throws Error naming every rule that was broken */
  check(): void {
    if (this.broken.length > 0) throw new Error(this.broken.splice(0).join('\n'));
  }

  /** Nothing that a page or a log sees may hold the password. */
  keepsSecret(where: string, value: unknown): void {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    this.expect(!text.includes(this.secret), `${where} holds the password: ${text}`);
  }

  envelope(method: string, envelope: unknown): void {
    this.#plain(`the envelope of ${method}`, envelope);
    const { status, error, data } = envelope as { status: unknown; error: { code?: unknown } | null; data: unknown };
    const keys = Object.keys(envelope as object)
      .sort()
      .join();
    this.expect(keys === 'data,error,status', `the envelope of ${method} has the keys ${keys}`);
    if (status === 'success') this.expect(error === null, `${method} succeeds with an error`);
    else {
      this.expect(status === 'error' && data === null, `${method} fails with ${String(status)} and ${String(data)}`);
      this.error(method, error);
    }
  }

  error(where: string, error: unknown): void {
    const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
    this.expect(typeof code === 'string' && code in errorCatalogue, `${where} fails with the code ${String(code)}`);
    this.expect(typeof message === 'string' && message.length > 3, `${where} fails without a sentence`);
    this.keepsSecret(where, `${String(code)} ${String(message)} ${JSON.stringify(error)}`);
  }

  /** At any moment, also in the middle of everything. */
  anyMoment(name: string, simulator: Simulator): void {
    const { hearsAgent } = simulator.audible();
    this.expect(hearsAgent.length <= 1, `${name}: ${hearsAgent.join(' and ')} hear the agent at once`);
  }

  /** Nothing is under way, and every supplier does what it is asked. */
  settled(name: string, simulator: Simulator): void {
    const { state } = simulator.phone;
    const calls = liveCalls(state);
    const live = calls.filter(isLive);
    const say = (rule: string): string => `${name}, settled: ${rule}`;
    this.expect(state.status === 'started' || state.status === 'stopped', say(`status is ${state.status}`));
    this.expect(state.pending.length === 0, say(`pending: ${JSON.stringify(state.pending)}`));
    this.expect(live.length <= 1, say('two calls are live'));
    for (const { line } of live) this.expect(line === state.currentLine, say(`live on ${line}, not the current line`));
    const { hearsAgent, heardByAgent } = simulator.audible();
    this.expect(hearsAgent.length <= 1 && heardByAgent.length <= 1, say('two far sides are heard or hear'));
    this.expect(calls.length > 0 || !simulator.isMicrophoneOpen, say('the microphone is open without a call'));
    this.expect(!calls.some(isTalking) || simulator.isMicrophoneOpen, say('a call without a microphone'));
    for (const call of calls) this.#supplied(say, simulator, call);
    this.#registered(say, simulator);
    this.#rings(say, simulator);
  }

  /** After stop: nothing is left. */
  stopped(name: string, simulator: Simulator): void {
    const { state } = simulator.phone;
    const say = (rule: string): string => `${name}, stopped: ${rule}`;
    this.expect(state.status === 'stopped', say(`status is ${state.status}`));
    this.expect(liveCalls(state).length === 0, say('a call is live'));
    this.expect(state.pending.length === 0, say(`pending: ${JSON.stringify(state.pending)}`));
    this.expect(state.ring === null && simulator.sounding === null, say(`${String(simulator.sounding)} sounds`));
    this.expect(!simulator.isMicrophoneOpen, say('the microphone is open'));
    this.expect(state.connection.status === 'disconnected', say(`connection is ${state.connection.status}`));
    this.expect(!simulator.isConnected, say('the socket is open'));
    this.expect(
      state.registration.status === 'unregistered' || state.registration.status === 'failed',
      say(`registration is ${state.registration.status}`),
    );
    this.expect(simulator.timers === 0, say(`${simulator.timers} timers wait`));
    const open = simulator.calls.filter(({ status }) => status !== 'ended');
    this.expect(open.length === 0, say(`the PBX still has ${open.map(({ id, status }) => `${id} ${status}`).join()}`));
    for (const [id, { started, ended }] of this.#histories) {
      this.expect(started === ended, say(`call ${id} started ${started} times and ended ${ended} times`));
    }
  }

  #state(name: string, state: PhoneState): void {
    const say = (rule: string): string => `${name}, state: ${rule}`;
    this.expect(isDeepFrozen(state), say('it is not frozen'));
    this.keepsSecret(name, state);
    const { line1, line2, currentLine, lastCall } = state;
    const talking = [line1, line2].filter((call) => call?.state === 'active');
    this.expect(talking.length <= 1, say('two calls are active'));
    this.expect(currentLine === 1 || currentLine === 2, say(`the current line is ${String(currentLine)}`));
    const isWhereACallIs =
      callOnLine(state, currentLine) !== null || callOnLine(state, otherLine(currentLine)) === null;
    this.expect(isWhereACallIs, say(`the current line ${currentLine} is empty and the other one is not`));
    this.expect(line1 !== null || line2 !== null || currentLine === 1, say('an idle phone is on line 2'));
    this.expect(!line1 || line1.line === 1, say('line 1 holds a call of line 2'));
    this.expect(!line2 || line2.line === 2, say('line 2 holds a call of line 1'));
    this.expect(!line1 || line1.id !== line2?.id, say('one call is on both lines'));
    for (const call of [line1, line2]) {
      if (!call) continue;
      this.expect(call.state !== 'ended' && call.end === null, say('a line holds a call that has ended'));
      const isHeld = call.state === 'held';
      const isOpen = call.state === 'active';
      this.expect(!(isHeld && !call.onHold) && !(isOpen && call.onHold), say(`${call.state}, onHold ${call.onHold}`));
      this.expect(isTalking(call) === (call.answeredAt !== null), say(`${call.state}, ${String(call.answeredAt)}`));
    }
    this.expect(!lastCall || (lastCall.state === 'ended' && lastCall.end !== null), say('the last call goes on'));
  }

  #event(name: string, event: PhoneEventName, data: unknown): void {
    this.#plain(`${name}, ${event}`, data);
    if (event.startsWith('call')) this.#callEvent(name, event, data as Call);
    if (event.startsWith('refer')) {
      const history = this.#histories.get(`${name}, ${(data as Call).id}`);
      this.expect(history?.confirmed === 1 && history.ended === 0, `${name}: ${event} outside a confirmed call`);
    }
    if (event === 'registrationFailed') this.error(`${name}, ${event}`, data);
  }

  #callEvent(name: string, event: PhoneEventName, call: Call): void {
    const id = `${name}, ${call.id}`;
    const history = this.#histories.get(id) ?? { started: 0, confirmed: 0, ended: 0 };
    this.#histories.set(id, history);
    this.expect(history.ended === 0, `${id}: ${event} after callEnded`);
    if (event === 'callOutgoing' || event === 'callIncoming') {
      this.expect(++history.started === 1, `${id}: ${event} comes twice`);
      const direction = event === 'callOutgoing' ? 'outbound' : 'inbound';
      this.expect(call.direction === direction, `${id}: ${event} is ${call.direction}`);
    } else {
      this.expect(history.started === 1, `${id}: ${event} before the call began`);
    }
    if (event === 'callConfirmed') {
      this.expect(++history.confirmed === 1, `${id}: callConfirmed comes twice`);
      this.expect(call.answeredAt !== null && call.end === null, `${id}: confirmed and not answered`);
    }
    if (event === 'callEnded') {
      history.ended++;
      this.expect(call.state === 'ended' && call.endedAt !== null, `${id}: ended and ${call.state}`);
      this.expect((call.end?.text ?? '') !== '', `${id}: ended without a sentence`);
      this.expect(history.confirmed === (call.answeredAt === null ? 0 : 1), `${id}: answered without callConfirmed`);
    }
  }

  /** What the phone shows is what its suppliers do. */
  #supplied(say: (rule: string) => string, simulator: Simulator, call: Call): void {
    const far = simulator.calls.find(({ id }) => id === call.id);
    const audio = simulator.suppliers.media.audioOf(call.id);
    const shown = { muted: call.muted, held: call.onHold, speakerMuted: call.speakerMuted };
    this.expect(JSON.stringify(audio) === JSON.stringify(shown), say(`${JSON.stringify(audio)}, not as shown`));
    // What the far side did while the phone was out of reach it learns with its next request.
    if (!far || far.status === 'ended') return;
    this.expect(
      far.heldByAgent === call.onHold,
      say(`hold is ${far.heldByAgent} at the far side, ${call.onHold} here`),
    );
    this.expect((far.status === 'answered') === isTalking(call), say(`${far.status} there, ${call.state} here`));
  }

  #registered(say: (rule: string) => string, simulator: Simulator): void {
    const { status, connection, registration } = simulator.phone.state;
    if (status !== 'started') return;
    const isFinal = registration.error !== null && registration.status === 'failed';
    this.expect(connection.status === 'connected' || isFinal, say(`connection is ${connection.status}`));
    if (connection.status !== 'connected') return;
    const { wanted } = registration;
    this.expect((registration.status === 'registered') === wanted || isFinal, say(`${registration.status}, ${wanted}`));
    this.expect(registration.status !== 'registered' || simulator.isRegistered, say('the PBX has no registration'));
    this.expect(!isRegistrationUnderWay(registration.status), say(`registration is ${registration.status}`));
  }

  #rings(say: (rule: string) => string, { phone: { state }, sounding }: Simulator): void {
    const tone = state.ring === 'incoming' ? 'ringtone' : state.ring;
    this.expect(tone === sounding, say(`${String(sounding)} sounds, ${String(state.ring)} is shown`));
    const incoming = incomingCall(state);
    const rings = state.ring === 'incoming' || state.ring === 'waiting';
    this.expect(!rings || incoming !== null, say('it rings without a caller'));
  }

  #plain(where: string, data: unknown): void {
    try {
      const json = JSON.stringify(data);
      const isSame = JSON.stringify(structuredClone(data)) === json && JSON.stringify(JSON.parse(json)) === json;
      this.expect(isSame, `${where} does not survive a copy: ${json}`);
      this.keepsSecret(where, json);
    } catch (error) {
      this.expect(false, `${where} is not plain data: ${String(error)}`);
    }
  }
}

function isRegistrationUnderWay(status: string): boolean {
  return status === 'registering' || status === 'unregistering';
}

function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen);
}
