import { css } from 'lit';

export const phoneStatusStyles = css`
  /* Where its menu opens, unless it stands beside other controls, which leave the menu room. */
  :host {
    position: relative;
  }
  .panel {
    /* Beside other controls it is narrower than the phone it heads. */
    --pad: 16px;
    flex-direction: row;
    align-items: center;
    gap: 4px;
    block-size: 56px;
    /* Its menus lie over what stands below it on the page. */
    isolation: auto;
    /* Its menus lie over what stands below it on the page. */
    padding-inline: var(--pad) calc(var(--pad) - 8px);
    background: var(--_surface);
  }
  .me {
    flex: 1 1 auto;
    min-inline-size: 0;
  }
  /* The word that says how the phone stands is never cut for it. */
  bfc-hotline-menu {
    flex: 0 1000 auto;
    min-inline-size: 36px;
  }
  bfc-mode-menu {
    flex: none;
  }
  /* The spinner stands over the word, which is still read out: the button is as wide as before. */
  .button[aria-busy='true'] > span {
    opacity: 0;
  }
  .button[aria-busy='true'] > .icon {
    position: absolute;
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
  @container (min-width: 330px) {
    .panel {
      --pad: 20px;
    }
  }
  @container (max-width: 239px) {
    .panel {
      padding-inline: 8px 2px;
      gap: 2px;
    }
    .word {
      font-size: 11px;
    }
    .extension {
      gap: 5px;
    }
  }
`;
