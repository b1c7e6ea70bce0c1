import type { Unsubscribe } from '../../util/types.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drag {
  /** How far the pointer is from where it was pressed. Px. */
  readonly moved: (by: Point) => void;
  /** `moved` was never called for a press that was only a press. */
  readonly ended: (outcome: 'dropped' | 'cancelled') => void;
}

/** A resting hand shakes: less than this is a press. Px. */
const threshold = 5;

/**
 * Follows the pointer from a `pointerdown` on, also outside the window, until it is released. Gives what breaks it off.
 * `element` gets the pointer once it drags, so that nothing else is pressed by it.
 */
export function followPointer(start: PointerEvent, element: Element, { moved, ended }: Drag): Unsubscribe {
  const watch = new AbortController();
  let dragging = false;
  const mine = (run: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === start.pointerId) run(event);
  };
  const end = (outcome: 'dropped' | 'cancelled'): void => {
    if (watch.signal.aborted) return;
    watch.abort();
    if (element.hasPointerCapture(start.pointerId)) element.releasePointerCapture(start.pointerId);
    if (dragging) ended(outcome);
  };
  const onMove = (event: PointerEvent): void => {
    const by = { x: event.clientX - start.clientX, y: event.clientY - start.clientY };
    if (!dragging && Math.hypot(by.x, by.y) < threshold) return;
    if (!dragging) element.setPointerCapture(start.pointerId);
    dragging = true;
    moved(by);
  };
  const { signal } = watch;
  window.addEventListener('pointermove', mine(onMove), { signal });
  window.addEventListener(
    'pointerup',
    mine(() => end('dropped')),
    { signal },
  );
  window.addEventListener(
    'pointercancel',
    mine(() => end('cancelled')),
    { signal },
  );
  return () => end('cancelled');
}
