import type { KeptPhone } from '../phone/kept.js';
import type { KeeperPort, LogPort } from '../phone/ports.js';

const prefix = 'bfc-webphone';

/**
 * Keeps calls in `sessionStorage`: it belongs to this tab, outlives a reload and nothing else. That a PBX gives no
 * calls back is kept for all tabs. Where the page has no storage (an opaque origin, blocked by the agent) calls end
 * with their page.
 */
export class BrowserKeeper implements KeeperPort {
  readonly #contactNames = new Map<string, string>();

  constructor(private readonly log: LogPort) {}

  keepCalls(account: string, kept: KeptPhone | null): void {
    this.#use(() => {
      const key = `${prefix}.calls:${account}`;
      if (kept) sessionStorage.setItem(key, JSON.stringify(kept));
      else sessionStorage.removeItem(key);
    }, undefined);
  }

  recallCalls(account: string): KeptPhone | null {
    return this.#use(() => {
      const kept: unknown = JSON.parse(sessionStorage.getItem(`${prefix}.calls:${account}`) ?? 'null');
      return isKeptPhone(kept) ? kept : null;
    }, null);
  }

  contactName(account: string): string {
    const key = `${prefix}.contact:${account}`;
    const known = this.#contactNames.get(key) ?? this.#use(() => sessionStorage.getItem(key), null);
    const name = known !== null && /^[a-z0-9]{12}$/.test(known) ? known : randomName();
    this.#contactNames.set(key, name);
    this.#use(() => sessionStorage.setItem(key, name), undefined);
    return name;
  }

  rememberRefusal(account: string): void {
    this.#use(() => localStorage.setItem(`${prefix}.no-takeover:${account}`, '1'), undefined);
  }

  hasHeirs(): boolean {
    return false;
  }

  isRefused(account: string): boolean {
    return this.#use(() => localStorage.getItem(`${prefix}.no-takeover:${account}`) === '1', false);
  }

  #use<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      this.log.info('the page’s storage cannot be used', error instanceof Error ? error.message : error);
      return otherwise;
    }
  }
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}

/** Another version of this code may have written it, or somebody else. */
function isKeptPhone(value: unknown): value is KeptPhone {
  const phone = value as Partial<KeptPhone> | null;
  return (
    typeof phone?.savedAt === 'number' &&
    (phone.currentLine === 1 || phone.currentLine === 2) &&
    Array.isArray(phone.calls) &&
    Array.isArray(phone.asked ?? []) &&
    phone.calls.every(({ call, handover }: Partial<KeptPhone['calls'][number]>) => {
      const phases: readonly unknown[] = ['answered', 'incoming', 'outgoing'];
      return typeof call?.id === 'string' && (call.line === 1 || call.line === 2) && phases.includes(handover?.phase);
    })
  );
}
