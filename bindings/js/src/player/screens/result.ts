/** What the person takes home: strengths first, then the rest, then what to learn next, and how to read it. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/index.js";
import type { Texts } from "../language/texts.js";
import { pictogram, type PictogramName } from "../pictograms/index.js";
import type { CompetenceSummary, Summary } from "../result/summary.js";
import type { Passage } from "../speech/reader.js";
import type { Screen, View } from "../view.js";
import { counsellorPage } from "./counsellor.js";
import { button, heading, listen, notKept, phrase } from "./parts.js";
import { chance, levelName, standing } from "./scale.js";

const COMPARED = { matches: "true", underestimates: "star", overestimates: "book", unclear: "unsure" } as const;

const card = (t: Texts, { id, name, evaluation, confidence, means, compared }: CompetenceSummary, profile: string | null): TemplateResult => {
  const both = evaluation !== null && confidence !== null;
  return html`<li class="card" part="competence">
    <h4>${words(name, `name-${id}`)}</h4>
    ${evaluation ? standing(t, evaluation, both ? t.t("result.knowledge") : null, profile) : nothing}${means ? html`<p>${words(means, `means-${id}`)}</p>` : nothing}
    ${confidence ? standing(t, confidence, t.t("result.confidence"), profile) : nothing}${compared ? html`<p class="with-pictogram">${pictogram(COMPARED[compared])}<span>${t.t(`result.${compared}`)}</span></p>` : nothing}
  </li>`;
};

const group = (name: PictogramName, title: string, items: readonly unknown[], say?: string): TemplateResult | typeof nothing =>
  items.length
    ? html`<section class="group">
        <h3 data-say=${say ?? nothing}>${pictogram(name)}<span>${title}</span></h3>
        <ul class="cards" role="list">
          ${items}
        </ul>
      </section>`
    : nothing;

const find = ({ competences }: Summary, ids: readonly string[]): CompetenceSummary[] => ids.flatMap((id) => competences.filter((one) => one.id === id));

/** Who is at the lowest level everywhere has a best result, not a strength: it would not be true. */
const bestKey = (summary: Summary): string => (find(summary, summary.well).some(({ evaluation }) => evaluation && evaluation.level > 0) ? "result.well" : "result.best");

/** How to read the result, and what it is not for. */
const notes = (t: Texts, { provenance, competences }: Summary, reviewed: boolean): TemplateResult => {
  const thirds = competences.some(({ evaluation }) => evaluation?.thirds);
  const sentences = [
    t.t("result.about-band"),
    ...(thirds ? [provenance.sample ? t.t("result.about-parts", { count: provenance.sample }) : t.t("result.about-parts-unknown")] : []),
    ...(provenance.source === "expert" || provenance.source === "mixed" ? [t.t("result.about-experts")] : []),
    ...(reviewed ? [] : [t.t("welcome.unreviewed")]),
    t.t("result.about-purpose"),
  ];
  return html`<section class="notes">
    <h3>${t.t("result.about")}</h3>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
};

/** The page itself, as it is shown, printed and saved. */
export const learnerPage = (t: Texts, summary: Summary, reviewed: boolean): TemplateResult => {
  const profile = summary.profile?.text ?? null;
  const rest = summary.competences.filter(({ id, evaluation, confidence }) => !summary.well.includes(id) && (evaluation?.answers || confidence?.answers)).map(({ id }) => id);
  const cards = (ids: readonly string[]) => find(summary, ids).map((one) => card(t, one, profile));
  return html`
    ${group("star", t.t(bestKey(summary)), cards(summary.well), "well")}${group("person", t.t(summary.well.length ? "result.others" : "result.all"), cards(rest), "others")}
    ${group(
      "book",
      t.t("result.learn"),
      find(summary, summary.learn).map(({ id, name, next }) => html`<li class="card"><h4>${words(name)}</h4>${next ? html`<p class="with-pictogram">${pictogram("arrow-up")}${words(next, `next-${id}`)}</p>` : nothing}</li>`),
      "learn",
    )}
    ${notes(t, summary, reviewed)}
  `;
};

/** What is read aloud: of each competence its name, its level and what that means; then what to learn. */
const passages = (t: Texts, summary: Summary): Passage[] => {
  const rest = summary.competences.map(({ id }) => id).filter((id) => !summary.well.includes(id));
  const level = ({ evaluation, confidence }: CompetenceSummary): string => {
    const dimension = evaluation ?? confidence;
    return dimension ? (dimension.between === null ? `${levelName(t, dimension, dimension.level)}. ${chance(t, dimension)}.` : `${chance(t, dimension)}.`) : "";
  };
  const of = (one: CompetenceSummary): Passage[] => [
    { say: `name-${one.id}`, text: one.name },
    { say: `level-${one.id}`, text: { text: level(one), lang: t.language, dir: t.direction, fallback: false } },
    ...(one.means ? [{ say: `means-${one.id}`, text: one.means }] : []),
  ];
  const learn = find(summary, summary.learn).flatMap(({ id, next }): Passage[] => (next ? [{ say: `next-${id}`, text: next }] : []));
  return [
    ...(summary.well.length ? [{ say: "well", text: phrase(t, bestKey(summary)) }] : []),
    ...find(summary, [...summary.well, ...rest]).flatMap(of),
    ...(learn.length ? [{ say: "learn", text: phrase(t, "result.learn") }, ...learn] : []),
  ];
};

export const result = (view: View, { summary }: Extract<Screen, { name: "result" }>): TemplateResult => {
  const { t, act, reviewed, review, assisted } = view;
  const numbers = button("secondary", "helper", t.t("result.counsellor"), () => act.counsellor());
  return html`
    <div class="title-row">
      ${heading(t.t("result.title"))}
      <p class="lead soft">${t.t("result.thanks", { count: summary.answered })}</p>
      ${listen(view, passages(t, summary))}
    </div>
    ${assisted ? html`<div class="row-of-buttons">${numbers}</div>` : nothing}
    <div class="page" part="result">${learnerPage(t, summary, reviewed)}</div>
    ${notKept(view)}
    <div class="row-of-buttons">
      ${button("primary", "save", t.t("result.save"), () => act.saveResult())}${button("secondary", "print", t.t("result.print"), () => act.print())}${review ? button("secondary", "question", t.t("result.answers"), () => act.answers()) : nothing}${assisted ? nothing : numbers}
    </div>
    <div class="print" aria-hidden="true"><div class="page">${counsellorPage(t, summary)}</div></div>
  `;
};
