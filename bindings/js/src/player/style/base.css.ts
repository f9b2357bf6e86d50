/** The frame, type, buttons, pictograms: what every screen is made of. Logical properties, so that right-to-left languages mirror. */
import { css } from "lit";

export const base = css`
  :host {
    display: block;
    color: var(--ink);
    background: var(--ground);
    font: 400 var(--body) / 1.5 var(--font);
    text-align: start;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    text-indent: 0;
    white-space: normal;
    visibility: visible;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  .frame {
    display: flex;
    flex-direction: column;
    min-block-size: var(--thetis-min-height, 0);
    max-inline-size: var(--thetis-max-width, 42rem);
    margin-inline: auto;
    padding-inline: var(--gutter);
  }

  .frame:lang(ar),
  .frame:lang(fa),
  .frame:lang(ur) {
    line-height: 1.75;
  }

  .frame.wide {
    max-inline-size: 64rem;
  }

  .screen {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 1.25rem;
    padding-block: 0.5rem 0;
    animation: arrive 0.18s ease-out;
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }

  h1,
  h2,
  h3 {
    font-weight: 650;
    line-height: 1.25;
    overflow-wrap: anywhere;
    hyphens: auto;
    hyphenate-limit-chars: 12 5 5;
    text-wrap: balance;
  }

  :lang(ar) > :is(h2, h3) {
    line-height: 1.5;
  }

  h1,
  h2 {
    font-size: var(--title);
  }

  h3 {
    font-size: var(--large);
  }

  p,
  li,
  dd {
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }

  /* Headings get the focus for those who listen; only what can be operated shows a ring. */
  h2:focus {
    outline: none;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    text-transform: none;
  }

  .soft {
    color: var(--soft);
  }

  .small {
    font-size: var(--small);
    color: var(--soft);
  }

  :host([author]) [data-fallback]::after {
    content: " [" attr(lang) "]";
    color: var(--warn);
  }

  .pictogram {
    flex: none;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 3;
    stroke-linecap: round;
    stroke-linejoin: round;
    overflow: visible;
  }

  .pictogram .accent {
    stroke: var(--accent);
  }

  .pictogram .full {
    fill: currentcolor;
  }

  .pictogram .full.accent {
    fill: var(--accent);
  }

  [dir="rtl"] .mirror {
    transform: scaleX(-1);
  }

  .primary .accent,
  .quiet .accent,
  .danger .accent {
    stroke: currentcolor;
  }

  .primary .full.accent,
  .quiet .full.accent {
    fill: currentcolor;
  }

  /* Buttons */

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.625rem;
    min-block-size: 3rem;
    min-inline-size: 3rem;
    margin: 0;
    padding: 0.625rem 1rem;
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font: inherit;
    line-height: 1.3;
    text-align: center;
    overflow-wrap: anywhere;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }

  button > span {
    min-inline-size: 0;
  }

  .primary {
    min-block-size: 3.5rem;
    padding-inline: 1.5rem;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 650;
    font-size: 1.125rem;
  }

  .secondary,
  .danger {
    border-color: currentcolor;
    color: var(--accent);
    font-weight: 600;
  }

  .danger {
    color: var(--warn);
  }

  .quiet {
    padding-inline: 0.75rem;
    color: var(--soft);
    font-size: var(--small);
    font-weight: 500;
  }

  .pill {
    border-color: var(--soft);
    border-radius: 2rem;
    background: var(--surface);
    padding: 0.5rem 1rem;
    font-size: var(--small);
    font-weight: 600;
  }

  [aria-pressed="true"].pill {
    border: 2px solid var(--accent);
    background: var(--tint);
  }

  @media (hover: hover) {
    .primary:hover {
      background: color-mix(in srgb, var(--accent) 88%, var(--ink));
    }

    .secondary:hover,
    .quiet:hover,
    .pill:hover {
      background: var(--tint);
      color: var(--ink);
    }

    .danger:hover {
      background: var(--warn);
      color: var(--ground);
    }
  }

  @media (forced-colors: active) {
    .primary {
      border: 2px solid ButtonText;
      forced-color-adjust: none;
    }
  }

  .notice {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding: 0.875rem 1rem;
    border-radius: var(--radius);
    border-inline-start: 4px solid var(--accent);
    background: var(--tint);
  }

  .notice.care {
    border-color: var(--warn);
  }

  .notice > :last-child {
    flex: 1;
    min-inline-size: 0;
  }

  .stack {
    display: grid;
    gap: 0.5rem;
  }

  .screen > .row-of-buttons {
    padding-block-end: 1.5rem;
  }

  .row-of-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }

  .row-of-buttons > * {
    flex: 1 1 auto;
  }

  /* What is read aloud. */
  [data-reading] {
    background: var(--tint);
    box-shadow: 0 0 0 0.25rem var(--tint);
    border-radius: 0.125rem;
    text-decoration: underline 2px var(--accent);
    text-underline-offset: 0.25em;
  }

  ::highlight(thetis-reading) {
    background-color: var(--accent);
    color: var(--on-accent);
  }

  summary {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3rem;
    font-weight: 600;
    cursor: pointer;
    border-radius: 0.25rem;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary::before {
    content: "";
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin: 0.25rem;
    border: solid var(--accent);
    border-width: 0 2.5px 2.5px 0;
    transform: translateY(-2px) rotate(45deg);
  }

  details[open] > summary::before {
    transform: translateY(2px) rotate(225deg);
  }

  .print {
    display: none;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 1ms !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }

  .with-pictogram {
    display: flex;
    gap: 0.625rem;
  }

  .with-pictogram > :last-child {
    flex: 1;
    min-inline-size: 0;
  }
`;
