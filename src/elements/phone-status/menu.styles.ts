import { css } from 'lit';

export const menuStyles = css`
  :host {
    position: relative;
    container-type: normal;
    min-inline-size: 0;
  }
  .chip {
    display: flex;
    align-items: center;
    gap: 2px;
    /* A button is as wide as its text otherwise, however narrow its place. */
    inline-size: 100%;
    min-inline-size: 0;
    max-inline-size: 104px;
    block-size: 32px;
    padding-inline: 12px 8px;
    border-radius: var(--_radius-full);
    background: var(--_surface-soft);
    font-size: 12px;
    font-weight: 500;
  }
  span.chip {
    padding-inline: 12px;
  }
  .chip > .icon {
    color: var(--_text-muted);
  }
  .menu {
    position: absolute;
    inset-block-start: 44px;
    inset-inline-end: 0;
    z-index: 2;
    inline-size: 208px;
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-m);
    background: var(--_surface-raised);
    box-shadow: var(--_elev-2);
    max-block-size: 400px;
    overflow: hidden auto;
    scrollbar-width: thin;
  }
  .item {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 20px;
    align-items: center;
    column-gap: 8px;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 4px 8px;
    border-radius: var(--_radius-s);
    text-align: start;
  }
  .item > .icon:first-child {
    color: var(--_text-muted);
  }
  .item b {
    display: block;
    font-weight: 500;
  }
  .item > span {
    min-inline-size: 0;
  }
  .bad {
    padding: 4px 8px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_danger-text);
  }
  .item small {
    display: block;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .item[aria-checked='true'],
  .item[aria-checked='true'] > .icon {
    color: var(--_accent-text);
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  @media (hover: hover) {
    .item:hover {
      background: var(--_surface-soft);
    }
    button.chip:hover {
      background: var(--_surface-strong);
    }
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid ButtonText;
    }
    .chip[aria-expanded='true'],
    .item[aria-checked='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .chip[aria-expanded='true'] > .icon,
    .item[aria-checked='true'] :is(.icon, small) {
      color: HighlightText;
    }
  }
  /* The panel cuts off what sticks out of it. */
  @container (max-width: 239px) {
    .icon-button {
      inline-size: 36px;
    }
    .menu {
      inline-size: 184px;
    }
    .chip,
    span.chip {
      max-inline-size: 68px;
      padding-inline: 10px 4px;
    }
    span.chip {
      padding-inline-end: 10px;
    }
  }
`;
