import { css } from 'lit';

/** Who is at the other end: the same lines in the call and while it rings. */
export const identityStyles = css`
  .via {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-inline-size: 0;
    font-size: 12px;
    line-height: 16px;
    color: var(--_text-muted);
  }
  .name {
    margin-block-start: 6px;
    font-size: 22px;
    line-height: 32px;
    font-weight: 600;
    letter-spacing: -0.01em;
    text-align: center;
  }
  .number {
    min-block-size: 20px;
    color: var(--_text-muted);
    text-align: center;
  }
  .avatar {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-size: 14px;
    line-height: 1;
    font-weight: 600;
  }
  .avatar.plain {
    background: var(--_surface-soft);
    color: var(--_text-muted);
  }
  .pulse::before,
  .pulse::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 50%;
    box-shadow: 0 0 0 2px var(--_positive-text);
    opacity: 0;
    animation: bfc-pulse 1.8s var(--_ease) infinite;
  }
  .pulse::after {
    animation-delay: 0.6s;
  }
  @keyframes bfc-pulse {
    0% {
      scale: 1;
      opacity: 0.6;
    }
    100% {
      scale: 1.55;
      opacity: 0;
    }
  }
  @container (max-width: 279px) {
    .name {
      font-size: 20px;
      line-height: 28px;
    }
  }
  @container (min-width: 380px) {
    .name {
      font-size: 24px;
      line-height: 34px;
    }
  }
  @media (forced-colors: active) {
    .avatar {
      border: 1px solid CanvasText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pulse::before {
      animation: none;
      opacity: 0.5;
      scale: 1.15;
    }
    .pulse::after {
      animation: none;
      opacity: 0.25;
      scale: 1.32;
    }
  }
`;
