import { css } from 'lit';

export const webphoneStyles = css`
  :host {
    color-scheme: light dark;
    contain-intrinsic-inline-size: 320px;
    inline-size: 100%;
    min-inline-size: 240px;
    max-inline-size: 480px;
    block-size: 560px;
    min-block-size: 560px;
  }
  .phone {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    /* What the page puts below gets what is left: it pushes no button out. */
    grid-template-rows: 56px minmax(440px, 1fr) minmax(0, max-content);
    block-size: 100%;
    isolation: isolate;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    box-shadow: var(--_elev-2);
    overflow: clip;
  }
  .header {
    position: relative;
    z-index: 3;
    display: flex;
    align-items: center;
    min-inline-size: 0;
  }
  .header bfc-phone-status {
    position: static;
    flex: 1;
    min-inline-size: 50%;
  }
  ::slotted([slot='header']) {
    min-inline-size: 0;
    max-block-size: 100%;
    overflow: hidden;
  }
  ::slotted([slot='footer']) {
    min-block-size: 0;
    overflow: auto;
  }
  .body {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .body > bfc-line-switcher {
    flex: none;
  }
  .place {
    flex: 1;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .place > * {
    block-size: 100%;
  }

  .header > .settings {
    margin-inline: -4px 8px;
  }
  .settings[aria-expanded='true'] {
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }

  .count {
    flex: none;
    min-inline-size: 18px;
    padding-inline: 5px;
    border-radius: 9px;
    background: var(--_danger);
    font-size: 11px;
    line-height: 18px;
    font-weight: 600;
    text-align: center;
    color: var(--_on-danger);
  }
  .page > :first-child {
    flex: 1;
    min-block-size: 0;
  }
  /* What is wrong with the sound of the call behind the page, which gives way. */
  .sound > .notice {
    margin: 8px var(--pad);
  }

  /* Fix it: the microphone. */
  .fix {
    justify-content: flex-start;
    gap: 16px;
    padding: 16px var(--pad) 8px;
    overflow: hidden auto;
  }
  .fix > * {
    flex: none;
  }
  .fix-head {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
  }
  /* Under the settings' icon. */
  .fix-head > .icon-button {
    margin-inline-end: -8px;
  }
  .fix-title {
    font-size: 18px;
    line-height: 26px;
    font-weight: 600;
    letter-spacing: -0.005em;
  }
  .fix-detail {
    margin-block-start: 4px;
    font-size: 13px;
    color: var(--_text-muted);
  }
  /* The number that is called again may be a long one. */
  .fix + .actions > .primary > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .steps {
    counter-reset: step;
    display: grid;
    gap: 12px;
  }
  .steps > li {
    counter-increment: step;
    position: relative;
    padding-block-start: 2px;
    padding-inline-start: 34px;
    font-size: 13px;
    line-height: 20px;
  }
  .steps > li::before {
    content: counter(step);
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    display: grid;
    place-items: center;
    box-sizing: border-box;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: var(--_surface-strong);
    font-size: 12px;
    font-weight: 600;
  }
  .address,
  .allow {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    block-size: 32px;
    margin-block-start: 8px;
    background: var(--_surface-soft);
    font-size: 12px;
  }
  .address {
    padding-inline: 4px 12px;
    border-radius: 16px;
    color: var(--_text-muted);
  }
  .address > span {
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    flex: none;
    border-radius: 50%;
    color: var(--_accent-text);
    box-shadow: 0 0 0 2px var(--_accent-text);
  }
  .allow {
    padding-inline: 12px 8px;
    border-radius: var(--_radius-s);
  }
  .allow .icon {
    color: var(--_text-muted);
  }
  .switch {
    position: relative;
    inline-size: 28px;
    block-size: 16px;
    flex: none;
    margin-inline-start: auto;
    border-radius: 8px;
    background: var(--_accent);
  }
  .switch::after {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-end: 2px;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--_on-accent);
  }

  @container (max-width: 279px) {
    .header > .settings {
      inline-size: 36px;
      margin-inline: -4px 2px;
    }
    .count {
      min-inline-size: 16px;
      padding-inline: 4px;
      line-height: 16px;
    }
    .fix {
      gap: 12px;
      padding-block-start: 4px;
    }
    .fix .void-icon {
      inline-size: 44px;
      block-size: 44px;
    }
    .steps {
      gap: 10px;
    }
  }
  @media (forced-colors: active) {
    .phone {
      border-color: CanvasText;
    }
    .steps > li::before {
      border: 1px solid CanvasText;
    }
  }
`;
