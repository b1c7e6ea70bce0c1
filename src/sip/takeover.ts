import { Inviter, type UserAgent } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import { cancelOf, readInvite, replacesHeaders, targetUri } from './handover.js';
import { extensionHeaders } from './headers.js';
import type { SipCall } from './sip-call.js';

type Answered = Extract<Handover, { phase: 'answered' }>;
type Outgoing = Extract<Handover, { phase: 'outgoing' }>;

/** Makes the call that the INVITE is for. */
type Place = (inviter: Inviter) => SipCall;

/** Answered calls of another page that are on their way to this one, by their Call-IDs. */
export class AwaitedCalls {
  readonly #callIds = new Set<string>();

  add(handovers: Iterable<Handover>): void {
    for (const handover of handovers) if (handover.phase === 'answered') this.#callIds.add(handover.sipCallId);
  }

  has(callId: string): boolean {
    return this.#callIds.has(callId);
  }

  /** Until the call is here, or the far side has refused: where nothing came back it is still on its way. */
  async until({ sipCallId }: Answered, taken: Promise<void>): Promise<void> {
    try {
      await taken;
    } catch (error) {
      if (error instanceof PhoneError && error.details?.statusCode !== undefined) this.#callIds.delete(sipCallId);
      throw error;
    }
    this.#callIds.delete(sipCallId);
  }
}

/** Tries where the far side may be found, one place after another; the last answer stands where nobody has the call. */
export async function takeBackAnswered(
  userAgent: UserAgent,
  handover: Answered,
  hold: boolean,
  place: Place,
): Promise<void> {
  const extraHeaders = replacesHeaders(handover);
  // The To header keeps saying who it is for: the far side's own takeover is known by it.
  const params = { toUri: targetUri(handover.remoteUri) };
  let refusal: unknown = new PhoneError('NO_CALL');
  for (const target of handover.targets) {
    const inviter = new Inviter(userAgent, targetUri(target), { extraHeaders, params });
    try {
      await place(inviter).takePlace(inviter, hold);
      return;
    } catch (error) {
      refusal = error;
      if (!isElsewhere(error)) break;
    }
  }
  throw refusal;
}

/**
 * A call that was still ringing: taken as it is where the far side has answered by now (true), else called off (false).
 * @param old the call in this page, where the page is still the one that placed it
 */
export async function takeBackOutgoing(
  userAgent: UserAgent,
  { invite, remoteTag }: Outgoing,
  old: SipCall | null,
  place: Place,
): Promise<boolean> {
  const { target, sipCallId, localTag } = readInvite(invite);
  if (old) old.isSilent = true;
  let outcome: 'answered' | PhoneError | null = null;
  if (remoteTag !== null) {
    const extraHeaders = replacesHeaders({ sipCallId, localTag, remoteTag });
    const inviter = new Inviter(userAgent, targetUri(target), { extraHeaders });
    outcome = await place(inviter)
      .takePlace(inviter, false)
      .then(
        () => 'answered' as const,
        (error: unknown) => (isUnasked(error) ? error : null),
      );
  }
  // Whatever came of it, nobody answers the one before any more; SIP.js would keep it and its media for ever.
  await old?.hangUp().catch(() => undefined);
  if (outcome === 'answered') return true;
  if (outcome) throw outcome;
  if (!old) await userAgent.transport.send(cancelOf(invite));
  return false;
}

/** The same INVITE once more, as a new one. */
export function sameInvite(userAgent: UserAgent, invite: string): Inviter {
  const extraHeaders = Object.entries(extensionHeaders(invite)).map(([name, value]) => `${name}: ${value}`);
  return new Inviter(userAgent, targetUri(readInvite(invite).target), { extraHeaders });
}

export function callIdOf(invite: string): string {
  return /^(?:call-id|i)\s*:\s*(\S+)/im.exec(invite)?.[1] ?? '';
}

/** The socket died: whether he has answered is for the next one to find out. */
function isUnasked(error: unknown): error is PhoneError {
  return error instanceof PhoneError && error.code === 'NETWORK';
}

/** Whoever answered there knows nothing of the call; it may live on elsewhere. */
function isElsewhere(error: unknown): boolean {
  return error instanceof PhoneError && error.details?.statusCode !== undefined && error.details.statusCode !== 481;
}
