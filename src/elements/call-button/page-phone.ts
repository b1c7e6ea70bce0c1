import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Phone } from '../../phone/phone.js';
import type { PhoneProvider } from '../../phone/provider.js';

/**
 * The phone that the page has, without a share in it: a hundred buttons in a table keep no phone alive that nobody
 * else uses any more.
 */
export class PagePhone implements ReactiveController {
  phone: Phone | null = null;
  #stop: (() => void) | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly provider: () => PhoneProvider | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = this.provider()?.onCreated(() => this.#look()) ?? null;
    this.#look();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
    this.phone = null;
  }

  #look(): void {
    const lease = this.provider()?.acquireExisting() ?? null;
    this.phone = lease?.phone ?? null;
    lease?.release();
    this.host.requestUpdate();
  }
}
