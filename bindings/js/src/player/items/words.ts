/** A text of the bank, in its own language and direction. */
import { html, nothing, type TemplateResult } from "lit";
import type { Text } from "../bank/shown.js";

/** `say` names it for reading aloud; `id` is for labels. */
export const words = (text: Text, say?: string, id?: string): TemplateResult =>
  html`<span class="words" id=${id ?? nothing} lang=${text.lang} dir=${text.dir} data-say=${say ?? nothing} ?data-fallback=${text.fallback}>${text.text}</span>`;
