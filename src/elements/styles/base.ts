import { css } from 'lit';

/** What every element starts from: box, type, icons, focus, motion. */
export const base = css`
  :host {
    box-sizing: border-box;
    display: block;
    container-type: inline-size;
    font: 400 14px / 20px var(--_font);
    font-variant-numeric: tabular-nums;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    color: var(--_text);
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]) {
    display: none;
  }
  /* Not ::before and ::after too: then the browser works out three styles for each element instead of one. */
  * {
    box-sizing: border-box;
  }
  h2,
  p,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    font: inherit;
  }
  button,
  input {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    /* Colours change at once: what a press did is to be seen, and no frame is spent on the way there. */
    transition: scale var(--_press) var(--_ease);
  }
  button[aria-disabled='true'] {
    cursor: default;
  }
  :is(button, input, [tabindex]):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  /* A heading that takes the focus when its panel appears is no control. */
  [tabindex='-1']:not(button):focus {
    outline: none;
  }

  .panel {
    --pad: 16px;
    --gap: 8px;
  }

  .icon {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
    overflow: visible;
  }
  .icon-12 {
    inline-size: 12px;
    block-size: 12px;
    stroke-width: 2.4;
  }
  .icon-14 {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2.1;
  }
  .icon-16 {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 2;
  }
  .icon-24 {
    inline-size: 24px;
    block-size: 24px;
  }
  .ring-track {
    stroke: var(--_border-control);
    opacity: 0.45;
  }

  /* One line, ellipsis; the line box stays tall enough for stacked marks (Ễ, Ậ). */
  .cut {
    display: block;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: match-parent;
  }
  /* The groups of a number; there are no spaces to be copied. */
  .digits + .digits {
    margin-inline-start: 0.25em;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .code {
    display: block;
    font-size: 11px;
    line-height: 16px;
    font-weight: 400;
    color: var(--_text-muted);
  }
  .spin {
    animation: bfc-spin 0.9s linear infinite;
  }
  @keyframes bfc-spin {
    to {
      rotate: 1turn;
    }
  }

  @container (max-width: 279px) {
    .panel {
      --pad: 8px;
      --gap: 6px;
    }
  }
  @container (min-width: 380px) {
    .panel {
      --pad: 20px;
      --gap: 10px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spin {
      animation: none;
    }
    button {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    /* Whatever says so elsewhere by a colour of its own, which is none here. */
    button[aria-disabled='true']:not([aria-busy='true']) {
      border-color: GrayText !important;
      color: GrayText !important;
    }
  }
`;
