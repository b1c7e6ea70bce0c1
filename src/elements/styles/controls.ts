import { css } from 'lit';

/** Buttons of every kind, and the frame of a panel: what it shows, and the action zone below. */
export const controls = css`
  .panel {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    /* How its layers lie is its own: none comes between those of the page. */
    isolation: isolate;
    background: var(--_surface);
  }
  .main {
    position: relative;
    flex: 1;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  /* Call, Hang up, or the one harmless act: the same rectangle in every panel, in sight where the rest is scrolled. */
  .actions {
    position: var(--_keep-in-sight, static);
    inset-block-end: 0;
    z-index: var(--_in-sight-layer, auto);
    flex: none;
    box-sizing: border-box;
    block-size: 76px;
    padding: 11px var(--pad) 12px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
  }

  .primary {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    inline-size: 100%;
    block-size: 52px;
    padding-inline: 16px;
    border-radius: var(--_radius-full);
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
    white-space: nowrap;
  }
  .primary-call {
    background: var(--_positive);
    color: var(--_on-positive);
  }
  .primary-call.soft {
    background: var(--_positive-soft);
    color: var(--_positive-text);
  }
  .primary-end {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .primary-do {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .primary-quiet {
    background: var(--_surface-soft);
    color: var(--_text);
  }
  .primary[aria-disabled='true']:not([aria-busy='true']) {
    background: var(--_surface-soft);
    color: var(--_text-disabled);
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 36px;
    padding-inline: 12px;
    border-radius: var(--_radius-s);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    white-space: nowrap;
  }
  .button[aria-disabled='true']:not([aria-busy='true']) {
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_text-disabled);
  }
  .icon-button {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    flex: none;
    border-radius: var(--_radius-m);
    color: var(--_text-muted);
  }

  .tile {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-inline-size: 0;
    block-size: 64px;
    padding-inline: 2px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
  }
  .tile span {
    max-inline-size: 100%;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    text-align: center;
  }
  .tile.on {
    background: var(--_surface-inverse);
    color: var(--_text-inverse);
  }
  .tile.on span {
    font-weight: 600;
  }
  /* The suggested one. */
  .tile.do {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .tile.do span {
    font-weight: 600;
  }
  .tile.shut,
  .tile[aria-disabled='true']:not([aria-busy='true']) {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_text-disabled);
  }

  /* Reject first, answer last: they never swap, whatever the direction of the page. */
  .offer {
    position: var(--_keep-in-sight, static);
    inset-block-end: 76px;
    z-index: 1;
    flex: none;
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--gap);
    padding: 0 var(--pad) 12px;
  }
  .offer-button {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 2px;
    min-inline-size: 0;
    block-size: 64px;
    padding-inline: 4px;
    border-radius: 20px;
  }
  .offer-button span {
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
    white-space: nowrap;
  }
  .offer-reject {
    background: var(--_danger-soft);
    color: var(--_danger-text);
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--_danger-text) 35%, transparent);
  }
  .offer-answer {
    background: var(--_positive);
    color: var(--_on-positive);
  }
  .offer-button[aria-disabled='true']:not([aria-busy='true']) {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_text-disabled);
  }

  @media (hover: hover) {
    .tile:not(.on, .do, [aria-disabled='true']):hover,
    .primary-quiet:not([aria-disabled='true']):hover {
      background: var(--_surface-strong);
    }
    .icon-button:hover {
      background: var(--_surface-soft);
      color: var(--_text);
    }
    .primary:not(.soft, .primary-quiet, [aria-disabled='true']):hover,
    .offer-answer:not([aria-disabled='true']):hover,
    .tile.do:not([aria-disabled='true']):hover {
      box-shadow: var(--_hover);
    }
  }
  :is(.tile, .primary, .offer-button):not([aria-disabled='true']):active {
    scale: 0.97;
  }

  @container (max-width: 279px) {
    .tile {
      padding-inline: 4px;
    }
    .tile span {
      font-size: 11px;
      line-height: 13px;
      letter-spacing: -0.01em;
    }
    .primary {
      padding-inline: 8px;
      gap: 8px;
    }
    .offer-button span {
      font-size: 13px;
      line-height: 16px;
      white-space: normal;
      text-align: center;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :is(.tile, .primary, .offer-button):not([aria-disabled='true']):active {
      scale: 1;
    }
  }
  @media (forced-colors: active) {
    .tile,
    .button,
    .icon-button,
    .offer-button,
    .primary {
      border: 1px solid ButtonText;
    }
    .primary,
    .offer-button {
      border-width: 2px;
    }
    .tile.on,
    button.icon-button[aria-expanded='true'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
