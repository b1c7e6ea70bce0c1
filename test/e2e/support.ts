import assert from 'node:assert/strict';
import type { Agent, CallData } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';

/** What each sends, Hz: apart from one another, from DTMF's frequencies and from each other's harmonics. */
export const tones = { alice: 530, bob: 1130, carol: 1730, dave: 2030, erin: 2530 } as const;

/** Alice with the element and Bob with the SDK, both registered. */
export async function aliceAndBob(lab: Lab): Promise<{ alice: Agent; bob: Agent }> {
  const [alice, bob] = await Promise.all([
    lab.agent({ user: 'alice', face: 'element', tone: tones.alice }),
    lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
  ]);
  return { alice, bob };
}

/** From the number field of the one to the answer of the other; both agree that it is confirmed. */
export async function talk(caller: Agent, callee: Agent, nth = 1): Promise<void> {
  await caller.dial(callee.user);
  await callee.event('callIncoming', { nth });
  await succeeds(callee, 'answerCall');
  await Promise.all([caller.event('callConfirmed', { nth }), callee.event('callConfirmed', { nth })]);
}

/** A command that must succeed. */
export async function succeeds(agent: Agent, method: string, ...args: readonly unknown[]): Promise<CallData | null> {
  const { status, error, data } = await agent.command(method, ...args);
  assert.equal(status, 'success', `${agent.user} ${method}: ${JSON.stringify(error)}`);
  assert.equal(error, null);
  return data;
}

/** The end of a call as both sides must tell it. */
export async function ends(agent: Agent, end: { by: string; cause: string; statusCode?: number | null }, nth = 1) {
  const call = await agent.event('callEnded', { nth });
  assert.equal(call.state, 'ended');
  assert.ok(call.end);
  const { by, cause, statusCode, text } = call.end;
  assert.deepEqual({ by, cause, ...('statusCode' in end ? { statusCode } : {}) }, end, `${agent.user}: callEnded`);
  assert.match(text, /\p{L}{2,}/u, 'a sentence for the agent');
  assert.doesNotMatch(text, /\d{3}/, 'never a code alone');
  return call;
}

/**
 * The next call works: Alice calls Bob from her number field, they hear each other, and she hangs up. As a fence it
 * also shows that the call before ended once and for all: nothing of it may come later.
 */
export async function nextCallWorks(alice: Agent, bob: Agent): Promise<void> {
  await alice.forgetEvents();
  await bob.forgetEvents();
  await talk(alice, bob);
  await Promise.all([alice.hears(bob.tone), bob.hears(alice.tone)]);
  await alice.press('Hang up');
  await Promise.all([ends(alice, { by: 'local', cause: 'hangup' }), ends(bob, { by: 'remote', cause: 'hangup' })]);
  assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
  assert.deepEqual(await bob.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
}
