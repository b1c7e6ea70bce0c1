/**
 * An agent without a mouse, through Kamailio: every step by Tab, Enter, Space, arrows or a shortcut. After each the
 * focus is on something that can be seen in the phone, and what a screen reader hears is read from the browser's own
 * accessibility tree.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import { until } from '../lab/until.js';
import { ends, succeeds, tones } from './support.js';

/** What has the focus, by name and text; `null` where it is lost, or on what cannot be seen. */
function focusedAt({ page }: Agent): Promise<string | null> {
  return page.evaluate(() => {
    const phone = document.querySelector('bfc-webphone');
    if (document.activeElement !== phone) return null;
    let at: Element | null | undefined = phone?.shadowRoot?.activeElement;
    while (at?.shadowRoot) at = at.shadowRoot.activeElement;
    const box = at?.getBoundingClientRect();
    if (!at?.checkVisibility() || !box || box.width === 0 || box.bottom < 0 || box.top > innerHeight) return null;
    return `${at.getAttribute('aria-label') ?? ''} ${at.textContent ?? ''}`.replace(/\s+/g, ' ').trim() || at.localName;
  });
}

async function focusIsSeen(agent: Agent, after: string): Promise<void> {
  await until(() => focusedAt(agent), { what: `the focus to be in the phone after ${after}` });
}

/** One key, or a chord such as `Alt+Shift+M`. */
async function key(agent: Agent, chord: string): Promise<void> {
  await agent.page.keyboard.press(chord);
  await focusIsSeen(agent, chord);
}

/** Waits until what is typed goes into a field. */
async function fieldIsReady(agent: Agent): Promise<void> {
  const isField = () =>
    agent.page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.matches('input, textarea');
    });
  await until(isField, { what: `${agent.user}'s cursor to be in a field` });
}

/** From control to control until the one of that name has the focus. */
async function goTo(agent: Agent, name: string, step: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: (string | null)[] = [];
  for (let i = 0; i < 30; i++) {
    const at = await focusedAt(agent);
    if (at === name) return;
    passed.push(at);
    await key(agent, step);
  }
  assert.fail(`${name} cannot be reached; passed: ${passed.join(' | ')}`);
}

interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly childIds?: readonly string[];
}

/** What the live regions say now: `status` politely, `alert` at once. */
async function regions({ page }: Agent, role: 'status' | 'alert'): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: readonly AxNode[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const textOf = (node: AxNode | undefined): string => {
    if (node?.role?.value === 'StaticText') return node.name?.value ?? '';
    return (node?.childIds ?? []).map((id) => textOf(byId.get(id))).join(' ');
  };
  return nodes.filter((node) => !node.ignored && node.role?.value === role).map(textOf);
}

async function hears(agent: Agent, words: RegExp, role: 'status' | 'alert' = 'status'): Promise<void> {
  let last: readonly string[] = [];
  await until(async () => (last = await regions(agent, role)).some((text) => words.test(text)), {
    what: `${String(words)} to be announced`,
  }).catch((error: unknown) => {
    throw new Error(`${String(error)} (announced: ${JSON.stringify(last)})`, { cause: error });
  });
}

/** Alice's phone writes notes; the first Tab of the page has brought her into it. */
async function aliceAtKeys(lab: Lab): Promise<Agent> {
  const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
  await alice.page.evaluate(() => document.querySelector('bfc-webphone')?.removeAttribute('no-wrap-up'));
  await key(alice, 'Tab');
  return alice;
}

describe('by keyboard alone', () => {
  const scenario = useLab();

  scenario('a call, hold, a note, a blind transfer, and the note after it', async (lab) => {
    const [alice, bob, carol] = await Promise.all([
      aliceAtKeys(lab),
      lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
      lab.agent({ user: 'carol', face: 'sdk', tone: tones.carol }),
    ]);
    await goTo(alice, 'Phone number');
    await alice.page.keyboard.type('bob');
    await key(alice, 'Enter');
    await bob.event('callIncoming');
    await focusIsSeen(alice, 'the call');
    await succeeds(bob, 'answerCall');
    await alice.event('callConfirmed');
    await hears(alice, /On a call/);

    await goTo(alice, 'Hold');
    await key(alice, 'Space');
    await bob.callIs({ heldByRemote: true });
    await hears(alice, /Caller is waiting/);
    await goTo(alice, 'Resume');
    await key(alice, 'Enter');
    await bob.callIs({ heldByRemote: false });
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

    await key(alice, 'Alt+Shift+O');
    await fieldIsReady(alice);
    await alice.page.keyboard.type('wants the invoice');
    await hears(alice, /Draft saved/);
    await key(alice, 'Escape');

    await key(alice, 'Alt+Shift+F');
    await fieldIsReady(alice);
    await alice.page.keyboard.type('carol');
    await key(alice, 'Enter');
    await key(alice, 'Enter');
    await carol.event('callIncoming');
    await hears(alice, /Transferring/);
    await focusIsSeen(alice, 'the transfer');
    await succeeds(carol, 'answerCall');
    await alice.event('referAccepted');
    await hears(alice, /carol/);
    await Promise.all([bob.hears(tones.carol), carol.hears(tones.bob)]);

    await focusIsSeen(alice, 'the end');
    await goTo(alice, '1 of 5 stars 1', 'Shift+Tab');
    for (let star = 1; star <= 4; star++) await key(alice, 'ArrowRight');
    await goTo(alice, 'Save note');
    await key(alice, 'Enter');
    const noted = await until(
      () =>
        alice.page.evaluate(async () => {
          const [item] = (await window.phone['histories']!(1)) as readonly { note: string | null; rate: number }[];
          return item?.note ? [item.note, item.rate] : null;
        }),
      { what: 'the note to be saved' },
    );
    assert.deepEqual(noted, ['wants the invoice', 4]);
    await focusIsSeen(alice, 'the note');
    await goTo(alice, 'Phone number');
  });

  scenario('a caller is answered, muted and hung up by shortcuts', async (lab) => {
    const [alice, bob] = await Promise.all([
      aliceAtKeys(lab),
      lab.agent({ user: 'bob', face: 'sdk', tone: tones.bob }),
    ]);
    await goTo(alice, 'Phone number');
    await succeeds(bob, 'makeCall', 'alice');
    await alice.event('callIncoming');
    await hears(alice, /bob/, 'alert');
    await key(alice, 'Alt+Shift+Y');
    await bob.event('callConfirmed');
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);

    await key(alice, 'Alt+Shift+M');
    await hears(alice, /The caller cannot hear you/);
    await bob.hearsNothingAt(tones.alice);
    await key(alice, 'Alt+Shift+M');
    await bob.hears(tones.alice);

    await key(alice, '?');
    assert.match((await focusedAt(alice)) ?? '', /Keyboard shortcuts/);
    await key(alice, 'Escape');
    await key(alice, 'Alt+Shift+E');
    await Promise.all([ends(alice, { by: 'local', cause: 'hangup' }), ends(bob, { by: 'remote', cause: 'hangup' })]);
    await focusIsSeen(alice, 'the end');
  });
});
