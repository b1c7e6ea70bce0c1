import { css } from 'lit';

export const phoneStatusStyles = css`
  .panel {
    /* Beside other controls it is narrower than the phone it heads. */
    --pad: 16px;
    display: flex;
    align-items: center;
    gap: 4px;
    block-size: 56px;
    padding-inline: var(--pad) calc(var(--pad) - 8px);
    background: var(--_surface);
    grid-template-rows: none;
  }
  .me {
    flex: 1 1 0;
    min-inline-size: 0;
  }
  .extension {
    display: flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
    line-height: 20px;
  }
  .word {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .glyph {
    inline-size: 12px;
    block-size: 12px;
    flex: none;
    overflow: visible;
  }
  .glyph-ready {
    color: light-dark(var(--_positive), var(--_positive-text));
  }
  .glyph-call {
    color: light-dark(var(--_accent), var(--_accent-text));
  }
  .glyph-wait {
    color: var(--_warning);
  }
  .glyph-off {
    color: light-dark(var(--_danger), var(--_danger-text));
  }
  .glyph-none,
  .glyph-rest {
    color: var(--_text-muted);
  }
  .spinning {
    display: flex;
    animation: bfc-spin 0.9s linear infinite;
  }
  .still {
    display: flex;
  }
  @container (min-width: 330px) {
    .panel {
      --pad: 20px;
    }
  }
  @container (max-width: 239px) {
    .panel {
      padding-inline: 10px 2px;
      gap: 2px;
    }
    .word {
      font-size: 11px;
    }
    .extension {
      gap: 5px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinning {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .glyph {
      color: inherit;
    }
  }
`;
