/** A picture of the bank. If it cannot be loaded, what it shows is said in words instead. */
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Picture } from "../bank/shown.js";
import type { Texts } from "../language/texts.js";
import { words } from "./words.js";

/** The style sheet shows the words, or the picture, by this mark on their parent. */
const loaded = ({ target, type }: Event): unknown => (target as Element).parentElement?.toggleAttribute("data-lost", type === "error");

/** Another picture is another element: browsers would go on showing the old one until the new one has arrived. */
export const picture = ({ address, description }: Picture, t: Texts): TemplateResult =>
  html`${keyed(address, html`<span class="picture"><img @load=${loaded} @error=${loaded} src=${address} alt=${description?.text ?? ""} lang=${description?.lang ?? nothing} decoding="async" draggable="false" />${description?.text ? html`<span class="lost"><span class="lost-note">${t.t("item.picture-missing")}</span> ${words(description)}</span>` : nothing}</span>`)}`;
