import { css } from 'lit';

/** Small round buttons that are on or off: filters, tags. */
export const chipStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    block-size: 32px;
    padding-inline: 12px;
    border-radius: var(--_radius-full);
    box-shadow: inset 0 0 0 1px var(--_border-control);
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_text-muted);
    white-space: nowrap;
  }
  .chip[aria-pressed='true'] {
    padding-inline-start: 8px;
    background: var(--_surface-inverse);
    box-shadow: none;
    color: var(--_text-inverse);
    font-weight: 600;
  }
  @container (max-width: 279px) {
    .chip {
      padding-inline: 8px;
      font-size: 11px;
    }
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid ButtonText;
    }
    .chip[aria-pressed='true'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
