import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Appearance {
  readonly act: string;
  /** `performance.now()` */
  readonly at: number;
  /** Where the pointer rested when the control appeared; `null` when it was elsewhere. */
  readonly pointer: Point | null;
  /** The control stood there before and meant something else: then a press by key may be meant for that. */
  readonly replaced: boolean;
}
interface Point {
  readonly x: number;
  readonly y: number;
}

const defaultDelay = 400;
/** Clicks that stand for a key of ours. */
const byShortcut = new WeakSet<Event>();
/** A resting hand shakes. Px. */
const tolerance = 8;

/**
 * Where the pointer was last seen over an element of ours. Shared by all, because the panel that appears is not the
 * one that saw the pointer.
 */
let pointer: Point | null = null;

/**
 * A control that appears under a resting pointer takes no press for `--bfc-arm-delay`: a double click on "Hang up"
 * never redials. A pointer that moves onto the control after it appeared is believed at once.
 * Controls are the elements with `data-act`; another value on the same element is another control.
 */
export class PressGuard implements ReactiveController {
  #appearances = new WeakMap<Element, Appearance>();

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#appearances = new WeakMap();
    this.host.addEventListener('pointermove', seen, { passive: true });
    this.host.addEventListener('pointerdown', seen, { passive: true });
    this.host.addEventListener('pointerleave', gone);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('pointermove', seen);
    this.host.removeEventListener('pointerdown', seen);
    this.host.removeEventListener('pointerleave', gone);
  }

  hostUpdated(): void {
    const controls = this.host.shadowRoot?.querySelectorAll<HTMLElement>('[data-act]') ?? [];
    for (const control of controls) {
      const act = control.dataset['act'] ?? '';
      const before = this.#appearances.get(control);
      if (before?.act === act) continue;
      this.#appearances.set(control, { act, at: performance.now(), pointer, replaced: before !== undefined });
    }
  }

  /** Whether a click on a control is meant for what the control now says. */
  allows(event: MouseEvent): boolean {
    // In another window it is no Element of this one.
    const appearance = this.#appearances.get(event.currentTarget as Element);
    if (!appearance || !(event.isTrusted || byShortcut.has(event))) return true;
    const { at, replaced, pointer: rested } = appearance;
    const byKey = event.detail === 0;
    const isNear = rested !== null && Math.hypot(event.clientX - rested.x, event.clientY - rested.y) <= tolerance;
    // Only then is the delay asked for: the answer makes the browser work out all styles anew.
    const isDoubtful = byKey ? replaced : isNear;
    return !isDoubtful || performance.now() - at >= armDelay(this.host);
  }
}

/** Clicks a control for a key that was pressed elsewhere: the guard takes it for a press by key. */
export function pressByKey(control: HTMLElement): void {
  const click = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true });
  byShortcut.add(click);
  control.dispatchEvent(click);
}

/** `--bfc-arm-delay`, in ms. */
export function armDelay(element: Element): number {
  const text = getComputedStyle(element).getPropertyValue('--bfc-arm-delay').trim();
  const value = Number.parseFloat(text);
  if (!Number.isFinite(value)) return defaultDelay;
  return /\ds$/.test(text) ? value * 1000 : value;
}

function seen(event: PointerEvent): void {
  pointer = { x: event.clientX, y: event.clientY };
}

/** A finger leaves with every tap, and the second tap of a double one comes back to the same place. */
function gone(event: PointerEvent): void {
  if (event.pointerType === 'mouse') pointer = null;
}
