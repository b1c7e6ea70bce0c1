import { Core, SessionState, type Session } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import { inDialog } from './in-dialog.js';
import { minSe, SessionTimer } from './session-timer.js';
import type { SdpHandler } from './sdp-handler.js';

/** What SIP.js keeps to itself of a dialog. */
interface InternalDialog {
  readonly dialogState: { remoteSequenceNumber: number | undefined; remoteTarget: Core.URI };
  sequenceGuard(message: Core.IncomingRequestMessage): boolean;
}

type Request = Core.IncomingRequestMessage;

/** The call that an UPDATE of theirs is for. */
interface Updated {
  readonly session: Session;
  readonly sdp: SdpHandler | null;
  readonly timer: { answer(request: Request): readonly string[] };
}

/** An UPDATE (RFC 3311), which SIP.js does not know. Rejects with what `refused` makes of a refusal. */
export function sendUpdate(
  session: Session,
  headers: readonly string[],
  refused: (message: Core.IncomingResponseMessage) => Error,
): Promise<Core.IncomingResponseMessage> {
  const dialog = session.dialog as (Core.Dialog & Core.Session) | undefined;
  if (!dialog) return Promise.reject(new PhoneError('NO_CALL'));
  const contact = `Contact: ${session.userAgent.contact.toString()}`;
  const message = dialog.createOutgoingRequestMessage('UPDATE', { extraHeaders: [contact, ...headers] });
  return new Promise((resolve, reject) => {
    const refuse = (response: Core.IncomingResponse): void => reject(refused(response.message));
    const delegate = {
      onAccept: (response: Core.IncomingResponse) => resolve(response.message),
      onReject: refuse,
      onRedirect: refuse,
    };
    const client = new Core.UserAgentClient(
      Core.NonInviteClientTransaction,
      session.userAgent.userAgentCore,
      message,
      delegate,
    );
    inDialog(client, dialog);
  });
}

/** Answers an UPDATE of theirs: a new offer, a refreshed session, or only another Contact. */
export async function answerUpdate(core: Core.UserAgentCore, request: Request, call: Updated | null): Promise<void> {
  const dialog = core.dialogs.get(request.callId + request.toTag + request.fromTag);
  if (!dialog || !call) {
    core.replyStateless(request, { statusCode: 481 });
    return;
  }
  const internal = dialog as unknown as InternalDialog;
  if (!internal.sequenceGuard(request)) return;
  internal.dialogState.remoteSequenceNumber = request.cseq;
  const server = new Core.UserAgentServer(Core.NonInviteServerTransaction, core, request);
  const refusal = refusalOf(request, call);
  if (refusal) {
    server.reject(refusal);
    return;
  }
  const body = request.body === '' ? null : await answerOffer(request.body, call);
  if (body === 'unusable') {
    server.reject({ statusCode: 488 });
    return;
  }
  // It refreshes where they are to be found, too (RFC 3311 §5.2).
  const contact = request.parseHeader('contact') as Core.NameAddrHeader | undefined;
  if (contact) internal.dialogState.remoteTarget = contact.uri;
  const extraHeaders = [`Contact: ${core.configuration.contact.toString()}`, ...call.timer.answer(request)];
  server.accept({ statusCode: 200, extraHeaders, ...(body === null ? {} : { body }) });
}

/** RFC 3311 §5.2, RFC 4028 §6. */
function refusalOf(request: Request, { sdp, session }: Updated): Core.ResponseOptions | null {
  if (SessionTimer.isTooBrief(request)) return { statusCode: 422, extraHeaders: [minSe] };
  if (request.body === '') return null;
  if (sdp?.isOffering) return { statusCode: 491 };
  const isReady = session.state === SessionState.Established && sdp && !sdp.isAnswering;
  return isReady ? null : { statusCode: 500, extraHeaders: ['Retry-After: 2'] };
}

async function answerOffer(offer: string, { sdp, session }: Updated): Promise<Core.Body | 'unusable'> {
  if (!sdp) return 'unusable';
  try {
    await sdp.setDescription(offer);
    const { body, contentType } = await sdp.getDescription(session.sessionDescriptionHandlerOptionsReInvite);
    return { contentDisposition: 'session', contentType, content: body };
  } catch {
    await sdp.rollbackDescription();
    return 'unusable';
  }
}
