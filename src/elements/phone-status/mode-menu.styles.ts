import { css } from 'lit';

export const modeMenuStyles = css`
  :host {
    position: relative;
    container-type: normal;
    flex: none;
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
  }
  .item {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 20px;
    align-items: center;
    column-gap: 12px;
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
  }
  @media (forced-colors: active) {
    .item[aria-checked='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .item[aria-checked='true'] :is(.icon, small) {
      color: HighlightText;
    }
  }
`;
