/** `null` where the browser has no channels, or none for this page: without cookies Firefox's constructor throws. */
export function openBroadcast(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
