import { css } from 'lit';

export const dialpadStyles = css`
  :host {
    block-size: 100%;
  }
  .main {
    padding-block: 0 12px;
  }
  .main > .notice {
    flex: none;
    margin-inline: var(--pad);
  }
  .dial {
    flex: 1;
    display: flex;
    flex-direction: column;
    /* Above the keys, whatever stands above it: a notice moves nothing. */
    justify-content: flex-end;
    min-block-size: 0;
    padding-inline: var(--pad);
  }
  /* Kept free above the keys. */
  .known {
    display: flex;
    align-items: center;
    gap: 6px;
    flex: none;
    block-size: 24px;
    padding-inline: 12px;
    font-size: 12px;
    line-height: 20px;
    color: var(--_text-muted);
  }
  .notice-place {
    flex: none;
    padding-inline: var(--pad);
  }
  .box {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    min-inline-size: 0;
    block-size: 52px;
    padding-inline: 12px 4px;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
  }
  .box:focus-within:has(input:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    box-shadow: none;
  }
  input {
    flex: 1;
    inline-size: 100%;
    min-inline-size: 0;
    outline: 0;
    font-size: 22px;
    line-height: 32px;
    font-weight: 500;
    letter-spacing: 0.01em;
    text-overflow: ellipsis;
  }
  .box input:focus-visible {
    outline: 0;
  }
  input::placeholder {
    font-size: 14px;
    font-weight: 400;
    letter-spacing: 0;
    color: var(--_text-muted);
    opacity: 1;
  }
  .box .icon-button {
    inline-size: 44px;
    block-size: 44px;
  }

  /* In a call only the keys, and what was sent. */
  .tones-panel {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    background: none;
  }
  .tones {
    flex: 1;
    display: flex;
    align-items: center;
    justify-content: center;
    min-block-size: var(--_tones-line, 24px);
    padding: var(--_tones-over, 0) var(--pad) 0;
    font-size: min(16px, var(--_tones-line, 24px) - 2px);
    line-height: var(--_tones-line, 24px);
    letter-spacing: 0.04em;
  }
  /* Over the second line of what the call panel has to say there. */
  .tones:has(> *) {
    background: linear-gradient(var(--_surface) 0 0) 0 var(--_tones-over, 0) no-repeat;
  }
  /* The newest tones are the ones to see: a long row is cut at its beginning. */
  .tones bdi {
    overflow: hidden;
    max-inline-size: 100%;
    white-space: nowrap;
    display: flex;
    justify-content: flex-end;
  }

  .tones-failed {
    font-size: 13px;
    line-height: 18px;
    letter-spacing: normal;
    text-align: center;
    color: var(--_danger-text);
  }

  @container (max-width: 279px) {
    input {
      font-size: 20px;
    }
  }
  @media (forced-colors: active) {
    .box {
      border: 1px solid ButtonText;
    }
  }
`;
