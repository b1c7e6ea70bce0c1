import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandResult } from '../../phone/commands.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import { watchTelLinks } from '../../util/tel-links.js';
import type { Unsubscribe } from '../../util/types.js';

interface TelHost extends ReactiveControllerHost {
  readonly telLinks: boolean;
  readonly isConnected: boolean;
  readonly activePhone: Phone | null;
}

interface Tools {
  /** `null` where the page has prevented it. */
  readonly call: (number: string) => Promise<CommandResult | null>;
  /** The call came to nothing: says why. */
  readonly failed: (number: string, error: PhoneErrorData) => void;
}

/** Calls by the page's `tel:` links while the host is in the document and its `tel-links` is set. */
export class TelLinks implements ReactiveController {
  #stop: Unsubscribe | null = null;

  constructor(
    private readonly host: TelHost,
    private readonly tools: Tools,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    // An update may still come after it has left.
    if (!this.host.telLinks || !this.host.isConnected) this.hostDisconnected();
    else this.#stop ??= watchTelLinks(document, (number) => this.#dial(number));
  }

  hostConnected(): void {
    // What was set before it left the document is set again by no update.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** A stopped phone calls nobody: then the link is the browser's. */
  #dial(number: string): boolean {
    const status = this.host.activePhone?.state.status;
    if (status !== 'started' && status !== 'starting') return false;
    void this.tools.call(number).then((result) => {
      if (result?.ok === false) this.tools.failed(number, result.error);
    });
    return true;
  }
}
