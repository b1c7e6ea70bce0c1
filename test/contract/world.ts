import type { Envelope } from '../../src/phone/facade.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { createSimulator, type Simulator } from '../../src/testing.js';
import { settled } from '../../src/simulator/clock.js';
import { playFar, playFault } from './far-script.js';
import { Rules } from './rules.js';
import type { Reaction, Step, Timed } from './steps.js';

const secret = 'pw-4hL-never-to-be-seen';

const hotlines = [
  { id: 'h1', type: 'hotline', name: 'Sales', number: '19001234' },
  { id: 'h2', type: 'group', name: 'Support', number: null },
] as const;

/** What a call of the SDK came to. */
interface Asked {
  readonly name: string;
  isSettled: boolean;
  callbacks: number;
  readonly hasCallback: boolean;
}

/** A page with the SDK, its phones and their surroundings, as one run of steps plays it. */
export class World {
  readonly rules = new Rules(secret);
  readonly simulators: Simulator[] = [];
  readonly sdk = new BfcWebphoneSDK();
  readonly #asked: Asked[] = [];
  /** How often listeners and callbacks may still do something: pages that call back for ever are not of interest. */
  #reactions = 25;
  readonly #before = BfcWebphoneSDK.provider;
  readonly #console: Partial<Console> = {};

  constructor() {
    BfcWebphoneSDK.provider = new PhoneLeases(({ config: { mode, register, lang } }) =>
      this.#create({ mode, register, lang }),
    );
    // What the phone reports of throwing listeners is wanted here; that it keeps secrets is a rule.
    for (const level of ['error', 'warn', 'info', 'debug'] as const) {
      this.#console[level] = console[level];
      console[level] = (...args: unknown[]): void => this.rules.keepsSecret('the console', args.map(String).join(' '));
    }
  }

  dispose(): void {
    BfcWebphoneSDK.provider = this.#before;
    Object.assign(console, this.#console);
  }

  /** The phone that the page uses last. */
  get current(): Simulator | null {
    return this.simulators.at(-1) ?? null;
  }

  async play(steps: readonly Timed[]): Promise<void> {
    for (const { step, then } of steps) {
      await this.#play(step);
      if (then === 'a tick') await Promise.resolve();
      if (then === 'settled') await settled();
      this.#look();
    }
  }

  /**
   * Unless the end is sudden everything is well again, and some time passes: then the phone must be in order. Then it
   * stops, and nothing is left.
   */
  async end(isSudden: boolean): Promise<void> {
    // In the middle of everything the phone must stop as cleanly.
    if (isSudden) return this.#stop();
    for (const simulator of this.simulators) calm(simulator);
    await this.#pass(70_000);
    for (const [index, simulator] of this.simulators.entries()) this.rules.settled(`phone ${index + 1}`, simulator);
    this.#answered();
    this.rules.check();
    await this.#stop();
  }

  async #stop(): Promise<void> {
    this.#reactions = 0;
    this.#method('stop', [], 'nothing', {});
    // Long enough for a REGISTER that nobody answers, and for every answer that is on its way.
    await this.#pass(6_000);
    for (const simulator of this.simulators) calm(simulator);
    await this.#pass(0);
    for (const [index, simulator] of this.simulators.entries()) this.rules.stopped(`phone ${index + 1}`, simulator);
    this.#answered();
    this.rules.check();
    const sent = this.simulators.map((simulator) => simulator.sent.length);
    await this.#pass(600_000);
    const sentLater = this.simulators.map((simulator) => simulator.sent.length);
    this.rules.expect(String(sent) === String(sentLater), 'a stopped phone sends something');
    this.rules.check();
  }

  async #play(step: Step): Promise<void> {
    const { current } = this;
    switch (step.do) {
      case 'method':
        this.#method(step.method, step.args, step.callback, step.listeners);
        return;
      case 'query':
        this.#query(step.method, step.args);
        return;
      case 'line':
        this.#execute(() => current?.phone.execute({ type: step.type, line: step.line }));
        return;
      case 'command':
        this.#execute(() => current?.phone.execute({ type: step.type }));
        return;
      case 'far':
        if (current) playFar(current, step.action);
        return;
      case 'fault':
        if (current) playFault(current, step.fault);
        return;
      case 'pass':
        await this.#pass(step.ms);
        return;
    }
  }

  #create(options: {
    mode: 'active' | 'inactive' | 'outgoing';
    register: boolean;
    lang: 'vi' | 'en';
  }): Simulator['phone'] {
    const write = (message: string, details?: unknown): void =>
      this.rules.keepsSecret('the log', `${message} ${String(details)} ${JSON.stringify(details) ?? ''}`);
    const simulator = createSimulator({
      ...options,
      sip: { uri: 'sip:1001@pbx.test', password: secret, servers: ['wss://a.test/ws', 'wss://b.test/ws'] },
      simulate: { account: { hotlines } },
      log: { error: write, warn: write, info: write, debug: write },
    });
    this.simulators.push(simulator);
    this.rules.watch(`phone ${this.simulators.length}`, simulator);
    return simulator.phone;
  }

  /** One method of the SDK, with whatever arguments. */
  #method(
    name: string,
    args: readonly unknown[],
    callback: Reaction | 'wrong' | null,
    listeners: Readonly<Record<string, Reaction>>,
  ): void {
    const asked: Asked = {
      name,
      isSettled: false,
      callbacks: 0,
      hasCallback: callback !== null && callback !== 'wrong',
    };
    this.#asked.push(asked);
    let heard: unknown;
    const cb = (envelope: unknown): void => {
      asked.callbacks++;
      heard = envelope;
      this.rules.envelope(name, envelope);
      if (callback !== null && callback !== 'wrong') this.#react(callback, null);
    };
    const given = name === 'init' ? [this.#config(args[0], listeners)] : args;
    // Where no argument is asked for the callback comes first.
    const all: unknown[] = callback === null ? [...given] : [...given, callback === 'wrong' ? 'no function' : cb];
    try {
      const run = this.sdk[name as 'stop'] as (...args: unknown[]) => Promise<Envelope>;
      void run.apply(this.sdk, all).then(
        (envelope) => {
          asked.isSettled = true;
          this.rules.envelope(name, envelope);
          this.rules.expect(envelope.error !== null || isSound(name, args), `${name} takes ${args.map(String).join()}`);
          if (asked.hasCallback)
            this.rules.expect(envelope === heard, `${name} promises something else than it calls back`);
        },
        (error: unknown) => this.rules.expect(false, `${name} rejects: ${String(error)}`),
      );
    } catch (error) {
      this.rules.expect(false, `${name} throws: ${String(error)}`);
    }
  }

  #query(name: string, args: readonly unknown[]): void {
    const asked: Asked = { name, isSettled: false, callbacks: 0, hasCallback: false };
    this.#asked.push(asked);
    try {
      const run =
        name === 'contacts'
          ? () => this.sdk.contacts
          : this.sdk[name as 'histories'].bind(this.sdk, ...(args as [number]));
      run().then(
        (data) => {
          asked.isSettled = true;
          this.rules.keepsSecret(name, data);
        },
        (error: unknown) => {
          asked.isSettled = true;
          this.rules.error(name, error);
          this.rules.expect(error instanceof Error, `${name} rejects with no Error`);
        },
      );
    } catch (error) {
      this.rules.expect(false, `${name} throws: ${String(error)}`);
    }
  }

  #execute(run: () => Promise<unknown> | undefined): void {
    run()?.catch((error: unknown) => this.rules.expect(false, `execute rejects: ${String(error)}`));
  }

  /** A configuration, as wrong as the step wants it. */
  #config(given: unknown, reactions: Readonly<Record<string, Reaction>>): unknown {
    if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) !== Object.prototype) return given;
    const listeners = Object.fromEntries(
      Object.entries(reactions).map(([name, reaction]) => [name, (data: unknown) => this.#react(reaction, data)]),
    );
    const sip = { uri: 'sip:1001@pbx.test', password: secret, servers: 'wss://a.test/ws' };
    return { sip, logLevel: 'debug', listeners, ...given };
  }

  #react(reaction: Reaction, data: unknown): void {
    if (this.#reactions-- <= 0) return;
    if (reaction === 'throws') throw new Error('the page is broken');
    if (reaction === 'mutates') vandalize(data);
    else if (reaction !== 'nothing') this.#method(reaction.method, reaction.args, 'nothing', {});
  }

  async #pass(ms: number): Promise<void> {
    for (const simulator of this.simulators) await simulator.advance(ms);
    await settled();
    await settled();
  }

  #look(): void {
    const { sdk } = this;
    try {
      const values = [
        sdk.currentMode,
        sdk.currentLine,
        sdk.currentExtension,
        sdk.currentHotline,
        sdk.isRegistered,
        sdk.isConnected,
        sdk.isMuted,
        sdk.isOnHold,
        sdk.hotlines,
        sdk.ping(),
      ];
      this.rules.keepsSecret('a getter', values);
      for (const index of [4, 5, 6, 7]) this.rules.expect(typeof values[index] === 'boolean', `getter ${index}`);
      this.rules.expect(Array.isArray(sdk.hotlines), 'hotlines is no array');
    } catch (error) {
      this.rules.expect(false, `a getter throws: ${String(error)}`);
    }
    for (const [index, simulator] of this.simulators.entries()) this.rules.anyMoment(`phone ${index + 1}`, simulator);
    this.rules.check();
  }

  #answered(): void {
    for (const { name, isSettled, callbacks, hasCallback } of this.#asked) {
      this.rules.expect(isSettled, `${name} never answers`);
      this.rules.expect(callbacks === (hasCallback ? 1 : 0), `${name} calls back ${callbacks} times`);
    }
  }
}

/** The network, the browser and the people do again what they should. */
function calm(simulator: Simulator): void {
  simulator.latency = 0;
  simulator.serverAccepts();
  simulator.registrationIsGranted();
  simulator.holdsAreAnsweredWith(200);
  simulator.remoteAnswersReferWith(202);
  simulator.microphoneIs('allowed');
  simulator.accountFails(null);
}

/** Writes into whatever the phone hands out. */
function vandalize(data: unknown): void {
  if (typeof data !== 'object' || data === null) return;
  for (const key of Object.keys(data)) {
    try {
      vandalize((data as Record<string, unknown>)[key]);
      (data as Record<string, unknown>)[key] = 'vandalized';
    } catch {
      // Frozen: so much the better.
    }
  }
}

/** Whether a method may succeed with these arguments at all. */
function isSound(method: string, [first]: readonly unknown[]): boolean {
  if (method === 'makeCall' || method === 'createLine2') return typeof first === 'string' && /^[\d+*]/.test(first);
  if (method === 'sendDTMF') return typeof first === 'string' && first !== '';
  if (method === 'setMode') return ['active', 'inactive', 'outgoing'].includes(first as string);
  if (method === 'switchLine') return !first || first === 1 || first === 2;
  return true;
}
