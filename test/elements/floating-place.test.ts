import { expect } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { talking } from '../support/fake-phone.js';
import { boxOf, buttonsInSight, centre, drag, floating, placeKey, still } from './floating-support.js';
import { button, focused, nameOf } from './support.js';

const ready = 'Open the phone, Ready';
const barButton = 'Open the phone: Trần Thị Thanh Hoa';
const corner = { left: 1000 - 16 - 56, top: 800 - 16 - 56 };

beforeEach(async () => {
  localStorage.removeItem(placeKey);
  await setViewport({ width: 1000, height: 800 });
});
afterEach(() => resetMouse());

function at(element: Element): { left: number; top: number } {
  const { left, top } = boxOf(element);
  return { left, top };
}

describe('the place of the floating phone', () => {
  it('is where the pointer has dragged it; the drag is no press', async () => {
    const { element } = await floating();
    await drag(button(element, ready), [-400, -300]);
    await still(element);
    expect(at(element)).to.deep.equal({ left: corner.left - 400, top: corner.top - 300 });
    expect(element.open).to.be.false;
    await sendMouse({ type: 'click', position: centre(button(element, ready)) });
    await still(element);
    expect(element.open).to.be.true;
  });

  it('is remembered in this browser, for the next page', async () => {
    const { element } = await floating();
    await drag(button(element, ready), [-400, -300]);
    const before = at(element);
    element.remove();
    expect(at((await floating()).element)).to.deep.equal(before);
    expect(Object.keys(JSON.parse(localStorage.getItem(placeKey)!) as object).sort()).to.deep.equal([
      'dx',
      'dy',
      'x',
      'y',
    ]);
  });

  it('counts for as long as the page lives where nothing can be stored', async () => {
    const { getItem, setItem } = Storage.prototype;
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: refuse, setItem: refuse });
    try {
      const { element } = await floating();
      expect(at(element)).to.deep.equal(corner);
      await drag(button(element, ready), [-400, -300]);
      await still(element);
      element.open = true;
      await still(element);
      element.open = false;
      await still(element);
      expect(at(element)).to.deep.equal({ left: corner.left - 400, top: corner.top - 300 });
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem });
    }
  });

  it('is the corner where what was stored makes no sense', async () => {
    for (const stored of ['{', '7', '{"x":"up","y":"top","dx":1,"dy":1}', '{"x":"left","y":"top","dx":null,"dy":1}']) {
      localStorage.setItem(placeKey, stored);
      const { element } = await floating();
      expect(at(element), stored).to.deep.equal(corner);
      element.remove();
    }
  });

  it('never leaves the window, and a drag that is broken off leaves it where it was', async () => {
    const { element } = await floating({ line1: talking() });
    const before = at(element);
    await drag(button(element, barButton), [-3000, -3000], false);
    expect(at(element)).to.deep.equal({ left: 8, top: 8 });
    await sendKeys({ press: 'Escape' });
    await still(element);
    expect(at(element)).to.deep.equal(before);
    expect(localStorage.getItem(placeKey)).to.equal(null);
    await sendMouse({ type: 'up', button: 'left' });
    expect(at(element)).to.deep.equal(before);
  });

  it('is not for the buttons of the call to move, nor for the panel', async () => {
    const { element } = await floating({ line1: talking() });
    const before = at(element);
    await drag(button(element, 'Mute'), [-200, -200]);
    expect(at(element)).to.deep.equal(before);
    element.open = true;
    await still(element);
    const opened = at(element);
    await drag(button(element, 'Hold'), [-200, -200]);
    expect(at(element)).to.deep.equal(opened);
    await drag(button(element, 'Move the phone'), [-200, -100]);
    await still(element);
    expect(at(element)).to.deep.equal({ left: opened.left - 200, top: opened.top - 100 });
  });

  it('is moved by the arrow keys, on the grip and on the closed button', async () => {
    const { element } = await floating();
    button(element, ready).focus();
    for (const press of ['ArrowLeft', 'ArrowUp', 'ArrowUp', 'Shift+ArrowLeft']) await sendKeys({ press });
    expect(at(element)).to.deep.equal({ left: corner.left - 16 - 64, top: corner.top - 32 });
    await sendKeys({ press: 'Enter' });
    await still(element);
    const opened = at(element);
    button(element, 'Move the phone').focus();
    for (const press of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft']) await sendKeys({ press });
    await still(element);
    expect(at(element)).to.deep.equal({ left: opened.left - 16, top: opened.top + 16 });
    expect(nameOf(focused()!)).to.equal('Move the phone');
  });

  it('goes from corner to corner without dragging: by Enter, or by a double click', async () => {
    const { element } = await floating({}, { open: true });
    const right = 1000 - 16 - 320;
    const bottom = 800 - 16 - 592;
    const grip = button(element, 'Move the phone');
    grip.focus();
    const corners = [];
    for (let turn = 0; turn < 4; turn++) {
      await sendKeys({ press: 'Enter' });
      corners.push(at(element));
    }
    expect(corners).to.deep.equal([
      { left: 16, top: bottom },
      { left: 16, top: 16 },
      { left: right, top: 16 },
      { left: right, top: bottom },
    ]);
    await sendMouse({ type: 'click', position: centre(grip) });
    expect(at(element)).to.deep.equal({ left: right, top: bottom });
    await sendMouse({ type: 'click', position: centre(grip) });
  });

  it('keeps its distance from its edges when the window changes, and comes back with it', async () => {
    const { element } = await floating();
    await drag(button(element, ready), [-300, -200]);
    await still(element);
    const before = at(element);
    await setViewport({ width: 1100, height: 900 });
    await still(element);
    expect(at(element)).to.deep.equal({ left: before.left + 100, top: before.top + 100 });
    await setViewport({ width: 240, height: 240 });
    await still(element);
    expect(at(element)).to.deep.equal({ left: 8, top: 8 });
    await setViewport({ width: 1000, height: 800 });
    await still(element);
    expect(at(element)).to.deep.equal(before);
  });

  it('is the one it grows from, away from the edges', async () => {
    const { element, phone } = await floating();
    await drag(button(element, ready), [-900, -700]);
    await still(element);
    const closed = at(element);
    phone.set({ line1: talking() });
    await still(element);
    expect(at(element)).to.deep.equal(closed);
    expect(buttonsInSight(element)).to.deep.equal(['Hang up', barButton, 'Mute']);
    element.open = true;
    await still(element);
    expect(at(element)).to.deep.equal(closed);
  });

  it('is never again what it was dragged off, also when it opens', async () => {
    await setViewport({ width: 1000, height: 1000 });
    const { element } = await floating();
    const off = boxOf(element);
    // Nearer to the upper edge: it would grow downwards, over where it was.
    await drag(button(element, ready), [0, -560]);
    await still(element);
    element.open = true;
    await still(element);
    const { bottom } = boxOf(element);
    expect(bottom).to.be.at.most(off.top);
  });

  for (const wide of ['500px', '50%', '50vw']) {
    it(`is never again what it was dragged off, however wide the page lets it be: ${wide}`, async () => {
      const { element } = await floating();
      element.style.setProperty('--bfc-floating-width', wide);
      const off = boxOf(element);
      // Nearer to the left edge: it would grow to the right, over where it was.
      await drag(button(element, ready), [-480, 0]);
      await still(element);
      element.open = true;
      await still(element);
      const { right, width } = boxOf(element);
      expect(width).to.equal(500);
      expect(right).to.be.at.most(off.left);
    });
  }
});
