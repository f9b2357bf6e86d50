/** The screens: what the element draws, from what it knows. */
import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { View } from "../view.js";
import { bar } from "./bar.js";
import { occupation } from "./occupation.js";
import { confirmDelete, languages, left } from "./overlays.js";
import { practice, question } from "./question.js";
import { trouble } from "./trouble.js";
import { welcome } from "./welcome.js";

const loading = ({ t }: View): TemplateResult => html`<div class="screen waiting" part="screen">
  <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
  <p>${t.t("loading")}</p>
</div>`;

const inside = (view: View): unknown => {
  const { screen } = view;
  switch (screen.name) {
    case "welcome":
      return welcome(view, screen);
    case "occupation":
      return occupation(view, screen);
    case "answers":
      return view.ending!.answers(view, screen);
    case "result":
      return view.ending!.result(view, screen);
    case "counsellor":
      return view.desk!.screen(view, screen.summary);
    case "languages":
      return languages(view);
    case "pause":
      return view.desk!.pause(view);
    case "delete":
      return confirmDelete(view);
    case "left":
      return left(view);
    case "trouble":
      return trouble(view, screen);
    // Those with a form bring their own box.
    case "practice":
      return practice(view, screen);
    case "question":
      return question(view, screen);
    default:
      return loading(view);
  }
};

const FORMS: readonly string[] = ["practice", "question", "loading"];
const BARE: readonly string[] = ["loading", "languages", "pause", "delete", "left"];

/** Draws the screen, below the bar. */
export const renderScreen = (view: View): TemplateResult => {
  const { screen, t } = view;
  // Each question is drawn afresh, so that nothing of the one before is left, not even a picture until the next has come.
  const content = keyed([screen.name, "index" in screen && screen.index, "done" in screen && screen.done].join(), inside(view));
  return html`<div class=${screen.name === "counsellor" ? "frame wide" : "frame"} part="frame" data-screen=${screen.name} lang=${t.language} dir=${t.direction}>
    ${BARE.includes(screen.name) ? html`<div class="bar"></div>` : bar(view)}${FORMS.includes(screen.name) ? content : html`<div class="screen" part="screen">${content}</div>`}
  </div>`;
};
