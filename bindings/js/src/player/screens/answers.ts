/** All questions after the test, each with the answer given and, where the bank says it, why the right answer is the right one. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/words.js";
import { pictogram } from "../pictograms/index.js";
import type { Screen, View } from "../view.js";
import { button, heading } from "./parts.js";

export const answers = ({ t, act }: View, { summary }: Extract<Screen, { name: "answers" }>): TemplateResult => html`
  ${heading(t.t("answers.title"))}
  <ol class="cards" role="list">
    ${summary.items.map(
      ({ step, stem, answer, reason }, k) => html`<li class="card">
        <p class="small">${t.t("question.number", { number: k + 1 })}</p>
        <h3 class="asked">${words(stem)}</h3>
        <p class="small">${t.t("answers.yours")}</p>
        ${step.given !== "answer" || !answer.length
          ? html`<p>${t.t(step.given === "skip" ? "answers.skipped" : "question.dont-know")}</p>`
          : answer.length > 1
            ? html`<ol class="parts">${answer.map((one) => html`<li>${words(one)}</li>`)}</ol>`
            : html`<p>${words(answer[0]!)}</p>`}
        ${reason ? html`<p class="with-pictogram reason">${pictogram("book")}${words(reason)}</p>` : nothing}
      </li>`,
    )}
  </ol>
  <div class="row-of-buttons">${button("primary", "back", t.t("result.back"), () => act.back())}</div>
`;
