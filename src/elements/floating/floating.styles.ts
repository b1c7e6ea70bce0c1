import { css } from 'lit';

/** The frame of the floating phone. In the page's flow it is no box at all. */
export const floatingStyles = css`
  .float,
  .sheet {
    display: contents;
  }
  .sheet[hidden] {
    display: none;
  }
  :host([layout='floating']:not([hidden])) {
    display: contents;
  }
  :host([layout='floating']) .float {
    position: fixed;
    z-index: var(--bfc-z-index, 10000);
    display: block;
    /* As wide as it is when it is open: read from here where it is closed. */
    max-inline-size: min(var(--bfc-floating-width, 320px), 100vw - 16px);
  }
  :host([layout='floating'][open]) .float {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    inline-size: 100vw;
    block-size: min(592px, 100dvh - 16px);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    box-shadow:
      var(--_elev-3),
      0 0 0 1px var(--_border);
    overflow: clip;
  }
  :host([layout='floating'][open]) .sheet {
    display: block;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    /* In a low window the buttons that matter stay at its foot. */
    --_keep-in-sight: sticky;
    --_in-sight-layer: 4;
    scroll-padding-block-end: 76px;
  }
  :host([layout='floating']) .phone {
    min-block-size: 560px;
    border: 0;
    border-radius: 0;
    box-shadow: none;
  }
  .float > bfc-mini-phone {
    inline-size: min(280px, var(--bfc-floating-width, 320px), 100vw - 16px);
  }

  :host([layout='floating'][open]) .float {
    animation: bfc-open var(--_slow) var(--_ease);
  }
  :host([layout='floating']:not([open])) .float {
    animation: bfc-close var(--_slow) var(--_ease);
  }
  /* Two names, so that each change of the state begins anew. */
  @keyframes bfc-open {
    from {
      opacity: 0;
      scale: 0.96;
    }
  }
  @keyframes bfc-close {
    from {
      opacity: 0;
      scale: 0.96;
    }
  }

  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_elev-3);
  }
  .badge {
    position: absolute;
    inset-block-end: 1px;
    inset-inline-end: 1px;
    display: grid;
    place-items: center;
    inline-size: 16px;
    block-size: 16px;
    border-radius: 50%;
    background: var(--_surface);
  }
  .launcher > .count {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    box-shadow: 0 0 0 2px var(--_surface);
  }

  .grip {
    display: flex;
    align-items: center;
    flex: none;
    block-size: 32px;
    padding-inline-end: 4px;
    background: var(--_surface-soft);
    color: var(--_text-muted);
  }
  .handle {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: 1;
    min-inline-size: 0;
    block-size: 32px;
    padding-inline: 12px;
    border-radius: var(--_radius-s);
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
  }
  .grip > .icon-button {
    inline-size: 36px;
    block-size: 32px;
    border-radius: var(--_radius-s);
  }
  .grip > :focus-visible {
    outline-offset: -2px;
  }
  [data-drag] {
    cursor: grab;
    touch-action: none;
  }
  .dragged,
  .dragged [data-drag] {
    cursor: grabbing;
  }

  @media (hover: hover) {
    .launcher:hover {
      box-shadow: var(--_hover), var(--_elev-3);
    }
    .grip > .icon-button:hover {
      background: var(--_surface-strong);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .float {
      scale: 1 !important;
    }
  }
  @media (forced-colors: active) {
    :host([layout='floating'][open]) .float {
      border: 1px solid CanvasText;
    }
    .launcher {
      border: 2px solid ButtonText;
    }
    .badge {
      color: ButtonText;
    }
  }
`;
