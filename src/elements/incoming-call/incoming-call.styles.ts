import { css } from 'lit';

export const incomingCallStyles = css`
  :host {
    block-size: 100%;
  }
  .main > .notice-place {
    flex: none;
    padding-inline: var(--pad);
  }
  .caller {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-block-size: 0;
    padding-inline: var(--pad);
    text-align: center;
  }
  .caller > * {
    max-inline-size: 100%;
  }
  .caller .avatar {
    inline-size: 64px;
    block-size: 64px;
    font-size: 20px;
  }
  .caller .name {
    margin-block-start: 24px;
  }
  .caller .via {
    block-size: 28px;
    margin-block-start: 10px;
    padding-inline: 12px;
    border-radius: var(--_radius-full);
    background: var(--_surface-soft);
    color: var(--_text);
    font-weight: 500;
  }
  .details {
    flex: none;
    margin: 0 var(--pad) 12px;
    padding: 8px 12px;
    border-radius: var(--_radius-m);
    box-shadow: inset 0 0 0 1px var(--_border);
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
    max-block-size: 96px;
    overflow: auto;
  }
  .details.empty {
    display: none;
  }

  /* Over a live call: covers the name only. */
  .card {
    --pad: 8px;
    --gap: 8px;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    border-radius: var(--_radius-l);
    background: var(--_surface);
    box-shadow:
      inset 0 0 0 1px var(--_border),
      var(--_elev-2);
    animation: bfc-card var(--_base) var(--_ease);
  }
  @keyframes bfc-card {
    from {
      opacity: 0;
      translate: 0 16px;
    }
  }
  .card-head {
    flex: 1 0 auto;
    display: grid;
    grid-template-columns: 44px minmax(0, 1fr);
    align-items: center;
    column-gap: 20px;
    min-block-size: 0;
    padding: 8px 20px;
  }
  .card-kind {
    font-size: 12px;
    line-height: 16px;
    font-weight: 600;
    color: var(--_positive-text);
  }
  .card-name {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  .card-number {
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  /* The name and the offer come first: what the page knows takes what is left, and scrolls. */
  .card .details {
    flex: 0 1 auto;
    min-block-size: 0;
    margin: 0 8px 8px;
  }
  .card .offer {
    padding: 0 8px 8px;
  }
  @container (max-width: 279px) {
    .card-head {
      grid-template-columns: 36px minmax(0, 1fr);
      column-gap: 14px;
      padding: 8px 14px;
    }
    .card-head .avatar {
      inline-size: 36px;
      block-size: 36px;
      font-size: 12px;
    }
  }
  @media (forced-colors: active) {
    .card,
    .details {
      border: 1px solid CanvasText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
  }
`;
