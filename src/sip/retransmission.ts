import { Core, SessionState, type Session } from 'sip.js';

interface InternalDialog {
  invite2xxTimer: ReturnType<typeof setTimeout> | undefined;
  signalingState: Core.SignalingState;
  reinviteUserAgentServer: { readonly transaction: { readonly state: Core.TransactionState } } | undefined;
  receiveRequest(message: Core.IncomingRequestMessage): void;
}

/**
 * A patch of SIP.js 0.21: each re-INVITE it accepts starts a timer that repeats the 2xx, forgets the timer of the one
 * before, and clears one of them when the call ends. Where the last ACK never came the other went on repeating, for
 * 32 s after the end. Here the next one ends the one before: who sends it has had that 2xx (RFC 3261 §14.1).
 */
export function keepOneRetransmission(session: Session): void {
  session.stateChange.addListener((state) => {
    if (state !== SessionState.Established || !session.dialog) return;
    const dialog = session.dialog as unknown as InternalDialog;
    let timer = dialog.invite2xxTimer;
    Object.defineProperty(dialog, 'invite2xxTimer', {
      get: () => timer,
      set: (next: typeof timer) => {
        if (timer !== next) clearTimeout(timer);
        timer = next;
      },
    });
    const receive = dialog.receiveRequest.bind(dialog);
    dialog.receiveRequest = (message) => {
      if (message.method === Core.C.INVITE) stopWaitingForAck(dialog);
      receive(message);
    };
  });
}

/**
 * SIP.js refuses (500) and sends no re-INVITE as long as the ACK to a 2xx of ours has not come. It never will where the
 * socket is gone over which it would come, or where the other side has begun the next one.
 */
export function stopWaitingForAck(of: object): void {
  const dialog = of as InternalDialog;
  const isAccepted = dialog.reinviteUserAgentServer?.transaction.state === Core.TransactionState.Accepted;
  // Not where the ACK brings the answer.
  if (isAccepted && dialog.signalingState === Core.SignalingState.Stable) dialog.reinviteUserAgentServer = undefined;
}
