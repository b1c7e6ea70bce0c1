import { until } from './until.js';

/** Watches the peer connections of this page, whoever makes them. */
export class PeerWatch {
  readonly #made: RTCPeerConnection[] = [];
  readonly #original = globalThis.RTCPeerConnection;

  install(): void {
    const made = this.#made;
    globalThis.RTCPeerConnection = class extends this.#original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  }

  uninstall(): void {
    globalThis.RTCPeerConnection = this.#original;
  }

  get open(): readonly RTCPeerConnection[] {
    return this.#made.filter(({ connectionState }) => connectionState !== 'closed');
  }

  /** Waits until sound arrives at every open one, and there are so many. */
  async everybodyHears(count: number): Promise<void> {
    await until(() => this.open.length === count, `${count} connections are open`);
    const connections = this.open;
    const before = await Promise.all(connections.map(packetsReceived));
    await until(async () => {
      const now = await Promise.all(connections.map(packetsReceived));
      return now.every((packets, index) => packets > (before[index] ?? 0) + 5);
    }, 'sound arrives at every end');
  }
}

async function packetsReceived(connection: RTCPeerConnection): Promise<number> {
  const stats = (await connection.getStats()) as unknown as Map<string, RTCInboundRtpStreamStats>;
  let packets = 0;
  for (const report of stats.values()) if (report.type === 'inbound-rtp') packets += report.packetsReceived ?? 0;
  return packets;
}
