import { expect, fixture, html } from '@open-wc/testing';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { initialState } from '../../src/phone/state.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { fakeError, talking } from '../support/fake-phone.js';
import { field, settled, shownText, wanted, webphone } from './support.js';

/** A link in the page; the browser must not follow it from a test. */
async function link(href: string): Promise<{ click(init?: MouseEventInit): boolean; element: HTMLAnchorElement }> {
  const element = await fixture<HTMLAnchorElement>(html`<a href=${href}><span>gọi</span></a>`);
  return {
    element,
    /** True where the click was left to the browser. */
    click: (init = {}) => {
      let isLeft = false;
      const catcher = (event: Event): void => {
        isLeft = !event.defaultPrevented;
        event.preventDefault();
      };
      window.addEventListener('click', catcher, { once: true });
      element
        .querySelector('span')
        ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...init }));
      window.removeEventListener('click', catcher);
      return isLeft;
    },
  };
}

describe('tel: links of the page', () => {
  it('are the browser’s unless the element is told otherwise, and again when it goes', async () => {
    const { element, phone } = await webphone();
    const { click } = await link('tel:0912345678');
    expect(click()).to.equal(true);
    element.telLinks = true;
    await settled(element);
    expect(click()).to.equal(false);
    expect(wanted(phone)).to.deep.equal([{ type: 'call', number: '0912345678' }]);
    element.telLinks = false;
    await settled(element);
    expect(click()).to.equal(true);
    element.setAttribute('tel-links', '');
    await settled(element);
    element.remove();
    expect(click()).to.equal(true);
    expect(wanted(phone)).to.have.length(1);
  });

  it('call again after the element was moved', async () => {
    const { element, phone } = await webphone();
    element.telLinks = true;
    await settled(element);
    const place = element.parentElement!;
    element.remove();
    place.append(element);
    await settled(element);
    const { click } = await link('tel:1005');
    expect(click()).to.equal(false);
    expect(wanted(phone)).to.have.length(1);
  });

  const numbers: [string, string][] = [
    ['tel:+84-912-345-678', '+84-912-345-678'],
    ['TEL:1005;ext=12;phone-context=pbx.test', '1005'],
    ['tel:%2B84%20912', '+84 912'],
  ];
  for (const [href, number] of numbers) {
    it(`call ${number} by ${href}`, async () => {
      const { element, phone } = await webphone();
      element.telLinks = true;
      await settled(element);
      expect((await link(href)).click()).to.equal(false);
      expect(wanted(phone)).to.deep.equal([{ type: 'call', number }]);
    });
  }

  it('are left alone with a modifier, another button, another scheme, no number, or when the page has dealt with it', async () => {
    const { element, phone } = await webphone();
    element.telLinks = true;
    await settled(element);
    const { click, element: anchor } = await link('tel:1005');
    for (const init of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }]) {
      expect(click(init), JSON.stringify(init)).to.equal(true);
    }
    for (const href of ['mailto:a@b.test', '#tel:1', 'tel:', 'tel:%']) {
      anchor.setAttribute('href', href);
      expect(click(), href).to.equal(true);
    }
    anchor.href = 'tel:1005';
    anchor.addEventListener('click', (event) => event.preventDefault());
    click();
    expect(wanted(phone)).to.deep.equal([]);
  });

  it('are the browser’s while the phone is signed out', async () => {
    const { element, phone } = await webphone({ ...initialState });
    element.telLinks = true;
    await settled(element);
    expect((await link('tel:1005')).click()).to.equal(true);
    expect(wanted(phone)).to.deep.equal([]);
  });

  it('ask the page first, as every press does', async () => {
    const { element, phone } = await webphone();
    element.telLinks = true;
    element.addEventListener('bfc-intent', (event) => event.preventDefault());
    await settled(element);
    (await link('tel:1005')).click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([]);
  });

  it('that come to nothing say why, with the number in the field', async () => {
    const { element, phone } = await webphone();
    phone.answer = () => ({ ok: false, error: fakeError('CALL_VETOED') });
    element.telLinks = true;
    await settled(element);
    (await link('tel:1005')).click();
    await settled(element);
    expect(shownText(element)).to.contain('This page does not allow a call to this number');
    expect(field(element).value).to.equal('1005');
  });

  it('say in a call that the line is busy', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    phone.answer = () => ({ ok: false, error: fakeError('LINE_BUSY') });
    element.telLinks = true;
    await settled(element);
    (await link('tel:1005')).click();
    await settled(element);
    expect(shownText(element)).to.contain('The line is busy');
  });
});

describe('tel: links with the SDK', () => {
  const sip = { uri: 'sip:1001@pbx.test', password: 'secret', servers: 'wss://a.test/ws' };
  let bench: Bench;
  beforeEach(() => (BfcWebphoneSDK.provider = new PhoneLeases(() => (bench = createBench()).phone)));
  afterEach(() => (BfcWebphoneSDK.provider = null));

  it('call until stop', async () => {
    const sdk = new BfcWebphoneSDK();
    await sdk.init({ sip, telLinks: true });
    const { click } = await link('tel:1005');
    expect(click()).to.equal(false);
    expect(bench.phone.state.line1?.number).to.equal('1005');
    await sdk.stop();
    expect(click()).to.equal(true);
  });

  it('take true or false', async () => {
    const result = await new BfcWebphoneSDK().init({ sip, telLinks: 'yes' as unknown as boolean });
    expect(result.error?.details?.field).to.equal('telLinks');
  });
});
