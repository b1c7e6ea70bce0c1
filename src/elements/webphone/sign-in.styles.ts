import { css, type CSSResultGroup } from 'lit';
import { noticeStyles } from '../styles/notice.js';

const form = css`
  .sign-in {
    gap: 12px;
    padding: 16px var(--pad) 12px;
    overflow: hidden auto;
  }
  .sign-in > * {
    flex: none;
  }
  /* A notice moves the heading, not the fields. */
  .sign-in > :first-child {
    margin-block-start: auto;
  }
  .sign-in::after {
    content: '';
    flex: 0 1 72px;
  }
  .field-head {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin-block-end: 4px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_text-muted);
  }
  .missing {
    color: var(--_danger-text);
  }
  .field {
    display: block;
    inline-size: 100%;
    block-size: 44px;
    padding-inline: 12px;
    border-radius: var(--_radius-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border-control);
    text-overflow: ellipsis;
  }
  .field[aria-invalid] {
    box-shadow: inset 0 0 0 2px var(--_danger-text);
  }
  .field:focus-visible {
    outline-offset: -2px;
    box-shadow: none;
  }
  .field::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  @media (forced-colors: active) {
    .field {
      border: 1px solid ButtonText;
    }
  }
`;

export const signInStyles: CSSResultGroup = [noticeStyles, form];
