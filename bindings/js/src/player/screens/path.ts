/** From the result onwards: what the work asks for that it is compared with, the next steps, and the micro-credentials. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/words.js";
import type { Texts } from "../language/texts.js";
import { levelPictogram, pictogram, type PictogramName } from "../pictograms/index.js";
import type { CredentialSummary, DimensionSummary, RequirementSummary, Summary } from "../result/summary.js";
import { levelName } from "./scale.js";

const title = (name: PictogramName, text: string, say?: string): TemplateResult => html`<h3 data-say=${say ?? nothing}>${pictogram(name)}<span>${text}</span></h3>`;

const dimensionOf = ({ competences }: Summary, wanted: string): DimensionSummary =>
  competences.flatMap(({ evaluation, confidence }) => [evaluation, confidence]).find((one) => one?.dimension === wanted)!;

/** One requirement that is not met: what it is about, the level that is asked for, how far it is, and what helps. */
const gap = (t: Texts, summary: Summary, { dimension, name, level, met, competence }: RequirementSummary): TemplateResult => {
  const own = dimensionOf(summary, dimension);
  const next = summary.competences.find(({ id }) => id === competence)?.next;
  return html`<li class="requirement">
    ${levelPictogram(level + 1, own.levels.length)}
    <div>
      <h4>${words(name)}</h4>
      <p class="small">${t.t("result.needed", { level: levelName(t, own, level) })}</p>
      ${met === "perhaps" ? html`<p><strong>${t.t("result.needed-perhaps")}</strong></p>` : nothing}
      ${next ? html`<p class="tip">${words(next)}</p>` : nothing}
    </div>
  </li>`;
};

/** What the work asks for: how much of it is there, and what is missing, the most important first. */
export const profile = (t: Texts, summary: Summary): TemplateResult | typeof nothing => {
  if (!summary.profile) return nothing;
  const { name, requirements, gaps } = summary.profile;
  const met = requirements.filter((one) => !gaps.includes(one));
  return html`<section class="group" part="profile">
    ${title("person", t.t("result.for", { profile: name.text }), "profile")}
    <div class="card">
      ${met.length
        ? html`<p>${t.t(gaps.length ? "result.has" : "result.has-all", { count: met.length, all: requirements.length })}</p>
            <ul class="met" role="list">
              ${met.map((one) => html`<li class="with-pictogram">${pictogram("true")}${words(one.name)}</li>`)}
            </ul>`
        : nothing}${gaps.length
        ? html`<p class="part-title">${t.t("result.missing")}</p>
            <ul class="requirements" role="list">
              ${gaps.map((one) => gap(t, summary, one))}
            </ul>`
        : nothing}
    </div>
  </section>`;
};

/** At most three modules, in the order in which they are taken. */
export const steps = (t: Texts, { steps: { modules, hours } }: Summary): TemplateResult | typeof nothing =>
  modules.length
    ? html`<section class="group" part="steps">
        ${title("book", t.t("result.steps"), "steps")}
        <ol class="cards modules" role="list">
          ${modules.map(
            (one, k) => html`<li class="card">
              <span class="turn" aria-hidden="true">${t.number(k + 1)}</span>
              <div>
                <h4>${words(one.name, `step-${one.id}`)}</h4>
                <p class="small">${t.t("result.hours", { count: one.hours })}</p>
                <p class="about">${words(one.description, `about-${one.id}`)}</p>
              </div>
            </li>`,
          )}
        </ol>
        ${modules.length > 1 ? html`<p class="with-pictogram">${pictogram("clock")}<span>${t.t("result.hours-together", { count: hours })}</span></p>` : nothing}
      </section>`
    : nothing;

const credential = (t: Texts, { name, criteria, awarded, answers, minAnswers }: CredentialSummary): TemplateResult => html`<li class="card" part=${awarded ? "credential awarded" : "credential"}>
  <div class="with-pictogram">
    ${pictogram(awarded ? "star" : "clock")}
    <div>
      <p class="small">${t.t(awarded ? "result.shown" : answers < minAnswers ? "result.not-yet-answers" : "result.not-yet-level")}</p>
      <h4>${words(name)}</h4>
      ${awarded ? html`<p class="about">${words(criteria)}</p>` : nothing}
    </div>
  </div>
</li>`;

/** What was shown, and what is still missing for it. */
export const credentials = (t: Texts, summary: Summary): TemplateResult | typeof nothing =>
  summary.credentials.length
    ? html`<section class="group" part="credentials">
        ${title("star", t.t("result.credentials"))}
        <ul class="cards" role="list">
          ${[...summary.credentials].sort((a, b) => +b.awarded - +a.awarded).map((one) => credential(t, one))}
        </ul>
        <p class="small">${t.t("result.about-credentials")}</p>
      </section>`
    : nothing;
