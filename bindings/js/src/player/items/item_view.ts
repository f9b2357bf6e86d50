/** What drawing a question needs, and what each kind of question is to the player. */
import type { TemplateResult } from "lit";
import type { Answer } from "../../types.js";
import type { Draft, ShownItem } from "../bank/shown.js";
import type { Texts } from "../language/texts.js";

/** A question on the screen. */
export interface ItemView {
  readonly item: ShownItem;
  readonly t: Texts;
  readonly draft: Draft;
  /** Takes what has been chosen; the question is then drawn anew. */
  readonly change: (draft: Draft) => void;
  /** Nothing can be changed: the session is only looked at. */
  readonly readOnly: boolean;
  /** The person wanted to go on without an answer. */
  readonly missing: boolean;
  /** Names elements of this question within the shadow tree. */
  readonly idPrefix: string;
}

/**
 * A kind of question. One file each; they hold no state, so that a change of language or a reload loses nothing.
 *
 * The screen draws stimulus, stem, prompt, picture and instruction, inside a fieldset's legend or before it; the kind draws the
 * controls, and the sentence that says what is missing. Of a kind that `drawsPicture`, the picture is part of the controls.
 */
export interface ItemKindView {
  /** The controls. The stem's element has the id `${idPrefix}-stem`. */
  render(view: ItemView): TemplateResult;
  /** The answer that a draft amounts to; `null` while it is not complete. */
  answer(item: ShownItem, draft: Draft): Answer | null;
  /** Key of the sentence that says what to do: "Choose one answer." */
  readonly instruction: string;
  /** Key of the sentence that says what is missing. */
  readonly missing: string;
  readonly drawsPicture?: boolean;
}
