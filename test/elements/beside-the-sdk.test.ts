import { expect, fixture, html } from '@open-wc/testing';
import { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { PhoneError } from '../../src/phone/errors.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { createBench } from '../support/fake-suppliers.js';
import { settled, shownText } from './support.js';

/** A page that starts the phone by the SDK, and places the element with no account of its own. */
describe('the element beside the SDK', () => {
  const sip = { uri: 'sip:1001@pbx.test', password: 'wrong', servers: 'wss://a.test/ws' };
  const before = BfcWebphone.provider;
  let element: BfcWebphone;
  let sdk: BfcWebphoneSDK;

  beforeEach(async () => {
    const leases = new PhoneLeases(({ config }) => {
      const bench = createBench({ lang: 'en' });
      if (config.sip?.password === 'wrong') {
        bench.sip.registers = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 }));
      }
      return bench.phone;
    });
    BfcWebphone.provider = BfcWebphoneSDK.provider = leases;
    element = await fixture<BfcWebphone>(html`<bfc-webphone lang="en"></bfc-webphone>`);
    sdk = new BfcWebphoneSDK();
  });
  afterEach(async () => {
    element.remove();
    await sdk.stop();
    BfcWebphone.provider = before;
    BfcWebphoneSDK.provider = null;
  });

  it('follows from a wrong password to the right one', async () => {
    await sdk.init({ sip });
    await settled(element);
    expect(shownText(element)).to.contain('Wrong account or password');
    await sdk.init({ sip: { ...sip, password: 'right' } });
    await settled(element);
    expect(shownText(element)).not.to.contain('Wrong account or password');
    expect(element.isRegistered).to.equal(true);
  });

  it('follows from one account to another', async () => {
    await sdk.init({ sip: { ...sip, password: 'right' } });
    await settled(element);
    await sdk.stop();
    await sdk.init({ sip: { ...sip, uri: 'sip:1002@pbx.test', password: 'right' } });
    await settled(element);
    expect(element.isRegistered).to.equal(true);
  });
});
