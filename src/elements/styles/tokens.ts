import { css } from 'lit';

/**
 * The look, as tokens. A page sets `--bfc-…` on any element above (or on ours); inside we read `--_…`, which falls
 * back to our own value. `light-dark()` follows `color-scheme`, so an element inside another one takes its theme.
 */
export const tokens = css`
  :host {
    --_font: var(
      --bfc-font,
      -apple-system,
      BlinkMacSystemFont,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      'Helvetica Neue',
      Arial,
      'Liberation Sans',
      sans-serif
    );
    --_radius-s: var(--bfc-radius-s, 8px);
    --_radius-m: var(--bfc-radius-m, 12px);
    --_radius-l: var(--bfc-radius-l, 16px);
    --_radius-full: var(--bfc-radius-full, 999px);
    --_ease: cubic-bezier(0.2, 0, 0, 1);
    --_fast: var(--bfc-motion-fast, 120ms);
    --_press: var(--bfc-motion-press, 80ms);
    --_base: var(--bfc-motion-base, 180ms);
    --_slow: var(--bfc-motion-slow, 260ms);

    --_surface: var(--bfc-surface, light-dark(#ffffff, #15181e));
    --_surface-soft: var(--bfc-surface-soft, light-dark(#f2f4f7, #20252d));
    --_surface-strong: var(--bfc-surface-strong, light-dark(#e5e9ef, #2c323c));
    --_surface-raised: var(--bfc-surface-raised, light-dark(#ffffff, #2b313b));
    --_surface-inverse: var(--bfc-surface-inverse, light-dark(#1d2430, #e9edf3));
    --_text: var(--bfc-text, light-dark(#141922, #eff2f6));
    --_text-muted: var(--bfc-text-muted, light-dark(#535c6a, #a6afbc));
    --_text-disabled: var(--bfc-text-disabled, light-dark(#8a93a0, #6d7684));
    --_text-inverse: var(--bfc-text-inverse, light-dark(#ffffff, #15181e));
    --_border: var(--bfc-border, light-dark(#e0e4ea, #2b313b));
    --_border-control: var(--bfc-border-control, light-dark(#7c8594, #818b99));
    --_accent: var(--bfc-accent, light-dark(#2b59d9, #4169e1));
    --_on-accent: var(--bfc-on-accent, #ffffff);
    --_accent-text: var(--bfc-accent-text, light-dark(#244ec4, #98b3ff));
    --_accent-soft: var(--bfc-accent-soft, light-dark(#eaf0ff, #1d2946));
    --_positive: var(--bfc-positive, light-dark(#13783f, #1a7f49));
    --_on-positive: var(--bfc-on-positive, #ffffff);
    --_positive-text: var(--bfc-positive-text, light-dark(#106a37, #63d79b));
    --_positive-soft: var(--bfc-positive-soft, light-dark(#e2f4ea, #143323));
    --_danger: var(--bfc-danger, light-dark(#cc2b21, #d3372d));
    --_on-danger: var(--bfc-on-danger, #ffffff);
    --_danger-text: var(--bfc-danger-text, light-dark(#b0241c, #ff9d95));
    --_danger-soft: var(--bfc-danger-soft, light-dark(#fdecea, #3d1d1b));
    --_warning: var(--bfc-warning, light-dark(#a85508, #e8a23a));
    --_warning-text: var(--bfc-warning-text, light-dark(#874205, #f4bf68));
    --_warning-soft: var(--bfc-warning-soft, light-dark(#fff2d9, #382a12));
    --_focus: var(--bfc-focus, light-dark(#1c4fdb, #a3bcff));
    /* Light: 12 % darker. Dark: a light inner ring. */
    --_hover:
      inset 0 0 0 26px light-dark(rgb(0 0 0 / 0.12), transparent),
      inset 0 0 0 2px light-dark(transparent, rgb(255 255 255 / 0.45));
    --_elev-1:
      0 1px 2px light-dark(rgb(20 25 34 / 0.12), rgb(0 0 0 / 0.5)),
      0 0 0 1px light-dark(rgb(20 25 34 / 0.05), rgb(255 255 255 / 0.05));
    --_elev-2:
      0 1px 2px light-dark(rgb(20 25 34 / 0.06), rgb(0 0 0 / 0.4)),
      0 12px 28px -10px light-dark(rgb(20 25 34 / 0.18), rgb(0 0 0 / 0.6));
    --_elev-3:
      0 2px 6px light-dark(rgb(20 25 34 / 0.08), rgb(0 0 0 / 0.4)),
      0 24px 56px -12px light-dark(rgb(20 25 34 / 0.34), rgb(0 0 0 / 0.8));
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
