/** Runs what can wait until the agent has seen the next frame. */
export function afterPaint(run: () => unknown): void {
  requestAnimationFrame(() => setTimeout(run));
}
