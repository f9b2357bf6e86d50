/** The kinds of questions. */
import { html } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { ItemKind } from "../../types.js";
import { hotspot } from "./hotspot.js";
import type { ItemKindView } from "./item_view.js";
import { matching } from "./matching.js";
import { multipleResponse } from "./multiple_response.js";
import { ordering } from "./ordering.js";
import { pictureChoice } from "./picture_choice.js";
import { confidence, likert } from "./rating.js";
import { singleChoice } from "./single_choice.js";
import { trueFalse } from "./true_false.js";

const KINDS: Readonly<Record<ItemKind, ItemKindView>> = {
  likert,
  confidence,
  "single-choice": singleChoice,
  "true-false": trueFalse,
  "picture-choice": pictureChoice,
  "situational-judgement": singleChoice,
  hotspot,
  "multiple-response": multipleResponse,
  ordering,
  matching,
};

/** Each question has elements of its own: nothing of the one before, a picture or an announcement, is left over in the next. */
export const itemKind = (name: ItemKind): ItemKindView => {
  const kind = KINDS[name];
  return { ...kind, render: (view) => html`${keyed(view.item.id, kind.render(view))}` };
};

export { picture } from "./picture.js";
export { words } from "./words.js";
export { passages } from "./passages.js";
export { focusFirst } from "./focus.js";
