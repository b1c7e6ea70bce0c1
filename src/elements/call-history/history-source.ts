import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { HistoryItem } from '../../phone/account-data.js';
import type { Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { Unsubscribe } from '../../util/types.js';
import { afterPaint } from '../parts/after-paint.js';
import { noteIdOf } from '../parts/calls.js';

interface HistoryHost extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
}

/** How many calls are asked for: the first page at once, more only when somebody looks for them. */
const limits = [200, 1_000, 10_000] as const;
/** When a call that has ended is looked for, ms: the back end may need a moment to write it down. */
const looks = [0, 1_500, 5_000] as const;

/** The calls of the past, as the account has them; asked for anew whenever a call has ended. */
export class HistorySource implements ReactiveController {
  items: readonly HistoryItem[] = [];
  status: 'idle' | 'loading' | 'ready' | 'failed' = 'idle';
  error: PhoneErrorData | null = null;
  #limit: number = limits[0];
  #wantsAll = false;
  #phone: Phone | null = null;
  /** Whose items they are: an element that comes back shows them until there are newer ones. */
  #owner: Phone | null = null;
  #request = 0;
  #unsubscribe: readonly Unsubscribe[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: HistoryHost) {
    host.addController(this);
  }

  /** Under way with rows to show meanwhile. */
  get isLoadingMore(): boolean {
    return this.status === 'loading' && this.items.length > 0 && this.#limit > this.items.length;
  }

  /** There may be older calls than those at hand. */
  get hasMore(): boolean {
    return this.items.length >= this.#limit && this.#limit < (limits.at(-1) ?? 0);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    const { activePhone } = this.host;
    if (activePhone === this.#phone) return;
    this.hostDisconnected();
    this.#phone = activePhone;
    this.status = 'idle';
    if (activePhone !== this.#owner) {
      this.items = [];
      this.#limit = limits[0];
    }
    this.#owner = activePhone;
    if (!activePhone) return;
    this.#unsubscribe = [
      activePhone.on('callEnded', (call) => this.#lookFor(call, 0)),
      activePhone.subscribe((state, previous) => {
        if (state.status === 'started' && previous.status !== 'started') void this.load();
      }),
    ];
    if (activePhone.state.status !== 'started') return;
    // With calls of the last time to show, the news can wait for the frame that shows them.
    if (this.items.length === 0) void this.load();
    else afterPaint(() => this.#phone === activePhone && this.status === 'idle' && void this.load());
  }

  hostDisconnected(): void {
    for (const stop of this.#unsubscribe) stop();
    this.#unsubscribe = [];
    this.#phone = null;
    // An answer that comes now is nobody's.
    this.#request++;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Whether only all calls will do: the agent looks for something. */
  want(all: boolean): void {
    this.#wantsAll = all;
    if (all) this.loadMore();
  }

  loadMore(): void {
    if (this.status !== 'ready' || !this.hasMore) return;
    this.#limit = limits.find((limit) => limit > this.#limit) ?? this.#limit;
    void this.load();
  }

  async load(): Promise<void> {
    const phone = this.#phone;
    if (!phone) return;
    const request = ++this.#request;
    this.status = 'loading';
    this.host.requestUpdate();
    const result = await phone.execute({ type: 'histories', limit: this.#limit });
    if (request !== this.#request) return;
    this.status = result.ok ? 'ready' : 'failed';
    this.error = result.ok ? null : result.error;
    if (result.ok) this.items = result.data;
    this.host.requestUpdate();
    if (this.#wantsAll) this.loadMore();
  }

  /** A note that was saved is on its item at once. */
  replace(item: HistoryItem): void {
    this.items = this.items.map((each) => (each.id === item.id ? item : each));
    this.host.requestUpdate();
  }

  #lookFor(call: Call, look: number): void {
    const wait = looks[look];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (wait === undefined) return;
    this.#timer = setTimeout(() => {
      void this.load().then(() => {
        if (this.#phone && !this.items.some(({ id }) => id === noteIdOf(call))) this.#lookFor(call, look + 1);
      });
    }, wait);
  }
}
