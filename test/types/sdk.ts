/** Compiled, never run: how a page may use the SDK, and what its compiler must refuse. */
import type {
  Call,
  Contact,
  EndCause,
  ErrorCode,
  Extension,
  HistoryItem,
  HotlineInfo,
  LineNumber,
  Mode,
} from '../../src/index.js';
import type { BfcWebphoneSDK, Envelope, Listeners, SdkConfig } from '../../src/sdk.js';

/** Compiles only where both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

const sip = { uri: 'sip:1001@pbx.example', password: 'x', servers: 'wss://pbx.example' };

export async function methods(sdk: BfcWebphoneSDK): Promise<void> {
  same<Envelope<Extension | null>, Awaited<ReturnType<typeof sdk.init>>>(true);
  same<Envelope<Call>, Awaited<ReturnType<typeof sdk.makeCall>>>(true);
  same<Envelope<null>, Awaited<ReturnType<typeof sdk.register>>>(true);
  same<Mode | null, typeof sdk.currentMode>(true);
  same<LineNumber | null, typeof sdk.currentLine>(true);
  same<Extension | null, typeof sdk.currentExtension>(true);
  same<readonly HotlineInfo[], typeof sdk.hotlines>(true);
  same<boolean, typeof sdk.isRegistered>(true);

  // Every method with and without its callback, as the vendor's page shows them.
  await sdk.init({ username: 'abc@vccloud.vn', password: '' }, (data) => data.status);
  await sdk.init({ sip });
  await sdk.init({ sip, beforeCall: ({ number }) => number !== '113', resolveContact: async () => ({ name: 'Hoa' }) });
  await sdk.init({ sip, beforeCall: async () => ({ number: '1', externalCallId: null }), resolveContact: () => null });
  await sdk.init({ sip, beforeCall: () => undefined });
  // @ts-expect-error a number is text
  await sdk.init({ sip, beforeCall: () => 84901234567 });
  await sdk.placeCall({ number: '1002', externalCallId: 'deal-7', line: 2 }, ({ data }) => data?.externalCallId);
  // @ts-expect-error there are two lines
  await sdk.placeCall({ number: '1002', line: 3 });
  await sdk.makeCall('0901234567', ({ status, error, data }) => (status === 'error' ? error.code : data.id));
  for (const method of [
    'answerCall',
    'endCall',
    'hold',
    'unhold',
    'mute',
    'unmute',
    'muteAudio',
    'unmuteAudio',
  ] as const) {
    await sdk[method]();
    await sdk[method]((result) => result.data?.line);
  }
  await sdk.sendDTMF('12#');
  await sdk.createLine2('1002', (result) => result.data?.line);
  await sdk.switchLine(2);
  await sdk.transferCall('1003');
  await sdk.transferCall();
  // These give the data itself, and reject with the error.
  same<readonly HistoryItem[], Awaited<ReturnType<typeof sdk.histories>>>(true);
  same<Promise<readonly Contact[]>, typeof sdk.contacts>(true);
  await sdk.histories(10);
  await sdk.chooseHotline('h1');
  await sdk.note('c1', { rate: 1, report: 'Good' });
  await sdk.note('c1', { note: 'Note' });
  await sdk.setMode('outgoing');
  await sdk.register();
  await sdk.unregister();
  await sdk.stop();
  same<Call | null, ReturnType<typeof sdk.ping>['line1']>(true);
  same<Call | null, ReturnType<typeof sdk.ping>['line2']>(true);

  // @ts-expect-error a number is text
  await sdk.makeCall(84901234567);
  // @ts-expect-error whom to call
  await sdk.makeCall();
  // @ts-expect-error there are three modes
  await sdk.setMode('away');
  // @ts-expect-error a rating is a number
  await sdk.note('c1', { rate: '1' });
  // @ts-expect-error there are two lines
  await sdk.switchLine(3);
  // @ts-expect-error a getter is no setter
  sdk.isRegistered = true;
  // @ts-expect-error a configuration is needed
  await sdk.init();
  // @ts-expect-error servers are needed
  await sdk.init({ sip: { uri: 'sip:1001@pbx.example' } });
  // @ts-expect-error register is a boolean
  await sdk.init({ sip, register: 'false' });
  // @ts-expect-error the phone speaks two languages
  await sdk.init({ sip, lang: 'fr' });
}

/** The envelope tells by `status` which of the two is there. */
export function envelope(result: Envelope<Call>): string {
  if (result.status === 'error') {
    const code: ErrorCode = result.error.code;
    // @ts-expect-error where there is an error there is no data
    result.data.id.toString();
    return code;
  }
  // @ts-expect-error where there is data there is no error
  result.error.code.toString();
  return result.data.id;
}

export const listeners: Listeners = {
  alerts: (alert) => alert.level === 'critical' && alert.message,
  connected: ({ server }) => server.length,
  disconnected: ({ error }) => error?.code,
  registered: ({ extension, expires }) => [extension?.number, expires.toFixed()],
  unregistered: ({ extension }) => extension?.number,
  registrationFailed: (error) => error.details?.statusCode?.toFixed(),
  callOutgoing: (call) => call.number,
  callIncoming: [(call) => call.callId, (call) => call.headers['X-anything']],
  callConfirmed: (call) => call.answeredAt,
  callEnded: (call) => {
    const cause: EndCause | undefined = call.end?.cause;
    return cause === 'busy';
  },
  referAccepted: (call) => call.transfer.target,
  referFailed: (call) => call.transfer.text,
};

export const wrongListeners: Listeners = {
  callEnded: (call) =>
    // @ts-expect-error a call has no such field
    call.sessionId,
  // @ts-expect-error a registration is no call
  registered: (call: Call) => call.id,
};

export const unknownListeners: Listeners = {
  // @ts-expect-error there is no such event
  callRinging: () => undefined,
};

export const config: SdkConfig = {
  mode: 'active',
  register: true,
  userAgent: 'crm/1.0',
  sip: { ...sip, ha1: '0123456789abcdef0123456789abcdef', expires: 120, iceServers: [{ urls: 'stun:stun.example' }] },
  iceGatheringTimeout: 300,
  audio: { ringVolume: 0.5, ringtone: '/ring.mp3' },
  lang: 'en',
  logLevel: 'debug',
  listeners,
};

/** What listeners are given is for reading. */
export function frozen(call: Call): void {
  // @ts-expect-error a call is read, not written
  call.state = 'ended';
  // @ts-expect-error nor are its headers
  call.headers['X-a'] = 'b';
}

/** A page with the script tag finds the class on the window. */
export const global: typeof BfcWebphoneSDK = window.BfcWebphoneSDK;
