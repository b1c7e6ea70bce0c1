import { css } from 'lit';

/** A notice: what is going on, what to do. */
export const noticeStyles = css`
  .notice {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 10px;
    min-block-size: 52px;
    /* Three lines fit the place that is kept free. */
    padding-block: 4px;
    padding-inline: 12px 8px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
    font-size: 13px;
    line-height: 18px;
    animation: bfc-fade var(--_fast) var(--_ease);
  }
  .notice:has(> .notice-actions) {
    padding-block: 8px;
  }
  .notice > .icon {
    color: var(--_text-muted);
  }
  .notice-title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 8px;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .notice-detail {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
    overflow-wrap: anywhere;
  }
  .notice-info {
    background: var(--_accent-soft);
  }
  .notice-info > .icon {
    color: var(--_accent-text);
  }
  .notice-warn {
    background: var(--_warning-soft);
  }
  .notice-warn > .icon {
    color: var(--_warning-text);
  }
  .notice-bad {
    background: var(--_danger-soft);
  }
  .notice-bad > .icon {
    color: var(--_danger-text);
  }
  .notice-good {
    background: var(--_positive-soft);
  }
  .notice-good > .icon {
    color: var(--_positive-text);
  }
  .notice-title > span,
  .said {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.3em;
  }
  .said > * {
    max-inline-size: 100%;
  }
  .notice-actions {
    grid-column: 1 / -1;
    display: flex;
    gap: 8px;
    margin-block-start: 8px;
    padding-inline-end: 4px;
  }
  .notice-actions > .button {
    flex: 1;
    min-inline-size: 0;
  }
  /* Two short lines. What does not fit the second one goes out whole. */
  .brief > .notice {
    grid-template-columns: 16px minmax(0, 1fr);
    column-gap: 6px;
    align-items: start;
    min-block-size: 26px;
    padding: 0 8px;
    border-radius: var(--_radius-s);
    line-height: 13px;
    font-size: 12px;
  }
  .brief > .notice > .icon {
    inline-size: 16px;
    block-size: 13px;
  }
  .brief > .notice > div {
    overflow: hidden;
    max-block-size: 26px;
  }
  .brief .notice-title {
    line-height: 13px;
  }
  .brief .notice-detail {
    display: flex;
    flex-wrap: wrap;
    align-content: flex-start;
    overflow: hidden;
    block-size: 13px;
    font-size: 11px;
    line-height: 13px;
  }
  /* What is wider than the rest of this line goes to the next one. */
  .brief .notice-detail::before {
    content: '';
    inline-size: 1px;
    block-size: 13px;
  }
  .brief .code {
    display: none;
  }
  .notice .icon-button {
    inline-size: 36px;
    block-size: 36px;
  }
  @keyframes bfc-fade {
    from {
      opacity: 0;
    }
  }
  @container (max-width: 279px) {
    /* Four lines of a wide face fit the place that is kept free. */
    .notice {
      grid-template-columns: 18px minmax(0, 1fr) auto;
      column-gap: 6px;
      padding-block: 1px;
      padding-inline: 8px 6px;
      font-size: 12px;
      line-height: 15px;
    }
    .notice > .icon {
      inline-size: 18px;
      block-size: 18px;
    }
    .notice-detail,
    .notice-title > .code {
      font-size: 11px;
      line-height: 14px;
    }
    /* The words need the room that their button takes. */
    .notice:has(> .button) {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .notice:has(> .button) > .icon {
      display: none;
    }
    .notice .button {
      padding-inline: 8px;
      font-size: 12px;
    }
    .notice-actions {
      gap: 6px;
      padding-inline-end: 0;
    }
    .notice-actions > .button {
      padding-inline: 4px;
      font-size: 11px;
    }
  }
  @media (forced-colors: active) {
    .notice {
      border: 1px solid CanvasText;
    }
    .notice > .icon {
      color: inherit;
    }
  }
`;
