/** What several screens are made of: buttons, headings, the listen button. */
import { html, nothing, type TemplateResult } from "lit";
import type { Text } from "../bank/shown.js";
import type { Texts, Values } from "../language/texts.js";
import { pictogram, type PictogramName } from "../pictograms/index.js";
import type { Passage } from "../speech/reader.js";
import type { View } from "../view.js";

/** A text of the interface, as one of a bank: to be shown and read aloud alike. */
export const phrase = (t: Texts, key: string, values?: Values): Text => ({ text: t.t(key, values), lang: t.language, dir: t.direction, fallback: false });

/** The one thing to do, another, one that is seldom wanted, and one that deletes. */
export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

/** A button. Without an action it submits its form. */
export const button = (kind: ButtonKind, name: PictogramName | null, label: string, act?: () => void): TemplateResult => {
  const picture = name && pictogram(name);
  const forward = name === "next";
  return html`<button class=${kind} part=${kind === "primary" ? "button primary" : "button"} type=${act ? "button" : "submit"} @click=${act ?? nothing}>
    ${forward ? nothing : picture}<span>${label}</span>${forward ? picture : nothing}
  </button>`;
};

/** What the screen is called. The element moves the focus here. */
export const heading = (content: unknown, say?: string): TemplateResult => html`<h2 id="heading" tabindex="-1" data-say=${say ?? nothing}>${content}</h2>`;

/** Reads these aloud, or stops; nothing where they cannot be read. Slowness is offered once it is of use. */
export const listen = ({ reader, t }: View, passages: readonly Passage[]): TemplateResult | typeof nothing => {
  if (!passages.length || !reader.can(passages)) return nothing;
  const reading = reader.reading !== null;
  return html`<div class="listen">
    <button class="pill" part="button" type="button" @click=${() => (reading ? reader.stop() : reader.read(passages))}>
      ${pictogram(reading ? "stop" : "listen")}<span>${t.t(reading ? "listen.stop" : "listen.listen")}</span>
    </button>
    ${reading || reader.slow
      ? html`<button class="pill" part="button" type="button" aria-pressed=${reader.slow ? "true" : "false"} @click=${() => reader.setSlow(!reader.slow)}>
          ${pictogram("slow")}<span>${t.t("listen.slow")}</span>
        </button>`
      : nothing}
  </div>`;
};

/** A sentence beside a pictogram. */
export const beside = (name: PictogramName, text: Text, say?: string): TemplateResult =>
  html`<li>${pictogram(name)}<span data-say=${say ?? nothing}>${text.text}</span></li>`;

/** What is to be known now. */
export const notice = (name: PictogramName, content: unknown, care = false): TemplateResult =>
  html`<div class=${care ? "notice care" : "notice"}>${pictogram(name)}<div>${content}</div></div>`;

/** Where the answers are, where that is not as it should be: with the way to keep them all the same; and that nothing is kept of what is only looked at. */
export const notKept = ({ saved, t, act, screen, review }: View): TemplateResult | typeof nothing => {
  // Once: beside each answer it would be in the way.
  if (review) return screen.name === "result" ? notice("book", html`<p>${t.t("review.notice")}</p>`) : nothing;
  if (saved === "waiting") return notice("device", html`<p>${t.t("saved.waiting")}</p>`);
  // Before anything is answered there is nothing to save; there may be a file from before.
  const file = screen.name === "welcome" ? button("quiet", "device", t.t("saved.open"), () => act.openLog()) : button("quiet", "save", t.t("saved.file"), () => act.saveLog());
  return saved === "refused" ? notice("warning", html`<p>${t.t("saved.refused")}</p>${file}`, true) : nothing;
};
