import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An interface of the lab's own namespace, whose address can change under live calls. It leads nowhere. */
export class Network {
  #address: string | null = null;

  async start(address: string): Promise<void> {
    await run('ip', ['link', 'add', 'lab0', 'type', 'veth', 'peer', 'name', 'lab1']);
    for (const name of ['lab0', 'lab1']) await run('ip', ['link', 'set', name, 'up']);
    await this.changeTo(address);
  }

  /** The old address is gone, a new one is there: another Wi-Fi, a VPN that went up. */
  async changeTo(address: string): Promise<void> {
    if (this.#address) await run('ip', ['addr', 'del', `${this.#address}/24`, 'dev', 'lab0']);
    this.#address = address;
    await run('ip', ['addr', 'add', `${address}/24`, 'dev', 'lab0']);
  }

  async stop(): Promise<void> {
    await run('ip', ['link', 'del', 'lab0']);
  }
}
