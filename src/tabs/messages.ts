/** What the tabs of one phone say to each other. */
import * as v from 'valibot';
import type { Command, CommandResult } from '../phone/commands.js';
import type { Alert, PhoneEventMap, PhoneEventName } from '../phone/events.js';
import { phoneEventNames } from '../phone/events.js';
import type { LiveOptions } from '../phone/live-options.js';
import type { KeptPhone } from '../phone/kept.js';
import type { PhoneState } from '../phone/state.js';
import { commandShape, eventShapes, keptShape, resultShape, stateShape } from './shapes.js';

/** An event with its data. */
export type PhoneEvent = {
  [K in PhoneEventName]: { readonly name: K; readonly data: PhoneEventMap[K] };
}[PhoneEventName];

/** Everything that a tab needs to know to go on where the leader is. Secret: it takes the calls along. */
export interface Snapshot {
  readonly state: PhoneState;
  /** What the page was told when the phone connected and registered; `null` while it is not. */
  readonly connected: PhoneEventMap['connected'] | null;
  readonly registered: PhoneEventMap['registered'] | null;
  /** What the page was told is wrong, and is not over. */
  readonly alerts: readonly Alert[];
  readonly kept: KeptPhone | null;
  /** The user part of the SIP Contact, so that the next leader takes over the binding at the registrar too. */
  readonly contact: string;
}

/** What the leader says. `term` grows from leader to leader: who was stolen from is not heard any more. */
export type LeaderMessage = { readonly term: number } & (
  | ({ readonly type: 'lead' } & Snapshot)
  | { readonly type: 'state'; readonly state: PhoneState }
  | { readonly type: 'event'; readonly event: PhoneEvent }
  | { readonly type: 'kept'; readonly kept: KeptPhone | null }
  | { readonly type: 'result'; readonly id: number; readonly result: CommandResult }
  /** For the phones that the other tabs may make. */
  | { readonly type: 'configured'; readonly change: LiveOptions }
  | { readonly type: 'alive' }
);

/** What the others say. */
export type FollowerMessage =
  /** A new tab, or one that has lost its leader: asks for `lead`. */
  | { readonly type: 'hello' }
  /** Asks for `alive`. */
  | { readonly type: 'ask' }
  | { readonly type: 'command'; readonly id: number; readonly command: Command };

export type TabMessage = LeaderMessage | FollowerMessage;

/** A message under way. */
export interface Letter {
  readonly from: string;
  /** `null`: all. */
  readonly to: string | null;
  readonly message: TabMessage;
}

const term = v.pipe(v.number(), v.finite());
const id = v.number();

const messageShape = v.variant('type', [
  v.object({
    type: v.literal('lead'),
    term,
    state: stateShape,
    connected: v.nullable(eventShapes.connected),
    registered: v.nullable(eventShapes.registered),
    // A tab that was opened before there were any says nothing of them.
    alerts: v.optional(v.array(eventShapes.alerts), []),
    kept: v.nullable(keptShape),
    contact: v.string(),
  }),
  v.object({ type: v.literal('state'), term, state: stateShape }),
  v.object({
    type: v.literal('event'),
    term,
    event: v.pipe(v.object({ name: v.picklist(phoneEventNames), data: v.unknown() }), v.check(isEvent)),
  }),
  v.object({ type: v.literal('kept'), term, kept: v.nullable(keptShape) }),
  v.object({ type: v.literal('result'), term, id, result: resultShape }),
  // Checked like the page's own when it is taken over.
  v.object({ type: v.literal('configured'), term, change: v.looseObject({}) }),
  v.object({ type: v.literal('alive'), term }),
  v.object({ type: v.literal('hello') }),
  v.object({ type: v.literal('ask') }),
  v.object({ type: v.literal('command'), id, command: commandShape }),
]);

const letterShape = v.object({ from: v.string(), to: v.nullable(v.string()), message: messageShape });

/** A letter, or `null` for what is none. */
export function readLetter(value: unknown): Letter | null {
  const { success, output } = v.safeParse(letterShape, value);
  // The shapes are checked against the types, but for what depends on a name: the event's data, the command's arguments.
  return success ? (output as Letter) : null;
}

function isEvent({ name, data }: { readonly name: PhoneEventName; readonly data: unknown }): boolean {
  return v.is(eventShapes[name], data);
}
