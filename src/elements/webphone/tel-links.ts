import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { watchTelLinks } from '../../util/tel-links.js';
import type { Unsubscribe } from '../../util/types.js';

interface TelHost extends ReactiveControllerHost {
  readonly telLinks: boolean;
}

/** Calls by the page's `tel:` links while the host is in the document and its `tel-links` is set. */
export class TelLinks implements ReactiveController {
  #stop: Unsubscribe | null = null;

  constructor(
    private readonly host: TelHost,
    /** False where there is no phone that could call. */
    private readonly dial: (number: string) => boolean,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.host.telLinks) this.hostDisconnected();
    else this.#stop ??= watchTelLinks(document, (number) => this.dial(number));
  }

  hostConnected(): void {
    // What was set before it left the document is set again by no update.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
