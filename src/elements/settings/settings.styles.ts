import { css } from 'lit';

export const settingsStyles = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
  }
  .panel.settings {
    display: grid;
    grid-template: 56px minmax(0, 1fr) / minmax(0, 1fr);
  }
  .strip {
    display: flex;
    gap: 4px;
  }
  .strip > .icon-button {
    inline-size: 44px;
    block-size: 44px;
    margin-block: 2px;
    margin-inline-start: -12px;
  }
  .strip > .tabs {
    flex: 1;
  }
  .content {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-block-size: 0;
    padding: 0 var(--pad) 12px;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_surface-strong) transparent;
  }
  .content > * {
    flex: none;
  }
  .label {
    display: flex;
    justify-content: space-between;
    align-items: end;
    gap: 8px;
    min-block-size: 20px;
    margin-block-end: 4px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_text-muted);
  }
  .label:has(> .button) {
    align-items: center;
    margin-block-end: 8px;
  }
  .label .button {
    min-block-size: 28px;
    padding-inline: 10px;
    font-size: 12px;
    line-height: 16px;
  }
  .pair {
    display: flex;
    gap: 8px;
  }
  .box {
    position: relative;
    flex: 1;
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    block-size: 44px;
    padding-inline: 12px;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
  }
  .box > .icon {
    color: var(--_text-muted);
    pointer-events: none;
  }
  .box:focus-within:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    box-shadow: none;
  }
  select {
    flex: 1;
    inline-size: 100%;
    min-inline-size: 0;
    block-size: 44px;
    margin-inline: -40px -36px;
    padding-inline: 40px 36px;
    border: 0;
    border-radius: inherit;
    outline: 0;
    background: none;
    font: inherit;
    color: inherit;
    text-overflow: ellipsis;
    appearance: none;
    cursor: pointer;
  }
  option {
    background: var(--_surface-raised);
    color: var(--_text);
  }
  .test {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
  }
  .test.on {
    background: var(--_surface-inverse);
    color: var(--_text-inverse);
  }
  .notice > .level {
    margin-inline-end: 4px;
  }
  .level {
    display: flex;
    align-items: center;
    gap: 2px;
    block-size: 16px;
  }
  .level i {
    inline-size: 4px;
    block-size: 10px;
    border-radius: 2px;
    background: var(--_surface-strong);
  }
  .level .lit {
    background: light-dark(var(--_positive), var(--_positive-text));
  }
  .level .lit:nth-child(n + 10) {
    background: var(--_warning);
  }
  .volume {
    display: flex;
    align-items: center;
    gap: 10px;
    block-size: 44px;
    color: var(--_text-muted);
  }
  .volume output {
    min-inline-size: 44px;
    text-align: end;
    font-weight: 600;
  }
  input[type='range'] {
    flex: 1;
    min-inline-size: 0;
    block-size: 44px;
    accent-color: light-dark(var(--_accent), var(--_accent-text));
  }
  .options {
    border-radius: var(--_radius-m);
    box-shadow: inset 0 0 0 1px var(--_border);
    overflow: clip;
  }
  .option {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 20px;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 52px;
    padding: 6px 12px;
    text-align: start;
  }
  .option + .option {
    border-block-start: 1px solid var(--_border);
  }
  .option:focus-visible {
    outline-offset: -2px;
  }
  .option > .icon {
    color: var(--_text-muted);
  }
  .option b {
    display: block;
    font-weight: 500;
  }
  .option small {
    display: block;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .hint {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  /* What came of a press moves nothing. */
  .pair + .hint {
    min-block-size: 16px;
    margin-block-start: 8px;
  }
  .mask {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    padding-block: 6px;
    font-size: 13px;
    cursor: pointer;
  }
  .mask > input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: light-dark(var(--_accent), var(--_accent-text));
  }
  .pair > .button,
  .content > .button {
    min-block-size: 44px;
  }
  .pair > .button {
    flex: 1;
  }
  .findings {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .findings > .ready > .icon:last-child {
    color: var(--_positive-text);
  }
  .findings > .degraded > .icon:last-child {
    color: var(--_warning-text);
  }
  .findings > .blocked > .icon:last-child {
    color: var(--_danger-text);
  }
  .dot {
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    box-shadow: inset 0 0 0 2px var(--_border-control);
  }
  .option[aria-checked='true'] {
    background: var(--_accent-soft);
  }
  .option[aria-checked='true'] > .icon {
    color: var(--_accent-text);
  }
  .option[aria-checked='true'] > .dot {
    background: light-dark(var(--_on-accent), var(--_surface));
    box-shadow: inset 0 0 0 6px light-dark(var(--_accent), var(--_accent-text));
  }
  @media (hover: hover) {
    .test:not(.on):hover,
    button.option:not([aria-checked='true']):hover {
      background: var(--_surface-strong);
    }
  }
  @container (max-width: 279px) {
    .strip {
      gap: 0;
    }
    .strip > .icon-button {
      inline-size: 36px;
      margin-inline-start: -8px;
    }
    /* The way back stands beside them; no label is cut in the widest face. */
    .strip .tab {
      font-size: 11px;
    }
    .pair .box > .icon:first-child {
      display: none;
    }
    .pair select {
      margin-inline-start: -12px;
      padding-inline-start: 12px;
    }
  }
  @media (forced-colors: active) {
    .box,
    .test,
    .options {
      border: 1px solid ButtonText;
    }
    .test.on,
    .option[aria-checked='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .option[aria-checked='true'] :is(.icon, small) {
      color: HighlightText;
    }
    .dot {
      border: 2px solid ButtonText;
    }
    .option[aria-checked='true'] > .dot {
      border: 5px solid HighlightText;
    }
    .level i {
      border: 1px solid CanvasText;
    }
    .level .lit {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
`;
