/** What lies over the course and leaves it as it was: the languages, the question whether to delete, and the end of a visit. */
import { html, nothing, type TemplateResult } from "lit";
import { pictogram } from "../pictograms/index.js";
import type { Language, View } from "../view.js";
import { button, heading } from "./parts.js";

/** Each by its own name; where there is a voice or a recording for it, by sound too. */
export const languages = (view: View): TemplateResult => {
  const { t, act, reader } = view;
  const one = ({ code, name, direction }: Language): TemplateResult => {
    const own = code === (view.language || t.language);
    const passages = [{ say: `language-${code}`, text: { text: name, lang: code, dir: direction, fallback: false } }];
    return html`<li>
      <button class="choose" part="button" type="button" lang=${code} aria-current=${own ? "true" : nothing} @click=${() => act.language(code)}>
        <span dir=${direction} data-say=${`language-${code}`}>${name}</span>${own ? pictogram("check") : nothing}
      </button>
      ${reader.can(passages)
        ? html`<button class="sound" part="button" type="button" lang=${t.language} aria-label=${t.t("listen.to", { name })} @click=${() => reader.read(passages)}>${pictogram("listen")}</button>`
        : nothing}
    </li>`;
  };
  return html`
    ${heading(t.t("player.language"))}
    <ul class="languages" role="list">
      ${view.languages.map(one)}
    </ul>
    <div class="actions">${button("secondary", "back", t.t("player.back"), () => act.languages(false))}</div>
  `;
};

export const confirmDelete = ({ t, act }: View): TemplateResult => html`
  <div class="sign alarm">${pictogram("delete")}</div>
  ${heading(t.t("delete.title"))}
  <p class="lead">${t.t("delete.text")}</p>
  <div class="actions">${button("danger", "delete", t.t("delete.confirm"), () => act.deleteAll())}${button("primary", "back", t.t("delete.keep"), () => act.askDelete(false))}</div>
`;

/** The test was left for the learning platform, which may close the page now or leave it open. */
export const left = ({ t, saved }: View): TemplateResult => html`
  <div class="sign">${pictogram(saved === "platform" ? "check" : "device")}</div>
  ${heading(t.t("left.title"))}
  <p class="lead">${t.t(saved === "platform" ? "left.saved" : "saved.waiting")}</p>
`;
