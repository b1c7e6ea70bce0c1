import type { ClockPort } from '../phone/ports.js';

/** Ms. ICE itself takes twice as long to notice that a path is gone. */
const every = 1_000;
/** After so many looks in a row without a packet it is told that what flowed has stopped, and told again if it stays so. */
const tellAt: readonly number[] = [2, 4, 6];

/** Watches whether audio goes on arriving at a connection, once it has begun to. */
export class FlowWatch {
  #packets = 0;
  #missed = 0;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly clock: ClockPort,
    private readonly stopped: () => void,
  ) {
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #schedule(): void {
    this.#cancel = this.clock.after(every, () => void this.#look());
  }

  async #look(): Promise<void> {
    const packets = await packetsReceived(this.pc).catch(() => this.#packets);
    if (this.#isClosed) return;
    if (packets !== this.#packets) {
      this.#missed = 0;
    } else if (packets > 0 && tellAt.includes(++this.#missed)) {
      this.stopped();
    }
    this.#packets = packets;
    this.#schedule();
  }
}

async function packetsReceived(pc: RTCPeerConnection): Promise<number> {
  let packets = 0;
  // A Map, which the type does not say (W3C WebRTC §8.3: maplike).
  const stats = (await pc.getStats()) as unknown as ReadonlyMap<string, RTCInboundRtpStreamStats>;
  for (const report of stats.values()) if (report.type === 'inbound-rtp') packets += report.packetsReceived ?? 0;
  return packets;
}
