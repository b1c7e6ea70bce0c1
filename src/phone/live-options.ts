/** Each is on unless it is `false`. */
export interface AnnounceOptions {
  /** The page's title, while it rings. */
  title?: boolean;
  /** A notification of the system, while it rings and nobody looks at the page; only where the page has the permission. */
  desktop?: boolean;
  /** The browser's media controls, e.g. the keys of a headset. */
  mediaSession?: boolean;
  /** A headset's buttons and lamps, where the agent connects one in the settings (WebHID). */
  headset?: boolean;
}

/** What may change while the phone runs: what is left out stays, `null` stands for the default. */
export interface LiveOptions {
  readonly userAgent?: string | null;
  readonly onPageLeave?: PageLeave | null;
  readonly notifications?: AnnounceOptions | null;
  readonly ringtone?: string | null;
}

export type PageLeave = 'keep' | 'hangup';
