import { expect, fixture, html } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { ended, fakeCall, fakeError, incoming, talking } from '../support/fake-phone.js';
import { boxOf, buttonsInSight, centre, drag, floating, placeKey, still } from './floating-support.js';
import {
  allByRole,
  button,
  byRole,
  field,
  focused,
  giveContacts,
  hasButton,
  nameOf,
  settled,
  shownText,
  wanted,
} from './support.js';

const ready = 'Open the phone, Ready';
const barButton = 'Open the phone: Trần Thị Thanh Hoa';

beforeEach(async () => {
  localStorage.removeItem(placeKey);
  await setViewport({ width: 1000, height: 800 });
});
afterEach(() => resetMouse());

/** Whether a press there is for it. */
function isHit(control: Element, x: number, y: number): boolean {
  return control.contains((control.getRootNode() as ShadowRoot).elementFromPoint(x, y));
}

describe('the floating phone, closed', () => {
  it('is one button in the corner, which says how the phone stands and who was missed', async () => {
    const { element, phone } = await floating();
    expect(buttonsInSight(element)).to.deep.equal([ready]);
    const { right, bottom, width } = boxOf(element);
    expect([right, bottom, width]).to.deep.equal([1000 - 16, 800 - 16, 56]);

    phone.emit('callEnded', ended({ direction: 'inbound' }, { cause: 'cancelled' }));
    phone.set({ mode: 'outgoing' });
    await settled(element);
    expect(buttonsInSight(element)).to.deep.equal(['Open the phone, Outgoing only, 1 missed']);
    expect(nameOf(byRole(element, 'status', 'Outgoing only'))).to.equal('Outgoing only');
  });

  it('speaks Vietnamese too', async () => {
    const { element } = await floating({ lang: 'vi' });
    expect(buttonsInSight(element)).to.deep.equal(['Mở điện thoại, Sẵn sàng']);
    element.open = true;
    await still(element);
    expect(hasButton(element, 'Di chuyển điện thoại')).to.be.true;
    expect(hasButton(element, 'Thu nhỏ')).to.be.true;
  });

  it('has Hang up first and Mute last in a call', async () => {
    const { element, phone } = await floating({ line1: talking() });
    phone.pass(134_000);
    expect(buttonsInSight(element)).to.deep.equal(['Hang up', barButton, 'Mute']);
    button(element, 'Mute').click();
    button(element, 'Hang up').click();
    expect(phone.executedTypes).to.deep.equal(['mute', 'hangUp']);
    phone.set({ line1: talking({ onHold: true, state: 'held' }) });
    await settled(element);
    expect(buttonsInSight(element)).to.deep.equal(['Hang up', barButton, 'Resume']);
    expect(shownText(element)).to.contain('02:14').and.to.contain('On hold');
  });

  it('offers a call in the same places: Reject where Hang up comes, Answer where Mute comes', async () => {
    const { element, phone } = await floating({ line1: incoming() });
    expect(buttonsInSight(element)).to.deep.equal(['Reject', barButton, 'Answer']);
    const [red, green] = ['Reject', 'Answer'].map((name) => centre(button(element, name)));
    button(element, 'Answer').click();
    expect(phone.executedTypes).to.deep.equal(['answer']);
    phone.set({ line1: talking() });
    await still(element);
    expect(centre(button(element, 'Hang up'))).to.deep.equal(red);
    expect(centre(button(element, 'Mute'))).to.deep.equal(green);
  });

  it('puts a second caller above the call, which stays where it is', async () => {
    const { element, phone } = await floating({ line1: talking() });
    const names = ['Hang up', 'Mute'];
    const before = names.map((name) => centre(button(element, name)));
    phone.set({ line2: incoming({ line: 2, name: 'Lê Minh' }) });
    await still(element);
    expect(names.map((name) => centre(button(element, name)))).to.deep.equal(before);
    expect(centre(button(element, 'Hold & answer'))[1]).to.be.below(before[0]![1] - 40);
    button(element, 'Hold & answer').click();
    expect(phone.executed).to.deep.equal([{ type: 'answer', line: 2 }]);
  });

  it('says that somebody calls, once, and takes no focus and no room of the open phone', async () => {
    const { element, phone } = await floating();
    const note = await fixture<HTMLInputElement>(html`<input aria-label="Note" />`);
    note.focus();
    phone.set({ line1: incoming() });
    await still(element);
    expect(focused()).to.equal(note);
    expect(element.open).to.be.false;
    const shown = allByRole(element, 'alert').filter((each) => each.checkVisibility());
    expect(shown.map(nameOf)).to.deep.equal(['Incoming call from Trần Thị Thanh Hoa, 0912345678']);
  });

  it('says why a call or an answer came to nothing', async () => {
    const { element, phone } = await floating({ line1: fakeCall({ state: 'ringing' }) });
    phone.set({ line1: null, lastCall: ended({}) });
    await still(element);
    expect(shownText(byRole(element, 'status', 'The line is busy'))).to.equal('The line is busy');
    button(element, 'Close').click();
    await still(element);
    expect(buttonsInSight(element)).to.deep.equal([ready]);

    const error = fakeError('MIC_DENIED');
    phone.answer = () => ({ ok: false, error });
    phone.set({ line1: incoming() });
    await still(element);
    button(element, 'Answer').click();
    await still(element);
    expect(allByRole(element, 'alert').map(nameOf)).to.contain('The browser blocks the microphone');
  });

  it('cuts what a stranger sends, shows it as text and stays as wide as it is', async () => {
    const { element, phone } = await floating({ line1: talking() });
    const { width, right } = boxOf(element);
    const name = `<img src=x onerror=alert(1)>${'ﷺ'.repeat(40)} \u202e${'Ễ'.repeat(300)}`;
    phone.set({ line1: talking({ name }), line2: incoming({ line: 2, name, number: '9'.repeat(400) }) });
    await still(element);
    expect([boxOf(element).width, boxOf(element).right]).to.deep.equal([width, right]);
    expect(button(element, 'Mute').getBoundingClientRect().right).to.be.below(right);
    expect(element.shadowRoot?.querySelector('bfc-mini-phone')?.shadowRoot?.querySelector('img')).to.be.null;
  });

  it('has call controls of 44 px and more, and fits a window of 240', async () => {
    await setViewport({ width: 240, height: 400 });
    const { element } = await floating({ line1: talking(), line2: incoming({ line: 2 }) });
    for (const name of ['Reject', 'Hold & answer', 'Hang up', 'Mute']) {
      const { width, height } = button(element, name).getBoundingClientRect();
      expect(Math.min(width, height), name).to.be.at.least(44);
    }
    const { left, right } = boxOf(element);
    expect([left, right]).to.deep.equal([8, 232]);
  });
});

describe('the floating phone, opened', () => {
  it('opens by its button, tells the page, and takes the focus to the number field', async () => {
    const { element } = await floating();
    const told: boolean[] = [];
    element.addEventListener('bfc-toggle', ({ detail }) => told.push(detail.open));
    button(element, ready).focus();
    await sendKeys({ press: 'Enter' });
    await still(element);
    expect(told).to.deep.equal([true]);
    expect(element.hasAttribute('open')).to.be.true;
    expect(focused()).to.equal(field(element));
    expect(hasButton(element, ready)).to.be.false;
  });

  it('opened by the page takes no focus', async () => {
    const { element } = await floating();
    const note = await fixture<HTMLInputElement>(html`<input aria-label="Note" />`);
    note.focus();
    element.open = true;
    await still(element);
    expect(focused()).to.equal(note);
  });

  it('closes by Escape, not the call; the focus goes to what opens it', async () => {
    const { element, phone } = await floating({ line1: talking() }, { open: true });
    button(element, 'Mute').focus();
    await sendKeys({ press: 'Escape' });
    await still(element);
    expect(element.open).to.be.false;
    expect(nameOf(focused()!)).to.equal(barButton);
    expect(phone.executedTypes).to.deep.equal([]);

    phone.set({ line1: null });
    await still(element);
    expect(nameOf(focused()!)).to.equal(ready);
  });

  it('closes by its own button; what was typed is there again', async () => {
    const { element } = await floating({}, { open: true });
    field(element).focus();
    await sendKeys({ type: '0912' });
    button(element, 'Minimise').focus();
    await sendKeys({ press: 'Enter' });
    await still(element);
    expect(nameOf(focused()!)).to.equal(ready);
    await sendKeys({ press: 'Enter' });
    await still(element);
    expect(field(element).value).to.equal('0912');
  });

  it('leaves Escape to a menu and a sheet that are open', async () => {
    const { element, phone } = await floating({}, { open: true });
    button(element, 'Mode: Both ways').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(element.open).to.be.true;
    giveContacts(phone, []);
    phone.set({ line1: talking() });
    await settled(element);
    button(element, 'Transfer').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(element.open).to.be.true;
    expect(allByRole(element, 'dialog')).to.deep.equal([]);
  });

  it('does not hang up by the second half of a double click on the bar', async () => {
    const { element, phone } = await floating({ line1: talking() });
    element.style.setProperty('--bfc-arm-delay', '60s');
    const [x, y] = centre(button(element, barButton));
    // Where the bar was pressed Hang up stands now.
    await sendMouse({ type: 'click', position: [x, y] });
    await still(element);
    expect(element.open).to.be.true;
    const hangUp = button(element, 'Hang up').getBoundingClientRect();
    expect([x > hangUp.left, x < hangUp.right, y > hangUp.top, y < hangUp.bottom]).to.deep.equal(Array(4).fill(true));
    await sendMouse({ type: 'click', position: [x, y] });
    expect(phone.executedTypes).to.deep.equal([]);
    await sendMouse({ type: 'click', position: [x + 40, y] });
    expect(phone.executedTypes).to.deep.equal(['hangUp']);
  });

  it('says why a tel: link of the page did not call', async () => {
    const { element, phone } = await floating();
    element.telLinks = true;
    await settled(element);
    phone.answer = () => ({ ok: false, error: fakeError('INVALID_ARGUMENT') });
    const link = await fixture<HTMLAnchorElement>(html`<a href="tel:abc">abc</a>`);
    link.click();
    await still(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'call', number: 'abc' }]);
    expect(element.open).to.be.true;
    expect(field(element).value).to.equal('abc');
  });

  it('is scrolled where the window is low', async () => {
    await setViewport({ width: 320, height: 300 });
    const { element } = await floating({ line1: talking() }, { open: true });
    const { top, bottom, left, right } = boxOf(element);
    expect([left, top, right, bottom]).to.deep.equal([8, 8, 312, 292]);
    button(element, 'Hang up').focus();
    expect(button(element, 'Hang up').getBoundingClientRect().bottom).to.be.at.most(292);
  });

  for (const height of [500, 320]) {
    it(`keeps what ends or takes a call in sight, in one place, in a window ${String(height)} px high`, async () => {
      await setViewport({ width: 1000, height });
      const line1 = talking();
      const { element, phone } = await floating({ line1 }, { open: true });
      const scroller = element.shadowRoot?.querySelector('.sheet');
      const placeOf = (name: string): [number, number] => {
        const [x, y] = centre(button(element, name));
        const box = boxOf(element);
        const { top, bottom } = button(element, name).getBoundingClientRect();
        expect(top, `${name} in sight`).to.be.at.least(box.top);
        expect(bottom, `${name} in sight`).to.be.at.most(box.bottom);
        expect(isHit(button(element, name), x, y), `nothing lies over ${name}`).to.be.true;
        return [x, y];
      };
      const hangUp = placeOf('Hang up');
      for (const scrolled of [60, 999]) {
        scroller?.scrollTo(0, scrolled);
        expect(placeOf('Hang up')).to.deep.equal(hangUp);
      }
      // Each of the controls can be reached.
      for (const name of ['Mute', 'Add call']) {
        allByRole(element, 'button')
          .findLast((each) => nameOf(each) === name)
          ?.focus();
        const { bottom } = focused()?.getBoundingClientRect() ?? new DOMRect();
        expect(bottom).to.be.at.most(button(element, 'Hang up').getBoundingClientRect().top);
      }
      button(element, 'Keypad').click();
      await still(element);
      expect(placeOf('Hide keypad')[1]).to.be.below(placeOf('Hang up')[1]);
      scroller?.scrollTo(0, 0);
      phone.set({ line2: incoming({ line: 2 }) });
      await still(element);
      placeOf('Hold & answer');
      placeOf('Reject');
      expect(placeOf('Hang up')).to.deep.equal(hangUp);
      phone.set({ line1: incoming(), line2: null });
      await still(element);
      placeOf('Answer');
      placeOf('Reject');
      phone.set({ line1: null });
      await still(element);
      expect(placeOf('Call')).to.deep.equal(hangUp);
    });
  }
});

describe('the floating phone in the page', () => {
  it('changes nothing around it, and is gone when it is hidden', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <p>before</p>
        <p>after</p>
      </div>`,
    );
    const { height } = page.getBoundingClientRect();
    const { element } = await floating({}, { open: true });
    page.firstElementChild?.after(element);
    await still(element);
    expect(page.getBoundingClientRect().height).to.equal(height);
    element.hidden = true;
    expect(boxOf(element).width).to.equal(0);
  });

  it('stands where the page says in the order of layers', async () => {
    const { element } = await floating();
    const box = element.shadowRoot!.querySelector('.float')!;
    expect(getComputedStyle(box).zIndex).to.equal('10000');
    element.style.setProperty('--bfc-z-index', '7');
    expect(getComputedStyle(box).zIndex).to.equal('7');
  });

  it('changes between the layouts in a call, and back, with what was typed', async () => {
    const { element, phone } = await floating({}, { open: true });
    field(element).focus();
    await sendKeys({ type: '0912' });
    element.layout = 'inline';
    await still(element);
    expect(hasButton(element, 'Minimise')).to.be.false;
    expect(getComputedStyle(element).display).to.equal('block');
    expect(field(element).value).to.equal('0912');
    expect(focused()).to.equal(field(element));
    phone.set({ line1: talking() });
    await still(element);
    element.layout = 'floating';
    element.open = false;
    await still(element);
    expect(buttonsInSight(element)).to.deep.equal(['Hang up', barButton, 'Mute']);
  });

  it('goes on where it was when it is moved in the DOM during a call, and leaves nothing when it goes', async () => {
    const { element, phone } = await floating({ line1: talking() });
    await drag(button(element, barButton), [-300, -200]);
    await still(element);
    const before = boxOf(element).toJSON() as unknown;
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(element);
    await still(element);
    expect(boxOf(element).toJSON()).to.deep.equal(before);
    await setViewport({ width: 500, height: 800 });
    await still(element);
    expect(boxOf(element).right).to.be.at.most(500);
    button(element, 'Mute').click();
    expect(phone.executedTypes).to.deep.equal(['mute']);
    element.remove();
    await settled(elsewhere);
    expect(phone.listenerCount).to.deep.equal({ state: 0, events: 0 });
  });

  it('comes up at the other side of a page written from right to left, and swaps nothing', async () => {
    document.documentElement.dir = 'rtl';
    try {
      const { element } = await floating({ line1: incoming() });
      expect(boxOf(element).left).to.equal(16);
      expect(buttonsInSight(element)).to.deep.equal(['Reject', barButton, 'Answer']);
    } finally {
      document.documentElement.removeAttribute('dir');
    }
  });
});
