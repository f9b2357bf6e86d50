/** What this is, about how long, what happens with the answers; then one thing to do. */
import { html, nothing, type TemplateResult } from "lit";
import { words } from "../items/index.js";
import type { PictogramName } from "../pictograms/index.js";
import type { Passage } from "../speech/reader.js";
import type { Screen, View } from "../view.js";
import { beside, button, heading, listen, notice, notKept, phrase } from "./parts.js";

export const welcome = (view: View, { begun, length }: Extract<Screen, { name: "welcome" }>): TemplateResult => {
  const { t, act, title, description, saved, reviewed, assisted, desk } = view;
  const { min, max, minutes } = length;
  const facts: readonly (readonly [PictogramName, string, Passage["text"]])[] = [
    ["clock", "fact-length", phrase(t, min === max ? "welcome.length-exact" : "welcome.length", { min, max, count: minutes })],
    ["lock", "fact-answers", phrase(t, `welcome.answers-${saved === "waiting" ? "platform" : saved}`)],
    ["person", "fact-purpose", phrase(t, "welcome.purpose")],
    ...(reviewed ? [] : ([["language", "fact-translation", phrase(t, "welcome.unreviewed")]] as const)),
  ];
  const passages: Passage[] = [
    ...(title ? [{ text: title, say: "title" }] : []),
    ...(description && !begun ? [{ text: description, say: "description" }] : []),
    ...facts.map(([, say, text]) => ({ text, say })),
  ];
  return html`
    <div class="title-row">${heading(title ? words(title, "title") : t.t("welcome.title"))} ${listen(view, passages)}</div>
    ${begun
      ? notice(begun.finished ? "star" : "clock", html`<p>${t.t(begun.finished ? "welcome.finished" : "welcome.begun", { count: begun.answered, when: t.date(begun.when) })}</p>`)
      : description
        ? html`<p class="lead">${words(description, "description")}</p>`
        : nothing}
    <ul class="facts" role="list">
      ${facts.map(([name, say, text]) => beside(name, text, say))}
    </ul>
    ${notKept(view)}${assisted && desk ? desk.welcome() : nothing}
    <div class="actions">
      ${begun
        ? html`${button("secondary", "person", t.t("welcome.not-you"), () => act.askDelete(true))}
          ${button("primary", "next", t.t(begun.finished ? "welcome.see-result" : "welcome.resume"), () => act.resume())}`
        : button("primary", "next", t.t("welcome.start"), () => act.begin())}
    </div>
  `;
};
