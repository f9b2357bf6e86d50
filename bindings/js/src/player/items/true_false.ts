/** Right or wrong: two cards with a pictogram each. */
import { pictogram } from "../pictograms/index.js";
import { single } from "./single.js";

/** Which of the two says "true": the one with that id, else the first one. */
export const trueFalse = single(() => "halves", "item.true-or-false", ({ item }, { id }, place) =>
  pictogram(id === "true" || (id !== "false" && item.options[1 - place]?.id !== "true" && !place) ? "true" : "false"),
);
