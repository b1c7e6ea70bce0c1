import { css } from 'lit';

/** Something to know, in the middle. */
export const voidStyles = css`
  .void {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 0;
    padding: 0 calc(var(--pad) + 8px) 24px;
    text-align: center;
  }
  .void-icon {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_surface-soft);
    color: var(--_text-muted);
  }
  .void .void-icon {
    margin-block-end: 12px;
  }
  .void-icon.bad {
    background: var(--_danger-soft);
    color: var(--_danger-text);
  }
  .void-icon.warn {
    background: var(--_warning-soft);
    color: var(--_warning-text);
  }
  .void-title {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
    text-wrap: balance;
  }
  .void-detail {
    font-size: 13px;
    color: var(--_text-muted);
    text-wrap: balance;
  }
  .void-detail.bad {
    color: var(--_danger-text);
  }
  .void > .button {
    min-block-size: 44px;
    margin-block-start: 12px;
  }
  .void .code {
    margin-block-start: 8px;
  }
`;
