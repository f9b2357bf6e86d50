/** What keeps the page's own style out. A shadow root keeps selectors out, but not what is inherited, nor the size of the page's root. */
import { css, type CSSResult, unsafeCSS } from "lit";

/**
 * Rules of the page that reach for everything (`* { color: red !important }`) also reach the element itself. Inside an `!important` of the
 * shadow tree outweighs theirs; what is inherited begins anew at the frame. Where the element stands is the page's affair: its display,
 * margins and borders are left alone.
 */
export const isolation = css`
  :host {
    background: var(--ground) !important;
    font-size: medium !important;
    text-decoration: none !important;
    transition: none !important;
  }

  .frame {
    all: initial;
    color-scheme: inherit;
    print-color-adjust: inherit;
    -webkit-print-color-adjust: inherit;
    visibility: inherit;
    color: var(--ink);
    font: 400 var(--body) / 1.5 var(--font);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
`;

/**
 * Lengths are written in rem, which is the page's: many pages make it ten pixels. Here it is `medium`, the size the person has chosen in the
 * browser. Only as a registered property is it worked out where it is set; where there is none (before 2024) the page's rem has to do.
 */
const registered = (): boolean => {
  try {
    CSS.registerProperty({ name: "--rem", syntax: "<length>", inherits: true, initialValue: "16px" });
    return true;
  } catch (error) {
    // Already: by another copy of this file.
    return (error as Error).name === "InvalidModificationError";
  }
};

/** To be put first: one rem of the player. */
export const rem: readonly CSSResult[] = registered() ? [css`:host{--rem:1em}`] : [];

/** The sheet with lengths of its own. In conditions of @media rem is `medium` already. */
export const own = ({ cssText }: CSSResult): CSSResult =>
  unsafeCSS(cssText.replace(/@(?:media|container)[^{]+|(-?[\d.]+)rem\b/g, (all, size: string | undefined) => (size ? `calc(${size}*var(--rem,1rem))` : all)));
