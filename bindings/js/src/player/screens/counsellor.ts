/** The numbers, for who helps: estimates, levels, fit, the questions, and where it all comes from. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/index.js";
import type { Texts } from "../language/texts.js";
import { pictogram } from "../pictograms/index.js";
import type { AnsweredItem, Summary } from "../result/summary.js";
import type { Screen, View } from "../view.js";
import { button, heading } from "./parts.js";
import { levelName } from "./scale.js";

/** Minutes and seconds. */
const duration = (t: Texts, seconds: number): string => (seconds < 60 ? t.t("counsellor.seconds", { count: Math.round(seconds) }) : t.t("counsellor.minutes", { count: Math.round(seconds / 60) }));

const percent = (t: Texts, share: number): string => t.t("counsellor.percent", { number: t.number(share * 100, 0) });

/** A table that may be wider than the screen: it can be scrolled with the keyboard, and says what it is. */
const table = (label: string, head: readonly string[], rows: readonly (readonly [unknown, ...unknown[]])[], figures: readonly number[] = []): TemplateResult => {
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

const given = (t: Texts, { step, answer }: AnsweredItem): unknown =>
  step.given === "answer" ? (answer.length > 1 ? html`<ol class="parts">${answer.map((text) => html`<li>${words(text)}</li>`)}</ol>` : answer[0] ? words(answer[0]) : step.category === null ? "–" : t.number(step.category)) : t.t(step.given === "skip" ? "counsellor.skipped" : "counsellor.dont-know");

/** The page itself, as it is shown, printed and saved; with a title where it follows another page. */
export const counsellorPage = (t: Texts, summary: Summary, titled = true): TemplateResult => {
  const { reason, fit, provenance, items } = summary;
  const dimensions = summary.competences.flatMap(({ name, evaluation, confidence }) => [evaluation, confidence].flatMap((one) => (one ? [{ name, one, both: evaluation && confidence }] : [])));
  const facts: readonly (readonly [string, string])[] = [
    ["counsellor.ended", reason ? t.t(`counsellor.reason-${reason.name}`) : t.t("counsellor.not-ended")],
    ["counsellor.when", t.date(summary.when)],
    ["counsellor.time", duration(t, summary.seconds)],
    ["counsellor.answered", t.number(summary.answered)],
    ["counsellor.test", summary.source],
    ["counsellor.parameters", t.t(`counsellor.from-${provenance.source}`, { count: provenance.sample })],
  ];
  const figure = (value: number, decimals = 2): string => (Number.isFinite(value) ? t.number(value, decimals) : "–");
  return html`
    ${titled ? html`<h2>${t.t("counsellor.title")}</h2>` : nothing}
    <dl class="numbers">
      ${facts.map(([key, value]) => html`<div><dt>${t.t(key)}</dt><dd>${value}</dd></div>`)}
    </dl>
    <section class="group">
      <h3>${t.t("counsellor.estimates")}</h3>
      ${table(
        t.t("counsellor.estimates"),
        ["competence", "theta", "se", "levels", "answers"].map((key) => t.t(`counsellor.${key}`)),
        dimensions.map(({ name, one, both }) => [
          html`${words(name)}${both ? html`<br /><span class="small">${t.t(`result.${one.kind === "evaluation" ? "knowledge" : "confidence"}`)}</span>` : nothing}`,
          figure(one.theta),
          figure(one.se),
          html`<ul class="chances" role="list">
            ${one.levels.map(({ probability }, k) => html`<li class=${k === one.level ? "likeliest" : nothing}><span>${levelName(t, one, k)}</span><span>${percent(t, probability)}</span></li>`)}
          </ul>`,
          t.number(one.answers),
        ]),
        [1, 2, 4],
      )}
      <p class="small">${t.t("counsellor.about-theta")}</p>
    </section>
    <section class="group">
      <h3>${t.t("counsellor.fit")}</h3>
      ${fit.care.length ? html`<ul class="stack">${fit.care.map((care) => html`<li class="notice care">${pictogram("warning")}<span>${t.t(`counsellor.care-${care}`)}</span></li>`)}</ul>` : html`<p>${t.t("counsellor.no-care")}</p>`}
      ${table(
        t.t("counsellor.fit"),
        ["lz*", t.t("counsellor.cusum"), t.t("counsellor.guttman"), t.t("counsellor.fast")],
        [[figure(fit.lzStar), `${figure(fit.cusumLower)} … ${figure(fit.cusumUpper)}`, Number.isFinite(fit.guttman) ? percent(t, fit.guttman) : "–", Number.isFinite(fit.fast) ? percent(t, fit.fast) : "–"]],
      )}
    </section>
    <section class="group">
      <h3>${t.t("counsellor.items")}</h3>
      ${table(
        t.t("counsellor.items"),
        ["question", "answer", "category", "seconds-each"].map((key) => t.t(`counsellor.${key}`)),
        items.map((one, k) => [
          html`${t.number(k + 1)}. ${words(one.stem)}`,
          html`<div class="answer-cell">${given(t, one)}${one.step.scored ? nothing : html` <span class="small">(${t.t("counsellor.unscored")})</span>`}</div>`,
          one.step.category === null ? "–" : t.number(one.step.category),
          t.number(one.step.timeMs / 1000, 1),
        ]),
        [2, 3],
      )}
    </section>
  `;
};

export const counsellor = ({ t, act }: View, { summary }: Extract<Screen, { name: "counsellor" }>): TemplateResult => html`
  ${heading(t.t("counsellor.title"))}
  <p class="lead soft">${t.t("counsellor.lead")}</p>
  ${counsellorPage(t, summary, false)}
  <details>
    <summary>${t.t("counsellor.log")}</summary>
    <div class="stack">
      <p>${t.t("counsellor.about-log")}</p>
      <p class="log" tabindex="0" role="region" aria-label=${t.t("counsellor.log")} lang="zxx" dir="ltr">${summary.logText}</p>
    </div>
  </details>
  <div class="row-of-buttons">
    ${button("primary", "back", t.t("counsellor.back"), () => act.result())}${button("secondary", "print", t.t("result.print"), () => act.print())}${button("secondary", "save", t.t("counsellor.save-log"), () => act.saveLog())}
  </div>
`;
