import { css } from 'lit';

export const callPanelStyles = css`
  :host {
    block-size: 100%;
  }
  /* The part that gives way: to the keys, or to a second call. */
  .stage {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .stage.over {
    padding: 8px var(--pad);
  }
  .stage bfc-dialpad {
    flex: 1;
    min-block-size: 0;
    block-size: auto;
  }
  .over ::slotted(*) {
    flex: 1;
  }
  .identity {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-block-size: 0;
    padding-inline: var(--pad);
    text-align: center;
  }
  .identity > * {
    max-inline-size: 100%;
  }
  .identity.tight .name {
    margin-block-start: 0;
  }
  .identity:has(+ .aside) > :first-child {
    padding-inline: 28px;
  }
  .identity.tight .clock {
    margin-block-start: 4px;
  }
  .clock {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    min-block-size: 36px;
    margin-block-start: 10px;
  }
  .clock time {
    font-size: 30px;
    line-height: 36px;
    letter-spacing: -0.01em;
  }
  .clock-word {
    font-size: 16px;
    line-height: 24px;
    font-weight: 500;
  }
  .dots {
    display: inline-flex;
    gap: 4px;
    margin-inline-start: 6px;
    vertical-align: 2px;
  }
  .dots i {
    inline-size: 4px;
    block-size: 4px;
    border-radius: 2px;
    background: currentColor;
    animation: bfc-dots 1.2s var(--_ease) infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes bfc-dots {
    0%,
    60%,
    100% {
      opacity: 0.3;
    }
    30% {
      opacity: 1;
    }
  }
  /* Kept free for notices, so that one that comes moves nothing; a tall one grows upwards. */
  .slot {
    flex: none;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    /* Three lines of text. */
    min-block-size: 68px;
    padding: 0 var(--pad) 8px;
  }
  .slot.bare {
    min-block-size: 0;
    padding: 0;
  }
  .slot > .notice {
    flex: none;
  }
  /* Beside a button two lines become four: they fit the place too. */
  .slot > .notice:has(> .button) {
    padding-block: 1px;
    font-size: 12px;
    line-height: 15px;
  }
  .slot > .notice:has(> .button) .notice-detail {
    font-size: 11px;
    line-height: 14px;
  }
  /* Above the keys, or above the card of a second caller: neither moves. */
  .slot.brief {
    position: absolute;
    inset: -2px 0 auto;
    min-block-size: 0;
    padding-block: 0;
  }
  .brief > .stage {
    position: relative;
    z-index: 1;
    /* The tones that were sent stand over the second line, and cover all of it. */
    --_tones-line: 17px;
    --_tones-over: 11px;
  }
  .raised > .stage {
    padding-block-end: 68px;
  }
  .brief > .stage.over {
    padding-block-start: 32px;
  }
  /* Below a sheet, which gives way. */
  .slot.raised {
    position: absolute;
    inset: auto 0 0;
    z-index: 3;
    justify-content: center;
    min-block-size: 76px;
    background: var(--_surface);
  }
  .passing {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 12px;
    min-block-size: 0;
    padding-inline: var(--pad);
    text-align: center;
  }
  .passing > * {
    max-inline-size: 100%;
  }
  .way {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
  }
  .way .avatar {
    inline-size: 48px;
    block-size: 48px;
  }
  .trail {
    display: flex;
    justify-content: space-around;
    inline-size: 56px;
    color: var(--_accent-text);
  }
  .trail i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: bfc-dots 1.2s var(--_ease) infinite;
  }
  .trail i:nth-child(2) {
    animation-delay: 0.12s;
  }
  .trail i:nth-child(3) {
    animation-delay: 0.24s;
  }
  .trail i:nth-child(4) {
    animation-delay: 0.36s;
  }
  .passing-title {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  .passing-who {
    color: var(--_text-muted);
  }
  /* Over the name and the tiles, never over Hang up. */
  .main > bfc-transfer-dialog {
    position: absolute;
    inset: 0;
    z-index: 2;
  }
  .main > .note-sheet {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: clip;
  }
  .main.raised > :is(bfc-transfer-dialog, .note-sheet) {
    inset-block-end: 76px;
    block-size: auto;
    /* Whom the note is about stands in the line's tab, too. */
    --_note-about: none;
  }
  /* Beside the first line, which leaves it that room. */
  .aside {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: max(0px, var(--pad) - 12px);
  }
  .aside > .icon-button {
    inline-size: 44px;
    block-size: 44px;
    color: var(--_text-muted);
  }
  .controls {
    flex: none;
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    grid-template-rows: repeat(2, 64px);
    gap: var(--gap);
    padding: 0 var(--pad) 12px;
  }
  @container (max-width: 279px) {
    .controls {
      column-gap: 4px;
    }
    .aside > .icon-button {
      inline-size: 32px;
    }
    .identity:has(+ .aside) > :first-child {
      padding-inline: 24px;
    }
    .via .more {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i,
    .trail i {
      animation: none;
      opacity: 1;
    }
  }
`;
