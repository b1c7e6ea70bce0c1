import type { Core, Session } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import { glare, inCallRequest } from './in-call-request.js';
import type { SdpHandler, SdpOptions } from './sdp-handler.js';
import { isOver } from './session-state.js';

/** A new offer inside a call; refused or not sent, the call goes on as it was (RFC 3261 §14.1). */
export async function reinvite(
  session: Session,
  sdp: SdpHandler | null,
  options: SdpOptions,
  refused: (message: Core.IncomingResponseMessage) => PhoneError,
): Promise<void> {
  if (sdp?.isAnswering) throw glare();
  const before = session.sessionDescriptionHandlerOptionsReInvite;
  try {
    await inCallRequest(
      (requestDelegate) => session.invite({ sessionDescriptionHandlerOptions: options, requestDelegate }),
      refused,
    );
    if (isOver(session)) throw new PhoneError('MEDIA_FAILED');
  } catch (error) {
    // SIP.js answers their next re-INVITE with these.
    session.sessionDescriptionHandlerOptionsReInvite = before;
    // An offer that was made and could not leave: SIP.js takes back only those that were refused.
    if (sdp?.isOffering && !isOver(session)) await sdp.rollbackDescription();
    throw error;
  }
}
