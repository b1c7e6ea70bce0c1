import { css } from 'lit';

export const miniPhoneStyles = css`
  .mini {
    position: relative;
    isolation: isolate;
    display: grid;
    gap: 12px;
    padding: 12px;
    background: var(--_surface);
  }
  .card,
  .who {
    min-inline-size: 0;
  }
  .card {
    display: grid;
    gap: 12px;
  }
  .head,
  .idle {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    column-gap: 12px;
  }
  .idle {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
  }
  .name {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  .detail {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 16px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .time {
    display: grid;
    justify-items: end;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .time time {
    font-size: 16px;
    line-height: 24px;
    font-weight: 500;
    color: var(--_text);
  }
  .held {
    color: var(--_warning-text);
  }
  .said {
    flex-wrap: nowrap;
    white-space: nowrap;
  }
  /* Empty, it takes no place. */
  .silent:not(:has(*)) {
    position: absolute;
  }
  /* Over what is less than it, down to the buttons, which stay. */
  .silent.brief {
    position: absolute;
    z-index: 1;
    inset: 34px 12px auto;
  }
  .rows > .silent.brief {
    inset: auto 60px 12px;
    overflow: hidden;
    max-block-size: 16px;
    border-radius: var(--_radius-s);
  }
  .bad {
    color: var(--_danger-text);
  }
  .dots {
    display: none;
  }
  .keys {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 48px 48px;
    gap: 8px;
  }
  .keys.even {
    grid-template-columns: repeat(auto-fit, minmax(80px, 1fr));
  }
  .primary,
  .tile,
  .offer-button {
    flex-direction: row;
    gap: 8px;
    block-size: 48px;
    padding-inline: 8px;
    border-radius: var(--_radius-m);
    font-size: 14px;
    line-height: 20px;
  }
  .tile span,
  .offer-button span {
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
    white-space: nowrap;
  }
  .offer-button .icon-24 {
    inline-size: 20px;
    block-size: 20px;
    stroke-width: 1.75;
  }
  .sign {
    display: none;
  }

  /* A row for each call: red, who, green or mute. */
  .rows {
    gap: 8px;
    padding: 8px;
  }
  .rows > .card {
    grid-template-columns: 44px minmax(0, 1fr) 44px;
    align-items: center;
    gap: 4px;
  }
  .rows .who {
    position: relative;
    padding-inline: 8px;
  }
  .rows .name {
    font-size: 14px;
    line-height: 20px;
  }
  .rows :is(.primary, .tile, .offer-button) {
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border-radius: 50%;
  }
  .rows :is(.primary, .tile, .offer-button, .quality) > span,
  .keys:not(.even) > .tile > span {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .rows .sign {
    display: grid;
    place-items: center;
    color: var(--_warning);
  }
  .open {
    position: absolute;
    inset: -8px 0;
    inline-size: 100%;
    border-radius: var(--_radius-s);
    cursor: grab;
    touch-action: none;
  }
  .open:focus-visible {
    outline-offset: -2px;
  }
  :host([compact]) .notice {
    border-radius: 22px;
  }
  :host([compact]) .mini {
    border-radius: 30px;
    box-shadow:
      var(--_elev-3),
      0 0 0 1px var(--_border);
  }

  @container (max-width: 279px) {
    .rows > .silent.brief,
    .rows > .brief > .notice > div {
      max-block-size: 40px;
    }
  }
  @media (forced-colors: active) {
    :host([compact]) .mini {
      border: 1px solid CanvasText;
    }
  }
`;
