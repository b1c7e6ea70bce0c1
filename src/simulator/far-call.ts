/** A call as the simulated PBX sees it: a copy, plain data. */
export interface FarCall {
  /** The same as the phone's `Call.id`. */
  readonly id: string;
  /** As the phone sees it: `outbound` was placed by the agent. */
  readonly direction: 'inbound' | 'outbound';
  /** The far side's number. */
  readonly number: string;
  /** `dialing`: the INVITE has not left yet. */
  readonly status: 'dialing' | 'inviting' | 'ringing' | 'answered' | 'ended';
  /** By the last re-INVITE that was granted. */
  readonly heldByAgent: boolean;
  readonly heldByRemote: boolean;
}

/** A call inside the simulated PBX. */
export interface MutableFarCall {
  readonly id: string;
  readonly sipCallId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly number: string;
  /** The call it takes the place of as soon as it is answered (RFC 3891). */
  readonly replaces: string | null;
  status: FarCall['status'];
  heldByAgent: boolean;
  heldByRemote: boolean;
  /** The phone has asked for its end; the answer is still on its way. */
  isLeaving: boolean;
  /** Over on the phone's side too. */
  isOver: boolean;
  /** A re-INVITE waits for its answer: SIP allows one at a time (RFC 3261 §14.1). */
  isReinviting: boolean;
  /** A REFER was accepted: NOTIFYs may follow. */
  isReferred: boolean;
  /** The agent's answer waits for the ACK. */
  abandonAnswer: (() => void) | null;
}

export function createFarCall(
  init: Pick<MutableFarCall, 'id' | 'sipCallId' | 'direction' | 'number' | 'status'> & { replaces?: string | null },
): MutableFarCall {
  return {
    replaces: null,
    ...init,
    heldByAgent: false,
    heldByRemote: false,
    isLeaving: false,
    isOver: false,
    isReinviting: false,
    isReferred: false,
    abandonAnswer: null,
  };
}

export function shown({ id, direction, number, status, heldByAgent, heldByRemote }: MutableFarCall): FarCall {
  return { id, direction, number, status, heldByAgent, heldByRemote };
}
