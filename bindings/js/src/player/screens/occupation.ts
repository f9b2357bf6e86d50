/** Which work the result is compared with: one card for each profile of the bank, and one for who does not know yet. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/index.js";
import { pictogram, type PictogramName } from "../pictograms/index.js";
import type { Screen, View } from "../view.js";
import { button, heading, listen, phrase } from "./parts.js";

/** By id of the occupation in item-banks/profiles. */
const PICTURES: Readonly<Record<string, PictogramName>> = {
  "domestic-cleaner": "broom",
  "domestic-housekeeper": "home",
  "home-care-aide": "hand",
  "personal-carer": "cane",
  "child-care-worker": "child",
  companion: "talk",
  "informal-carer": "heart",
};

export const occupation = (view: View, { occupations, chosen, done }: Extract<Screen, { name: "occupation" }>): TemplateResult => {
  const { t, act } = view;
  const none = phrase(t, "occupation.none");
  const card = (id: string | null, picture: PictogramName, label: unknown): TemplateResult => {
    // Before the test nothing has been chosen, not even to leave it open.
    const own = done && id === chosen;
    return html`<li>
      <button class="choose" part="button" type="button" aria-current=${own ? "true" : nothing} @click=${() => act.occupation(id)}>${pictogram(picture)}${label}${own ? pictogram("check") : nothing}</button>
    </li>`;
  };
  const said = [
    { say: "title", text: phrase(t, "occupation.title") },
    ...occupations.map(({ id, name }) => ({ say: `occupation-${id}`, text: name })),
    { say: "occupation-none", text: none },
  ];
  return html`
    <div class="title-row">
      ${heading(t.t("occupation.title"), "title")}
      <p class="lead soft">${t.t("occupation.lead")}</p>
      ${listen(view, said)}
    </div>
    <ul class="languages occupations" role="list">
      ${occupations.map(({ id, occupation, name }) => card(id, PICTURES[occupation] ?? "person", words(name, `occupation-${id}`)))}${card(null, "unsure", html`<span data-say="occupation-none">${none.text}</span>`)}
    </ul>
    <div class="actions">${button("secondary", "back", t.t("player.back"), () => act.back())}</div>
  `;
};
