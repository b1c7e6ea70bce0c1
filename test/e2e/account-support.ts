/** An agent who signs in with an account, and the documented members called as the vendor's page calls them. */
import assert from 'node:assert/strict';
import { aliceAccount } from '../lab/account.js';
import type { Agent, CallData, Envelope } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab, type Scenario } from '../lab/scenario.js';
import { succeeds, tones } from './support.js';

/** The twelve documented events. */
export const eventNames = [
  'alerts',
  'connected',
  'disconnected',
  'registered',
  'unregistered',
  'registrationFailed',
  'callEnded',
  'callOutgoing',
  'callIncoming',
  'callConfirmed',
  'referAccepted',
  'referFailed',
] as const;

export const aliceExtension = {
  id: 'ext-1001',
  number: '1001',
  name: 'Nguyễn Văn An',
  hotline_id_list: ['hl-1', 'hl-2'],
  hotline_group_id_list: ['hg-1'],
  current_hotline_id: 'hl-1',
};

/** What a callback got, and how often: the test looks again at its end. */
const calledBack = new Map<Agent, string[]>();

declare global {
  interface Window {
    /** The arguments of each call of each callback, by the order in which the methods were called. */
    callbacks?: unknown[][][];
  }
}

/** Like `useLab`, and fails where any callback of the test was not called exactly once by its end. */
export function useMembers(): Scenario {
  const scenario = useLab();
  return (name, run) =>
    scenario(name, async (lab) => {
      try {
        await run(lab);
        for (const [agent, methods] of calledBack) {
          const counts = await agent.page.evaluate(() => (window.callbacks ?? []).map((calls) => calls.length));
          const once = methods.map((method) => [method, 1]);
          assert.deepEqual(
            counts.map((count, index) => [methods[index], count]),
            once,
            'each callback is called exactly once',
          );
        }
      } finally {
        calledBack.clear();
      }
    });
}

/** Calls a method with a callback, and gives back the envelope that the callback got. */
export async function call(agent: Agent, method: string, ...args: readonly unknown[]): Promise<Envelope> {
  const { given, promised } = await agent.page.evaluate(
    async ([name, list]) => {
      const calls: unknown[][] = [];
      (window.callbacks ??= []).push(calls);
      const promise = window.phone[name]!(...list, (...received: unknown[]) => calls.push(received));
      return { promised: await promise, given: calls };
    },
    [method, args] as const,
  );
  return envelopeOf(agent, method, given, promised);
}

/** `init` with a callback; the listeners are all the documented ones. */
export async function init(agent: Agent, config: object): Promise<Envelope> {
  const { given, promised } = await agent.page.evaluate(
    async ([settings, names]) => {
      const listeners = Object.fromEntries(
        names.map((name) => [name, (data: unknown) => window.lab.events.push({ name, data })]),
      );
      const calls: unknown[][] = [];
      (window.callbacks ??= []).push(calls);
      const all = { lang: 'en', baseURL: location.origin, ...settings, listeners };
      const promise = window.phone['init']!(all, (...received: unknown[]) => calls.push(received));
      return { promised: await promise, given: calls };
    },
    [config, eventNames] as const,
  );
  return envelopeOf(agent, 'init', given, promised);
}

function envelopeOf(agent: Agent, method: string, given: readonly unknown[][], promised: unknown): Envelope {
  calledBack.set(agent, [...(calledBack.get(agent) ?? []), method]);
  assert.equal(given.length, 1, `${method}: the callback is called once`);
  assert.equal(given[0]?.length, 1, `${method}: with one argument`);
  const envelope = given[0][0] as Envelope;
  assert.deepEqual(Object.keys(envelope), ['status', 'error', 'data']);
  assert.deepEqual(envelope, promised);
  return envelope;
}

/** `{status: 'success', error: null, data}`; gives back the data, a call where the method is about one. */
export async function works(agent: Agent, method: string, ...args: readonly unknown[]): Promise<CallData> {
  const envelope = await call(agent, method, ...args);
  assert.deepEqual(envelope, { status: 'success', error: null, data: envelope.data });
  return envelope.data as CallData;
}

/** `{status: 'error', error: {code, message, …}, data: null}`. */
export function isError({ status, error, data }: Envelope, code: string, details: object = {}): void {
  assert.deepEqual({ status, code: error?.code, data }, { status: 'error', code, data: null });
  assert.match(error?.message ?? '', /\p{L}{2,}.*\./u, 'a sentence for the agent');
  assert.doesNotMatch(error?.message ?? '', new RegExp(code));
  for (const [key, value] of Object.entries(details)) {
    assert.deepEqual((error?.details as Record<string, unknown> | undefined)?.[key], value, `details.${key}`);
  }
}

export async function fails(agent: Agent, code: string, method: string, ...args: readonly unknown[]): Promise<void> {
  isError(await call(agent, method, ...args), code);
}

interface Outcome {
  readonly data: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly details?: object } | null;
}

/** One of the members that give a promise of the data; `contacts` is a getter. */
export function ask(agent: Agent, member: string, ...args: readonly unknown[]): Promise<Outcome> {
  return agent.page.evaluate(
    async ([name, list]): Promise<Outcome> => {
      const asked = name === 'contacts' ? (window.phone[name] as unknown) : window.phone[name]!(...list);
      try {
        return { data: await asked, error: null };
      } catch (thrown) {
        const { code, message, details } = thrown as NonNullable<Outcome['error']>;
        return { data: null, error: { code, message, ...(details && { details }) } };
      }
    },
    [member, args] as const,
  );
}

/** Like `ask`, of a promise that must be kept. */
export async function gets<T>(agent: Agent, member: string, ...args: readonly unknown[]): Promise<T> {
  const { data, error } = await ask(agent, member, ...args);
  assert.equal(error, null);
  return data as T;
}

/** Like `ask`, of a promise that must be broken, with that code and at least those details. */
export async function rejects(
  agent: Agent,
  expected: { readonly code: string; readonly details?: object },
  member: string,
  ...args: readonly unknown[]
): Promise<void> {
  const { error, data } = await ask(agent, member, ...args);
  const seen = { status: 'error', error, data } as unknown as Envelope;
  isError(seen, expected.code, expected.details);
}

/** Alice's page; the phone is not started. */
export function alicePage(lab: Lab): Promise<Agent> {
  return lab.page({ user: 'alice', face: 'sdk', tone: tones.alice });
}

export const { username, password } = aliceAccount;

/** Alice, signed in with her account. */
export async function aliceBy(lab: Lab, config: Readonly<Record<string, unknown>> = {}): Promise<Agent> {
  const alice = await alicePage(lab);
  const started = await init(alice, { username, password, ...config });
  assert.deepEqual(started, { status: 'success', error: null, data: aliceExtension });
  return alice;
}

/** Alice by her account, and Bob, a customer. */
export async function aliceWithBob(lab: Lab): Promise<{ readonly alice: Agent; readonly bob: Agent }> {
  const [alice, bob] = await Promise.all([aliceBy(lab), lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob })]);
  return { alice, bob };
}

/** Both on the phone: Alice has called. */
export async function inCall(lab: Lab): Promise<{ readonly alice: Agent; readonly bob: Agent }> {
  const { alice, bob } = await aliceWithBob(lab);
  await works(alice, 'makeCall', 'bob');
  await answers(bob);
  await Promise.all([alice.event('callConfirmed'), bob.event('callConfirmed')]);
  return { alice, bob };
}

/** Bob on the phone with Alice, and Carol beside them. */
export async function withCarol(lab: Lab): Promise<{ alice: Agent; bob: Agent; carol: Agent }> {
  const [{ alice, bob }, carol] = await Promise.all([
    inCall(lab),
    lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
  ]);
  return { alice, bob, carol };
}

export async function answers(agent: Agent): Promise<void> {
  await agent.event('callIncoming');
  await succeeds(agent, 'answerCall');
}

/** From now on the account API is broken in this way (`demo/server/account-api-faults.ts`). */
export async function breaks(lab: Lab, fault: Readonly<Record<string, unknown>>): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${lab.origin}/demo/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
  assert.equal(answer.status, 201);
}
