import type { Unsubscribe } from '../util/types.js';
import type { Command, CommandData, CommandResult } from './commands.js';
import type { PhoneErrorData } from './errors.js';
import type { PhoneEventMap, PhoneEventName } from './events.js';
import type { Hooks } from './host-hooks.js';
import type { PhoneState } from './state.js';

/**
 * THE interface: a frozen plain-data state, a set of commands, a stream of typed events. The SDK, the
 * elements, another tab and a test are all only users of it.
 */
export interface Phone {
  readonly state: PhoneState;
  /** Called after each change of state. A throwing listener stops nobody. */
  subscribe(listener: (state: PhoneState, previous: PhoneState) => void): Unsubscribe;
  /** Called after the state that the event tells of is in force. */
  on<K extends PhoneEventName>(name: K, listener: (data: PhoneEventMap[K]) => void): Unsubscribe;
  /** Carries a command out. Never rejects. */
  execute<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]>>;
  /** Why a command would be refused now, or `null`: the very guard that `execute` asks. */
  refusal(command: Command): PhoneErrorData | null;
  /** Gives the phone functions of this page to ask, until the returned function is called. */
  addHooks(hooks: Hooks): Unsubscribe;
  /** Ms since the epoch, by the phone's clock: for timers on the screen. */
  now(): number;
}

/** A phone that another tab can take the place of. */
export interface YieldingPhone extends Phone {
  /** The codes of the alerts that are not over. */
  readonly raised: readonly string[];
  /**
   * Closes what is here and tells nobody: no BYE, no unregistering, no event, because another tab goes on with the
   * calls and the registration. The phone is of no use afterwards.
   */
  letGo(): Promise<void>;
}
