/** The counsellor's side: the guide to the conversation, the counsellor's language, help beside a question; and its page on paper. */
import { css } from "lit";

export const counsellor = css`
  .topics {
    display: grid;
    gap: 0.75rem;
  }

  .more {
    display: grid;
    gap: inherit;
  }

  .topic {
    display: grid;
    align-content: start;
    gap: 0.625rem;
    padding: 1.125rem;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) + 0.25rem);
    background: var(--surface);
  }

  .topic.care {
    border-color: var(--warn);
  }

  .topic h4 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    margin: 0;
    font-size: 1.06em;
    font-weight: 650;
    line-height: 1.3;
  }

  .points {
    display: grid;
    gap: 0.75rem;
  }

  .points > li {
    display: grid;
    gap: 0.25rem;
  }

  .points > li + li {
    padding-block-start: 0.75rem;
    border-block-start: 1px dashed var(--line);
  }

  .asks {
    display: grid;
    gap: 0.375rem;
  }

  .asks > li {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--accent);
  }

  .own-language {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.875rem;
  }

  .own-language select,
  .field :is(input, select) {
    min-block-size: 3rem;
    max-inline-size: 100%;
    padding-inline: 0.875rem;
    border: 2px solid var(--soft);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font: inherit;
  }

  .proof form,
  .proof .field {
    display: grid;
    gap: 0.5rem;
  }

  .proof :is(form, details > .stack) {
    gap: 1rem;
  }

  /* A long name does not make a column wide. */
  .proof :is(.topics, .topic, .stack, form, .field) {
    grid-template-columns: minmax(0, 1fr);
  }

  /* Where nothing is said yet, there is no gap for it. */
  .proof [aria-live]:empty {
    position: absolute;
  }

  .proof .topic {
    gap: 1rem;
    background: var(--ground);
  }

  .proof :is(summary + *, .says .stack) {
    padding-block-start: 0.375rem;
  }

  .proof details details {
    padding-inline: 1rem;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
  }

  .proof details details[open] {
    padding-block-end: 1rem;
  }

  .proof code {
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }

  section.assisted {
    display: grid;
    gap: 0.75rem;
  }

  section.assisted.notice {
    display: flex;
    align-items: start;
  }

  section.assisted > button {
    justify-self: start;
  }

  /* Its language may be written in the other direction. */
  .desk[dir="ltr"] .mirror {
    transform: none;
  }

  /* In columns, each read to its end before the next. */
  @media screen and (min-width: 56rem) {
    .topics {
      display: block;
      columns: 2;
      column-gap: 0.75rem;
    }

    .topic {
      break-inside: avoid;
      margin-block-end: 0.75rem;
    }
  }

  @media print {
    .on-screen,
    .assisted {
      display: none !important;
    }

    /* One page: numbers a line each, a guide of two columns. */
    .desk {
      --small: 6.5pt !important;
      font-size: 7.5pt;
      line-height: 1.2;
      gap: 0.25rem;
    }

    .desk h2 {
      font-size: 13pt;
    }

    .desk h3 {
      font-size: 9pt;
    }

    .desk .group {
      gap: 0.125rem;
    }

    .desk :is(.topics, .more) {
      display: block;
      columns: 2;
      column-gap: 0.75rem;
    }

    .desk,
    .desk .group {
      grid-template-columns: minmax(0, 1fr);
    }

    .desk .more > .group {
      break-inside: avoid;
      margin-block-end: 0.375rem;
    }

    .desk .topic {
      gap: 0;
      padding: 0;
      border: 0;
      margin-block-end: 0.25rem;
    }

    .desk .topic h4 {
      gap: 0.25rem;
      break-after: avoid;
    }

    .desk .pictogram {
      inline-size: 0.875rem;
      block-size: 0.875rem;
    }

    .desk .points,
    .desk .asks {
      display: block;
    }

    .desk .points > li {
      display: block;
      break-inside: avoid;
    }

    .desk .points > li + li {
      padding: 0;
      border: 0;
    }

    .desk .points > li > p {
      display: inline;
    }

    .desk .asks > li {
      padding-inline-start: 0.375rem;
      border-inline-start-width: 1.5px;
    }

    .desk :is([data-topic="care"], [data-topic="unseen"]) :is(.asks, .asks > li) {
      display: inline;
      padding: 0;
      border: 0;
    }

    .desk :is(.told, [data-topic="unseen"] .points > li > p)::after {
      content: " –";
    }

    .desk .numbers,
    .desk .numbers :is(div, dt, dd) {
      display: inline;
    }

    .desk .numbers dd::before {
      content: " ";
    }

    .desk .numbers > div:not(:last-child)::after {
      content: " · ";
    }

    .desk .scroll {
      border: 0;
      border-block: 1px solid var(--line);
      border-radius: 0;
    }

    .desk :is(th, td) {
      min-inline-size: 0;
      padding: 0 0.1875rem;
      border-block-end-style: dotted;
    }

    .desk .more :is(th, td) {
      padding-inline: 0.125rem;
    }

    .desk :is(th, td):first-child {
      padding-inline-start: 0;
    }

    .desk table:has(.chances) {
      table-layout: fixed;
    }

    .desk table:has(.chances) th:first-child {
      inline-size: 25%;
    }

    .desk table:has(.chances) th:nth-child(4) {
      inline-size: 45%;
    }

    .desk thead th {
      white-space: normal;
      font-weight: 400;
      overflow-wrap: break-word;
    }

    .desk .chances,
    .desk .chances li {
      display: inline;
      min-inline-size: 0;
    }

    .desk .chances span {
      white-space: nowrap;
    }

    .desk .chances li + li::before {
      content: " · ";
    }

    .desk th br,
    .desk .repeated {
      display: none;
    }

    .desk .with-pictogram {
      font-size: inherit;
    }

    .desk .stack {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }

    .desk .notice {
      padding: 0 0.25rem;
      gap: 0.25rem;
      border-inline-start-width: 1.5px;
    }
  }
`;
