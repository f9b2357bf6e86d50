/** The guide to the conversation, drawn. */
import type { TemplateResult } from "lit";
import type { Text } from "../bank/shown.js";
import { html, nothing, pictogram, words } from "./draw.js";
import { guide, type About, type Point, type Topic } from "./guide.js";
import { levelOf, type Reading } from "./numbers.js";

const SIGNS = { strengths: "star", explore: "question", confidence: "person", care: "warning", unseen: "helper", next: "next" } as const satisfies Record<Topic, string>;

/** What a point is about, by its name. */
const nameOf = ({ texts }: Reading, { kind, id }: About): Text => (kind === "competence" ? texts.competence(id) : kind === "module" ? texts.module(id) : texts.credential(id)).name;

const point = (reading: Reading, { about, level, say, low, high, hours, ask }: Point): TemplateResult => {
  const { t, bank } = reading;
  const name = about && nameOf(reading, about);
  /** The dimension whose levels are meant. */
  const dimension = bank.dimensions.find(({ id, competence = id, kind = "evaluation" }) => competence === about?.id && kind === "evaluation")?.id ?? "";
  const called = (id: string | undefined | null): string => (id ? levelOf(reading, dimension, id) : "");
  const beside = hours !== undefined ? t.t("guide.hours", { count: hours }) : say === null ? called(level) : "";
  return html`<li>
    ${name ? html`<p class=${say ? "told" : nothing}><strong>${words(name)}</strong>${beside ? ` – ${beside}` : nothing}</p>` : nothing}${say ? html`<p>${t.t(say, { level: called(level), low: called(low), high: called(high) })}</p>` : nothing}
    ${ask.length ? html`<ul class="asks">${ask.map((one) => html`<li>${t.t("guide.quoted", { text: t.t(one.key, { name: one.about ? nameOf(reading, one.about).text : "" }) })}</li>`)}</ul>` : nothing}
  </li>`;
};

export const conversation = (reading: Reading): TemplateResult => {
  const { t, report, bank, summary } = reading;
  return html`<section class="group guide">
    <h3>${t.t("guide.title")}</h3>
    <p class="small">${t.t("guide.lead")}</p>
    <div class="topics">
      ${guide(report, bank, summary.fit.care).map(
        ({ topic, how, points }) => html`<section class=${topic === "care" ? "topic care" : "topic"} data-topic=${topic}>
          <h4>${pictogram(SIGNS[topic])}<span>${t.t(`guide.${topic}.title`)}</span></h4>
          <p class="small">${t.t(how)}</p>
          <ul class="points">
            ${points.map((one) => point(reading, one))}
          </ul>
        </section>`,
      )}
    </div>
  </section>`;
};
