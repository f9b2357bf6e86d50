/** On paper: a page for the learner, then a page for the counsellor, on white, without buttons. */
import { css } from "lit";

export const print = css`
  @media print {
    :host {
      --ground: #fff !important;
      --surface: #fff !important;
      --ink: #000 !important;
      --soft: #444 !important;
      --line: #bbb !important;
      --accent: #0b6b66 !important;
      --tint: #eef5f4 !important;
      --body: 10pt !important;
      --small: 8.5pt !important;
      --large: 11.5pt !important;
      --title: 17pt !important;
      color-scheme: light !important;
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }

    .bar,
    .listen,
    .actions,
    .row-of-buttons,
    button {
      display: none !important;
    }

    .print {
      display: block;
    }

    .print > .page,
    .again {
      break-before: page;
    }

    .cards {
      grid-template-columns: repeat(auto-fit, minmax(52mm, 1fr));
      align-items: start;
      gap: 0.5rem;
    }

    .group,
    .notes {
      gap: 0.375rem;
    }

    .notes {
      padding: 0.5rem 0.75rem;
    }

    .reached {
      gap: 0.625rem;
    }

    .reached > .pictogram {
      inline-size: 2.25rem;
      block-size: 2.25rem;
    }

    .scale-drawing {
      margin-block: -0.125rem;
    }

    :is(th, td) {
      padding: 0.25rem 0.5rem;
    }

    .frame {
      max-inline-size: none;
      padding: 0;
    }

    .screen,
    .page {
      padding: 0;
      gap: 0.625rem;
      animation: none;
    }

    .card,
    .notes,
    tr {
      break-inside: avoid;
    }

    h3 {
      break-after: avoid;
    }

    .card {
      padding: 0.625rem;
      gap: 0.375rem;
    }

    .scroll,
    .log {
      overflow: visible;
      max-block-size: none;
    }

    thead {
      display: table-header-group;
    }
  }
`;
