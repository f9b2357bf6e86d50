/** Colours, sizes and type. Integrators set the public names; inside only the private ones are used. */
import { css } from "lit";

const light = css`
  --ground: var(--thetis-ground, #f7f6f2);
  --surface: var(--thetis-surface, #fff);
  --ink: var(--thetis-ink, #1c2423);
  --soft: var(--thetis-soft, #56615f);
  --line: var(--thetis-line, #d9dcd6);
  --accent: var(--thetis-accent, #0b6b66);
  --on-accent: var(--thetis-on-accent, #fff);
  --tint: var(--thetis-tint, #e4f1ef);
  --warn: var(--thetis-warn, #a32f1c);
`;

const dark = css`
  --ground: var(--thetis-ground, #121716);
  --surface: var(--thetis-surface, #1b2221);
  --ink: var(--thetis-ink, #e8edeb);
  --soft: var(--thetis-soft, #a4b1ae);
  --line: var(--thetis-line, #36403e);
  --accent: var(--thetis-accent, #6bccc1);
  --on-accent: var(--thetis-on-accent, #06211e);
  --tint: var(--thetis-tint, #1b3532);
  --warn: var(--thetis-warn, #ff9d8a);
`;

/** `theme="light"` or `theme="dark"` on the element holds against what the device prefers. */
export const tokens = css`
  :host {
    ${light}
    --radius: var(--thetis-radius, 0.75rem);
    --font: var(--thetis-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
    --small: 0.875rem;
    --body: 1.0625rem;
    --large: 1.25rem;
    --title: clamp(1.5rem, 1.25rem + 1.3vw, 2.125rem);
    --gutter: clamp(1rem, 4vw, 2rem);
    color-scheme: light;
  }

  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${dark}
      color-scheme: dark;
    }
  }

  :host([theme="dark"]) {
    ${dark}
    color-scheme: dark;
  }

  @media (forced-colors: active) {
    :host {
      --ground: Canvas !important;
      --surface: Canvas !important;
      --ink: CanvasText !important;
      --soft: CanvasText !important;
      --line: CanvasText !important;
      --accent: Highlight !important;
      --on-accent: HighlightText !important;
      --tint: Canvas !important;
      --warn: CanvasText !important;
    }
  }
`;
