import { css } from 'lit';

/** The phone's status as a picture: a shape and a colour. */
export const glyphStyles = css`
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
