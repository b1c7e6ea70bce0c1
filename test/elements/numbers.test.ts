import { expect, fixture, html } from '@open-wc/testing';
import { numberGroups } from '../../src/elements/messages/format.js';
import { messagesFor } from '../../src/elements/messages/index.js';
import { grouped, spaced } from '../../src/elements/parts/number.js';
import { incoming } from '../support/fake-phone.js';
import { byRole, everything, webphone } from './support.js';

describe('counts', () => {
  it('are written as the language writes them', () => {
    const [vi, en] = [messagesFor('vi'), messagesFor('en')];
    expect([vi.foundCount(10_000), en.foundCount(10_000)]).to.deep.equal(['Tìm thấy 10.000', '10,000 found']);
    expect([vi.missedCalls(1234), en.missedCalls(1234)]).to.deep.equal(['Nhỡ · 1.234', 'Missed · 1,234']);
    expect([vi.missedNote(7), en.missedNote(7)]).to.deep.equal(['7 cuộc nhỡ', '7 missed']);
    expect(vi.weakCode(1480, '8 %')).to.equal('trễ 1.480 ms · mất 8 %');
  });
});

describe('numbers in groups', () => {
  for (const [number, shown] of [
    ['0912345678', '0912 345 678'],
    ['0387654321', '0387 654 321'],
    ['+84912345678', '+84 912 345 678'],
    ['0084912345678', '0084 912 345 678'],
    ['02473000000', '024 7300 0000'],
    ['+842873000000', '+84 28 7300 0000'],
    ['02363822222', '0236 3822 222'],
    ['19001234', '1900 1234'],
    ['1800636467', '1800 636 467'],
  ] as const) {
    it(`${number} is read as ${shown}`, () => {
      expect(numberGroups(number).join(' ')).to.equal(shown);
      expect(numberGroups(number).join('')).to.equal(number);
    });
  }

  for (const number of [
    '',
    '1001',
    '100123456',
    '0112345678',
    '+20225551234',
    '*98#',
    'lan.anh',
    '84',
    '+84',
    '+841001',
  ]) {
    it(`${number || 'nothing'} stays as it is`, () => {
      expect(numberGroups(number)).to.deep.equal([number]);
    });
  }

  it('stand in groups within a line of text too', () => {
    expect(spaced('CSKH · 19001234')).to.equal('CSKH · 1900 1234');
    expect(spaced('0912345678 gọi 02473000000')).to.equal('0912 345 678 gọi 024 7300 0000');
    expect(spaced('mã 09123456789123, A0912345678')).to.equal('mã 09123456789123, A0912345678');
  });

  it('are selected and copied as they came', async () => {
    const line = await fixture<HTMLElement>(html`<p>${grouped('CSKH · 19001234')}</p>`);
    expect(line.textContent).to.equal('CSKH · 19001234');
    getSelection()?.selectAllChildren(line);
    expect(getSelection()?.toString()).to.equal('CSKH · 19001234');
  });

  it('have gaps for the eye, of a caller without a name', async () => {
    const { element } = await webphone({ line1: incoming({ number: '0912345678', name: null }) });
    const name = byRole(element, 'heading');
    const groups = everything(name).filter((each) => each.matches('.digits'));
    expect(groups.map(({ textContent }) => textContent)).to.deep.equal(['0912', '345', '678']);
    const [first, second] = groups.map((each) => each.getBoundingClientRect());
    expect((second?.left ?? 0) - (first?.right ?? 0)).to.be.above(3);
    expect(name.textContent).to.contain('0912345678');
  });
});
