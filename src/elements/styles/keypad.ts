import { css } from 'lit';

/** The twelve keys. */
export const keypadStyles = css`
  .keys {
    flex: none;
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 8px var(--gap);
    padding-inline: var(--pad);
  }
  .key {
    display: grid;
    align-content: center;
    justify-items: center;
    block-size: 48px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
    user-select: none;
  }
  .key b {
    font-size: 22px;
    line-height: 26px;
    font-weight: 500;
  }
  .key small {
    min-block-size: 12px;
    margin-inline-end: -0.1em;
    font-size: 10px;
    line-height: 12px;
    font-weight: 500;
    letter-spacing: 0.1em;
    color: var(--_text-muted);
  }
  .keys.in-call {
    row-gap: 4px;
    padding-block-end: 8px;
  }
  .keys.in-call .key {
    block-size: 44px;
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .keys.in-call .key b {
    font-size: 18px;
    line-height: 22px;
  }
  .keys.in-call .key small {
    min-block-size: 11px;
    line-height: 11px;
  }
  .key[aria-disabled='true'] {
    color: var(--_text-disabled);
  }
  .key[aria-disabled='true'] small {
    color: inherit;
  }
  @media (hover: hover) {
    .keys .key:not([aria-disabled='true']):hover {
      background: var(--_surface-strong);
    }
  }
  .keys .key:not([aria-disabled='true']):active {
    scale: 0.97;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  @media (prefers-reduced-motion: reduce) {
    .keys .key:not([aria-disabled='true']):active {
      scale: 1;
    }
  }
  @media (forced-colors: active) {
    .key {
      border: 1px solid ButtonText;
    }
  }
`;
