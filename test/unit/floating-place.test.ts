import { expect } from '@open-wc/testing';
import { boxAt, boxWithin, nextCorner, placeOf, restingPlace, type Box } from '../../src/elements/floating/place.js';

const view = { left: 0, top: 0, width: 1000, height: 800 };
const small = { width: 56, height: 56 };
const grown = { width: 320, height: 592 };

describe('the place of the floating phone', () => {
  it('is at the end of the lines of the page', () => {
    expect(restingPlace('ltr')).to.deep.equal({ x: 'right', y: 'bottom', dx: 16, dy: 16 });
    expect(restingPlace('rtl').x).to.equal('left');
  });

  it('is kept within what can be seen, wherever that is', () => {
    const zoomed = { left: 300, top: 200, width: 400, height: 300 };
    expect(boxAt(restingPlace('ltr'), small, zoomed)).to.deep.equal({ ...small, left: 628, top: 428 });
    const far = { x: 'left', y: 'top', dx: 5000, dy: -5000 } as const;
    expect(boxAt(far, small, zoomed)).to.deep.equal({ ...small, left: 636, top: 208 });
  });

  it('shows the first corner, with the grip, of what has no room', () => {
    const tiny = { left: 10, top: 20, width: 200, height: 100 };
    expect(boxWithin({ ...grown, left: 500, top: 500 }, tiny)).to.deep.equal({ ...grown, left: 10, top: 20 });
  });

  it('and the box give one another', () => {
    for (const left of [8, 200, 600, 936]) {
      for (const top of [8, 300, 736]) {
        const box = { ...small, left, top };
        const place = placeOf(box, view, grown, null);
        expect(boxAt(place, small, view)).to.deep.equal(box);
        expect([place.x, place.y]).to.deep.equal([left < 472 ? 'left' : 'right', top < 372 ? 'top' : 'bottom']);
      }
    }
  });

  it('turns round all four corners', () => {
    const seen = [restingPlace('ltr')];
    for (let turn = 0; turn < 4; turn++) seen.push(nextCorner(seen[seen.length - 1]!));
    expect(seen.map(({ x, y }) => `${y} ${x}`)).to.deep.equal([
      'bottom right',
      'bottom left',
      'top left',
      'top right',
      'bottom right',
    ]);
  });

  it('covers what it was taken off only where there is no other way to grow', () => {
    const tall = { ...view, height: 1400 };
    const off: Box = { ...small, left: 928, top: 1328 };
    let kept = 0;
    for (let top = 8; top <= 1200; top += 24) {
      for (let left = 8; left <= 936; left += 24) {
        const box = { ...small, left, top };
        const open = boxAt(placeOf(box, tall, grown, off), grown, tall);
        const ways = (['left', 'right'] as const).flatMap((x) =>
          (['top', 'bottom'] as const).map((y) => {
            const dx = x === 'left' ? left : 1000 - left - 56;
            const dy = y === 'top' ? top : 1400 - top - 56;
            return boxAt({ x, y, dx, dy }, grown, tall);
          }),
        );
        if (ways.some((way) => !covers(way, off))) {
          kept++;
          expect(covers(open, off), `${String(left)} ${String(top)}`).to.be.false;
        }
      }
    }
    expect(kept).to.be.above(1500);
  });
});

function covers(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
