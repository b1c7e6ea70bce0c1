/**
 * An hour of an office in virtual time: calls of every course between agents, colleagues and customers, while sockets,
 * servers, pages, networks and machines fail. What is random comes from the seed.
 */
import type { Command } from '../../src/phone/commands.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { pick, seeded } from '../support/random.js';
import { VirtualTime } from '../support/virtual-time.js';
import { Party } from './party.js';

const s = 1000;
/** How long a trouble may be felt: a minute without a server, the longest step of backoff, and a request that times out. */
const aftermath = 150 * s;

export interface DayReport {
  /** Calls that came about, by what became of them. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** What a phone must not do, each with who, when and after which fault. */
  readonly broken: readonly string[];
  readonly minutes: number;
}

type Course = (agent: Party, customer: Party, colleague: Party) => Promise<string>;

export class OfficeDay {
  readonly time = new VirtualTime();
  readonly wire = new LoopbackSip();
  readonly #unseeded = Math.random;
  readonly #random: () => number;
  readonly #agents: readonly Party[];
  readonly #customers: readonly Party[];
  readonly #colleagues: readonly Party[];
  readonly #taken = new Set<Party>();
  #outcomes: Record<string, number> = {};
  #faults: Record<string, number> = {};
  #broken: string[] = [];
  #callsLeft = 0;
  #serverTrouble = 0;

  constructor(seed: number) {
    this.#random = seeded(seed);
    // A day in an office has a network of some ms.
    this.wire.latency = 15;
    this.wire.install();
    const people = (name: string, count: number): readonly Party[] =>
      Array.from({ length: count }, (_, i) => new Party(`${name}${i + 1}`, this.time, this.wire, this.#random));
    this.#agents = people('agent', 5);
    this.#customers = people('customer', 7);
    this.#colleagues = people('colleague', 5);
    this.wire.script = ({ method, user, header }) => {
      if (method === 'REGISTER' || method === 'ACK' || user === '' || user === 'nobody') return undefined;
      if (this.wire.reaches(user)) return undefined;
      // A proxy says at once that it has no connection to who was asked for.
      const inDialog = /;tag=/.test(header('To') ?? '');
      return [inDialog ? { statusCode: 477, reason: 'Send failed' } : { statusCode: 480, reason: 'Unavailable' }];
    };
  }

  get everyone(): readonly Party[] {
    return [...this.#agents, ...this.#customers, ...this.#colleagues];
  }

  /** All phones signed in, and time under our hand. */
  async begin(): Promise<void> {
    // SIP.js makes its tags and its backoff with it: the same seed, the same day.
    Math.random = this.#random;
    this.time.install();
    const started = this.everyone.map((party) => party.execute({ type: 'start' }));
    await this.time.clock.pass(5 * s);
    for (const result of await Promise.all(started)) if (!result.ok) throw new Error(JSON.stringify(result.error));
  }

  /** So many calls, and what happens meanwhile; ends when all of them are over. */
  async work(calls: number): Promise<DayReport> {
    const { clock } = this.time;
    const from = clock.now();
    [this.#outcomes, this.#faults, this.#broken] = [{}, {}, []];
    this.#callsLeft = calls;
    const lines = this.#agents.map(() => this.#lane());
    const faults = this.#misfortune();
    let isOver = false;
    void Promise.all([...lines, faults]).then(() => (isOver = true));
    // A minute for each call is far more than a day takes; a day that stands still is broken, too.
    const limit = from + (calls + 10) * 60 * s;
    while (!isOver && clock.now() < limit) {
      await clock.pass(10 * s);
      this.wire.trace.length = 0;
    }
    if (!isOver) this.#breaks([...this.#taken], 'the day does not end');
    return {
      outcomes: this.#outcomes,
      faults: this.#faults,
      broken: this.#broken,
      minutes: Math.round((clock.now() - from) / 60_000),
    };
  }

  /** Nobody calls, nothing fails; long enough for whatever waits for a time to come. */
  async rest(): Promise<void> {
    await this.time.clock.pass(700 * s);
    this.wire.trace.length = 0;
  }

  async end(): Promise<void> {
    const stopped = this.everyone.map((party) => party.execute({ type: 'stop' }));
    await this.time.clock.pass(60 * s);
    await Promise.all(stopped);
    this.time.uninstall();
    this.wire.uninstall();
    Math.random = this.#unseeded;
  }

  #seconds(from: number, to: number): number {
    return (from + this.#random() * (to - from)) * s;
  }

  #take(group: readonly Party[]): Party {
    const party = pick(
      this.#random,
      group.filter((each) => !this.#taken.has(each)),
    );
    this.#taken.add(party);
    return party;
  }

  /** One call after the other, as long as there are any. */
  async #lane(): Promise<void> {
    while (this.#callsLeft > 0) {
      this.#callsLeft--;
      const party = [this.#take(this.#agents), this.#take(this.#customers), this.#take(this.#colleagues)] as const;
      const [name, course] = pick(this.#random, Object.entries(this.#courses));
      const outcome = await course(...party).catch((error: unknown) => {
        this.#breaks(party, `${name}: ${error instanceof Error ? error.message : String(error)}`);
        return 'broken';
      });
      this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
      await this.#allFree(party, name);
      for (const each of party) this.#taken.delete(each);
      await this.time.wait(this.#seconds(1, 4));
    }
  }

  #breaks(parties: readonly Party[], what: string): void {
    const at = this.time.clock.now();
    const who = parties.map(({ user, trouble, calls }) => {
      const ago = trouble.at ? `${trouble.kind} ${Math.round((at - trouble.at) / s)} s ago` : 'no trouble';
      return `${user} (${ago}; ${calls.map(({ state, number }) => `${state} ${number}`).join(', ') || 'idle'})`;
    });
    const server = this.#serverTrouble ? `${Math.round((at - this.#serverTrouble) / s)} s ago` : 'never';
    const said = parties.flatMap(({ user, said: lines }) => lines.map((line) => `\n    ${user}: ${line}`));
    const when = new Date(at).toISOString().slice(11, 19);
    this.#broken.push(`${when} ${what} – ${who.join(', ')}; server trouble ${server}${said.join('')}`);
  }

  /** A call is over when nobody has anything left of it. */
  async #allFree(parties: readonly Party[], name: string): Promise<void> {
    const isFree = ({ calls, isAway }: Party): boolean => !isAway && calls.length === 0;
    for (const party of parties) {
      if (!isFree(party)) await this.#does(party, { type: 'hangUp' }).catch(() => undefined);
    }
    if (await this.time.when(() => parties.every(isFree), aftermath, this.#lastTrouble)) return;
    this.#breaks(parties, `${name}: something is left of a call`);
    for (const party of parties) for (const { line } of party.calls) await party.execute({ type: 'hangUp', line });
    await this.time.when(() => parties.every(isFree), aftermath, this.#lastTrouble);
  }

  /** What the server's next trouble delays has its time again from there. */
  readonly #lastTrouble = (): number => (this.wire.accepts ? this.#serverTrouble : this.time.clock.now());

  #isTroubled(parties: readonly Party[], since: number): boolean {
    const first = since - aftermath;
    return this.#serverTrouble >= first || parties.some(({ trouble }) => trouble.at >= first);
  }

  /** What somebody does who sees that the phone works, and does it again if it did not. */
  async #does(party: Party, command: Command): Promise<boolean> {
    const since = this.time.clock.now();
    for (let tries = 0; tries < 5; tries++) {
      if (
        !(await this.time.when(
          () => party.isReady && party.phone.state.recovering.length === 0,
          aftermath,
          this.#lastTrouble,
        ))
      )
        break;
      const { ok } = await party.execute(command);
      if (ok) return true;
      if (!this.#isTroubled([party], since)) break;
      await this.time.wait(2 * s);
    }
    return false;
  }

  async #misfortune(): Promise<void> {
    const faults: Readonly<Record<string, (party: Party) => Promise<void> | void>> = {
      'socket cut': (party) => {
        party.suffers('socket cut');
        this.wire.fail(party.user);
      },
      'socket frozen': (party) => {
        party.suffers('socket frozen');
        this.wire.freeze(party.user);
      },
      reload: (party) => party.reload(this.#seconds(0.3, 2)),
      sleep: (party) => party.sleep(this.#seconds(10, 40)),
      'another network': (party) => party.moves(),
      'server restarted': () => {
        this.#serverTrouble = this.time.clock.now();
        this.wire.dropAll();
      },
      'server gone': async () => {
        this.#serverTrouble = this.time.clock.now();
        this.wire.accepts = false;
        this.wire.dropAll();
        await this.time.wait(this.#seconds(5, 60));
        this.wire.accepts = true;
        this.#serverTrouble = this.time.clock.now();
      },
    };
    while (this.#callsLeft > 0) {
      await this.time.wait(this.#seconds(5, 30));
      const [kind, strikes] = pick(this.#random, Object.entries(faults));
      const busy = this.everyone.filter(({ calls }) => calls.length > 0);
      if (busy.length === 0) continue;
      const party = pick(this.#random, busy);
      if (party.isAway) continue;
      this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
      await strikes(party);
    }
  }

  readonly #isActive = (party: Party, other: Party): boolean =>
    party.calls.some(
      // A caller who was transferred shows where the transfer sent him: the Contact.
      ({ number, state }) => number.split('-')[0] === other.user && (state === 'active' || state === 'held'),
    );

  readonly #areTogether = (one: Party, other: Party): boolean =>
    this.#isActive(one, other) && this.#isActive(other, one);

  /** They ring and answer. What a fault spoils before they talk may be lost, but only as a whole and only by a fault. */
  async #connects(caller: Party, callee: Party, line: 1 | 2 = 1): Promise<boolean> {
    const since = this.time.clock.now();
    const lost = (what: string): false => {
      if (!this.#isTroubled([caller, callee], since)) throw new Error(what);
      return false;
    };
    const type = line === 1 ? 'call' : 'callLine2';
    if (!(await this.#does(caller, { type, number: callee.user }))) return lost('could not call');
    const rings = (): boolean =>
      callee.calls.some(({ state, number }) => state === 'ringing' && number === caller.user);
    if (!(await this.time.when(rings, 30 * s))) return lost('never rang');
    await this.time.wait(this.#seconds(1, 6));
    if (!(await this.#does(callee, { type: 'answer' }))) return lost('could not answer');
    if (!(await this.time.when(() => this.#areTogether(caller, callee), aftermath, this.#lastTrouble)))
      return lost('never talked');
    return true;
  }

  /** They talk for that long, whatever happens: from here on nothing may be lost. */
  async #talks(one: Party, other: Party, ms: number): Promise<void> {
    const end = this.time.clock.now() + ms;
    while (this.time.clock.now() < end) {
      await this.time.wait(500);
      for (const [party, far] of [
        [one, other],
        [other, one],
      ] as const) {
        if (party.isAway || this.#isActive(party, far)) continue;
        // A page that has just come back says what it brings back.
        if (await this.time.when(() => this.#isActive(party, far), 10 * s)) continue;
        const cause = party.lastEnd?.cause ?? 'none';
        throw new Error(`${party.user} has lost ${far.user} (${cause})`);
      }
    }
  }

  async #parts(one: Party, other: Party): Promise<void> {
    const [quitter, left] = this.#random() < 0.5 ? [one, other] : [other, one];
    await this.time.when(() => !quitter.isAway, aftermath, this.#lastTrouble);
    // Without a socket, too: the far side hears of it later.
    const { line = 1 } = quitter.calls.find(({ number }) => number.split('-')[0] === left.user) ?? {};
    const { ok } = await quitter.execute({ type: 'hangUp', line });
    if (!ok && this.#isActive(quitter, left)) throw new Error('could not hang up');
    const gone = await this.time.when(() => !this.#isActive(left, quitter), aftermath, this.#lastTrouble);
    if (!gone) throw new Error(`${left.user} was never told that ${quitter.user} hung up`);
  }

  readonly #courses: Readonly<Record<string, Course>> = {
    talk: async (agent, customer) => {
      if (!(await this.#connects(agent, customer))) return 'spoilt before';
      await this.#talks(agent, customer, this.#seconds(10, 60));
      await this.#parts(agent, customer);
      return 'talked';
    },
    callIn: async (agent, customer) => {
      if (!(await this.#connects(customer, agent))) return 'spoilt before';
      await this.#talks(agent, customer, this.#seconds(10, 60));
      await this.#parts(agent, customer);
      return 'talked';
    },
    hold: async (agent, customer) => {
      if (!(await this.#connects(customer, agent))) return 'spoilt before';
      for (let rounds = 0; rounds < 3; rounds++) {
        const held = await this.#does(agent, { type: 'hold' });
        await this.#talks(agent, customer, this.#seconds(2, 8));
        if (held) await this.#does(agent, { type: 'unhold' });
        await this.#talks(agent, customer, this.#seconds(2, 8));
      }
      await this.#parts(agent, customer);
      return 'held and talked';
    },
    attended: async (agent, customer, colleague) => {
      if (!(await this.#connects(customer, agent))) return 'spoilt before';
      await this.#talks(agent, customer, this.#seconds(2, 10));
      if (!(await this.#connects(agent, colleague, 2))) {
        await this.#talks(agent, customer, 2 * s);
        await this.#parts(agent, customer);
        return 'talked, no colleague';
      }
      await this.#talks(agent, colleague, this.#seconds(2, 10));
      await this.#talks(agent, customer, s);
      return this.#transfers(agent, customer, colleague, { type: 'transfer' });
    },
    blind: async (agent, customer, colleague) => {
      if (!(await this.#connects(agent, customer))) return 'spoilt before';
      await this.#talks(agent, customer, this.#seconds(2, 10));
      const rings = (): boolean => colleague.calls.some(({ state }) => state === 'ringing');
      const answers = this.time.when(rings, 40 * s).then((does) => does && this.#does(colleague, { type: 'answer' }));
      const outcome = await this.#transfers(agent, customer, colleague, { type: 'transfer', number: colleague.user });
      await answers;
      return outcome;
    },
    rejected: async (agent, customer) => {
      const since = this.time.clock.now();
      const placed = await this.#does(agent, { type: 'call', number: customer.user });
      const rang = await this.time.when(() => customer.calls.length > 0, 30 * s);
      if (placed && rang) await this.#does(customer, { type: 'reject' });
      else if (!this.#isTroubled([agent, customer], since)) throw new Error('never rang');
      return 'rejected';
    },
    givesUp: async (agent, customer) => {
      await this.#does(customer, { type: 'call', number: agent.user });
      await this.time.wait(this.#seconds(0, 10));
      if (customer.calls.length > 0) await customer.execute({ type: 'hangUp' });
      return 'given up';
    },
    unknown: async (agent) => {
      await this.#does(agent, { type: 'call', number: 'nobody' });
      return 'unknown number';
    },
  };

  /** Whatever becomes of the transfer, the customer talks to one of the two afterwards. */
  async #transfers(agent: Party, customer: Party, colleague: Party, command: Command): Promise<string> {
    const since = this.time.clock.now();
    // The caller of line 1 goes to whoever is on line 2, from there.
    if (agent.phone.state.line2 && agent.phone.state.currentLine === 1) await this.#does(agent, { type: 'switchLine' });
    const moved = await agent.execute(command);
    const isKept = (): boolean => this.#areTogether(agent, customer) || this.#areTogether(customer, colleague);
    if (!(await this.time.when(isKept, aftermath, this.#lastTrouble)))
      throw new Error(`the customer is with nobody after ${moved.ok ? 'a transfer' : moved.error.message}`);
    if (!moved.ok && !this.#isTroubled([agent, customer, colleague], since)) throw new Error(moved.error.message);
    const other = this.#areTogether(customer, colleague) ? colleague : agent;
    await this.#talks(other, customer, this.#seconds(2, 10));
    await this.#parts(other, customer);
    return other === colleague ? 'transferred' : 'transfer failed, caller back';
  }
}
