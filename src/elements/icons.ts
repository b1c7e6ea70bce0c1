import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** The handset, lying; turned by a transform where it rings or calls. */
const handset =
  'M2.2 12.4c0-4.3 3.9-6.4 7.8-6.4s7.8 2.1 7.8 6.4v.55a1.3 1.3 0 0 1-1.55 1.27l-2.2-.44A1.3 1.3 0 0 1 13 12.5v-1.55c-1.9-.75-4.1-.75-6 0v1.55a1.3 1.3 0 0 1-1.05 1.28l-2.2.44A1.3 1.3 0 0 1 2.2 12.95z';

/** Cuts the room for the slash of an "off" icon; the same in every copy, so a repeated id does no harm. */
const slashMask = svg`<mask id="bfc-slash" maskUnits="userSpaceOnUse" x="-2" y="-2" width="24" height="24"><rect x="-2" y="-2" width="24" height="24" fill="#fff" stroke="none"/><path d="M4.9 2 18.4 15.5" stroke="#000" stroke-width="2.2"/></mask>`;

const keypadDots = [4.5, 10, 15.5].map((y) =>
  [4.5, 10, 15.5].map((x) => svg`<circle cx=${x} cy=${y} r="1.45" fill="currentColor" stroke="none"/>`),
);

const gripDots = [7.5, 12.5].map((x) =>
  [5, 10, 15].map((y) => svg`<circle cx=${x} cy=${y} r="1.2" fill="currentColor" stroke="none"/>`),
);

/* Drawn on 20 × 20, stroked with the text colour (styles/base.ts). */
const icons = {
  phone: svg`<path transform="rotate(-135 10 10) translate(0 -.1)" d=${handset}/>`,
  'hang-up': svg`<path d=${handset}/>`,
  'phone-out': svg`<path transform="translate(-1.05 1.05) rotate(-135 10 10) translate(0 -.1)" d=${handset}/><path d="M12.5 7.5l4.75-4.75M13.5 2.75h3.75V6.5"/>`,
  'phone-in': svg`<path transform="translate(-1.05 1.05) rotate(-135 10 10) translate(0 -.1)" d=${handset}/><path d="M17.25 2.75 12.5 7.5M12.5 3.75V7.5h3.75"/>`,
  'phone-missed': svg`<path transform="translate(-1.05 1.05) rotate(-135 10 10) translate(0 -.1)" d=${handset}/><path d="M12.75 3l4.5 4.5M17.25 3l-4.5 4.5"/>`,
  'phone-add': svg`<path transform="translate(-1.05 1.05) rotate(-135 10 10) translate(0 -.1)" d=${handset}/><path d="M14.75 2.5v5.5M12 5.25h5.5"/>`,
  transfer: svg`<path transform="translate(-1.05 1.05) rotate(-135 10 10) translate(0 -.1)" d=${handset}/><path d="M11.5 5.25h6M15 2.75l2.5 2.5-2.5 2.5"/>`,
  mic: svg`<path d="M10 2.5a2.75 2.75 0 0 0-2.75 2.75v4a2.75 2.75 0 0 0 5.5 0v-4A2.75 2.75 0 0 0 10 2.5z"/><path d="M4.75 9.25a5.25 5.25 0 0 0 10.5 0M10 14.5v3M7.25 17.5h5.5"/>`,
  'mic-off': svg`${slashMask}<g mask="url(#bfc-slash)"><path d="M10 2.5a2.75 2.75 0 0 0-2.75 2.75v4a2.75 2.75 0 0 0 5.5 0v-4A2.75 2.75 0 0 0 10 2.5z"/><path d="M4.75 9.25a5.25 5.25 0 0 0 10.5 0M10 14.5v3M7.25 17.5h5.5"/></g><path d="M3.25 3.25l13.5 13.5"/>`,
  speaker: svg`<path d="M3 7.75h2.75l4-3.25v11l-4-3.25H3z"/><path d="M12.75 7.5a3.6 3.6 0 0 1 0 5M15 5.25a6.8 6.8 0 0 1 0 9.5"/>`,
  'speaker-off': svg`${slashMask}<g mask="url(#bfc-slash)"><path d="M3 7.75h2.75l4-3.25v11l-4-3.25H3z"/><path d="M12.75 7.5a3.6 3.6 0 0 1 0 5M15 5.25a6.8 6.8 0 0 1 0 9.5"/></g><path d="M3.25 3.25l13.5 13.5"/>`,
  bell: svg`<path d="M10 2.75A4.75 4.75 0 0 0 5.25 7.5c0 4-1.75 5.4-1.75 6.25h13c0-.85-1.75-2.25-1.75-6.25A4.75 4.75 0 0 0 10 2.75z"/><path d="M8.25 16.5a1.8 1.8 0 0 0 3.5 0"/>`,
  'bell-off': svg`${slashMask}<g mask="url(#bfc-slash)"><path d="M10 2.75A4.75 4.75 0 0 0 5.25 7.5c0 4-1.75 5.4-1.75 6.25h13c0-.85-1.75-2.25-1.75-6.25A4.75 4.75 0 0 0 10 2.75z"/><path d="M8.25 16.5a1.8 1.8 0 0 0 3.5 0"/></g><path d="M3.25 3.25l13.5 13.5"/>`,
  network: svg`<path d="M2.5 8a11 11 0 0 1 15 0M5.25 11a7 7 0 0 1 9.5 0M8 13.9a3 3 0 0 1 4 0"/><circle cx="10" cy="16.4" r="1.2" fill="currentColor" stroke="none"/>`,
  pause: svg`<rect x="5.25" y="4" width="3" height="12" rx="1"/><rect x="11.75" y="4" width="3" height="12" rx="1"/>`,
  play: svg`<path d="M6.5 4.6v10.8a.6.6 0 0 0 .9.5l8.7-5.4a.6.6 0 0 0 0-1L7.4 4.1a.6.6 0 0 0-.9.5z"/>`,
  talk: svg`<path d="M5 7v6M10 3.5v13M15 7v6"/>`,
  swap: svg`<path d="M4 7h12M12.75 3.75 16 7l-3.25 3.25M16 13H4M7.25 9.75 4 13l3.25 3.25"/>`,
  return: svg`<path d="M7.5 4.5 3.75 8.25 7.5 12M4 8.25h8.25a4 4 0 0 1 0 8H9"/>`,
  search: svg`<circle cx="9" cy="9" r="5.75"/><path d="M13.25 13.25 17 17"/>`,
  plus: svg`<path d="M10 4v12M4 10h12"/>`,
  keypad: svg`${keypadDots}`,
  down: svg`<path d="M5.5 8 10 12.5 14.5 8"/>`,
  close: svg`<path d="M5 5l10 10M15 5 5 15"/>`,
  check: svg`<path d="M4 10.5 8 14.5 16 5.75"/>`,
  erase: svg`<path d="M7 4.5h9.25a1.25 1.25 0 0 1 1.25 1.25v8.5a1.25 1.25 0 0 1-1.25 1.25H7L2.25 10z"/><path d="M10 7.75l4.25 4.5M14.25 7.75 10 12.25"/>`,
  warning: svg`<path d="M9.1 3.4 2.3 15.1a1.05 1.05 0 0 0 .9 1.6h13.6a1.05 1.05 0 0 0 .9-1.6L10.9 3.4a1.05 1.05 0 0 0-1.8 0z"/><path d="M10 7.75v3.75"/><circle cx="10" cy="14" r="1.1" fill="currentColor" stroke="none"/>`,
  info: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 9.25v4.25"/><circle cx="10" cy="6.5" r="1.1" fill="currentColor" stroke="none"/>`,
  redo: svg`<path d="M16.25 10a6.25 6.25 0 1 1-1.9-4.5M16.5 2.75V6.5h-3.75"/>`,
  headset: svg`<path d="M3.5 11.5V9.75a6.5 6.5 0 0 1 13 0v1.75"/><path d="M3.5 11h1.6a1 1 0 0 1 1 1v2.6a1 1 0 0 1-1 1h-.6a1 1 0 0 1-1-1zM16.5 11h-1.6a1 1 0 0 0-1 1v2.6a1 1 0 0 0 1 1h.6a1 1 0 0 0 1-1zM16 15.4c0 1.3-1.4 2.1-3.5 2.1"/>`,
  user: svg`<circle cx="10" cy="6.5" r="3.25"/><path d="M3.75 17a6.25 6.25 0 0 1 12.5 0"/>`,
  users: svg`<circle cx="7.5" cy="7" r="2.75"/><path d="M2.25 16a5.25 5.25 0 0 1 10.5 0M13 4.4a2.75 2.75 0 0 1 0 5.2M14.75 11.4A5.25 5.25 0 0 1 17.75 16"/>`,
  history: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 5.75V10l2.9 1.75"/>`,
  star: svg`<path d="M10 2.9l2.1 4.45 4.9.66-3.57 3.4.88 4.86L10 13.9l-4.31 2.37.88-4.86L3 8.01l4.9-.66z"/>`,
  note: svg`<path d="M11.5 2.75H5.25A1.25 1.25 0 0 0 4 4v12a1.25 1.25 0 0 0 1.25 1.25h9.5A1.25 1.25 0 0 0 16 16V7.25z"/><path d="M11.5 2.75v4.5H16M7 10.75h6M7 13.75h4"/>`,
  settings: svg`<path d="M3 6.25h6.75M14.25 6.25H17M3 13.75h2.75M10.25 13.75H17"/><circle cx="12" cy="6.25" r="2.25"/><circle cx="8" cy="13.75" r="2.25"/>`,
  back: svg`<path d="M12 4.5 6.5 10l5.5 5.5"/>`,
  lock: svg`<rect x="4" y="8.75" width="12" height="8.5" rx="1.75"/><path d="M6.75 8.5V6.25a3.25 3.25 0 0 1 6.5 0V8.5"/>`,
  tune: svg`<path d="M3.5 6.5h5M13.5 6.5h3M3.5 13.5h3M11.5 13.5h5"/><circle cx="11" cy="6.5" r="2"/><circle cx="9" cy="13.5" r="2"/>`,
  globe: svg`<circle cx="10" cy="10" r="7.25"/><path d="M2.75 10h14.5M10 2.75c2.2 2 3.1 4.5 3.1 7.25S12.2 15.25 10 17.25C7.8 15.25 6.9 12.75 6.9 10S7.8 4.75 10 2.75z"/>`,
  'both-ways': svg`<path d="M3.75 10.75l7-7M5.75 3.75h5v5M16.25 9.25l-7 7M14.25 16.25h-5v-5"/>`,
  outgoing: svg`<path d="M5 15 15 5M7.25 5H15v7.75"/>`,
  rest: svg`<circle cx="10" cy="10" r="7.25"/><path d="M6.75 10h6.5"/>`,
  copy: svg`<rect x="7" y="7" width="10" height="10" rx="1.75"/><path d="M13 4.6A1.75 1.75 0 0 0 11.25 3h-6.5A1.75 1.75 0 0 0 3 4.75v6.5A1.75 1.75 0 0 0 4.6 13"/>`,
  'on-top': svg`<rect x="2.5" y="4" width="15" height="12" rx="2"/><rect x="9.75" y="9.25" width="5" height="4" rx=".75" fill="currentColor"/>`,
  minimise: svg`<path d="M4.5 14.5h11"/>`,
  grip: svg`${gripDots}`,
  wait: svg`<path d="M10 2.75a7.25 7.25 0 1 1-7.25 7.25"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof icons;
export type IconSize = 12 | 14 | 16 | 20 | 24;

/** An icon beside a word; it is never the only sign, so screen readers skip it. */
export function icon(name: IconName, size: IconSize = 20, extra = ''): TemplateResult {
  return html`<svg class="icon icon-${size} ${extra}" viewBox="0 0 20 20" aria-hidden="true">${icons[name]}</svg>`;
}

/** A ring that empties: `fraction` (0–1) is what is left. */
export function countdownRing(fraction: number): TemplateResult {
  const length = 2 * Math.PI * 7.25;
  const left = Math.min(1, Math.max(0, fraction)) * length;
  return html`<svg class="icon icon-20" viewBox="0 0 20 20" aria-hidden="true">
    <circle class="ring-track" cx="10" cy="10" r="7.25" />
    <circle
      class="ring-left"
      cx="10"
      cy="10"
      r="7.25"
      stroke-dasharray=${`${left.toFixed(1)} ${length.toFixed(1)}`}
      transform="rotate(-90 10 10)"
    />
  </svg>`;
}

/* Status glyphs on 12 × 12: shape and colour, so that neither stands alone. */
const glyphs = {
  ready: svg`<circle cx="6" cy="6" r="5" fill="currentColor"/><path d="M3.6 6.2 5.3 7.8 8.5 4.4" fill="none" stroke="var(--_surface)" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
  call: svg`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.75"/><circle cx="6" cy="6" r="2.5" fill="currentColor"/>`,
  wait: svg`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.75" stroke-dasharray="3.2 2.04" stroke-linecap="round"/>`,
  off: svg`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.75"/><path d="M2.8 2.8l6.4 6.4" stroke="currentColor" stroke-width="1.75"/>`,
  rest: svg`<circle cx="6" cy="6" r="5.5" fill="currentColor"/><path d="M3.4 6h5.2" stroke="var(--_surface)" stroke-width="1.75" stroke-linecap="round"/>`,
  none: svg`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.75"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type GlyphName = keyof typeof glyphs;

export function glyph(name: GlyphName): TemplateResult {
  return html`<svg class="glyph glyph-${name}" viewBox="0 0 12 12" aria-hidden="true">${glyphs[name]}</svg>`;
}
