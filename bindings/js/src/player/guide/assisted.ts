/** Somebody sits beside the candidate: what to know before, the question in the counsellor's language too, and a pause to talk. */
import type { TemplateResult } from "lit";
import type { ShownItem } from "../bank/shown.js";
import type { Texts } from "../language/texts.js";
import type { Language } from "../view.js";
import { button, heading, html, nothing, pictogram, words } from "./draw.js";

/** Chooses the counsellor's language. */
export const languageChoice = (t: Texts, languages: readonly Language[], chosen: string, choose: (code: string) => void): TemplateResult | typeof nothing =>
  languages.length > 1
    ? html`<label class="own-language">
        <span>${t.t("assisted.language")}</span>
        <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
          ${languages.map(({ code, name }) => html`<option value=${code} lang=${code} .selected=${code === chosen}>${name}</option>`)}
        </select>
      </label>`
    : nothing;

export const welcomeBox = (t: Texts, choice: unknown): TemplateResult => html`<section class="notice assisted" lang=${t.language} dir=${t.direction}>
  ${pictogram("helper")}
  <div class="stack">
    <h3>${t.t("assisted.title")}</h3>
    <ul class="asks">
      ${["agree", "read", "answers", "pause"].map((key) => html`<li>${t.t(`assisted.${key}`)}</li>`)}
    </ul>
    ${choice}
  </div>
</section>`;

/** The question in the counsellor's language, folded as the counsellor has left it; and the pause, in the candidate's. */
export const besideQuestion = (t: Texts, own: Texts, item: ShownItem | null, open: boolean, unfold: (open: boolean) => void, pause: () => void): TemplateResult => html`<section class="assisted">
  ${item
    ? html`<details class="in-own-language" lang=${own.language} dir=${own.direction} ?open=${open} @toggle=${(event: Event) => unfold((event.target as HTMLDetailsElement).open)}>
        <summary>${own.t("assisted.question")}</summary>
        <div class="stack">
          ${item.stimulus?.title ? html`<p><strong>${words(item.stimulus.title)}</strong></p>` : nothing}${item.stimulus?.text ? html`<p>${words(item.stimulus.text)}</p>` : nothing}
          <p><strong>${words(item.stem)}</strong></p>
          ${item.prompt ? html`<p>${words(item.prompt)}</p>` : nothing}
          ${item.options.length ? html`<ul class="asks">${item.options.map(({ label }) => html`<li>${words(label)}</li>`)}</ul>` : nothing}${item.targets.length ? html`<ul class="asks">${item.targets.map(({ label }) => html`<li>${words(label)}</li>`)}</ul>` : nothing}
        </div>
      </details>`
    : nothing}
  ${button("quiet", "clock", t.t("assisted.rest"), pause)}
</section>`;

export const resting = (t: Texts, goOn: () => void): TemplateResult => html`
  <div class="sign">${pictogram("clock")}</div>
  ${heading(t.t("assisted.resting"))}
  <p class="lead">${t.t("assisted.resting-text")}</p>
  <div class="actions">${button("primary", "next", t.t("assisted.go-on"), goOn)}</div>
`;
