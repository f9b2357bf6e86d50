/** Tables of numbers. */
import type { TemplateResult } from "lit";
import { html, nothing } from "./draw.js";

/** A table that may be wider than the screen: it can be scrolled with the keyboard, and says what it is. `figures`: places of columns of numbers. */
export const table = (label: string, head: readonly unknown[], rows: readonly (readonly [unknown, ...unknown[]])[], figures: readonly number[] = []): TemplateResult => {
  const kind = (k: number) => (figures.includes(k) ? "figure-cell" : nothing);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${head.map((title, k) => html`<th scope="col" class=${kind(k)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell, k) => html`<td class=${kind(k + 1)}>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
};
