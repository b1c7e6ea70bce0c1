import type { PhoneConfig } from './config.js';
import type { Phone } from './phone.js';

/** A share in a phone. The phone stops when its last lease is released and no call is live. */
export interface PhoneLease {
  readonly phone: Phone;
  /** Gives the share back. Calling it twice is harmless. */
  release(): void;
}

/**
 * Hands out phones: one per account and page, shared by counted leases, so that the SDK and the elements
 * of a page register once.
 */
export interface PhoneProvider {
  /** The phone of this account, made at the first call. */
  acquire(config: PhoneConfig): PhoneLease;
  /** The page's phone, whoever made it: for an element that was given no account. `null` if there is none. */
  acquireExisting(): PhoneLease | null;
  /** Called whenever a phone is made, so that an element without an account can join it. */
  onCreated(listener: () => void): () => void;
}
