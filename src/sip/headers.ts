/** Reads what the phone needs from SIP headers. Everything here comes from strangers. */

/** The call centre's id of a call, in INVITEs and responses of either direction. */
const callIdHeader = 'x-bizfly-call-center-call-id';
/** A header longer than this is nothing a person or a CRM reads. */
const longest = 4096;

/** The `X-…` headers of a raw message, names as they were written. The body is not looked at. */
export function extensionHeaders(message: string): Readonly<Record<string, string>> {
  const head = message.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const headers: Record<string, string> = {};
  for (const line of head.split(/\r?\n/)) {
    const [, name, value] = /^(x-[^\s:]+)\s*:\s*(.*)$/i.exec(line) ?? [];
    // The first of a name stands, as for a header that may stand only once.
    if (name !== undefined && value !== undefined && !Object.hasOwn(headers, name)) {
      Object.defineProperty(headers, name, {
        value: value.trim().slice(0, longest),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return headers;
}

/** The call centre's id in a raw message, or `null`. */
export function callCenterCallId(message: string): string | null {
  const headers = extensionHeaders(message);
  const name = Object.keys(headers).find((key) => key.toLowerCase() === callIdHeader);
  const value = name === undefined ? '' : headers[name];
  return value ? value.slice(0, 256) : null;
}

/** The users of `P-Called-Party-ID` (RFC 7315 §4.2), `Diversion` (RFC 5806), `To`: of those that are there. */
export function dialledNumbers(headers: readonly (string | undefined)[]): readonly string[] {
  return headers.flatMap((header) => {
    const user = /<?\s*(?:sips?|tel):([^@;>\s]+)/i.exec(header?.slice(0, longest) ?? '')?.[1];
    return user === undefined ? [] : [readableUser(user)];
  });
}

/** A `Reason` header (RFC 3326), whatever its protocol: `SIP;cause=200;text="Call completed elsewhere"`. */
export function parseReason(
  header: string | undefined,
): { readonly cause: number | null; readonly text: string | null } | null {
  if (!header) return null;
  const cause = /;\s*cause\s*=\s*(\d{1,4})/i.exec(header)?.[1];
  const text = /;\s*text\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1];
  if (cause === undefined && text === undefined) return null;
  return {
    cause: cause === undefined ? null : Number(cause),
    text: text === undefined ? null : text.replace(/\\(.)/g, '$1').slice(0, longest),
  };
}

/** What a NOTIFY after a REFER says of the target: a status line as body (RFC 3515 §2.4.5), or `null`. */
export function statusOfFragment(body: string): { readonly statusCode: number; readonly reason: string | null } | null {
  const [, status, reason] = /^SIP\/2\.0 (\d{3})(?: ([^\r\n]*))?/.exec(body) ?? [];
  return status === undefined ? null : { statusCode: Number(status), reason: reason?.slice(0, 256) || null };
}

/** The user part of a URI as the agent should read it; a broken escape is left as it came. */
export function readableUser(user: string | undefined): string {
  const raw = user ?? '';
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/**
 * Whether the far side holds us, from its SDP: `sendonly`, `inactive`, or the old `c=… 0.0.0.0`
 * (RFC 3264 §8.4) on the audio line; a session-level attribute counts where the line has none.
 */
export function isHeldBy(sdp: string): boolean {
  const [session = '', ...media] = sdp.split(/^m=/m);
  const audio = media.find((section) => section.startsWith('audio'));
  if (audio === undefined) return false;
  const direction = directionOf(audio) ?? directionOf(session) ?? 'sendrecv';
  const address = /^c=IN IP4 (\S+)/m.exec(audio)?.[1] ?? /^c=IN IP4 (\S+)/m.exec(session)?.[1];
  // WebRTC writes 0.0.0.0 too where candidates carry the address.
  const oldHold = address === '0.0.0.0' && !/^a=(candidate|ice-ufrag):/m.test(audio);
  return direction === 'sendonly' || direction === 'inactive' || oldHold;
}

function directionOf(section: string): string | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section)?.[1];
}
