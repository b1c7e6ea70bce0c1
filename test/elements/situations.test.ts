import { expect, waitUntil } from '@open-wc/testing';
import { initialState } from '../../src/phone/state.js';
import { epoch, fakeError, talking } from '../support/fake-phone.js';
import { allByRole, button, field, hasButton, isDisabled, nameOf, settled, shownText, webphone } from './support.js';

const lost = fakeError('NETWORK', { retrying: true });
const unregistered = { status: 'unregistered', wanted: true, error: null } as const;
const waiting = {
  connection: { status: 'waiting', retryAt: epoch + 12_000, error: lost },
  registration: unregistered,
} as const;

describe('the way to ready', () => {
  it('says that it connects; a number can be typed, Call waits', async () => {
    const { element } = await webphone({
      status: 'starting',
      connection: { status: 'connecting', retryAt: null, error: null },
      registration: unregistered,
    });
    expect(shownText(element)).to.contain('Connecting to the phone system…');
    button(element, '1').click();
    await settled(element);
    expect(field(element).value).to.equal('1');
    expect(isDisabled(button(element, 'Call'))).to.be.true;
  });

  it('is ready, with the extension', async () => {
    const { element } = await webphone();
    expect(shownText(element)).to.contain('1001').and.contain('Ready');
    expect(isDisabled(button(element, 'Call'))).to.be.false;
  });

  it('counts down to the next try, and tries now', async () => {
    const { element, phone } = await webphone(waiting);
    const notice = (): string => element.shadowRoot?.querySelector('bfc-dialpad')?.shadowRoot?.textContent ?? '';
    expect(notice()).to.contain('Trying again in 12 s').and.contain('NETWORK');
    phone.pass(5_000);
    await waitUntil(() => notice().includes('Trying again in 7 s'));
    button(element, 'Try now').click();
    expect(phone.executed).to.deep.equal([{ type: 'retryNow' }]);
  });

  it('says why the sign-in was refused, and tries again', async () => {
    const { element, phone } = await webphone({
      status: 'stopped',
      registration: { status: 'failed', wanted: true, error: fakeError('AUTH_FAILED', { statusCode: 401 }) },
    });
    expect(shownText(element)).to.contain('Wrong account or password').and.contain('AUTH_FAILED · 401');
    button(element, 'Try again').click();
    expect(phone.executed).to.deep.equal([{ type: 'start' }]);
  });

  it('gives the report of a start that failed as a file, the numbers masked', async () => {
    const { element, phone } = await webphone({
      status: 'stopped',
      registration: { status: 'failed', wanted: true, error: fakeError('SERVER') },
    });
    phone.answer = () => ({ ok: true, data: { at: '2026-01-01T10:00:00.000Z' } });
    const files: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      files.push(this.download);
    };
    try {
      button(element, 'Download report').click();
      await waitUntil(() => files.length > 0);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(files).to.deep.equal(['bfc-webphone-2026-01-01T10-00-00-000Z.json']);
    expect(phone.executed).to.deep.equal([{ type: 'supportReport' }]);
  });

  for (const [lang, words] of [
    ['en', 'The report could not be made. The server has a problem'],
    ['vi', 'Chưa tạo được tệp báo lỗi. Máy chủ gặp lỗi'],
  ] as const) {
    it(`says it where the report could not be made, until something else is tried, ${lang}`, async () => {
      const { element, phone } = await webphone({
        lang,
        status: 'stopped',
        registration: { status: 'failed', wanted: true, error: fakeError('AUTH_FAILED') },
      });
      const said = (): string[] => allByRole(element, 'status').map(nameOf);
      const [again, report] = { en: ['Try again', 'Download report'], vi: ['Thử lại', 'Tải tệp báo lỗi'] }[lang];
      phone.answer = () => ({ ok: false, error: fakeError('SERVER') });
      button(element, report!).click();
      await settled(element);
      expect(said()).to.include(words);
      button(element, again!).click();
      await settled(element);
      expect(phone.executedTypes).to.deep.equal(['supportReport', 'start']);
      expect(said().join()).not.to.contain(words);
    });
  }

  it('registers again where the phone still runs', async () => {
    const { element, phone } = await webphone({
      registration: { status: 'failed', wanted: true, error: fakeError('SIP_REJECTED', { statusCode: 503 }) },
    });
    expect(shownText(element)).to.contain('SIP_REJECTED · 503');
    button(element, 'Try again').click();
    expect(phone.executed).to.deep.equal([{ type: 'register' }]);
  });

  it('offers to register where nobody wants it yet', async () => {
    const { element, phone } = await webphone({
      registration: { status: 'unregistered', wanted: false, error: null },
    });
    button(element, 'Register').click();
    expect(phone.executed).to.deep.equal([{ type: 'register' }]);
  });

  it('is signed out where the phone is stopped', async () => {
    const { element } = await webphone({ ...initialState, lang: 'en' });
    expect(shownText(element)).to.contain('The phone is signed out');
  });
});

describe('no microphone', () => {
  for (const [code, title] of [
    ['MIC_DENIED', 'The browser blocks the microphone'],
    ['MIC_MISSING', 'No microphone found'],
  ] as const) {
    it(`${code}: how to mend it, and the call that was not placed is placed`, async () => {
      const call = { number: '0901234567', externalCallId: 'crm-7' };
      const { element, phone } = await webphone({ microphoneError: { ...fakeError(code), details: { call } } });
      expect(shownText(element)).to.contain(title).and.contain(code);
      button(element, 'Call 0901 234 567').click();
      expect(phone.executed).to.deep.equal([{ type: 'call', ...call }]);
    });

    it(`${code}, and no call was to be placed: nobody is called, whoever was called before`, async () => {
      const { element, phone } = await webphone();
      field(element).value = '1005';
      field(element).dispatchEvent(new Event('input'));
      await settled(element);
      button(element, 'Call').click();
      phone.set({ line1: talking() });
      await settled(element);
      phone.set({ line1: null, microphoneError: fakeError(code) });
      await settled(element);
      phone.executed.length = 0;
      phone.answer = () => {
        phone.set({ microphoneError: null });
        return { ok: true, data: null };
      };
      button(element, 'Try the mic again').click();
      expect(phone.executed).to.deep.equal([{ type: 'tryMicrophone' }]);
      await settled(element);
      expect(field(element)).to.exist;
    });
  }

  it('asks for the microphone alone where the call may not be placed now', async () => {
    const details = { call: { number: '1005' } };
    const { element } = await webphone({
      mode: 'inactive',
      microphoneError: { ...fakeError('MIC_DENIED'), details },
    });
    expect(hasButton(element, 'Try the mic again')).to.be.true;
  });

  for (const [code, title] of [
    ['MIC_INSECURE', 'This page cannot use the microphone'],
    ['MIC_POLICY', 'The page does not allow the microphone'],
  ] as const) {
    it(`${code}: what the administrator needs is copied`, async () => {
      const { element, phone } = await webphone({ microphoneError: fakeError(code) });
      expect(shownText(element)).to.contain(title);
      button(element, 'Copy details').click();
      await waitUntil(() => hasButton(element, 'Copied') || hasButton(element, 'Could not be copied'));
      phone.set({ microphoneError: { ...fakeError(code), message: 'another one' } });
      await settled(element);
      expect(hasButton(element, 'Copy details'), 'the next one is not copied yet').to.be.true;
    });
  }

  it('can be put away, and stays away until the next failure', async () => {
    const { element, phone } = await webphone({ microphoneError: fakeError('MIC_DENIED') });
    button(element, 'Close').click();
    await settled(element);
    expect(field(element)).to.exist;
    phone.set({ microphoneError: fakeError('MIC_DENIED') });
    await settled(element);
    expect(hasButton(element, 'Try the mic again')).to.be.true;
  });

  it('does not stand in the way of a live call', async () => {
    const { element } = await webphone({ line1: talking(), microphoneError: fakeError('MIC_DENIED') });
    expect(button(element, 'Hang up')).to.exist;
  });
});

describe('the mode', () => {
  it('away: says so, Call is shut, one button leads back', async () => {
    const { element, phone } = await webphone({ mode: 'inactive' });
    expect(shownText(element)).to.contain('You are away').and.contain('No calls in or out');
    expect(isDisabled(button(element, 'Call'))).to.be.true;
    button(element, 'Back to work').click();
    expect(phone.executed).to.deep.equal([{ type: 'setMode', mode: 'active' }]);
  });

  it('outgoing only: says so, and calls', async () => {
    const { element } = await webphone({ mode: 'outgoing' });
    expect(shownText(element)).to.contain('Outgoing only');
    expect(isDisabled(button(element, 'Call'))).to.be.false;
  });
});
