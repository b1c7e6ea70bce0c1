import { openBroadcast } from '../util/broadcast.js';
import type { TabsHost } from './host.js';

/** This browser, or `null` where it has no locks or no channels between tabs (an insecure or opaque origin, no cookies, an old browser). */
export function browserHost(): TabsHost | null {
  const { locks } = navigator as { readonly locks?: LockManager };
  const channel = openBroadcast('bfc-webphone');
  channel?.close();
  if (!locks || !channel || !globalThis.crypto?.subtle) return null;
  return {
    locks,
    openChannel: (name, listener) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => listener(data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    isHidden: () => document.visibilityState === 'hidden',
    onLifecycle: (listener) => {
      const suspended = (): void => listener('suspended');
      const resumed = (): void => listener('resumed');
      // A page that leaves for good takes its locks with it; one that is kept for the way back would keep them.
      const hidden = ({ persisted }: PageTransitionEvent): void => {
        if (persisted) suspended();
      };
      const shown = ({ persisted }: PageTransitionEvent): void => {
        if (persisted) resumed();
      };
      document.addEventListener('freeze', suspended);
      document.addEventListener('resume', resumed);
      addEventListener('pagehide', hidden);
      addEventListener('pageshow', shown);
      return () => {
        document.removeEventListener('freeze', suspended);
        document.removeEventListener('resume', resumed);
        removeEventListener('pagehide', hidden);
        removeEventListener('pageshow', shown);
      };
    },
  };
}

/** What the tabs of one account call their locks and their channel. Tells nothing of the account. */
export async function groupName(uri: string): Promise<string> {
  const account = new TextEncoder().encode(uri.replace(/^sips?:/, '').toLowerCase());
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', account));
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  // The number is of the language that the tabs speak: builds that differ in it do not understand each other.
  return `bfc-webphone/1/${hex}`;
}
