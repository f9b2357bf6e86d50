/** Above every screen: the language, by its own name; the way back to the learning platform, or the button that deletes everything. */
import { html, nothing, type TemplateResult } from "lit";
import { pictogram } from "../pictograms/index.js";
import type { View } from "../view.js";

export const bar = ({ screen, language, languages, t, act, review, leaves }: View): TemplateResult => {
  const own = languages.find(({ code }) => code === (language || t.language));
  const kept = screen.name === "welcome" ? screen.begun !== null : ["question", "result", "answers", "counsellor"].includes(screen.name);
  return html`<div class="bar" part="bar">
    ${languages.length > 1
      ? html`<button class=${screen.name === "welcome" ? "pill" : "quiet"} part="button" id="language" type="button" aria-label=${`${t.t("player.language")}: ${own?.name ?? t.language}`} @click=${() => act.languages(true)}>
          ${pictogram("language")}<span>${own?.name ?? t.language}</span>
        </button>`
      : html`<span></span>`}
    ${leaves && screen.name !== "welcome" ? html`<button class="quiet" part="button" id="leave" type="button" @click=${() => act.leave()}>${pictogram("save")}<span>${t.t(review ? "left.leave" : "left.save")}</span></button>` : kept && !review ? html`<button class="quiet" part="button" id="delete" type="button" @click=${() => act.askDelete(true)}>${pictogram("delete")}<span>${t.t("delete.open")}</span></button>` : nothing}
  </div>`;
};
