/** The numbers behind a result: each with its uncertainty, and where it comes from. */
import type { TemplateResult } from "lit";
import type { ScoreReport } from "../../score_report.js";
import type { BankFile } from "../bank/file.js";
import type { Text } from "../bank/shown.js";
import type { BankTexts } from "../bank/texts.js";
import type { Texts } from "../language/texts.js";
import type { AnsweredItem, DimensionSummary, Summary } from "../result/summary.js";
import { html, levelName, nothing, pictogram, words } from "./draw.js";
import { table } from "./table.js";

/** A result in one language, with what it was computed from. */
export interface Reading {
  readonly t: Texts;
  readonly texts: BankTexts;
  readonly bank: BankFile;
  readonly summary: Summary;
  readonly report: ScoreReport;
}

type Part = TemplateResult | typeof nothing;

/** Minutes and seconds. */
const duration = (t: Texts, seconds: number): string => (seconds < 60 ? t.t("counsellor.seconds", { count: Math.round(seconds) }) : t.t("counsellor.minutes", { count: Math.round(seconds / 60) }));
const percent = (t: Texts, share: number): string => (Number.isFinite(share) ? t.t("counsellor.percent", { number: t.number(share * 100, 0) }) : "–");
const figure = (t: Texts, value: number, decimals = 2): string => (Number.isFinite(value) ? t.number(value, decimals) : "–");

/** The dimension as the summary has it, with the name of its competence. */
const dimensionsOf = ({ competences }: Summary): readonly { readonly name: Text; readonly one: DimensionSummary; readonly both: boolean }[] =>
  competences.flatMap(({ name, evaluation, confidence }) => [evaluation, confidence].flatMap((one) => (one ? [{ name, one, both: !!evaluation && !!confidence }] : [])));

const nameOf = ({ bank, texts }: Reading, dimension: string): Text => texts.competence(bank.dimensions.find(({ id }) => id === dimension)?.competence ?? dimension).name;

/** A level of a dimension by its id, named as elsewhere on the page. */
export const levelOf = ({ t, summary }: Reading, dimension: string, level: string): string => {
  const found = dimensionsOf(summary).find(({ one }) => one.dimension === dimension)?.one;
  const place = found ? found.levels.findIndex(({ id }) => id === level) : -1;
  return found && place >= 0 ? levelName(t, found, place) : level;
};

const group = (title: string, inside: unknown): TemplateResult => html`<section class="group"><h3>${title}</h3>${inside}</section>`;

/** Of a competence whose knowledge and confidence are measured, both rows have its name and say which they are; on paper the first has the name, the second the word. */
const named = (t: Texts, { name, one: { kind }, both }: ReturnType<typeof dimensionsOf>[number]): unknown =>
  both ? html`<span class=${kind === "confidence" ? "repeated" : nothing}>${words(name)}<br /></span> <span class=${kind === "confidence" ? "small" : "small repeated"}>${t.t(kind === "confidence" ? "counsellor.confidence" : "counsellor.knowledge")}</span>` : words(name);

const facts = ({ t, summary }: Reading): TemplateResult => {
  const { reason, provenance } = summary;
  const all: readonly (readonly [string, string])[] = [
    ["counsellor.ended", reason ? t.t(`counsellor.reason-${reason.name}`) : t.t("counsellor.not-ended")],
    ["counsellor.when", t.date(summary.when)],
    ["counsellor.time", duration(t, summary.seconds)],
    ["counsellor.answered", t.number(summary.answered)],
    ["counsellor.test", summary.source],
    ["counsellor.parameters", t.t(`counsellor.from-${provenance.source}`, { count: provenance.sample })],
  ];
  return html`<dl class="numbers">
    ${all.map(([key, value]) => html`<div><dt>${t.t(key)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
};

const estimates = (reading: Reading): TemplateResult => {
  const { t, summary, report } = reading;
  const title = t.t("counsellor.estimates");
  const dimensions = dimensionsOf(summary);
  const eqf = report.dimensions.some(({ levels }) => levels.some((level) => level.eqf !== null));
  /** Of the level that is named, or of both. */
  const framework = (dimension: string): string => {
    const { levels, level, between } = report.dimensions.find((one) => one.dimension === dimension)!;
    const places = between === null ? [level] : [Math.min(level, between), Math.max(level, between)];
    return places.flatMap((place) => levels[place]!.eqf ?? []).map((value) => t.number(value)).join("–") || "–";
  };
  return group(
    title,
    html`${table(
        title,
        ["competence", "theta", "se", "levels", ...(eqf ? ["eqf"] : []), "answers"].map((key) => t.t(`counsellor.${key}`)),
        dimensions.map((dimension) => {
          const { one } = dimension;
          return [
            named(t, dimension),
            figure(t, one.theta),
            figure(t, one.se),
            html`<ul class="chances" role="list">
              ${one.levels.map(({ probability }, k) => html`<li class=${k === one.level ? "likeliest" : nothing}><span>${levelName(t, one, k)}</span> <span>${percent(t, probability)}</span></li>`)}
            </ul>`,
            ...(eqf ? [framework(one.dimension)] : []),
            t.number(one.answers),
          ];
        }),
        eqf ? [1, 2, 4, 5] : [1, 2, 4],
      )}
      <p class="small">${t.t("counsellor.about-theta")}${eqf ? html` ${t.t("counsellor.about-eqf")}` : nothing}</p>`,
  );
};

const requirements = (reading: Reading): Part => {
  const { t, texts, report } = reading;
  const { profile } = report;
  if (!profile) return nothing;
  const title = t.t("counsellor.requirements", { name: texts.profile(profile.id).text });
  return group(
    title,
    html`<p>${t.t("counsellor.whole", { number: percent(t, profile.probability) })}</p>
      ${table(
        title,
        ["competence", "needed", "importance", "met", "gap"].map((key) => t.t(`counsellor.${key}`)),
        profile.requirements.map(({ dimension, level, importance, probability }) => {
          const gap = profile.gaps.find((one) => one.dimension === dimension);
          return [words(nameOf(reading, dimension)), levelOf(reading, dimension, level), t.number(importance), percent(t, probability), gap ? figure(t, gap.weight) : "–"];
        }),
        [2, 3, 4],
      )}
      <p class="small">${t.t("counsellor.about-gap")}</p>`,
  );
};

const VERDICTS = { underestimates: "below", matches: "alike", overestimates: "above", unclear: "unclear" } as const;

const confidence = ({ t, texts, report }: Reading): Part => {
  if (!report.compared.length) return nothing;
  const title = t.t("counsellor.compared");
  return group(
    title,
    html`${table(
        title,
        ["competence", "difference", "se", "below", "alike", "above", "verdict"].map((key) => t.t(`counsellor.${key}`)),
        report.compared.map(({ competence, difference, error, underestimates, matches, overestimates, verdict }) => [
          words(texts.competence(competence).name),
          figure(t, difference),
          figure(t, error),
          percent(t, underestimates),
          percent(t, matches),
          percent(t, overestimates),
          t.t(`counsellor.${VERDICTS[verdict]}`),
        ]),
        [1, 2, 3, 4, 5],
      )}
      <p class="small">${t.t("counsellor.about-compared")}</p>`,
  );
};

const credentials = ({ t, texts, report }: Reading): Part => {
  if (!report.credentials.length) return nothing;
  const title = t.t("counsellor.credentials");
  return group(
    title,
    html`${table(
        title,
        ["credential", "met", "answers", "awarded"].map((key) => t.t(`counsellor.${key}`)),
        report.credentials.map(({ id, probability, answers, minAnswers, awarded }) => [
          words(texts.credential(id).name),
          percent(t, probability),
          t.t("counsellor.of", { count: answers, most: minAnswers }),
          t.t(awarded ? "counsellor.yes" : "counsellor.not-yet"),
        ]),
        [1, 2],
      )}
      <p class="small">${t.t("counsellor.about-credentials")}</p>`,
  );
};

/** Before and after. */
const change = (reading: Reading): Part => {
  const { t, report, summary } = reading;
  if (!report.change) return nothing;
  const title = t.t("counsellor.change");
  const dimensions = dimensionsOf(summary);
  return group(
    title,
    html`${table(
        title,
        ["competence", "before", "after", "difference", "se", "higher", "verdict"].map((key) => t.t(`counsellor.${key}`)),
        report.change.map(({ dimension, before, after, difference, error, probability, verdict }) => {
          const found = dimensions.find(({ one }) => one.dimension === dimension);
          return [found ? named(t, found) : dimension, figure(t, before), figure(t, after), figure(t, difference), figure(t, error), percent(t, probability), t.t(`counsellor.change-${verdict}`)];
        }),
        [1, 2, 3, 4, 5],
      )}
      <p class="small">${t.t("counsellor.about-change")}</p>`,
  );
};

const fit = ({ t, summary }: Reading): TemplateResult => {
  const { care, lzStar, cusumLower, cusumUpper, guttman, fast } = summary.fit;
  const title = t.t("counsellor.fit");
  const share = (value: number): string => percent(t, value);
  return group(
    title,
    html`${care.length ? html`<ul class="stack">${care.map((one) => html`<li class="notice care">${pictogram("warning")}<span>${t.t(`counsellor.care-${one}`)}</span></li>`)}</ul>` : html`<p>${t.t("counsellor.no-care")}</p>`}
    ${table(title, [html`<span dir="ltr">lz*</span>`, t.t("counsellor.cusum"), t.t("counsellor.guttman"), t.t("counsellor.fast")], [[figure(t, lzStar), `${figure(t, cusumLower)} … ${figure(t, cusumUpper)}`, share(guttman), share(fast)]])}`,
  );
};

const given = (t: Texts, { step, answer }: AnsweredItem): unknown =>
  step.given === "answer" ? (answer.length > 1 ? html`<ol class="parts">${answer.map((text) => html`<li>${words(text)}</li>`)}</ol>` : answer[0] ? words(answer[0]) : step.category === null ? "–" : t.number(step.category)) : t.t(step.given === "skip" ? "counsellor.skipped" : "counsellor.dont-know");

/** Every question with what was answered. */
export const questions = ({ t, summary }: Reading): TemplateResult =>
  table(
    t.t("counsellor.items"),
    ["question", "answer", "category", "seconds-each"].map((key) => t.t(`counsellor.${key}`)),
    summary.items.map((one, k) => [
      html`${t.number(k + 1)}. ${words(one.stem)}`,
      html`<div class="answer-cell">${given(t, one)}${one.step.scored ? nothing : html` <span class="small">(${t.t("counsellor.unscored")})</span>`}</div>`,
      one.step.category === null ? "–" : t.number(one.step.category),
      t.number(one.step.timeMs / 1000, 1),
    ]),
    [2, 3],
  );

/** All of them, the questions left out. */
export const numbers = (reading: Reading): TemplateResult => {
  const { source } = reading.summary.provenance;
  return html`${facts(reading)}${source === "expert" || source === "mixed" ? html`<p class="with-pictogram">${pictogram("warning")}<span>${reading.t.t("counsellor.provisional")}</span></p>` : nothing}
  ${estimates(reading)}
    <div class="more">${change(reading)}${requirements(reading)}${credentials(reading)}${confidence(reading)}${fit(reading)}</div>`;
};
