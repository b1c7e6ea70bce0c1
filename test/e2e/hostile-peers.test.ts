/**
 * SIPp as a hostile or unusual peer, over UDP and through Kamailio; what must cross on the wire to the message is in
 * test/integration/hostile-*.test.ts, where the peer is written by hand. SIPp checks what it gets: a scenario that
 * comes to its end has seen every answer that it wants.
 */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Agent } from '../lab/agent.js';
import type { Lab } from '../lab/lab.js';
import { useLab } from '../lab/scenario.js';
import {
  acknowledgesRefusal,
  answers,
  answersInside,
  asks,
  asksAnew,
  gets,
  isAnswered,
  mayGet,
  waits,
  type Step,
} from '../lab/sipp-steps.js';
import { aliceAndBob, ends, nextCallWorks, succeeds, tones } from './support.js';

const sdp = {};
const allow = 'ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, REFER, UPDATE';
const takesCall = (...headers: readonly string[]): readonly Step[] => [
  gets('INVITE', { opens: true, has: ['Supported', '.*timer.*'] }),
  answers('180 Ringing'),
  answers('200 OK', { sdp, headers }),
  gets('ACK'),
];
const byeOfAlice: readonly Step[] = [gets('BYE'), answersInside('200 OK')];
const challenge = (nonce: string, stale = ''): readonly string[] => [
  `Proxy-Authenticate: Digest realm="lab.test", nonce="${nonce}", algorithm=MD5, qop="auth"${stale}`,
];

/** What a call withstands while alice talks, and what she does meanwhile. */
interface InCall {
  readonly name: string;
  readonly agreed?: readonly string[];
  readonly steps: readonly Step[];
  readonly meanwhile?: (alice: Agent) => Promise<unknown>;
  /** The far side hangs up by itself at the end. */
  readonly farEnds?: boolean;
}

const inCall: readonly InCall[] = [
  {
    name: 're-INVITEs and UPDATEs that change codec and direction, and refresh the session',
    agreed: ['Require: timer', 'Session-Expires: 1800;refresher=uas'],
    steps: [
      asks('INVITE', 1, { sdp: { direction: 'sendonly', codec: 0 } }),
      mayGet(100),
      isAnswered(200),
      asks('ACK', 1),
      asks('INVITE', 2, { sdp: { direction: 'inactive' } }),
      mayGet(100),
      isAnswered(200),
      asks('ACK', 2),
      asks('UPDATE', 3, { headers: ['Supported: timer', 'Session-Expires: 1800;refresher=uac'] }),
      isAnswered(200, { has: ['Session-Expires', '.*1800;refresher=uac.*'] }),
      asks('UPDATE', 4, { headers: ['Supported: timer', 'Session-Expires: 60'] }),
      isAnswered(422, { has: ['Min-SE', '.*90.*'] }),
      asks('INVITE', 5, { sdp }),
      mayGet(100),
      isAnswered(200),
      asks('ACK', 5),
      asks('BYE', 6),
      isAnswered(200),
    ],
    farEnds: true,
  },
  {
    name: 'methods, bodies and extensions that nobody knows',
    steps: [
      asks('OPTIONS', 1),
      isAnswered(200, { has: ['Allow', `.*${allow}.*`] }),
      asks('MESSAGE', 2, { body: ['text/plain', 'hello'] }),
      isAnswered(405, { has: ['Allow', `.*${allow}.*`] }),
      asks('DANCE', 3),
      isAnswered(501),
      asks('INVITE', 4, { body: ['text/plain', 'hello'] }),
      mayGet(100),
      isAnswered(415, { has: ['Accept', '.*application/sdp.*'] }),
      acknowledgesRefusal(4),
      asks('INVITE', 5, { sdp, headers: ['Require: nonsense'] }),
      mayGet(100),
      isAnswered(420, { has: ['Unsupported', '.*nonsense.*'] }),
      acknowledgesRefusal(5),
      asks('BYE', 6, { headers: ['Reason: Q.850;cause=16;text="Normal"'] }),
      isAnswered(200),
    ],
    farEnds: true,
  },
  {
    name: 'a glare: 491 to a hold, which succeeds at the second try',
    meanwhile: (alice) => succeeds(alice, 'hold'),
    steps: [
      gets('INVITE'),
      answersInside('491 Request Pending'),
      gets('ACK'),
      gets('INVITE'),
      answersInside('200 OK', { sdp: { direction: 'recvonly' } }),
      gets('ACK'),
      ...byeOfAlice,
    ],
  },
  {
    name: 'challenges to a hold, the second one for a stale nonce',
    meanwhile: (alice) => succeeds(alice, 'hold'),
    steps: [
      gets('INVITE'),
      answersInside('407 Proxy Authentication Required', { headers: challenge('n1') }),
      gets('ACK'),
      gets('INVITE', { has: ['Proxy-Authorization', '.*nonce=.n1.*'] }),
      answersInside('407 Proxy Authentication Required', { headers: challenge('n2', ', stale=true') }),
      gets('ACK'),
      gets('INVITE', { has: ['Proxy-Authorization', '.*nonce=.n2.*'] }),
      answersInside('200 OK', { sdp: { direction: 'recvonly' } }),
      gets('ACK'),
      ...byeOfAlice,
    ],
  },
  {
    name: 'a transfer that is refused (501), then one whose target is busy, with rubbish on the way',
    meanwhile: async (alice) => {
      const refused = await alice.command('transferCall', 'carol');
      assert.equal(refused.error?.details?.statusCode, 501);
      await alice.callIs({ state: 'active', onHold: false });
      const busy = await alice.command('transferCall', 'carol');
      assert.equal(busy.error?.details?.statusCode, 486);
      await alice.callIs({ state: 'active', onHold: false });
    },
    steps: [
      gets('REFER'),
      answersInside('501 Not Implemented'),
      gets('REFER'),
      answersInside('202 Accepted'),
      asks('NOTIFY', 1, { headers: ['Event: refer'], body: ['message/sipfrag', 'what is this'] }),
      isAnswered(200),
      asks('NOTIFY', 2, { headers: ['Event: refer', 'Subscription-State: terminated'] }),
      isAnswered(200),
      asks('NOTIFY', 3, { headers: ['Event: refer'], body: ['message/sipfrag', 'SIP/2.0 486 Busy Here'] }),
      isAnswered(200),
      ...byeOfAlice,
    ],
  },
  {
    name: 'transfers that are refused (403, 405), and one that the agent gives up',
    meanwhile: async (alice) => {
      for (const statusCode of [403, 405]) {
        const refused = await alice.command('transferCall', 'carol');
        assert.equal(refused.error?.details?.statusCode, statusCode);
        await alice.callIs({ state: 'active', onHold: false });
      }
      const givenUp = alice.command('transferCall', 'carol');
      await alice.press('Go back');
      assert.equal((await givenUp).error?.code, 'CANCELLED');
      await alice.callIs({ state: 'active', onHold: false });
    },
    steps: [
      gets('REFER'),
      answersInside('403 Forbidden'),
      gets('REFER'),
      answersInside('405 Method Not Allowed', { headers: [`Allow: ${allow.replace(', REFER', '')}`] }),
      gets('REFER'),
      answersInside('202 Accepted'),
      ...byeOfAlice,
    ],
  },
];

/** A customer who leaves right after he took the transfer: it has worked, as far as anybody can tell. */
const leavesAfterRefer: readonly Step[] = [
  gets('REFER'),
  answersInside('202 Accepted'),
  asks('BYE', 1),
  isAnswered(200),
];

describe('hostile peers', () => {
  const scenario = useLab();

  for (const { name, agreed = [], steps, meanwhile, farEnds = false } of inCall) {
    scenario(name, async (lab) => {
      await lab.sipp.takes([...takesCall(...agreed), ...steps]);
      const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
      await alice.dial('sipppeer');
      await alice.event('callConfirmed');
      await meanwhile?.(alice);
      if (!farEnds) await succeeds(alice, 'endCall');
      await ends(alice, { by: farEnds ? 'remote' : 'local', cause: 'hangup' });
      await lab.sipp.finished();
      assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed', 'callEnded']);
    });
  }

  scenario('a customer takes a transfer and is gone, without a word of its outcome', async (lab) => {
    await lab.sipp.takes([...takesCall(), ...leavesAfterRefer]);
    const alice = await lab.agent({ user: 'alice', face: 'element', tone: tones.alice });
    await alice.dial('sipppeer');
    await alice.event('callConfirmed');
    await succeeds(alice, 'transferCall', 'carol');
    await alice.event('referAccepted');
    await lab.sipp.finished();
    assert.deepEqual(await alice.ping(), { line1: null, line2: null });
  });

  scenario('two phones ring, one with a tone of its own; the other answers, and says so twice', async (lab) => {
    await lab.sipp.takes([
      gets('INVITE', { opens: true }),
      answers('180 Ringing', { tag: 'another' }),
      // rtpengine knows one answer to an offer: two of them meet in test/integration.
      answers('183 Session Progress', { sdp }),
      waits(300),
      answers('200 OK', { sdp }),
      answers('200 OK', { sdp }),
      // One ACK or two: SIPp takes the second one for the first.
      gets('ACK'),
      ...byeOfAlice,
    ]);
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('sippfork');
    await alice.event('callConfirmed');
    await alice.callIs({ state: 'active' });
    await alice.press('Hang up');
    await ends(alice, { by: 'local', cause: 'hangup' });
    await lab.sipp.finished();
    await nextCallWorks(alice, bob);
  });

  scenario('a call that is sent on is answered by the number it was sent to', async (lab) => {
    await lab.sipp.takes([
      gets('INVITE', { opens: true }),
      answers('302 Moved Temporarily', { headers: ['Contact: <tel:+84912345678>;q=1, <sip:bob@lab.test>;q=0.5'] }),
      gets('ACK'),
    ]);
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('sippmoved');
    await bob.event('callIncoming');
    await alice.callIs({ state: 'ringing', number: 'sippmoved' });
    await succeeds(bob, 'answerCall');
    await Promise.all([alice.hears(tones.bob), bob.hears(tones.alice)]);
    assert.deepEqual(await alice.callEvents(), ['callOutgoing', 'callConfirmed']);
    await lab.sipp.finished();
  });

  scenario('a call that is sent to a stranger’s host ends, and says so', async (lab) => {
    await lab.sipp.start({
      final: { status: 302, reason: 'Moved' },
      headers: ['Contact: <sip:bob@evil.test>'],
    });
    const { alice, bob } = await aliceAndBob(lab);
    await alice.dial('sippmoved');
    const call = await ends(alice, { by: 'remote', cause: 'unavailable', statusCode: 302 });
    await alice.shows(call.end?.text ?? '');
    assert.match(call.end?.text ?? '', /forwarded/);
    await alice.press('Close');
    await nextCallWorks(alice, bob);
  });

  scenario('strangers who do not even call, or not so that it could be answered', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice });
    const refused = (cseq: number, status: number, content: Parameters<typeof asksAnew>[2]): readonly Step[] => [
      asksAnew('INVITE', cseq, content),
      mayGet(100),
      isAnswered(status),
      acknowledgesRefusal(cseq),
    ];
    await lab.sipp.calls('alice', [
      asksAnew('OPTIONS', 1),
      isAnswered(200, { has: ['Allow', `.*${allow}.*`] }),
      asksAnew('MESSAGE', 2, { body: ['text/plain', 'hello'] }),
      isAnswered(405),
      asksAnew('DANCE', 3),
      isAnswered(501),
      ...refused(4, 415, { body: ['text/plain', 'hello'] }),
      ...refused(5, 420, { sdp, headers: ['Require: 100rel'] }),
      ...refused(6, 422, { sdp, headers: ['Supported: timer', 'Session-Expires: 30'] }),
    ]);
    await lab.sipp.finished();
    assert.deepEqual(await alice.callEvents(), []);
  });

  scenario('a caller without an offer is answered with one, and hung up on', async (lab) => {
    const alice = await lab.agent({ user: 'alice', face: 'sdk', tone: tones.alice });
    await callsWithoutOffer(lab);
    await alice.event('callIncoming');
    await succeeds(alice, 'answerCall');
    await succeeds(alice, 'endCall');
    await ends(alice, { by: 'local', cause: 'hangup' });
    await lab.sipp.finished();
    assert.deepEqual(await alice.callEvents(), ['callIncoming', 'callConfirmed', 'callEnded']);
  });
});

function callsWithoutOffer(lab: Lab): Promise<void> {
  return lab.sipp.calls('alice', [
    asksAnew('INVITE', 1),
    mayGet(100),
    mayGet(180),
    isAnswered(200, { opens: true, has: ['Content-Type', '.*application/sdp.*'] }),
    asks('ACK', 1, { sdp }, { tagged: true }),
    ...byeOfAlice,
  ]);
}
