import { Core, TransportState, type UserAgent } from 'sip.js';
import { takesBack } from './handover.js';
import { stopWaitingForAck } from './retransmission.js';

interface InternalTransaction {
  onTransportError(error: Error): void;
}

/** Where a final response may still come. */
const open: ReadonlySet<Core.TransactionState> = new Set([
  Core.TransactionState.Calling,
  Core.TransactionState.Trying,
  Core.TransactionState.Proceeding,
]);

/** What is told to the next socket by others: a BYE is repeated, an INVITE of its own is placed again. */
const told: ReadonlySet<string> = new Set(['BYE', 'CANCEL', 'REGISTER']);

/**
 * A patch of SIP.js 0.21: no answer comes over a socket that is no more, and SIP.js waits for one 64 × T1 = 32 s long,
 * in which the call refuses every re-INVITE and can be told nothing. Here requests inside calls fail with their socket
 * (RFC 3261 §17.1.4), as if a 503 had come (§8.1.3.1), and no ACK is waited for.
 */
export function failWithSocket({ transport, userAgentCore: core }: UserAgent): void {
  transport.stateChange.addListener((state) => {
    if (state === TransportState.Connected) return;
    for (const { message, transaction } of [...core.userAgentClients.values()]) {
      const isOfCall = message.toTag || takesBack(message);
      if (!isOfCall || told.has(message.method) || !open.has(transaction.state)) continue;
      (transaction as unknown as InternalTransaction).onTransportError(new Error('the socket is gone'));
    }
    for (const dialog of core.dialogs.values()) stopWaitingForAck(dialog);
  });
}
