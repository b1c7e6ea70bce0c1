import type { Command, CommandResult } from '../phone/commands.js';
import { describeError, PhoneError } from '../phone/errors.js';
import type { LiveOptions } from '../phone/live-options.js';
import type { YieldingPhone } from '../phone/phone.js';
import type { ClockPort, KeeperPort, LogPort } from '../phone/ports.js';
import type { PhoneState } from '../phone/state.js';
import type { Unsubscribe } from '../util/types.js';
import { TabChannel } from './channel.js';
import { Follower } from './follower.js';
import type { TabsHost } from './host.js';
import { Leader } from './leader.js';
import { LeaderLock } from './leader-lock.js';
import type { LeaderMessage, TabMessage } from './messages.js';
import { PendingCommands } from './pending-commands.js';
import { Presence } from './presence.js';
import type { Stream } from './stream.js';
import { TabKeeper } from './tab-keeper.js';
import { Watch } from './watch.js';

interface MembershipParts {
  readonly host: TabsHost;
  readonly name: string;
  /** Who this tab is to the others. */
  readonly id: string;
  /** SIP URI. */
  readonly account: string;
  readonly stream: Stream;
  readonly keeper: KeeperPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  createPhone(state: PhoneState, keeper: KeeperPort): YieldingPhone;
  /** What the phone is like has changed, in whatever tab that was asked for. */
  configured(change: LiveOptions): void;
  /** The browser has no locks for this page: there are no other tabs for it. */
  unavailable(error: unknown): void;
  /** The phone that this tab leads could not start, for good. */
  failed(): void;
}

/** How long a tab that asked for the lead may take to get it before it is anybody's again, ms. */
const yieldFor = 1_000;
/** More from another leader than this is no short overlap. */
const mostEarly = 200;

/** This tab as one of all tabs of an account: it leads or follows, and takes the one role after the other. */
export class Membership {
  readonly #channel: TabChannel;
  readonly #lock: LeaderLock;
  readonly #presence: Presence;
  readonly #watch: Watch;
  readonly #keeper: TabKeeper;
  readonly #pending: PendingCommands;
  readonly #unsubscribe: Unsubscribe;
  #role: Leader | Follower;
  #isOver = false;
  /** What came from another leader before the browser has told us that we do not lead any more. */
  #early: { readonly from: string; readonly message: LeaderMessage }[] = [];
  #cancelYield: () => void = () => undefined;
  #begin: (result: CommandResult) => void = () => undefined;
  /** How the phone that this tab leads started, whenever it begins to lead. */
  #leading: Promise<CommandResult>;

  constructor(private readonly parts: MembershipParts) {
    const { host, name, id, clock, log, stream } = parts;
    this.#keeper = new TabKeeper(parts.keeper, parts.account);
    this.#pending = new PendingCommands(() => stream.state);
    this.#channel = new TabChannel({ host, name, id, log, received: (from, message) => this.#handle(from, message) });
    this.#presence = new Presence(host.locks, name, () => this.#counted());
    this.#watch = new Watch({
      clock,
      isHidden: () => host.isHidden(),
      ask: () => this.#channel.send({ type: 'ask' }),
      frozen: () => this.#takeFromFrozen(),
    });
    this.#lock = new LeaderLock(host.locks, name, {
      granted: () => this.#lead(),
      lost: () => this.#yield(),
      unavailable: (error) => parts.unavailable(error),
    });
    this.#unsubscribe = host.onLifecycle((event) => (event === 'suspended' ? this.#suspend() : this.#rejoin()));
    this.#leading = this.#nextLead();
    this.#role = this.#follow(0);
    this.#presence.enter(id);
    this.#rejoin();
  }

  get isLeading(): boolean {
    return this.#role instanceof Leader;
  }

  /** How the phone of this tab started, if it is this tab that leads. */
  get leading(): Promise<CommandResult> {
    return this.#leading;
  }

  execute(command: Command): Promise<CommandResult> {
    return this.#pending.execute(command);
  }

  /** Takes the lead from the tab that has it, with its consent. Resolves when the phone has started here. */
  async takeHere(): Promise<CommandResult> {
    if (!this.isLeading) {
      const consent = await this.execute({ type: 'takeHere' });
      if (!consent.ok && !this.isLeading) return consent;
      if (this.#isOver) return consent;
      if (!this.isLeading) this.#lock.steal();
    }
    const result = await this.#leading;
    return result.ok ? { ok: true, data: null } : result;
  }

  /** This tab leaves; where others stay, the phone stays theirs. */
  async leave(): Promise<CommandResult> {
    this.#watch.stop();
    let result: CommandResult = { ok: true, data: null };
    if (this.#role instanceof Leader) {
      if (this.#presence.others > 0) this.#letGo(this.#role);
      else result = await this.#role.stop();
    }
    this.dispose();
    return result;
  }

  /** Nothing of this tab is there any more. */
  dispose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watch.stop();
    this.#cancelYield();
    this.#unsubscribe();
    if (this.#role instanceof Leader) this.#letGo(this.#role);
    this.#lock.leave();
    this.#presence.leave();
    this.#channel.close();
    this.#pending.refuseAll();
    const error = describeError(new PhoneError('CANCELLED'), this.parts.stream.state.lang);
    this.#begin({ ok: false, error });
  }

  #follow(term: number): Follower {
    const { stream } = this.parts;
    return new Follower({
      stream,
      channel: this.#channel,
      keeper: this.#keeper,
      pending: this.#pending,
      term,
      heard: () => this.#watch.heard(),
      configured: (change) => this.parts.configured(change),
    });
  }

  #nextLead(): Promise<CommandResult> {
    return new Promise((resolve) => (this.#begin = resolve));
  }

  #lead(): void {
    const { clock, stream } = this.parts;
    if (this.#role instanceof Leader) return;
    this.#cancelYield();
    this.#watch.stop();
    const { state } = stream;
    const leader = new Leader({
      // By the clock, so that of two tabs that took the lead one after the other the later one counts everywhere.
      term: Math.max(this.#role.term + 1, clock.now()),
      stream,
      channel: this.#channel,
      presence: this.#presence,
      keeper: this.#keeper,
      clock,
      createPhone: (keeper) => this.parts.createPhone(state, keeper),
      confirm: () => this.#lock.confirm(),
      configured: (change) => this.parts.configured(change),
    });
    this.#role = leader;
    this.#pending.handOver((id, command) => {
      void leader.execute(command).then((result) => result && this.#pending.answered(id, result));
    });
    const begin = this.#begin;
    void leader.start().then((result) => {
      begin(result);
      if (this.#role === leader && !result.ok && !result.error.details?.retrying) this.parts.failed();
    });
  }

  /** The lead is another tab's. */
  #yield(): void {
    this.#cancelYield();
    const role = this.#role;
    if (role instanceof Leader) this.#becomeFollower(role);
    this.#rejoin();
  }

  #becomeFollower(leader: Leader): void {
    this.#letGo(leader);
    const { stream } = this.parts;
    stream.show({ tabs: { ...stream.state.tabs, leads: false } });
    const follower = this.#follow(leader.term);
    this.#role = follower;
    this.#leading = this.#nextLead();
    for (const { from, message } of this.#early.splice(0)) follower.handle(from, message);
  }

  #letGo(leader: Leader): void {
    leader.letGo();
    this.#keeper.yield();
  }

  #rejoin(): void {
    if (this.#isOver || this.#role instanceof Leader) return;
    this.#role.greet();
    this.#watch.start();
    this.#lock.wait();
  }

  /** A page that the browser freezes can lead nothing, and must not be next in the queue. */
  #suspend(): void {
    if (this.#role instanceof Leader) {
      if (this.#presence.others === 0) return;
      this.#becomeFollower(this.#role);
    }
    this.#watch.stop();
    this.#lock.leave();
  }

  #takeFromFrozen(): void {
    const { log } = this.parts;
    log.warn('the leading tab does not answer, this one takes its place');
    this.#lock
      .stealAlone(() => this.#watch.isAsking && !this.isLeading)
      .catch((error: unknown) => {
        log.warn('the lead could not be taken', error);
      });
  }

  #handle(from: string, message: TabMessage): void {
    if ('term' in message) {
      if (this.#role instanceof Follower) this.#role.handle(from, message);
      else if (message.term > this.#role.term && this.#early.length < mostEarly) this.#early.push({ from, message });
      return;
    }
    if (!(this.#role instanceof Leader)) return;
    if (message.type === 'command' && message.command.type === 'takeHere') this.#hand(this.#role, from, message.id);
    else this.#role.handle(from, message);
  }

  /** Lets that tab have the lead: it takes the lock, which is why it is kept until then. */
  #hand(leader: Leader, to: string, id: number): void {
    leader.answer(to, id, { ok: true, data: null });
    this.#becomeFollower(leader);
    this.#cancelYield = this.parts.clock.after(yieldFor, () => {
      this.#lock.leave();
      this.#rejoin();
    });
  }

  #counted(): void {
    if (this.#role instanceof Leader) this.#role.countTabs();
  }
}
