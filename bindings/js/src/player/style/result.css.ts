/** The result, and the counsellor's page. */
import { css } from "lit";

export const result = css`
  /* What is wider than the screen, as tables are, is scrolled within its own box. */
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.75rem;
  }

  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  .group > h3 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .cards {
    display: grid;
    gap: 0.75rem;
  }

  .card {
    display: grid;
    gap: 0.875rem;
    padding: 1.125rem;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) + 0.25rem);
    background: var(--surface);
  }

  .card h4 {
    margin: 0;
    font-size: 1.06em;
    font-weight: 650;
    line-height: 1.3;
    overflow-wrap: anywhere;
    hyphens: auto;
  }

  .standing {
    display: grid;
    gap: 0.625rem;
  }

  .standing + .standing {
    padding-block-start: 0.875rem;
    border-block-start: 1px dashed var(--line);
  }

  .reached {
    display: flex;
    align-items: center;
    gap: 1rem;
  }

  .reached > .pictogram {
    inline-size: 3.5rem;
    block-size: 3.5rem;
    stroke-width: 2.25;
  }

  .reached > div {
    flex: 1;
    min-inline-size: 0;
  }

  .level {
    font-size: var(--large);
    font-weight: 650;
    line-height: 1.3;
    color: var(--accent);
  }

  .chance {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.75rem;
  }

  .ten {
    inline-size: 7.375rem;
    block-size: 0.625rem;
    stroke: var(--accent);
    stroke-width: 1.5;
    fill: none;
  }

  .ten .yes {
    fill: var(--accent);
  }

  [dir="rtl"] .ten {
    transform: scaleX(-1);
  }

  .scale-drawing {
    display: block;
    inline-size: 100%;
    block-size: 1.75rem;
    overflow: visible;
  }

  [dir="rtl"] .scale-drawing {
    transform: scaleX(-1);
  }

  .scale-drawing .segment {
    fill: var(--soft);
    fill-opacity: 0.7;
  }

  .scale-drawing .uncertain {
    fill: var(--tint);
    stroke: var(--accent);
    stroke-width: 2;
  }

  .scale-drawing .estimate {
    fill: var(--accent);
  }

  @media (forced-colors: active) {
    .scale-drawing .segment {
      fill: CanvasText;
      fill-opacity: 1;
    }
  }

  .ends {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
    margin-block-start: -0.375rem;
    font-size: var(--small);
    color: var(--soft);
  }

  .requirements {
    display: grid;
    gap: 1.125rem;
  }

  .met {
    display: grid;
    gap: 0.5rem;
  }

  .requirement {
    display: flex;
    gap: 1rem;
  }

  .requirement > .pictogram {
    inline-size: 2.5rem;
    block-size: 2.5rem;
  }

  .requirement > div,
  .modules .card > div {
    display: grid;
    flex: 1;
    gap: 0.25rem;
    min-inline-size: 0;
  }

  .part-title {
    padding-block-start: 1rem;
    border-block-start: 1px dashed var(--line);
    font-weight: 600;
  }

  .part-title:first-child {
    padding-block-start: 0;
    border: 0;
  }

  .modules .card {
    display: flex;
    gap: 1rem;
  }

  .turn {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border: 2px solid var(--accent);
    border-radius: 50%;
    color: var(--accent);
    font-size: var(--large);
    font-weight: 650;
  }

  .card .asked {
    font-size: 1.06em;
  }

  .reason {
    padding-block-start: 0.875rem;
    border-block-start: 1px dashed var(--line);
  }

  .notes {
    display: grid;
    gap: 0.5rem;
    padding: 1.125rem;
    border-radius: var(--radius);
    background: var(--tint);
  }

  .notes h3 {
    font-size: 1.06em;
  }

  /* The counsellor's page */

  .numbers {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
    gap: 0.875rem 1.25rem;
  }

  .numbers dt {
    font-size: var(--small);
    color: var(--soft);
  }

  .numbers dd {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .scroll {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--small);
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.625rem 0.75rem;
    border-block-end: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
  }

  tbody tr:last-child > * {
    border-block-end: 0;
  }

  thead th {
    color: var(--soft);
    font-weight: 600;
    vertical-align: bottom;
  }

  tbody th {
    min-inline-size: 10rem;
    font-weight: 600;
  }

  .figure-cell {
    text-align: end;
    white-space: nowrap;
  }

  .chances {
    display: grid;
    gap: 0.125rem;
    min-inline-size: 11rem;
  }

  .chances li {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }

  .chances .likeliest {
    font-weight: 650;
  }

  .answer-cell {
    min-inline-size: 12rem;
  }

  .parts {
    padding-inline-start: 1.25rem;
    list-style: decimal;
  }

  .log {
    max-block-size: 8rem;
    overflow: auto;
    padding: 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font: 0.75rem / 1.5 ui-monospace, monospace;
    overflow-wrap: anywhere;
    user-select: all;
  }
`;
