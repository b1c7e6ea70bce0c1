import type { Command } from '../phone/commands.js';

/**
 * What the agent wants, told before it is done. Bubbles out of the shadow roots; `preventDefault()` anywhere on the
 * way keeps the phone from doing it, and a page may do something else instead.
 */
export type IntentEvent = CustomEvent<Command>;
export const intentEventName = 'bfc-intent';

/** Tells everybody above of the intent. False when somebody prevented it. */
export function announceIntent(target: EventTarget, command: Command): boolean {
  return target.dispatchEvent(
    new CustomEvent<Command>(intentEventName, { detail: command, bubbles: true, composed: true, cancelable: true }),
  );
}

declare global {
  interface HTMLElementEventMap {
    'bfc-intent': IntentEvent;
  }
}
