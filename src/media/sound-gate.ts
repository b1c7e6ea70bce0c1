/**
 * Knows what the browser keeps from sounding (autoplay policy) and tries again at the agent's next click or
 * key: that is what browsers ask for.
 */
export class SoundGate {
  /** What is blocked, and how to try it again. */
  readonly #blocked = new Map<object, () => Promise<void>>();
  readonly #onGesture = (): void => void this.retry();

  constructor(private readonly changed: (blocked: boolean) => void) {}

  block(source: object, retry: () => Promise<void>): void {
    const was = this.#blocked.size > 0;
    this.#blocked.set(source, retry);
    if (was) return;
    for (const type of gestures) document.addEventListener(type, this.#onGesture, { capture: true });
    this.changed(true);
  }

  /** It sounds, or it needs to no more. */
  clear(source: object): void {
    if (!this.#blocked.delete(source) || this.#blocked.size > 0) return;
    for (const type of gestures) document.removeEventListener(type, this.#onGesture, { capture: true });
    this.changed(false);
  }

  async retry(): Promise<void> {
    await Promise.all(
      [...this.#blocked].map(async ([source, again]) => {
        try {
          await again();
          this.clear(source);
        } catch {
          // Still blocked: the next gesture tries again.
        }
      }),
    );
  }
}

const gestures = ['pointerdown', 'keydown'] as const;
