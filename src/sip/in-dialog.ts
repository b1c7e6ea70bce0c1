import type { Core } from 'sip.js';

/** What SIP.js keeps to itself of a request. */
interface InternalClient {
  authenticationGuard(message: Core.IncomingResponseMessage, dialog?: unknown): boolean;
}

type Requests = Pick<Core.Session, 'info' | 'refer' | 'notify' | 'invite'>;

/**
 * A patch of SIP.js 0.21: it repeats a challenged request inside a dialog with the next CSeq and, save for INVITE,
 * does not count it: the request after that would have the same one, and be refused (RFC 3261 §12.2.2).
 */
export function inDialog(client: object, dialog: unknown): void {
  const internal = client as InternalClient;
  const guard = internal.authenticationGuard.bind(client);
  internal.authenticationGuard = (message) => guard(message, dialog);
}

/** Mends what SIP.js 0.21 does with requests of ours inside a dialog. */
export function mendDialog(dialog: Core.Session): void {
  const requests: Requests = dialog;
  const { info, refer, notify, invite } = requests;
  requests.info = (...args) => counted(info.apply(dialog, args));
  requests.refer = (...args) => counted(refer.apply(dialog, args));
  requests.notify = (...args) => counted(notify.apply(dialog, args));
  // It takes no notice of a 3xx to a re-INVITE and would wait for ever: to us it is a refusal.
  requests.invite = (delegate, options) =>
    invite.call(dialog, delegate && { ...delegate, onRedirect: (response) => delegate.onReject?.(response) }, options);

  function counted<T extends object>(client: T): T {
    inDialog(client, dialog);
    return client;
  }
}
