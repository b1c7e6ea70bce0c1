import { Invitation, SessionState, type Session } from 'sip.js';

export function isOver({ state }: Session): boolean {
  return state === SessionState.Terminating || state === SessionState.Terminated;
}

/** Rings in, and nobody has answered or refused. */
export function isRinging(session: Session): session is Invitation {
  return session instanceof Invitation && session.state === SessionState.Initial;
}
