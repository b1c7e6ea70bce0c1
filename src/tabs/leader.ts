import type { Command, CommandResult } from '../phone/commands.js';
import { phoneEventNames, type PhoneEventName } from '../phone/events.js';
import type { LiveOptions } from '../phone/live-options.js';
import type { YieldingPhone } from '../phone/phone.js';
import type { ClockPort, KeeperPort } from '../phone/ports.js';
import type { PhoneState } from '../phone/state.js';
import type { Unsubscribe } from '../util/types.js';
import type { TabChannel } from './channel.js';
import type { FollowerMessage, PhoneEvent } from './messages.js';
import type { Presence } from './presence.js';
import type { Stream } from './stream.js';
import type { TabKeeper } from './tab-keeper.js';
import { Takeover } from './takeover.js';
import { patience } from './watch.js';

interface LeaderParts {
  readonly term: number;
  readonly stream: Stream;
  readonly channel: TabChannel;
  readonly presence: Presence;
  readonly keeper: TabKeeper;
  readonly clock: ClockPort;
  createPhone(keeper: KeeperPort): YieldingPhone;
  configured(change: LiveOptions): void;
  /** Whether this tab still has the lock, asked of the browser. */
  confirm(): Promise<boolean>;
}

/** How long a leader that begins waits for the others to be heard before it says how many they are, ms. */
const rollCall = 1_500;

/** The tab that has the phone: shows and tells here what it does, and to all other tabs. */
export class Leader {
  readonly #phone: YieldingPhone;
  readonly #takeover: Takeover;
  readonly #subscriptions: Unsubscribe[];
  #isOver = false;
  /** Until this tab may trust that nobody has taken the lead from it, ms since the epoch. */
  #sureUntil: number;
  /** What waits for the browser to say so. */
  readonly #held: (() => void)[] = [];
  #confirming: Promise<void> = Promise.resolve();
  #count: number;
  /** `null` when everybody has been heard. */
  #cancelRollCall: (() => void) | null;

  constructor(private readonly parts: LeaderParts) {
    const { stream, clock, keeper, channel, term } = parts;
    this.#sureUntil = clock.now() + patience;
    this.#count = stream.state.tabs.count;
    const phone = parts.createPhone(
      keeper.port(
        () => !this.#isOver,
        () => parts.presence.others > 0,
        (kept) => channel.send({ type: 'kept', term, kept }),
      ),
    );
    this.#phone = phone;
    this.#takeover = new Takeover(stream.state, keeper.kept);
    const forward = <K extends PhoneEventName>(name: K): Unsubscribe =>
      phone.on(name, (data) => this.#whenSure(() => this.#tell({ name, data } as PhoneEvent)));
    this.#subscriptions = [
      phone.subscribe((state) => this.#whenSure(() => this.#show(state))),
      ...phoneEventNames.map(forward),
    ];
    this.#cancelRollCall = clock.after(rollCall, () => {
      this.#cancelRollCall = null;
      this.countTabs();
    });
    stream.show({ tabs: this.#tabs });
    this.#greet(null);
  }

  get term(): number {
    return this.parts.term;
  }

  /** Resolves when the phone is where it can get at first. */
  async start(): Promise<CommandResult> {
    const result = await this.#phone.execute({ type: 'start' });
    await this.#confirming;
    if (this.#isOver) return result;
    this.#takeover.finish();
    this.parts.stream.settle(this.#seen(this.#phone.state), this.#phone.raised);
    this.#greet(null);
    return result;
  }

  /** `null`: this tab leads no more, and the command is the next leader's. */
  async execute(command: Command): Promise<CommandResult | null> {
    await this.#takeover.done;
    if (this.#isOver) return null;
    const result = await this.#phone.execute(command);
    await this.#confirming;
    if (this.#isOver) return null;
    if (command.type === 'configure' && result.ok) this.#tellConfigured(command.change);
    return result;
  }

  handle(from: string, message: FollowerMessage): void {
    const { channel, presence, term } = this.parts;
    switch (message.type) {
      case 'hello':
        presence.count(from);
        this.#whenSure(() => this.#greet(from));
        return;
      case 'ask':
        presence.count(from);
        this.#whenSure(() => {
          this.#sureUntil = this.parts.clock.now() + patience;
          channel.send({ type: 'alive', term }, from);
        });
        return;
      case 'command': {
        const { id, command } = message;
        void this.execute(command).then((result) => result && this.answer(from, id, result));
        return;
      }
    }
  }

  /** Whoever leads next makes a phone that is like this one. */
  #tellConfigured(change: LiveOptions): void {
    const { channel, term } = this.parts;
    this.parts.configured(change);
    channel.send({ type: 'configured', term, change });
  }

  answer(to: string, id: number, result: CommandResult): void {
    const { channel, term } = this.parts;
    channel.send({ type: 'result', term, id, result }, to);
  }

  /** Tells everybody how many tabs there are. */
  countTabs(): void {
    if (this.#cancelRollCall) return;
    this.#whenSure(() => {
      this.#count = 1 + this.parts.presence.others;
      this.#show(this.#phone.state);
    });
  }

  /** Ends the calls and unregisters: there is no other tab. */
  async stop(): Promise<CommandResult> {
    const result = await this.#phone.execute({ type: 'stop' });
    await this.#confirming;
    this.#end();
    return result;
  }

  /** Another tab leads from now on, and has the calls. */
  letGo(): void {
    if (this.#isOver) return;
    this.#end();
    void this.#phone.letGo();
  }

  #end(): void {
    this.#isOver = true;
    this.#takeover.finish();
    this.#cancelRollCall?.();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.parts.presence.forget();
  }

  /**
   * A page that stood still may have been taken for dead: then what its phone sees when it wakes up (the far side
   * leaves the call that another tab has taken over) is no news. Who has just answered the others need not ask.
   */
  #whenSure(run: () => void): void {
    if (this.#isOver) return;
    const { clock, presence } = this.parts;
    if (this.#held.length === 0 && (presence.others === 0 || clock.now() <= this.#sureUntil)) {
      run();
      return;
    }
    this.#held.push(run);
    if (this.#held.length === 1) this.#confirming = this.#confirm();
  }

  async #confirm(): Promise<void> {
    const isSure = await this.parts.confirm();
    if (isSure) this.#sureUntil = this.parts.clock.now() + patience;
    while (isSure && !this.#isOver && this.#held[0]) {
      this.#held[0]();
      this.#held.shift();
    }
    this.#held.length = 0;
  }

  #greet(to: string | null): void {
    const { channel, stream, keeper, term } = this.parts;
    const { state, told } = stream;
    channel.send({ type: 'lead', term, state, ...told, kept: keeper.kept, contact: keeper.contact }, to);
  }

  #show(state: PhoneState): void {
    const { stream, channel, term } = this.parts;
    // One after the other the phone puts the calls where they were: it is seen when the last one is there.
    if (!this.#takeover.isDone && this.#takeover.isEndedBy(state)) queueMicrotask(() => this.#resume());
    stream.show(this.#seen(state));
    channel.send({ type: 'state', term, state: stream.state });
  }

  #resume(): void {
    if (this.#isOver || this.#takeover.isDone) return;
    this.#takeover.finish();
    this.parts.stream.resume(this.#seen(this.#phone.state));
    this.#greet(null);
  }

  #seen(state: PhoneState): PhoneState {
    return { ...this.#takeover.show(state), tabs: this.#tabs };
  }

  get #tabs(): PhoneState['tabs'] {
    return { leads: true, count: this.#count };
  }

  #tell(event: PhoneEvent): void {
    const { stream, channel, term } = this.parts;
    stream.tell(event);
    channel.send({ type: 'event', term, event });
  }
}
