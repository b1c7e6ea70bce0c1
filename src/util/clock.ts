/**
 * The browser's time. Browsers stall the timers of hidden pages, but only those that are set by timers (Chromium: the
 * fifth in a row waits for the next minute): each is set from a message here, so none is in a row.
 */
export const systemClock = {
  now: (): number => Date.now(),
  after(ms: number, run: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const due = Date.now() + ms;
    const cancelHop = hop(() => (timer = setTimeout(run, Math.max(0, due - Date.now()))));
    return () => {
      cancelHop();
      clearTimeout(timer);
    };
  },
};

const hops: (() => void)[] = [];
let channel: MessageChannel | null = null;

/** Runs as a task of its own that is no timer. */
function hop(run: () => void): () => void {
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => hops.shift()?.();
  }
  let isCancelled = false;
  hops.push(() => {
    if (!isCancelled) run();
  });
  channel.port2.postMessage(null);
  return () => {
    isCancelled = true;
  };
}
