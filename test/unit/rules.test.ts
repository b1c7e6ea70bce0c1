import { expect } from '@open-wc/testing';
import {
  applyCallFact,
  createCall,
  withDurations,
  type Call,
  type CallEnd,
  type EndCause,
} from '../../src/phone/call.js';
import { parseConfig, unknownKeys } from '../../src/phone/config.js';
import { endCause } from '../../src/phone/end-cause.js';
import { endText } from '../../src/phone/end-text.js';
import { describeError, errorCatalogue, PhoneError, type ErrorCode } from '../../src/phone/errors.js';
import { normalizeNumber, normalizeTones } from '../../src/phone/numbers.js';
import { callCenterCallId, extensionHeaders, isHeldBy, parseReason, readableUser } from '../../src/sip/headers.js';
import { redact } from '../../src/util/log.js';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return error instanceof PhoneError ? `${error.code} ${error.details?.field ?? ''}` : String(error);
  }
}

describe('numbers', () => {
  const good: [string, string][] = [
    ['0912 345 678', '0912345678'],
    ['+84 (912) 345-678', '+84912345678'],
    ['[024] 7300.0000', '02473000000'],
    ['1001', '1001'],
    ['*43#', '*43#'],
    ['alice', 'alice'],
    ['\u202a+84\u00a0912\u2013345\u2011678\u202c', '+84912345678'],
    ['\uff10\uff19\uff11\uff12', '0912'],
  ];
  for (const [input, output] of good) {
    it(`reads ${JSON.stringify(input)}`, () => expect(normalizeNumber(input)).to.equal(output));
  }
  const bad = [
    '',
    '  ',
    '-',
    '09\r\nX-Evil: 1',
    '09\n12',
    'a@b',
    'sip:bob',
    '1;2',
    '1?x=y',
    '<1>',
    '1+2',
    '++1',
    'ô',
    '1\u0000',
    'x'.repeat(65),
  ];
  for (const input of bad) {
    it(`refuses ${JSON.stringify(input)}`, () =>
      expect(codeOf(() => normalizeNumber(input))).to.equal('INVALID_ARGUMENT phone'));
  }
  for (const input of [912345678, null, undefined, {}, ['1']]) {
    it(`refuses the ${typeof input} ${String(input)}`, () =>
      expect(codeOf(() => normalizeNumber(input))).to.equal('INVALID_ARGUMENT phone'));
  }
  it('reads tones and refuses anything else', () => {
    expect(normalizeTones('0123456789*#ABCD,')).to.equal('0123456789*#ABCD,');
    for (const input of ['', 'E', 'a', '1b', '1 2', '1\r\n', 5, null]) {
      expect(
        codeOf(() => normalizeTones(input)),
        String(input),
      ).to.equal('INVALID_ARGUMENT tone');
    }
  });
});

describe('the configuration', () => {
  const sip = { uri: 'sip:1001@pbx.test', password: 'p', servers: 'wss://a/ws, wss://b/ws' };
  it('fills in what is left out', () => {
    const config = parseConfig({ sip });
    expect(config).to.include({ mode: 'active', register: true, lang: 'vi', iceGatheringTimeout: 500 });
    expect(config.sip).to.deep.include({ authorizationUsername: '1001', expires: 300, iceServers: [] });
    expect(config.sip?.servers).to.deep.equal(['wss://a/ws', 'wss://b/ws']);
  });
  const wrong: [unknown, string][] = [
    [undefined, 'config'],
    ['sip', 'config'],
    [{}, 'username'],
    [{ username: 'a@b', password: '' }, 'password'],
    [{ username: '', password: 'x' }, 'username'],
    [{ username: 'a', password: 'b', baseURL: 'ftp://x' }, 'baseURL'],
    [{ username: 'a', password: 'b', baseURL: 'nonsense' }, 'baseURL'],
    [{ sip, mode: 'busy' }, 'mode'],
    [{ sip, register: 'yes' }, 'register'],
    [{ sip, lang: 'fr' }, 'lang'],
    [{ sip, userAgent: 'a\r\nX: y' }, 'userAgent'],
    [{ sip, iceGatheringTimeout: -1 }, 'iceGatheringTimeout'],
    [{ sip: { ...sip, uri: '1001@pbx' } }, 'sip.uri'],
    [{ sip: { ...sip, uri: 'sip:1001@pbx\r\nX: y' } }, 'sip.uri'],
    [{ sip: { ...sip, password: undefined } }, 'sip.password'],
    [{ sip: { ...sip, ha1: 'xyz' } }, 'sip.ha1'],
    [{ sip: { ...sip, servers: [] } }, 'sip.servers'],
    [{ sip: { ...sip, servers: ['http://a'] } }, 'sip.servers'],
    [{ sip: { ...sip, iceServers: [{ urls: 'http://x' }] } }, 'sip.iceServers'],
    [{ sip: { ...sip, displayName: 'a\nb' } }, 'sip.displayName'],
    [{ sip, audio: { ringVolume: 2 } }, 'audio.ringVolume'],
  ];
  for (const [options, field] of wrong) {
    it(`names ${field} in ${JSON.stringify(options)}`, () =>
      expect(codeOf(() => parseConfig(options))).to.equal(`INVALID_ARGUMENT ${field}`));
  }
  it('takes a token or getToken instead of a password', () => {
    expect(parseConfig({ token: 't' }).account).to.include({ token: 't', username: null });
    expect(parseConfig({ getToken: () => Promise.resolve('t') }).account?.baseURL).to.equal(
      'https://manage.bizflycloud.vn',
    );
  });
  it('names keys that nothing reads', () => {
    expect(unknownKeys({ sip, listeners: {}, usrname: 'x', mode: 'active' })).to.deep.equal(['usrname']);
  });
});

describe('the error catalogue', () => {
  it('says how long to wait where the server said it, unless the phone tries again itself', () => {
    const said = (retryAfter: number, lang: 'vi' | 'en', retrying = false): string =>
      describeError(new PhoneError('SERVER', { retryAfter, ...(retrying ? { retrying } : {}) }), lang).message;
    expect(said(30, 'en')).to.equal('The server has a problem. Try again in 30 seconds.');
    expect(said(1, 'en')).to.include('in 1 second.');
    expect(said(121, 'en')).to.include('in 3 minutes.');
    expect(said(30, 'vi')).to.equal('Máy chủ gặp lỗi. Thử lại sau 30 giây.');
    expect(said(600, 'vi')).to.include('sau 10 phút.');
    expect(said(30, 'en', true)).to.include('in a few minutes.');
    expect(said(0, 'en')).to.include('in a few minutes.');
  });

  for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
    it(`has a sentence and a remedy for ${code} in both languages`, () => {
      for (const lang of ['vi', 'en'] as const) {
        const { message } = describeError(new PhoneError(code), lang);
        expect(message)
          .to.match(/^\S.+\. \S.+\.$/)
          .and.not.include(code);
      }
      expect(errorCatalogue[code].cause).to.match(/\.$/);
    });
  }
});

describe('a call', () => {
  const call: Call = createCall({
    id: 'c',
    line: 1,
    direction: 'outbound',
    number: '1',
    name: null,
    extension: null,
    hotline: null,
    externalCallId: null,
    startedAt: '2026-11-22T12:00:00.000Z',
    callId: null,
    sipCallId: null,
    headers: {},
  });
  const at = '2026-11-22T12:00:10.000Z';
  const ended = applyCallFact(call, {
    type: 'ended',
    at,
    by: 'remote',
    cause: 'busy',
    statusCode: 486,
    reason: 'Busy',
    text: 'The line is busy',
  });

  it('moves forward only', () => {
    const early = applyCallFact(call, { type: 'earlyMedia' });
    expect(applyCallFact(early, { type: 'ringing' })).to.equal(early);
    const active = applyCallFact(early, { type: 'accepted', at });
    expect(active).to.include({ state: 'active', answeredAt: at });
    expect(applyCallFact(active, { type: 'accepted', at: 'later' })).to.equal(active);
    expect(applyCallFact(active, { type: 'ringing' })).to.equal(active);
    expect(applyCallFact(active, { type: 'earlyMedia' })).to.equal(active);
  });
  it('ignores everything after its end', () => {
    expect(applyCallFact(ended, { type: 'accepted', at })).to.equal(ended);
    expect(applyCallFact(ended, { type: 'holdChanged', onHold: true })).to.equal(ended);
  });
  it('keeps the first call-centre id', () => {
    const known = applyCallFact(call, { type: 'callIdKnown', callId: 'a' });
    expect(applyCallFact(known, { type: 'callIdKnown', callId: 'b' })).to.equal(known);
  });
  it('cannot be held before it is answered', () => {
    expect(applyCallFact(call, { type: 'holdChanged', onHold: true })).to.equal(call);
  });
  it('gives back the same object for a fact that changes nothing', () => {
    expect(applyCallFact(call, { type: 'muteChanged', muted: false })).to.equal(call);
    expect(applyCallFact(call, { type: 'remoteHoldChanged', held: false })).to.equal(call);
  });
  it('never counts backwards when the clock is set back', () => {
    expect(withDurations(call, Date.parse(call.startedAt) - 5000).ringDuration).to.equal(0);
  });
  it('has a sentence for every end in both languages', () => {
    const causes = [
      'hangup',
      'busy',
      'rejected',
      'noAnswer',
      'cancelled',
      'answeredElsewhere',
      'unavailable',
      'notFound',
      'mediaFailed',
      'networkLost',
      'serverError',
    ] as const;
    for (const cause of causes)
      for (const by of ['local', 'remote', 'network'] as const)
        for (const direction of ['inbound', 'outbound'] as const)
          expect(endText({ by, cause, direction, statusCode: null }, 'vi')).not.to.equal(
            endText({ by, cause, direction, statusCode: null }, 'en'),
          );
    expect(endText({ by: 'remote', cause: 'busy', direction: 'outbound', statusCode: null }, 'vi')).to.equal(
      'Khách hàng đang bận',
    );
  });

  it('says more of a 3xx and a 503 than of their causes, where they are the server’s', () => {
    const text = (by: CallEnd['by'], cause: EndCause, statusCode: number, lang: 'vi' | 'en'): string =>
      endText({ by, cause, direction: 'outbound', statusCode }, lang);
    expect(text('remote', 'unavailable', 302, 'en')).to.match(/forwarded/);
    expect(text('remote', 'unavailable', 302, 'vi')).to.match(/chuyển/);
    expect(text('remote', 'unavailable', 480, 'en')).to.match(/out of reach/);
    expect(text('remote', 'serverError', 503, 'en')).to.match(/overloaded, try again/);
    expect(text('remote', 'serverError', 503, 'vi')).to.match(/quá tải, thử lại/);
    expect(text('network', 'networkLost', 503, 'en'), 'made by SIP.js').to.match(/network/);
  });
});

describe('why a call ended', () => {
  const base = { type: 'ended', id: 'c', statusCode: null, reason: null, reasonHeader: null } as const;
  const out = { direction: 'outbound', rang: false } as const;
  it('knows that no packet is no refusal', () => {
    expect(endCause({ ...base, by: 'network', how: 'response', statusCode: 503 }, out)).to.equal('networkLost');
    expect(endCause({ ...base, by: 'network', how: 'lost' }, out)).to.equal('networkLost');
  });
  it('tells a phone that rang from one that cannot be reached', () => {
    const end = { ...base, by: 'remote', how: 'response', statusCode: 480 } as const;
    expect(endCause(end, out)).to.equal('unavailable');
    expect(endCause(end, { ...out, rang: true })).to.equal('noAnswer');
  });
  it('knows a call taken elsewhere by either kind of cause', () => {
    for (const cause of [200, 26]) {
      const end = { ...base, by: 'remote', how: 'cancel', reasonHeader: { cause, text: null } } as const;
      expect(endCause(end, { direction: 'inbound', rang: true })).to.equal('answeredElsewhere');
    }
  });
});

describe('SIP headers', () => {
  const invite = [
    'INVITE sip:1001@x SIP/2.0',
    'X-Bizfly-Call-Center-Call-Id: cc-1',
    'x-queue:  Hỗ trợ ',
    'X-Queue: second',
    'From: <sip:a@b>',
    '__proto__: 1',
    'X-__proto__: ok',
    '',
    'X-Body: not a header',
  ].join('\r\n');
  it('keeps names as they came and looks at no body', () => {
    expect(extensionHeaders(invite)).to.deep.equal({
      'X-Bizfly-Call-Center-Call-Id': 'cc-1',
      'x-queue': 'Hỗ trợ',
      'X-Queue': 'second',
      'X-__proto__': 'ok',
    });
    expect(callCenterCallId(invite)).to.equal('cc-1');
    expect(callCenterCallId('SIP/2.0 200 OK\r\n\r\n')).to.equal(null);
  });
  it('reads Reason', () => {
    expect(parseReason('SIP;cause=200;text="Call \\"completed\\" elsewhere"')).to.deep.equal({
      cause: 200,
      text: 'Call "completed" elsewhere',
    });
    expect(parseReason('Q.850 ; cause = 16')).to.deep.equal({ cause: 16, text: null });
    expect(parseReason('nonsense')).to.equal(null);
    expect(parseReason(undefined)).to.equal(null);
  });
  it('reads a user part, broken or not', () => {
    expect(readableUser('%2b84')).to.equal('+84');
    expect(readableUser('%zz')).to.equal('%zz');
    expect(readableUser(undefined)).to.equal('');
  });
  const audio = (lines: string): string => `v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 9 RTP/AVP 0\r\n${lines}`;
  it('knows when the far side holds', () => {
    expect(isHeldBy(audio('a=sendonly\r\n'))).to.equal(true);
    expect(isHeldBy(audio('a=inactive\r\n'))).to.equal(true);
    expect(isHeldBy(audio('a=recvonly\r\n'))).to.equal(false);
    expect(isHeldBy(audio(''))).to.equal(false);
    expect(isHeldBy(audio('c=IN IP4 0.0.0.0\r\n'))).to.equal(true);
    expect(isHeldBy(audio('c=IN IP4 0.0.0.0\r\na=ice-ufrag:x\r\n'))).to.equal(false);
    expect(isHeldBy('v=0\r\na=sendonly\r\nm=audio 9 RTP/AVP 0\r\n')).to.equal(true);
    expect(isHeldBy(`${audio('')}m=video 9 RTP/AVP 0\r\na=sendonly\r\n`)).to.equal(false);
  });
  it('keeps credentials out of the log', () => {
    const text = redact(
      'REGISTER sip:x SIP/2.0\r\nAuthorization: Digest response="abc"\r\nProxy-Authorization: Digest x\r\nTo: y',
    );
    expect(text).not.to.match(/Digest/);
    expect(text).to.include('To: y');
  });
});
