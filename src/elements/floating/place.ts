/**
 * Where the floating phone stands: pure geometry, in CSS px of the window.
 * It keeps its distance from two edges, so it grows away from them and goes with them when the window changes.
 */
export interface Place {
  readonly x: 'left' | 'right';
  readonly y: 'top' | 'bottom';
  /** From that edge of the window to the same edge of the phone. */
  readonly dx: number;
  readonly dy: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** It is never nearer to an edge than this. */
const margin = 8;
/** Where nobody has put it. */
const rest = 16;

/** At the foot, where a line of the page's script ends. */
export function restingPlace(direction: string): Place {
  return { x: direction === 'rtl' ? 'left' : 'right', y: 'bottom', dx: rest, dy: rest };
}

/** As wanted, but within the window: one that has become small moves the phone, not its place. */
export function boxAt({ x, y, dx, dy }: Place, size: Size, view: Box): Box {
  const left = x === 'left' ? dx : view.width - dx - size.width;
  const top = y === 'top' ? dy : view.height - dy - size.height;
  return boxWithin({ ...size, left: view.left + left, top: view.top + top }, view);
}

/** The same box, all of it in sight; its first corner, where there is no room for all. */
export function boxWithin({ left, top, width, height }: Box, view: Box): Box {
  return {
    width,
    height,
    left: view.left + within(left - view.left, view.width - width),
    top: view.top + within(top - view.top, view.height - height),
  };
}

/**
 * The place of a box that was put somewhere. It belongs to the nearest edges, unless it would cover again what it was
 * taken off (`off`) once it has grown to `grown`.
 */
export function placeOf(box: Box, view: Box, grown: Size, off: Box | null): Place {
  const gaps = {
    left: box.left - view.left,
    right: view.left + view.width - box.left - box.width,
    top: box.top - view.top,
    bottom: view.top + view.height - box.top - box.height,
  };
  const xs = gaps.left < gaps.right ? (['left', 'right'] as const) : (['right', 'left'] as const);
  const ys = gaps.top < gaps.bottom ? (['top', 'bottom'] as const) : (['bottom', 'top'] as const);
  const places = ys.flatMap((y) => xs.map((x): Place => ({ x, y, dx: gaps[x], dy: gaps[y] })));
  const covered = (place: Place): number => (off ? overlap(boxAt(place, grown, view), off) : 0);
  return places.reduce((best, place) => (covered(place) < covered(best) ? place : best));
}

/** Another corner of the window, each in its turn. */
export function nextCorner({ x, y }: Place): Place {
  const turns = {
    right: { bottom: ['left', 'bottom'], top: ['right', 'bottom'] },
    left: { bottom: ['left', 'top'], top: ['right', 'top'] },
  } as const;
  const [nextX, nextY] = turns[x][y];
  return { x: nextX, y: nextY, dx: rest, dy: rest };
}

function within(at: number, room: number): number {
  return Math.max(Math.min(at, room - margin), Math.min(margin, room / 2), 0);
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}
