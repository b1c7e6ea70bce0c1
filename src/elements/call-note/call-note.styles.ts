import { css } from 'lit';

export const callNoteStyles = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
  }
  .head {
    flex: 0 0 56px;
    display: flex;
    align-items: flex-start;
    gap: 8px;
    --inset: min(12px, var(--pad));
    padding-inline: var(--pad) calc(var(--pad) - var(--inset));
  }
  .head h2 {
    flex: 1;
    min-inline-size: 0;
    font-size: 16px;
    line-height: 48px;
    font-weight: 600;
  }
  .plain-button {
    min-block-size: 44px;
    margin-block: 2px;
    padding-inline: var(--inset);
    border-radius: var(--_radius-s);
    font-size: 13px;
    font-weight: 600;
    color: var(--_accent-text);
  }
  .content {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-block-size: 0;
    padding: 0 var(--pad) 12px;
    overflow: hidden auto;
  }
  .about {
    flex: none;
    display: var(--_note-about, grid);
    grid-template-columns: 36px minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 12px;
    min-block-size: 44px;
  }
  .about .avatar {
    inline-size: 36px;
    block-size: 36px;
    font-size: 12px;
  }
  .about > div > bdi {
    font-weight: 500;
  }
  .about > div > * {
    text-align: left;
  }
  .about p {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .about time {
    font-size: 16px;
    font-weight: 500;
  }
  .label {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin-block-end: 4px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_text-muted);
  }
  .rates {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 6px;
  }
  .rate {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    block-size: 44px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
    font-weight: 500;
    color: var(--_text-muted);
  }
  .rate.in {
    background: var(--_warning-soft);
    color: var(--_warning-text);
  }
  .rate.in .icon {
    fill: currentColor;
  }
  .rate[aria-checked='true'] {
    box-shadow: inset 0 0 0 2px var(--_warning-text);
    font-weight: 600;
  }
  .words {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-block-size: 88px;
  }
  textarea {
    flex: 1;
    inline-size: 100%;
    min-block-size: 0;
    margin: 0;
    padding: 8px 12px;
    border: 0;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
    font: inherit;
    color: inherit;
    resize: none;
    unicode-bidi: plaintext;
    text-align: start;
  }
  textarea::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  textarea:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    box-shadow: none;
  }
  .content > .notice {
    flex: none;
  }
  @media (hover: hover) {
    .rate:not(.in):hover {
      background: var(--_surface-strong);
    }
    .plain-button:hover {
      background: var(--_surface-soft);
    }
  }
  @container (max-width: 279px) {
    .rates {
      gap: 4px;
    }
  }
  @media (forced-colors: active) {
    .plain-button,
    .rate,
    textarea {
      border: 1px solid ButtonText;
    }
    .rate.in {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
