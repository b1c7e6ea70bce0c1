import { css } from 'lit';

export const keysStyles = css`
  .keys-sheet {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .keys-head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 52px;
    padding-inline: var(--pad) calc(var(--pad) - 12px);
  }
  .keys-head h2 {
    flex: 1;
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  .keys-head .icon-button {
    inline-size: 44px;
    block-size: 44px;
  }
  .keys-list {
    flex: 1;
    min-block-size: 0;
    padding: 0 var(--pad) 12px;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_surface-strong) transparent;
  }
  .keys-list:focus-visible {
    outline-offset: -2px;
  }
  .keys-hint {
    margin-block-end: 8px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .keys-list dl > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 8px;
    padding-block: 5px;
    border-block-start: 1px solid var(--_border);
    font-size: 13px;
    line-height: 20px;
  }
  .keys-list dd {
    display: flex;
    gap: 4px;
    margin-inline-start: auto;
  }
  kbd {
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: 5px;
    background: var(--_surface-soft);
    box-shadow: inset 0 0 0 1px var(--_border);
    font: inherit;
    font-size: 11px;
    font-weight: 500;
    text-align: center;
  }
`;
