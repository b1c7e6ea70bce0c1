import { RequestPendingError, type Core } from 'sip.js';
import { PhoneError } from '../phone/errors.js';

type Delegate = Required<Pick<Core.OutgoingRequestDelegate, 'onAccept' | 'onReject' | 'onRedirect'>>;

/** A request inside a call. Resolves when it is accepted, rejects with what `refused` makes of a refusal. */
export function inCallRequest(
  send: (delegate: Delegate) => Promise<unknown>,
  refused: (message: Core.IncomingResponseMessage) => PhoneError,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = ({ message }: Core.IncomingResponse): void => reject(refused(message));
    send({ onAccept: () => resolve(), onReject: refuse, onRedirect: refuse }).catch((error: unknown) =>
      reject(pendingError(error)),
    );
  });
}

export function glare(hint = 'a re-INVITE is under way'): PhoneError {
  return new PhoneError('SIP_REJECTED', { statusCode: 491, hint });
}

/** A request that met one of ours or theirs on its way is a glare that SIP.js saw before the far side did. */
function pendingError(error: unknown): PhoneError {
  const hint = error instanceof Error ? error.message : String(error);
  const isGlare =
    error instanceof RequestPendingError ||
    (error instanceof DOMException && error.name === 'InvalidStateError') ||
    /ongoing re-INVITE/.test(hint);
  if (isGlare) return glare(hint);
  return error instanceof PhoneError ? error : new PhoneError('MEDIA_FAILED', { hint });
}
