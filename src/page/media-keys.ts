import type { Announcement, PageAct } from '../phone/ports.js';

type Current = NonNullable<Announcement['current']>;

/** In no browser's types yet everywhere, and in no browser all of them (Media Session §4). */
interface CallSession {
  setMicrophoneActive?: (active: boolean) => unknown;
}

/** The one whose call the browser shows: there is one media session in a page. */
let holder: object | null = null;

/**
 * Tells the browser's media controls (a headset's keys, the lock screen, a picture-in-picture window) of the call, and
 * takes Hang up and Mute from there. What the page itself had there comes back, but for its key handlers, which nobody
 * can read.
 */
export class MediaKeys {
  readonly #token = {};
  #before: Pick<MediaSession, 'metadata' | 'playbackState'> | null = null;
  #metadata: MediaMetadata | null = null;

  constructor(private readonly act: (act: PageAct) => void) {}

  say(current: Current | null): void {
    const session = (navigator as { mediaSession?: MediaSession }).mediaSession;
    if (!session) return;
    if (current) this.#show(session, current);
    else if (this.#before) this.#clear(session, this.#before);
  }

  #show(session: MediaSession, { call, title, text, muted }: Current): void {
    this.#before ??= { metadata: session.metadata, playbackState: session.playbackState };
    // The call that changed last is the one to act on.
    holder = this.#token;
    this.#metadata = session.metadata = new MediaMetadata({ title, artist: text });
    session.playbackState = 'playing';
    handle(session, 'hangup', () => this.act({ type: 'hangUp', call }));
    handle(session, 'togglemicrophone', () => this.act({ type: 'toggleMute', call }));
    // A promise in newer browsers; what is refused is only not shown.
    void Promise.resolve((session as CallSession).setMicrophoneActive?.(!muted)).catch(() => undefined);
  }

  #clear(session: MediaSession, before: Pick<MediaSession, 'metadata' | 'playbackState'>): void {
    const isOurs = session.metadata === this.#metadata;
    this.#before = this.#metadata = null;
    if (holder !== this.#token) return;
    holder = null;
    handle(session, 'hangup', null);
    handle(session, 'togglemicrophone', null);
    // Unless the page has put something else there meanwhile.
    if (!isOurs) return;
    session.metadata = before.metadata;
    session.playbackState = before.playbackState;
  }
}

function handle(session: MediaSession, action: string, handler: MediaSessionActionHandler | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // This browser has no such key.
  }
}
