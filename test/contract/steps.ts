import * as fc from 'fast-check';

/** Methods of the SDK that take a callback. */
export const methods = [
  'init',
  'stop',
  'register',
  'unregister',
  'makeCall',
  'answerCall',
  'endCall',
  'createLine2',
  'transferCall',
  'switchLine',
  'rejectCall',
  'hold',
  'unhold',
  'mute',
  'unmute',
  'muteAudio',
  'unmuteAudio',
  'sendDTMF',
  'setMode',
] as const;
export type Method = (typeof methods)[number];

/** Methods that promise the data. */
export const queries = ['histories', 'contacts', 'chooseHotline', 'note'] as const;
export type Query = (typeof queries)[number];

/** Commands that the elements send with a line. */
export const lineCommands = ['hangUp', 'answer', 'reject', 'hold', 'unhold', 'mute', 'unmute', 'switchLine'] as const;
/** Commands that the SDK has no method for. */
export const plainCommands = ['cancelTransfer', 'silence', 'unblockSound', 'retryNow'] as const;

export const farActions = [
  'remoteRings',
  'remoteRingsBack',
  'remoteSendsEarlyMedia',
  'remoteNamesCall',
  'remoteAnswers',
  'remoteRejects',
  'remoteHangsUp',
  'remoteCancels',
  'remoteHolds',
  'remoteUnholds',
  'remoteRefers',
  'remoteReplaces',
  'transferSucceeds',
  'transferRings',
  'transferFails',
] as const;
export type FarAction = (typeof farActions)[number];

export const faults = [
  'socketDrops',
  'serverRefuses',
  'serverIsSilent',
  'serverAccepts',
  'registrationIsForbidden',
  'registrationIsBroken',
  'registrationIsGranted',
  'holdsAreRefused',
  'holdsMeetGlare',
  'holdsFindNoCall',
  'holdsAreGranted',
  'refersAreRefused',
  'refersAreGranted',
  'microphoneIsDenied',
  'microphoneAsks',
  'microphoneIsAllowed',
  'microphoneIsUnplugged',
  'microphoneIsBack',
  'mediaIsLost',
  'mediaIsBack',
  'soundIsBlocked',
  'noTelephoneEvents',
  'accountFails',
  'accountAnswers',
  'slow',
  'verySlow',
  'quick',
] as const;
export type Fault = (typeof faults)[number];

/** What the page does in a callback or a listener. */
export type Reaction =
  'nothing' | 'throws' | 'mutates' | { readonly method: Method; readonly args: readonly unknown[] };

export type Step =
  | {
      readonly do: 'method';
      readonly method: Method;
      readonly args: readonly unknown[];
      /** `null`: no callback; `wrong`: something that is no function. */
      readonly callback: Reaction | 'wrong' | null;
      /** Of `init`. */
      readonly listeners: Readonly<Record<string, Reaction>>;
    }
  | { readonly do: 'query'; readonly method: Query; readonly args: readonly unknown[] }
  | { readonly do: 'line'; readonly type: (typeof lineCommands)[number]; readonly line: 1 | 2 }
  | { readonly do: 'command'; readonly type: (typeof plainCommands)[number] }
  | { readonly do: 'far'; readonly action: FarAction }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'pass'; readonly ms: number };

/** A step, and how much may happen before the next one. */
export interface Timed {
  readonly step: Step;
  readonly then: 'at once' | 'a tick' | 'settled';
}

/** What a page may hand in by mistake. */
const rubbish: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  3,
  NaN,
  true,
  {},
  [],
  'x\r\nEvil: 1',
  '<sip:evil@x>',
  Symbol('s'),
  () => undefined,
  new Date(0),
  2n,
];

const numbers: readonly unknown[] = ['0912345678', '1005', '+84 (912) 345-678', '*97'];
const mostly = (good: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...rubbish) });

const argsOf: Readonly<Record<Method | Query, fc.Arbitrary<readonly unknown[]>>> = {
  init: mostly([{}, {}, { mode: 'outgoing' }, { register: false }, { lang: 'en' }, { mode: 'x' }]).map((one) => [one]),
  stop: fc.constant([]),
  register: fc.constant([]),
  unregister: fc.constant([]),
  makeCall: fc.tuple(mostly(numbers)),
  answerCall: fc.constant([]),
  endCall: fc.constant([]),
  createLine2: fc.tuple(mostly(numbers)),
  transferCall: fc.tuple(mostly([...numbers, undefined])),
  switchLine: fc.tuple(mostly([undefined, 1, 2])),
  rejectCall: fc.constant([]),
  hold: fc.constant([]),
  unhold: fc.constant([]),
  mute: fc.constant([]),
  unmute: fc.constant([]),
  muteAudio: fc.constant([]),
  unmuteAudio: fc.constant([]),
  sendDTMF: fc.tuple(mostly(['1', '12,3', '#', 'ABCD'])),
  setMode: fc.tuple(mostly(['active', 'active', 'inactive', 'outgoing'])),
  histories: fc.tuple(mostly([1, 30])),
  contacts: fc.constant([]),
  chooseHotline: fc.tuple(mostly(['h1', 'h2', 'other'])),
  note: fc.tuple(mostly(['call-1', 'remote-1']), mostly([{ note: 'called back' }, { rate: 5 }, { rate: 9 }])),
};

const weights: Partial<Readonly<Record<Method, number>>> = {
  init: 3,
  stop: 1,
  makeCall: 6,
  answerCall: 6,
  endCall: 4,
  createLine2: 5,
  transferCall: 3,
  switchLine: 5,
  hold: 4,
  unhold: 4,
};
const method = fc.oneof(
  ...methods.map((name) => ({ weight: weights[name] ?? 2, arbitrary: fc.constant<Method>(name) })),
);

const call = method.chain((name) => argsOf[name].map((args) => ({ method: name, args })));

const reaction: fc.Arbitrary<Reaction> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Reaction>('nothing') },
  { weight: 1, arbitrary: fc.constant<Reaction>('throws') },
  { weight: 1, arbitrary: fc.constant<Reaction>('mutates') },
  { weight: 3, arbitrary: call },
);

const listened = [
  'callIncoming',
  'callOutgoing',
  'callConfirmed',
  'callEnded',
  'registered',
  'unregistered',
  'registrationFailed',
  'connected',
  'disconnected',
  'alerts',
  'referAccepted',
  'referFailed',
] as const;
const listeners = fc.dictionary(fc.constantFrom(...listened), reaction, { maxKeys: 4 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(call, fc.option(fc.oneof({ weight: 8, arbitrary: reaction }, fc.constant<'wrong'>('wrong'))), listeners)
      .map(([{ method: name, args }, callback, given]): Step => {
        return { do: 'method', method: name, args, callback, listeners: name === 'init' ? given : {} };
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...queries)
      .chain((name) => argsOf[name].map((args): Step => ({ do: 'query', method: name, args }))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...lineCommands), fc.constantFrom<1 | 2>(1, 2))
      .map(([type, line]): Step => ({ do: 'line', type, line })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...plainCommands).map((type): Step => ({ do: 'command', type })) },
  { weight: 8, arbitrary: fc.constantFrom(...farActions).map((action): Step => ({ do: 'far', action })) },
  { weight: 4, arbitrary: fc.constantFrom(...faults).map((fault): Step => ({ do: 'fault', fault })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 60, 1_000, 4_000, 35_000, 300_000).map((ms): Step => ({ do: 'pass', ms })),
  },
);

const then = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Timed['then']>('settled') },
  { weight: 2, arbitrary: fc.constant<Timed['then']>('at once') },
  { weight: 1, arbitrary: fc.constant<Timed['then']>('a tick') },
);

/** Whatever a page, an agent, a far side and a network may do, in any order. */
export function anySteps(maxLength: number): fc.Arbitrary<Timed[]> {
  return fc.array(fc.record({ step, then }), { minLength: 1, maxLength, size: 'max' });
}
