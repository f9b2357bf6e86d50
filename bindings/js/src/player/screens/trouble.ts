/** What went wrong, in a plain sentence; the way on; and folded away, what helps who can repair it. */
import { html, nothing, type TemplateResult } from "lit";
import { pictogram, type PictogramName } from "../pictograms/index.js";
import type { TroubleName } from "../trouble.js";
import type { Screen, View } from "../view.js";
import { button, heading } from "./parts.js";

const PICTOGRAMS: Partial<Record<TroubleName, PictogramName>> = { offline: "offline", "other-tab": "device", "texts-missing": "language", "bank-updated": "book" };

export const trouble = ({ t, act }: View, { trouble: { name, detail, copy } }: Extract<Screen, { name: "trouble" }>): TemplateResult => html`
  <div class="sign">${pictogram(PICTOGRAMS[name] ?? "warning")}</div>
  ${heading(t.t(`trouble.${name}.title`))}
  <p class="lead">${t.t(`trouble.${name}.text`)}</p>
  ${detail
    ? html`<details>
        <summary>${t.t("trouble.detail")}</summary>
        <p class="detail" lang="en" dir="ltr">${detail}</p>
      </details>`
    : nothing}
  <div class="actions">
    ${copy ? button("secondary", "save", t.t("saved.file"), () => act.saveLog()) : nothing}${button("primary", null, t.t(`trouble.${name}.action`), () => (name === "other-tab" ? act.takeOver() : act.retry()))}
  </div>
`;
