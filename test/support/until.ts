/** Waits for a condition, and says which one when it never comes true. */
export async function until<T>(condition: () => T | Promise<T>, what = condition.toString(), ms = 8000): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
