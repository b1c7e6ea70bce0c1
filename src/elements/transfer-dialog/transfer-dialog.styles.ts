import { css } from 'lit';

export const transferDialogStyles = css`
  :host {
    block-size: 100%;
    /* Not even while it moves in does it lie over what stands below. */
    overflow: clip;
  }
  :host(:not([open])) {
    display: none;
  }
  .sheet {
    --pad: 16px;
    --gap: 8px;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    isolation: isolate;
    background: var(--_surface);
    animation: bfc-sheet var(--_base) var(--_ease);
  }
  @keyframes bfc-sheet {
    from {
      opacity: 0;
      translate: 0 16px;
    }
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    padding-block-end: 4px;
    padding-inline: var(--pad) calc(var(--pad) - 12px);
  }
  .title {
    flex: 1;
    min-inline-size: 0;
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  .head .icon-button {
    inline-size: 44px;
    block-size: 44px;
  }
  .field {
    flex: none;
    padding: 0 var(--pad) 8px;
  }
  .box {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 44px;
    min-inline-size: 0;
    padding-inline: 12px;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
  }
  .box > .icon {
    color: var(--_text-muted);
  }
  .box:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    box-shadow: none;
  }
  input {
    flex: 1;
    block-size: 100%;
    inline-size: 100%;
    min-inline-size: 0;
    outline: 0;
    text-overflow: ellipsis;
  }
  .box input:focus-visible {
    outline: 0;
  }
  input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }

  .list {
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_surface-strong) transparent;
  }
  .row {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr) 24px;
    align-items: center;
    column-gap: 12px;
    inline-size: 100%;
    block-size: 52px;
    padding-inline: var(--pad);
    /* Also where the name runs from right to left. */
    text-align: left;
  }
  .row.chosen {
    background: var(--_accent-soft);
  }
  .row > .icon {
    color: var(--_accent-text);
  }
  .row:not(.chosen) > .icon {
    visibility: hidden;
  }
  .row .avatar {
    inline-size: 36px;
    block-size: 36px;
    font-size: 12px;
  }
  .row.chosen .avatar {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .row-name {
    font-weight: 500;
  }
  .row-number {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .hint {
    padding: 8px var(--pad);
    font-size: 13px;
    line-height: 20px;
    color: var(--_text-muted);
  }
  .hint p:first-child {
    font-weight: 500;
    color: var(--_text);
  }
  .hint.loading {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .hint.loading p {
    font-weight: 400;
    color: inherit;
  }
  .problem {
    flex: none;
    padding-inline: var(--pad);
  }

  .choices {
    flex: none;
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 8px var(--pad) 12px;
  }
  .choice {
    display: grid;
    align-content: center;
    min-inline-size: 0;
    block-size: 60px;
    padding-inline: 8px;
    border-radius: var(--_radius-m);
    box-shadow: inset 0 0 0 1px var(--_border-control);
    text-align: center;
  }
  .choice b {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    font-weight: 600;
    white-space: nowrap;
  }
  .choice small {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .choice-do {
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: none;
  }
  .choice-call {
    block-size: 52px;
    background: var(--_positive);
    color: var(--_on-positive);
    box-shadow: none;
  }
  .choice-do small {
    color: inherit;
  }
  .choice[aria-disabled='true']:not([aria-busy='true']) {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_text-disabled);
  }
  .choice[aria-disabled='true']:not([aria-busy='true']) small {
    color: inherit;
  }
  .choice:not([aria-disabled='true']):active {
    scale: 0.97;
  }
  @media (hover: hover) {
    .row:not(.chosen):hover {
      background: var(--_surface-soft);
    }
    .choice:not([aria-disabled='true'], .choice-do, .choice-call):hover {
      background: var(--_surface-soft);
    }
    :is(.choice-do, .choice-call):not([aria-disabled='true']):hover {
      box-shadow: var(--_hover);
    }
  }
  @container (max-width: 279px) {
    .sheet {
      --pad: 8px;
      --gap: 6px;
    }
    .row {
      grid-template-columns: 36px minmax(0, 1fr) 20px;
      column-gap: 8px;
    }
    .choice {
      padding-inline: 4px;
    }
    .choice small {
      font-size: 11px;
    }
  }
  @container (min-width: 380px) {
    .sheet {
      --pad: 20px;
      --gap: 10px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .sheet {
      animation: none;
    }
    .choice:not([aria-disabled='true']):active {
      scale: 1;
    }
  }
  @media (forced-colors: active) {
    .box,
    .choice {
      border: 1px solid ButtonText;
    }
    .row.chosen {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .row.chosen :is(.icon, .row-number, .avatar) {
      background: none;
      color: inherit;
    }
  }
`;
