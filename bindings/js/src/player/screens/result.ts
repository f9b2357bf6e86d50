/** What the person takes home: strengths first, then the rest, the work it is compared with, the next steps, what was shown, and how to read it. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/words.js";
import type { Texts } from "../language/texts.js";
import { pictogram, type PictogramName } from "../pictograms/index.js";
import type { CompetenceSummary, Summary } from "../result/summary.js";
import type { Passage } from "../speech/reader.js";
import type { Screen, View } from "../view.js";
import { button, heading, listen, notKept, phrase } from "./parts.js";
import { credentials, profile, steps } from "./path.js";
import { chance, levelName, standing } from "./scale.js";

const COMPARED = { matches: "true", underestimates: "star", overestimates: "book", unclear: "unsure" } as const;

const card = (t: Texts, { id, name, evaluation, confidence, means, compared }: CompetenceSummary): TemplateResult => {
  const both = evaluation !== null && confidence !== null;
  return html`<li class="card" part="competence">
    <h4>${words(name, `name-${id}`)}</h4>
    ${evaluation ? standing(t, evaluation, both ? t.t("result.knowledge") : null) : nothing}${means ? html`<p class="means">${words(means, `means-${id}`)}</p>` : nothing}
    ${confidence ? standing(t, confidence, t.t("result.confidence")) : nothing}${compared ? html`<p class="with-pictogram">${pictogram(COMPARED[compared])}<span>${t.t(`result.${compared}`)}</span></p>` : nothing}
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

/** What to learn where the result is compared with no work, or where nothing is missing for it. */
const learns = (summary: Summary): CompetenceSummary[] => (summary.profile?.gaps.length ? [] : find(summary, summary.learn));

/** Who is at the lowest level everywhere has a best result, not a strength: it would not be true. */
const bestKey = (summary: Summary): string => (find(summary, summary.well).some(({ evaluation }) => evaluation && evaluation.level > 0) ? "result.well" : "result.best");

const provisional = ({ provenance: { source } }: Summary): boolean => source === "expert" || source === "mixed";

/** "Hygiene (2)", or "Hygiene (2–3)" where it is between two levels. */
const qualifications = (t: Texts, { competences }: Summary): string =>
  t.list(
    competences.flatMap(({ name, evaluation }) => {
      if (!evaluation?.answers) return [];
      const { levels, level, between } = evaluation;
      const eqf = [...new Set([level, between ?? level].map((k) => levels[k]!.eqf))].sort();
      return eqf.includes(null) ? [] : [`${name.text} (${eqf.map((one) => t.number(one!)).join("–")})`];
    }),
  );

/** How to read the result, and what it is not for. */
const notes = (t: Texts, summary: Summary, reviewed: boolean): TemplateResult => {
  const { provenance, competences } = summary;
  const thirds = competences.some(({ evaluation }) => evaluation?.thirds);
  const eqf = qualifications(t, summary);
  // What explains the drawing is not printed, since the drawing is not.
  const drawn = [t.t("result.about-band"), ...(thirds ? [provenance.sample ? t.t("result.about-parts", { count: provenance.sample }) : t.t("result.about-parts-unknown")] : [])];
  const sentences = [t.t("result.about-unseen"), ...(reviewed ? [] : [t.t("welcome.unreviewed")]), t.t("result.about-purpose"), ...(eqf ? [t.t("result.about-eqf", { list: eqf })] : [])];
  return html`<section class="notes">
    <h3>${t.t("result.about")}</h3>
    ${drawn.map((sentence) => html`<p class="of-drawing">${sentence}</p>`)}${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
};

/** Whether there is so much on the page that it has to be set smaller to stay one page on paper. */
const dense = ({ competences, profile: asked, steps: { modules }, credentials: all }: Summary): boolean => competences.length + (asked?.gaps.length ?? 0) + modules.length + all.length > 8;

/** The page itself, as it is shown, printed and saved. */
export const learnerPage = (t: Texts, summary: Summary, reviewed: boolean): TemplateResult => {
  const rest = summary.competences.filter(({ id, evaluation, confidence }) => !summary.well.includes(id) && (evaluation?.answers || confidence?.answers)).map(({ id }) => id);
  const cards = (ids: readonly string[]) => find(summary, ids).map((one) => card(t, one));
  return html`<div class=${dense(summary) ? "page dense" : "page"}>
    ${provisional(summary) ? html`<p class="with-pictogram small">${pictogram("unsure")}<span>${t.t("result.about-experts")}</span></p>` : nothing}
    ${group("star", t.t(bestKey(summary)), cards(summary.well), "well")}${group("person", t.t(summary.well.length ? "result.others" : "result.all"), cards(rest), "others")}
    ${profile(t, summary)}${steps(t, summary)}
    ${group(
      "book",
      t.t("result.learn"),
      learns(summary).map(({ id, name, next }) => html`<li class="card"><h4>${words(name)}</h4>${next ? html`<p class="with-pictogram">${pictogram("arrow-up")}${words(next, `next-${id}`)}</p>` : nothing}</li>`),
      "learn",
    )}
    ${credentials(t, summary)} ${notes(t, summary, reviewed)}
  </div>`;
};

/** What is read aloud: of each competence its name, its level and what that means; then the next steps, or what to learn. */
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
  const learn = learns(summary).flatMap(({ id, next }): Passage[] => (next ? [{ say: `next-${id}`, text: next }] : []));
  const modules = summary.steps.modules.flatMap(({ id, name, description }): Passage[] => [
    { say: `step-${id}`, text: name },
    { say: `about-${id}`, text: description },
  ]);
  return [
    ...(summary.well.length ? [{ say: "well", text: phrase(t, bestKey(summary)) }] : []),
    ...find(summary, [...summary.well, ...rest]).flatMap(of),
    ...(modules.length ? [{ say: "steps", text: phrase(t, "result.steps") }, ...modules] : []),
    ...(learn.length ? [{ say: "learn", text: phrase(t, "result.learn") }, ...learn] : []),
  ];
};

export const result = (view: View, { summary, free }: Extract<Screen, { name: "result" }>): TemplateResult => {
  const { t, act, reviewed, assisted, desk } = view;
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
      ${button("primary", "save", t.t("result.save"), () => act.saveResult())}${button("secondary", "print", t.t("result.print"), () => act.print())}${free ? button("secondary", "person", t.t("result.occupation"), () => act.occupations()) : nothing}${button("secondary", "question", t.t("result.answers"), () => act.answers())}${assisted ? nothing : numbers}
    </div>
    ${desk ? html`<div class="print" aria-hidden="true"><div class="again">${desk.page(false)}</div></div>` : nothing}
  `;
};
