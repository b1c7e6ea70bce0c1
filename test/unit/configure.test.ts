/** What an integrator changes while the phone runs. */
import { expect } from '@open-wc/testing';
import { BrowserPage } from '../../src/page/browser-page.js';
import { createBench } from '../support/fake-suppliers.js';
import { settle } from '../support/fake-clock.js';
import { TabWorld } from '../support/tabs.js';

describe('a configuration that changes', () => {
  it('reaches the ringtone, what SIP sends, and what becomes of a call; what is not named stays', async () => {
    const bench = createBench({ audio: { ringtone: '/a.mp3' }, userAgent: 'one', onPageLeave: 'hangup' });
    const { phone, media, sip, page } = bench;
    await phone.execute({ type: 'start' });
    const change = { ringtone: '/b.mp3', userAgent: 'two' } as const;
    expect(await phone.execute({ type: 'configure', change })).to.deep.equal({ ok: true, data: null });
    expect([media.audio.ringtone, sip.userAgent]).to.deep.equal(['/b.mp3', 'two']);
    await phone.execute({ type: 'configure', change: { ringtone: null } });
    expect([media.audio.ringtone, sip.userAgent], 'null is the default').to.deep.equal([null, 'two']);
    sip.rings();
    await phone.execute({ type: 'answer' });
    await phone.execute({ type: 'configure', change: { onPageLeave: 'keep' } });
    page.leaves();
    expect(phone.state.line1?.state, 'the call is kept').to.equal('active');
    await phone.execute({ type: 'configure', change: { onPageLeave: null } });
    await phone.execute({ type: 'configure', change: { onPageLeave: 'hangup' } });
    page.leaves();
    expect(phone.state.line1).to.equal(null);
  });

  it('is checked before anything of it holds', async () => {
    const { phone, sip } = createBench();
    for (const change of [{ userAgent: 'a\r\nb' }, { onPageLeave: 'perhaps' as 'keep' }, { ringtone: 1 as never }]) {
      const result = await phone.execute({ type: 'configure', change });
      expect(result).to.have.nested.property('error.code', 'INVALID_ARGUMENT');
    }
    expect(sip.userAgent).to.equal(null);
  });

  it('holds where the phone is, from whatever tab, and in the tab that said so when it leads', async () => {
    const world = new TabWorld();
    const [first, second] = [await world.start(), await world.start()];
    const done = second.phone.execute({ type: 'configure', change: { ringtone: '/b.mp3' } });
    await world.settle();
    expect((await done).ok).to.equal(true);
    expect(first.media[0]?.audio.ringtone).to.equal('/b.mp3');
    world.close(first);
    await world.settle();
    expect(second.configs.at(-1)?.audio.ringtone).to.equal('/b.mp3');
  });

  it('holds in whatever tab leads, whoever had asked for it', async () => {
    const world = new TabWorld();
    const [first, second, third] = [await world.start(), await world.start(), await world.start()];
    const asked = third.phone.execute({ type: 'configure', change: { ringtone: '/b.mp3', onPageLeave: 'hangup' } });
    await world.settle();
    await asked;
    world.close(third);
    const taken = second.phone.execute({ type: 'takeHere' });
    await world.settle();
    expect((await taken).ok, 'the second leads').to.equal(true);
    expect(second.configs.at(-1)).to.have.nested.property('audio.ringtone', '/b.mp3');
    world.close(second);
    await world.settle();
    expect(first.configs).to.have.length(2);
    expect(first.configs.at(-1)).to.have.nested.property('audio.ringtone', '/b.mp3');
    expect(first.configs.at(-1)).to.have.property('onPageLeave', 'hangup');
  });
});

const log = { error() {}, warn() {}, info() {}, debug() {} };

describe('where the page says that somebody calls', () => {
  it('changes at once, also while it rings', async () => {
    const all = { title: true, desktop: true, mediaSession: true, headset: true };
    const page = new BrowserPage({ ...all, title: false }, log);
    const told: string[] = [];
    page.onPermission((permission) => void told.push(permission));
    const before = document.title;
    page.open();
    page.announce({
      ringing: { call: 'a', title: 'Hoa', text: '1', answer: 'Answer', reject: 'Reject' },
      current: null,
    });
    expect(document.title).to.equal(before);
    page.configure({ ...all, desktop: false });
    expect(document.title).to.contain('Hoa');
    expect(told.at(-1)).to.equal('none');
    page.configure({ ...all, title: false });
    expect(document.title).to.equal(before);
    expect(told.at(-1)).not.to.equal('none');
    page.close();
    await settle();
  });

  it('is nowhere while the page is closed, where nobody takes it back', () => {
    const page = new BrowserPage({ title: true, desktop: false, mediaSession: false, headset: false }, log);
    const said = {
      ringing: { call: 'a', title: 'Hoa', text: '1', answer: 'Answer', reject: 'Reject' },
      current: null,
    };
    const before = document.title;
    page.open();
    page.announce(said);
    page.close();
    page.announce(said);
    expect(document.title).to.equal(before);
    page.configure({ title: true, desktop: false, mediaSession: false, headset: false });
    expect(document.title).to.equal(before);
    page.open();
    expect(document.title).to.equal(before);
    page.close();
  });
});
