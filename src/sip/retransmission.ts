import { SessionState, type Session } from 'sip.js';

interface InternalDialog {
  invite2xxTimer: ReturnType<typeof setTimeout> | undefined;
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
  });
}
