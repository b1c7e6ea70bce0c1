/** The examples of docs/sdk.md, run as they stand there. */
import { expect } from '@open-wc/testing';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

const sip = { uri: 'sip:1001@pbx.test', password: 'secret', servers: 'wss://a.test/ws' };

const documented = await (await fetch('/docs/sdk.md')).text();
const examples = documented
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '').trim()))
  .filter((cells) => /^`(sdk|console)\b/.test(cells[3] ?? ''))
  .map(([member = '', , , example = '']) => ({
    member: member.replaceAll('`', ''),
    code: example.replaceAll('`', ''),
  }));

/** What an example needs to be there before it. */
const needs: Readonly<Record<string, readonly ('incoming' | 'call')[]>> = {
  answerCall: ['incoming'],
  endCall: ['call'],
  createLine2: ['call'],
  mute: ['call'],
  unmute: ['call'],
  muteAudio: ['call'],
  unmuteAudio: ['call'],
  hold: ['call'],
  unhold: ['call'],
  sendDTMF: ['call'],
  transferCall: ['call'],
};

describe('the examples of docs/sdk.md', () => {
  it('are there for all 31 documented members, in the order of the vendor’s page', () => {
    expect(examples.map(({ member }) => member.replace(/\(.*/, ''))).to.deep.equal([
      'init', 'stop', 'register', 'unregister', 'makeCall', 'answerCall', 'endCall', 'createLine2', 'mute', 'unmute',
      'muteAudio', 'unmuteAudio', 'hold', 'unhold', 'sendDTMF', 'transferCall', 'ping', 'setMode', 'currentMode',
      'currentLine', 'currentExtension', 'currentHotline', 'isRegistered', 'isConnected', 'isMuted', 'isOnHold', 'hotlines',
      'histories', 'contacts', 'chooseHotline', 'note',
    ]); // prettier-ignore
  });

  for (const { member, code } of examples) {
    it(`${member} runs`, async () => {
      const name = member.replace(/\(.*/, '');
      let bench: Bench | undefined;
      BfcWebphoneSDK.provider = new PhoneLeases(() => {
        bench = createBench();
        bench.account.hotlines = [{ id: 'hl-2', type: 'hotline', name: 'Bán hàng', number: null }];
        return bench.phone;
      });
      const sdk = new BfcWebphoneSDK();
      if (name !== 'init') expect((await sdk.init({ sip })).status).to.equal('success');
      const need = needs[name] ?? [];
      if (need.length > 0) bench?.sip.rings('caller');
      if (need.includes('call')) await sdk.answerCall();

      const printed: unknown[] = [];
      // eslint-disable-next-line no-new-func, @typescript-eslint/no-implied-eval -- the example is run as it is written
      const run = new Function('sdk', 'sip', 'console', `return ${code}`) as (...args: unknown[]) => unknown;
      const returned = run(sdk, sip, { log: (value: unknown) => void printed.push(value) });
      await settle();
      bench?.sip.tell({ type: 'transferProgress', id: 'caller', statusCode: 200, reason: 'OK' });
      const result = (await returned) as { status?: string } | undefined;
      await settle();

      if (result?.status !== undefined) expect(result.status).to.equal('success');
      expect(printed.length, 'it prints what it says').to.be.above(0);
      expect(printed, 'and what it prints is there').not.to.include(undefined);
      await sdk.stop();
      BfcWebphoneSDK.provider = null;
    });
  }
});
