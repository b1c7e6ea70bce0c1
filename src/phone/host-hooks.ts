import { consoleLog } from '../util/log.js';
import type { Unsubscribe } from '../util/types.js';
import type { LineNumber } from './call.js';
import { PhoneError } from './errors.js';
import { normalizeExternalCallId, normalizeNumber } from './numbers.js';

/** A call that is about to be placed. */
export interface PlannedCall {
  /** As it will be dialled. */
  readonly number: string;
  readonly line: LineNumber;
  readonly externalCallId: string | null;
}

/** What `beforeCall` says: `false` forbids the call, a text is another number, nothing lets it go as it is. */
export type BeforeCallAnswer =
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a hook that only looks returns nothing
  boolean | string | { readonly number?: string; readonly externalCallId?: string | null } | null | undefined | void;

/** What `resolveContact` says. More may be in it; the phone reads the name. */
export interface ResolvedContact {
  readonly name?: string | null;
}

/** Functions of the page that the phone asks. They stay in this page: nothing of them is part of the state. */
export interface Hooks {
  /** Asked before a call leaves, 10 s at the most; while it thinks, nothing is sent and no microphone is opened. */
  readonly beforeCall?: ((call: PlannedCall) => BeforeCallAnswer | Promise<BeforeCallAnswer>) | null | undefined;
  /** Who is at the other end, e.g. from the CRM; the ring does not wait for it. */
  readonly resolveContact?:
    | ((number: string) => ResolvedContact | null | undefined | Promise<ResolvedContact | null | undefined>)
    | null
    | undefined;
}

/** No name is longer. Characters. */
const longestName = 200;

/** The functions that everybody on this page has given to one phone, asked in the order they came. */
export class HostHooks {
  readonly #added = new Set<{ readonly hooks: Hooks }>();

  add(hooks: Hooks): Unsubscribe {
    // Each addition counts by itself, also of the same object.
    const entry = { hooks };
    this.#added.add(entry);
    return () => void this.#added.delete(entry);
  }

  /** Whether anybody wants to be asked before a call. */
  get guardCalls(): boolean {
    return [...this.#added].some(({ hooks }) => typeof hooks.beforeCall === 'function');
  }

  /** Whether anybody knows names. */
  get nameContacts(): boolean {
    return [...this.#added].some(({ hooks }) => typeof hooks.resolveContact === 'function');
  }

  /**
   * The call as the page wants it.
   * @throws PhoneError CALL_VETOED where somebody forbids it, HOOK_FAILED where somebody threw, INVALID_ARGUMENT for an
   * answer that cannot be used
   */
  async plan(call: PlannedCall): Promise<PlannedCall> {
    let planned = call;
    for (const { hooks } of [...this.#added]) {
      const { beforeCall } = hooks;
      if (typeof beforeCall !== 'function') continue;
      const asked = planned;
      planned = amended(asked, await ask('beforeCall', () => beforeCall({ ...asked })));
    }
    return planned;
  }

  /** The first name that anybody knows, or `null`. Rejects never: who cannot say is as good as one who does not know. */
  async nameOf(number: string): Promise<string | null> {
    for (const { hooks } of [...this.#added]) {
      const { resolveContact } = hooks;
      if (typeof resolveContact !== 'function') continue;
      const contact: unknown = await ask('resolveContact', () => resolveContact(number)).catch(() => null);
      const name = cleanName((contact as Partial<ResolvedContact> | null | undefined)?.name);
      if (name !== null) return name;
    }
    return null;
  }
}

/** What the page throws is the page's: it is reported, whatever the log level, and never lost. */
async function ask<T>(name: keyof Hooks, hook: () => T | Promise<T>): Promise<T> {
  try {
    return await hook();
  } catch (error) {
    consoleLog.error(`${name} threw`, error);
    throw new PhoneError('HOOK_FAILED', {
      hint: `${name} threw: ${error instanceof Error ? error.message : 'an error'}`,
    });
  }
}

/** The answer comes from a page: its type promises nothing. */
function amended(call: PlannedCall, answer: unknown): PlannedCall {
  if (answer === false) throw new PhoneError('CALL_VETOED');
  if (answer === undefined || answer === null || answer === true) return call;
  if (typeof answer === 'string') return { ...call, number: normalizeNumber(answer) };
  if (typeof answer !== 'object') {
    throw new PhoneError('INVALID_ARGUMENT', {
      field: 'beforeCall',
      hint: 'beforeCall must give false, a number as text, {number, externalCallId}, or nothing',
    });
  }
  const { number, externalCallId } = answer as { readonly number?: unknown; readonly externalCallId?: unknown };
  return {
    ...call,
    ...(number === undefined || number === null ? {} : { number: normalizeNumber(number) }),
    ...(externalCallId === undefined ? {} : { externalCallId: normalizeExternalCallId(externalCallId) }),
  };
}

/** One line of text of a length that can be read, or `null`. */
function cleanName(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  const line = name.slice(0, 4 * longestName).replace(/\p{Cc}+/gu, ' ');
  return [...line].slice(0, longestName).join('').trim() || null;
}
