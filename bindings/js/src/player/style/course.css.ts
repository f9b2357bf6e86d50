/** The bar, the welcome, the question, the languages, what asks and what went wrong. */
import { css } from "lit";

export const course = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem;
    min-block-size: 4rem;
    padding-block: 0.5rem;
  }

  .bar .quiet {
    font-weight: 600;
  }

  .bar > .quiet:first-child {
    margin-inline-start: -0.75rem;
  }

  .bar > .quiet:last-child {
    margin-inline-end: -0.75rem;
  }

  .listen {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  /* Stays in reach of the thumb however long the page is, but only where it leaves enough of the page. */
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.625rem;
    margin-block-start: auto;
    padding-block: 0.75rem;
  }

  .actions > * {
    flex: 1 1 auto;
    padding-inline: 0.875rem;
  }

  .actions > .primary {
    flex-grow: 4;
  }

  @media (min-height: 30rem) and (max-width: 44rem) {
    .actions {
      position: var(--thetis-actions, sticky);
      inset-block-end: 0;
      z-index: 2;
      margin-inline: calc(-1 * var(--gutter));
      padding-inline: var(--gutter);
      border-block-start: 1px solid var(--line);
      background: var(--ground);
    }

    /* What has the focus or is read aloud is scrolled clear of it. */
    .screen :is(input, button, select, summary, a, [tabindex], [data-reading]) {
      scroll-margin-block: 1rem 10rem;
    }

    .actions button {
      scroll-margin-block: 0;
    }
  }

  @media (min-width: 44rem) {
    .screen {
      gap: 1.5rem;
      padding-block-start: clamp(0.5rem, 3vh, 2.5rem);
    }

    .actions {
      margin-block-start: 0;
    }

    .actions > * {
      flex: 0 1 auto;
      padding-inline: 1.5rem;
    }

    .actions > .primary {
      flex-grow: 0;
      min-inline-size: 14rem;
    }
  }

  /* Welcome */

  .lead {
    font-size: clamp(var(--body), 1rem + 0.4vw, 1.1875rem);
  }

  .facts {
    display: grid;
    gap: 0.875rem;
  }

  .facts li {
    display: flex;
    align-items: center;
    gap: 1rem;
  }

  .facts .pictogram {
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0.5rem;
    border-radius: 50%;
    background: var(--tint);
  }

  .facts li > :last-child {
    flex: 1;
    min-inline-size: 0;
  }

  .title-row {
    display: grid;
    gap: 0.75rem;
  }

  /* Question */

  .progress {
    display: grid;
    gap: 0.5rem;
    font-size: var(--small);
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }

  .beside {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
  }

  .track {
    display: block;
    inline-size: 100%;
    block-size: 0.375rem;
    border-radius: 1rem;
  }

  [dir="rtl"] .track {
    transform: scaleX(-1);
  }

  .track .rest {
    fill: var(--line);
  }

  .track .done {
    fill: var(--accent);
  }

  @media (forced-colors: active) {
    .track {
      border: 1px solid CanvasText;
    }

    .track .rest {
      fill: Canvas;
    }
  }

  .stimulus {
    display: grid;
    gap: 0.75rem;
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .stimulus h2 {
    font-size: var(--large);
  }

  .stimulus .words {
    white-space: pre-line;
  }

  .stimulus .picture,
  .figure .picture {
    display: block;
  }

  .stimulus .picture img,
  .figure .picture img {
    inline-size: auto;
    max-inline-size: 100%;
    block-size: auto;
    max-block-size: min(20rem, 40vh);
    margin-inline: auto;
  }

  audio {
    inline-size: 100%;
    min-block-size: 3.375rem;
  }

  .task {
    display: grid;
    gap: 1rem;
  }

  .task > legend {
    padding-block-end: 1rem;
    inline-size: 100%;
  }

  .stem {
    font-size: clamp(1.25rem, 1.05rem + 1.1vw, 1.625rem);
    line-height: 1.35;
    font-weight: 600;
    white-space: pre-line;
    text-wrap: pretty;
  }

  .stem.short {
    font-size: clamp(1.5rem, 1.2rem + 1.7vw, 2.125rem);
    line-height: 1.25;
    text-wrap: balance;
  }

  .stem:lang(ar) {
    line-height: 1.55;
  }

  .prompt,
  .instruction {
    color: var(--soft);
  }

  .prompt {
    display: block;
    margin-block-start: 0.5rem;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-inline: -0.75rem;
  }

  .ways .quiet {
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-underline-offset: 0.3em;
  }

  /* Languages */

  .languages {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
    gap: 0.75rem;
  }

  .languages li {
    display: flex;
    gap: 0.5rem;
  }

  .languages .choose {
    flex: 1;
    justify-content: space-between;
    min-block-size: 3.5rem;
    border-color: var(--soft);
    background: var(--surface);
    font-size: var(--large);
    text-align: start;
  }

  .occupations .choose {
    justify-content: start;
    gap: 1rem;
    min-block-size: 4.5rem;
  }

  .occupations .choose > .pictogram:first-child {
    flex: none;
    inline-size: 2.75rem;
    block-size: 2.75rem;
  }

  .occupations .choose > :nth-child(2) {
    flex: 1;
    min-inline-size: 0;
  }

  .languages [aria-current] {
    border: 2px solid var(--accent);
    background: var(--tint);
    font-weight: 650;
  }

  .languages .sound {
    inline-size: 3.5rem;
    padding: 0;
    border-color: var(--line);
    background: var(--surface);
  }

  @media (hover: hover) {
    .languages button:hover {
      border-color: var(--accent);
    }
  }

  /* What asks, what waits, what went wrong */

  .sign .pictogram {
    display: block;
    inline-size: 5rem;
    block-size: 5rem;
    padding: 1.25rem;
    border-radius: 50%;
    background: var(--tint);
  }

  .alarm .pictogram {
    background: none;
    border: 2px solid;
    color: var(--warn);
  }

  .alarm .accent {
    stroke: currentcolor;
  }

  .detail {
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font: var(--small) / 1.5 ui-monospace, monospace;
    overflow-wrap: anywhere;
  }

  .waiting {
    align-items: center;
    justify-content: center;
    min-block-size: 12rem;
    color: var(--soft);
    text-align: center;
    animation: arrive 0.3s 0.6s both;
  }

  .dots {
    display: flex;
    gap: 0.5rem;
  }

  .dots i {
    inline-size: 0.75rem;
    block-size: 0.75rem;
    border-radius: 50%;
    background: var(--accent);
    forced-color-adjust: none;
    animation: dot 1.2s infinite alternate ease-in-out;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.4s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.8s;
  }

  @keyframes dot {
    from {
      opacity: 0.25;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
`;
