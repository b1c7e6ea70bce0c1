import type { Call, LineNumber } from './call.js';
import type { PhoneState } from './state.js';

/**
 * What another page needs of SIP to take a call over (RFC 3891): whoever has it can take the call, so it is a
 * secret. Plain data, made and read by the SIP room alone.
 */
export type Handover =
  /** Answered: an INVITE with Replaces takes it back. */
  | {
      readonly phase: 'answered';
      readonly sipCallId: string;
      readonly localTag: string;
      readonly remoteTag: string;
      /** Who the far side is: its own address, not where it is. */
      readonly remoteUri: string;
      /** Where such an INVITE may find the far side, the likeliest first. */
      readonly targets: readonly string[];
    }
  /** Ringing in: their INVITE, as it came; answered over the new socket as if it came again. */
  | { readonly phase: 'incoming'; readonly invite: string }
  /**
   * Ringing out: our INVITE, as it left; called off over the new socket and placed again, unless the far side has
   * answered meanwhile.
   */
  | { readonly phase: 'outgoing'; readonly invite: string; readonly remoteTag: string | null };

/** A live call as it is kept for the next page. */
export interface KeptCall {
  readonly call: Call;
  readonly handover: Handover;
  /** The hold is the phone's own, to be undone by itself. */
  readonly heldByPhone: boolean;
}

/** A phone with live calls, as it is kept for the page that comes after this one, or for the tab that leads next. */
export interface KeptPhone {
  /** Ms since the epoch. */
  readonly savedAt: number;
  readonly currentLine: LineNumber;
  readonly calls: readonly KeptCall[];
  readonly asked?: PhoneState['asked'];
}
