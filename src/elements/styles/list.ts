import { css } from 'lit';

/** A search field, filters, and a long list of rows below them. */
export const listStyles = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
  }
  .panel.lists {
    display: flex;
    flex-direction: column;
  }
  .whole {
    flex: 1;
  }
  .tools {
    flex: none;
    display: grid;
    gap: 8px;
    padding: 0 var(--pad) 8px;
  }
  .box {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 44px;
    min-inline-size: 0;
    padding-inline: 12px 4px;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
  }
  .box > .icon {
    color: var(--_text-muted);
  }
  .box .icon-button {
    inline-size: 36px;
    block-size: 36px;
  }
  .box:focus-within:has(input:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    box-shadow: none;
  }
  .box input {
    flex: 1;
    block-size: 100%;
    inline-size: 100%;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }
  .box input:focus-visible {
    outline: 0;
  }
  .box input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .tools > .notice {
    min-block-size: 44px;
  }

  .list {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_surface-strong) transparent;
  }
  .list:focus {
    outline: 0;
  }
  .day {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    block-size: 24px;
    padding: 4px var(--pad);
    background: var(--_surface);
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_text-muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto 44px;
    align-items: center;
    column-gap: 10px;
    block-size: 56px;
    padding-inline: var(--pad) calc(var(--pad) - 8px);
  }
  .row.person {
    grid-template-columns: 36px minmax(0, 1fr) 44px;
  }
  .row.person:has(.row-end) {
    grid-template-columns: 36px minmax(0, 1fr) auto 44px;
  }
  .row > .icon {
    color: var(--_text-muted);
  }
  .row .avatar {
    inline-size: 36px;
    block-size: 36px;
    font-size: 12px;
  }
  .row-text {
    min-inline-size: 0;
    /* The panel runs left to right whatever the direction of a name. */
    text-align: left;
  }
  .row-text > * {
    text-align: inherit;
  }
  /* The whole row is the button; the one for the call lies over it. */
  button.row-text::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  button.row-text:focus-visible {
    outline: none;
  }
  button.row-text:focus-visible::after {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    border-radius: var(--_radius-s);
  }
  .row-name {
    font-weight: 500;
  }
  .row-more,
  .row-end {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .row-more .icon {
    display: inline-block;
    vertical-align: -2px;
  }
  .row-end {
    text-align: end;
  }
  .row-end > time:first-child {
    display: block;
    line-height: 20px;
    color: var(--_text);
  }
  .row.missed > .icon,
  .missed .row-name,
  .row-alarm {
    color: var(--_danger-text);
  }
  .go {
    position: relative;
    z-index: 0;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    color: var(--_positive-text);
  }
  .go[aria-disabled='true']:not([aria-busy='true']) {
    color: var(--_text-disabled);
  }
  .row > .go:focus-visible {
    outline-offset: -2px;
  }
  @media (hover: hover) {
    .row:not(.bones):hover {
      background: var(--_surface-soft);
    }
    .row:hover > .go:not([aria-disabled='true']) {
      background: var(--_positive);
      color: var(--_on-positive);
    }
  }
  .row:has(:focus-visible) > .go:not([aria-disabled='true']) {
    background: var(--_positive);
    color: var(--_on-positive);
  }

  /* While it loads: what will be there, without words. */
  .bone {
    display: block;
    inline-size: 60%;
    block-size: 10px;
    border-radius: 5px;
    background: var(--_surface-strong);
    animation: bfc-bone 1.4s ease-in-out infinite;
  }
  .bone + .bone {
    inline-size: 40%;
    margin-block-start: 8px;
  }
  .bones:nth-child(even) div > :first-child {
    inline-size: 80%;
  }
  .bones > .bone {
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 1;
    border-radius: 50%;
  }
  @keyframes bfc-bone {
    50% {
      opacity: 0.45;
    }
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    block-size: 44px;
    font-size: 12px;
    color: var(--_text-muted);
  }

  @container (max-width: 279px) {
    .row {
      grid-template-columns: 20px minmax(0, 1fr) auto 40px;
      column-gap: 6px;
      padding-inline: 8px 0;
    }
    .row.person {
      grid-template-columns: 36px minmax(0, 1fr) 40px;
      column-gap: 8px;
    }
    .row.person:has(.row-end) {
      grid-template-columns: 36px minmax(0, 1fr) auto 40px;
    }
    .go {
      inline-size: 40px;
    }
    .row .wide {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bone {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .box,
    .go {
      border: 1px solid ButtonText;
    }
    .bone {
      border: 1px solid GrayText;
    }
  }
`;
