import { css } from 'lit';

/** Segments of a track, of which one is chosen: the pages of the phone, those of the settings, the languages. */
export const tabsStyles = css`
  .strip {
    flex: none;
    block-size: 56px;
    padding-inline: 16px;
  }
  .tabs {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 2px;
    block-size: 48px;
    padding: 2px;
    border-radius: var(--_radius-m);
    background: var(--_surface-soft);
  }
  .tab {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-inline-size: 0;
    block-size: 44px;
    padding-inline: 2px;
    border-radius: 10px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_text-muted);
  }
  .tab:is([aria-selected='true'], [aria-checked='true']) {
    background: var(--_surface-raised);
    box-shadow: var(--_elev-1);
    font-weight: 600;
    color: var(--_text);
  }
  .tab:focus-visible {
    outline-offset: -2px;
  }
  .tab > .icon {
    display: none;
  }
  .tab:is([aria-selected='true'], [aria-checked='true']) > .icon {
    color: var(--_accent-text);
  }
  @container (max-width: 279px) {
    .strip {
      padding-inline: 8px;
    }
    .tab {
      gap: 4px;
      padding-inline: 0;
      font-size: 12px;
    }
  }
  @container (min-width: 380px) {
    .strip {
      padding-inline: 20px;
    }
    .tab > .icon {
      display: block;
    }
  }
  @media (forced-colors: active) {
    .tab {
      border: 1px solid ButtonText;
    }
    .tab:is([aria-selected='true'], [aria-checked='true']) {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
