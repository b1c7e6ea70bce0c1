/** As in Firefox where it keeps no data for a site: the constructor is there, and throws. */
export async function withoutChannels(run: () => Promise<void> | void): Promise<void> {
  const { BroadcastChannel: own } = globalThis;
  const refuse = function (): never {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  globalThis.BroadcastChannel = refuse as unknown as typeof BroadcastChannel;
  try {
    await run();
  } finally {
    globalThis.BroadcastChannel = own;
  }
}
