import { css } from 'lit';

export const lineSwitcherStyles = css`
  .panel.strip {
    display: block;
    block-size: 56px;
    padding-inline: var(--pad);
    background: none;
  }
  .segments {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 2px;
    block-size: 48px;
    padding: 2px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
  }
  .segments.one {
    grid-template-columns: minmax(0, 1fr) 104px;
  }
  .segment {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    block-size: 44px;
    padding-inline: 6px;
    border-radius: 10px;
    /* Also where the name runs from right to left. */
    text-align: left;
    color: var(--_text-muted);
  }
  .segment[aria-current] {
    background: var(--_surface-raised);
    box-shadow: var(--_elev-1);
    cursor: default;
  }
  .badge {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    border-radius: 6px;
    background: var(--_surface-strong);
    font-size: 12px;
    line-height: 1;
    font-weight: 600;
  }
  [aria-current] > .badge {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .text {
    flex: 1;
    min-inline-size: 0;
  }
  .who {
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    color: var(--_text);
  }
  /* A word that does not fit drops out whole: it wraps into a line that is not shown. */
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    min-inline-size: 0;
    block-size: 16px;
    overflow: hidden;
    font-size: 12px;
    line-height: 16px;
  }
  .state .icon {
    margin-block: 2px;
  }
  .word {
    white-space: nowrap;
  }
  .state-hold {
    color: var(--_warning-text);
  }
  .state-ring {
    color: var(--_positive-text);
  }
  .state-bad {
    color: var(--_danger-text);
  }
  .add {
    justify-content: center;
    gap: 4px;
    font-size: 13px;
    line-height: 20px;
    font-weight: 500;
    color: var(--_accent-text);
  }
  .add[aria-disabled='true'] {
    color: var(--_text-disabled);
  }
  @media (hover: hover) {
    .segment:not([aria-current], [aria-disabled='true']):hover {
      background: var(--_surface-strong);
    }
  }
  @container (max-width: 279px) {
    .segments.one {
      grid-template-columns: minmax(0, 1fr) 86px;
    }
    .segment {
      gap: 4px;
      padding-inline: 4px;
    }
    .add {
      font-size: 12px;
    }
  }
  @container (min-width: 380px) {
    .segments.one {
      grid-template-columns: minmax(0, 1fr) 128px;
    }
  }
  @media (forced-colors: active) {
    .segments,
    .segment {
      border: 1px solid ButtonText;
    }
    .segment[aria-current] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
    [aria-current] :is(.who, .state, .badge) {
      color: HighlightText;
    }
    [aria-current] > .badge {
      background: HighlightText;
      color: Highlight;
    }
  }
`;
