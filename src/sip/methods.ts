/** What this phone answers to in SIP, and how it says so. */

/** Methods that get an answer other than 405. */
const allowed = ['ACK', 'BYE', 'CANCEL', 'INFO', 'INVITE', 'NOTIFY', 'OPTIONS', 'REFER', 'UPDATE'];
/** Known to us and not allowed (RFC 3261 §8.2.1); any other method is not implemented (§21.5.2). */
const known = ['MESSAGE', 'PRACK', 'PUBLISH', 'REGISTER', 'SUBSCRIBE'];
/** Option tags that a peer may require. SIP.js sends `outbound` by itself. */
const extensions = ['replaces', 'timer', 'outbound'];

export const allowHeader = `Allow: ${allowed.join(', ')}`;

/** The status that refuses a method, or `null` for one of ours. */
export function refusalOfMethod(method: string): 405 | 501 | null {
  if (allowed.includes(method)) return null;
  return known.includes(method) ? 405 : 501;
}

/** What of the required option tags nobody here understands (RFC 3261 §8.2.2.3). */
export function unsupported(required: readonly string[]): readonly string[] {
  return optionTags(required).filter((tag) => !extensions.includes(tag));
}

/** The tags of all header lines of one name, lower case. */
export function optionTags(headers: readonly string[]): readonly string[] {
  return headers
    .join(',')
    .split(',')
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag !== '');
}

/** SIP.js claims methods that it or we do not serve, and leaves out UPDATE: every message says what is true. */
export function withTrueAllow(message: string): string {
  const end = message.indexOf('\r\n\r\n');
  if (end < 0) return message;
  return message.slice(0, end).replace(/^Allow: .*$/m, allowHeader) + message.slice(end);
}
