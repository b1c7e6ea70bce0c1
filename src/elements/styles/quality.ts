import { css } from 'lit';

/** How well a call sounds: bars with a word. */
export const qualityStyles = css`
  .quality {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
  }
  .quality svg {
    inline-size: 20px;
    block-size: 16px;
    flex: none;
  }
  .quality rect {
    fill: var(--_surface-strong);
  }
  .quality rect.lit {
    fill: currentColor;
  }
  .quality-4,
  .quality-3 {
    color: var(--_positive-text);
  }
  .quality-2 {
    color: var(--_warning-text);
  }
  .quality-1 {
    color: var(--_danger-text);
  }
  @media (forced-colors: active) {
    .quality rect {
      fill: Canvas;
      stroke: CanvasText;
    }
    .quality rect.lit {
      fill: CanvasText;
    }
  }
`;
