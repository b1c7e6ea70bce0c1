import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { createSimulator } from '../../src/testing.js';
import { anySteps, type FarAction, type Fault, type Method, type Step, type Timed } from '../contract/steps.js';
import { World } from '../contract/world.js';

/** The same runs every time. Another seed looks elsewhere; a failure prints the seed, the path and the shortest steps. */
const seed = 20_261_122;
const runs = 50;
const longest = 40;

const settledAfter = (step: Step): Timed => ({ step, then: 'settled' });
const atOnce = ({ step }: Timed): Timed => ({ step, then: 'at once' });
const aTickAfter = ({ step }: Timed): Timed => ({ step, then: 'a tick' });
const asks = (method: Method, ...args: readonly unknown[]): Timed =>
  settledAfter({ do: 'method', method, args, callback: 'nothing', listeners: {} });
const far = (action: FarAction): Timed => settledAfter({ do: 'far', action });
const fault = (name: Fault): Timed => settledAfter({ do: 'fault', fault: name });
const passes = (ms: number): Timed => settledAfter({ do: 'pass', ms });

const ready = [asks('init', {})];
const ringing = [...ready, far('remoteRings')];
const talking = [...ringing, asks('answerCall')];
const twoLines = [...talking, asks('createLine2', '1005'), far('remoteAnswers')];
const waiting = [...talking, far('remoteRings')];

/** Where the steps begin, so that they soon come to where two things cross. */
const beginnings: Readonly<Record<string, readonly Timed[]>> = {
  'before init': [],
  'a phone that is ready': ready,
  'a ringing call': ringing,
  'a call': talking,
  'two calls': twoLines,
  'a call and one that waits': waiting,
};

async function play(steps: readonly Timed[], isSudden: boolean): Promise<void> {
  const world = new World();
  const rejected: unknown[] = [];
  const onRejection = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    rejected.push(event.reason);
  };
  addEventListener('unhandledrejection', onRejection, { capture: true });
  try {
    await world.play(steps);
    await world.end(isSudden);
  } finally {
    removeEventListener('unhandledrejection', onRejection, { capture: true });
    world.dispose();
  }
  if (rejected.length > 0) throw new Error(`nobody handles: ${rejected.map(String).join()}`);
}

describe('whatever is done in whatever order, the phone keeps its rules', function () {
  this.timeout(20_000);

  for (const [name, beginning] of Object.entries(beginnings)) {
    it(`from ${name}`, async () => {
      const property = fc.asyncProperty(anySteps(longest), fc.boolean(), (steps, isSudden) =>
        play([...beginning, ...steps], isSudden),
      );
      await fc.assert(property, { seed, numRuns: runs });
    });
  }
});

describe('what such runs have found', () => {
  const mutating: Step = {
    do: 'method',
    method: 'init',
    args: [{}],
    callback: 'nothing',
    listeners: { callIncoming: 'mutates', callConfirmed: 'mutates', registered: 'mutates' },
  };
  const found: readonly (readonly [what: string, steps: readonly Timed[], isSudden?: boolean])[] = [
    ['a page that writes into what it is told', [settledAfter(mutating), far('remoteRings'), asks('answerCall')]],
    [
      'switching back while a waiting call is answered',
      [...waiting, atOnce(asks('answerCall')), asks('switchLine', 1)],
    ],
    [
      'the call on the other line ends while the agent goes there',
      [
        ...twoLines,
        fault('slow'),
        atOnce(asks('switchLine', undefined)),
        settledAfter({ do: 'line', type: 'hangUp', line: 1 }),
      ],
    ],
    ['a far side that sends the agent on', [...talking, far('remoteRefers'), far('remoteAnswers')]],
    [
      'the held caller is replaced while line 2 is dialled',
      [...talking, asks('createLine2', '1005'), far('remoteReplaces'), far('remoteAnswers')],
    ],
    [
      'a replaced call whose successor cannot be answered',
      [...talking, atOnce(far('remoteReplaces')), fault('socketDrops')],
    ],
    [
      'unregistering while a registration is on its way',
      [...ready, asks('unregister'), fault('slow'), asks('register'), asks('unregister'), passes(1_000)],
    ],
    ['the socket breaks while the phone stops', [...ready, aTickAfter(asks('stop')), fault('socketDrops')]],
    [
      'stop and init overtake an unregister',
      [
        ...ready,
        fault('verySlow'),
        asks('unregister'),
        settledAfter({
          do: 'method',
          method: 'stop',
          args: [],
          callback: { method: 'init', args: [{}] },
          listeners: {},
        }),
      ],
    ],
    [
      'the agent hangs up a transfer that nobody answers',
      [...talking, fault('serverIsSilent'), asks('transferCall', '1005'), asks('endCall')],
      true,
    ],
    [
      'audio lost before the INVITE has left',
      [...ready, fault('microphoneAsks'), asks('makeCall', '1005'), fault('mediaIsLost'), passes(35_000)],
    ],
    ['a call that ends without its audio', [...talking, fault('mediaIsLost'), asks('endCall')], true],
    [
      'a far side that sends the agent on while it is being transferred',
      [...talking, asks('transferCall', '1005'), far('remoteRefers'), passes(35_000), far('remoteAnswers')],
    ],
    ['a line that is none', [...twoLines, asks('switchLine', 3)]],
  ];

  for (const [what, steps, isSudden = false] of found) it(what, () => play(steps, isSudden));

  it('a second stop, which waits for the first and keeps the listeners until then', async () => {
    const simulator = createSimulator();
    const before = BfcWebphoneSDK.provider;
    BfcWebphoneSDK.provider = simulator.provider;
    try {
      const sdk = new BfcWebphoneSDK();
      const heard: string[] = [];
      const sip = { uri: 'sip:1001@pbx.test', password: 'x', servers: 'wss://a.test/ws' };
      await sdk.init({ sip, listeners: { disconnected: () => heard.push('disconnected') } });
      simulator.latency = 100;
      const stops = Promise.all([sdk.stop(), sdk.stop()]);
      await simulator.advance(1_000);
      expect((await stops).map(({ status }) => status)).to.deep.equal(['success', 'success']);
      expect(heard).to.deep.equal(['disconnected']);
    } finally {
      BfcWebphoneSDK.provider = before;
    }
  });
});
