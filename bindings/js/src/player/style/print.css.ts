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
      --body: 9.5pt !important;
      --small: 8pt !important;
      --large: 11pt !important;
      --title: 16pt !important;
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

    .cards,
    .requirements,
    .met {
      grid-template-columns: repeat(3, 1fr);
      align-items: start;
      gap: 1.5mm 3mm;
    }

    .cards:not(.modules) {
      grid-template-columns: 1fr 1fr;
    }

    /* A page that has much to tell is set smaller. */
    .dense {
      zoom: 0.87;
    }

    .title-row .lead {
      display: none;
    }

    .group,
    .notes {
      gap: 1.5mm;
    }

    h3 {
      font-size: var(--large);
    }

    .page,
    .page h4 {
      line-height: 1.3;
    }

    .page .pictogram {
      inline-size: 5mm;
      block-size: 5mm;
    }

    .card h4,
    .level,
    .with-pictogram {
      font-size: 9pt;
    }

    .card[part="competence"] > .with-pictogram {
      font-size: var(--small);
    }

    /* What is known of a competence stands side by side; the drawings say nothing that the words do not. */
    .card[part="competence"] {
      grid-template-columns: 1fr 1fr;
      align-items: start;
    }

    .card[part="competence"] > :not(.standing) {
      grid-column: 1 / -1;
    }

    .standing {
      gap: 0;
    }

    .standing + .standing {
      padding: 0;
      border: 0;
    }

    .means,
    .tip,
    .about,
    .scale-drawing,
    .of-drawing,
    .ends,
    .ten,
    .items {
      display: none;
    }

    .notes {
      display: block;
      columns: 2;
      padding: 2mm 3mm;
      font-size: 8pt;
    }

    .notes > * + * {
      margin-block-start: 1mm;
    }

    .reached {
      gap: 2mm;
    }

    .page .reached > .pictogram,
    .page .requirement > .pictogram {
      inline-size: 7.5mm;
      block-size: 7.5mm;
    }

    .turn {
      inline-size: 7mm;
      block-size: 7mm;
      border-width: 1px;
      font-size: var(--body);
    }

    .part-title {
      padding-block-start: 1.5mm;
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
      gap: 2.5mm;
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
      padding: 2mm 2.5mm;
      gap: 1mm;
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
