/** Ratings: how much a statement fits, or how sure one is; from little to much, with a pictogram that grows. */
import { html } from "lit";
import { glass, pictogram } from "../pictograms/index.js";
import type { ItemKindView } from "./item_view.js";
import { single } from "./single.js";

/** From −1 to 1; a single option is as much as it gets. */
const degree = (place: number, count: number): number => (count > 1 ? (2 * place) / (count - 1) - 1 : 1);

/** The ends are strong, the middle is neither; of more than five, those next to the ends are the strong ones drawn smaller. */
const agreement = (place: number, count: number): unknown => {
  const t = degree(place, count);
  if (!t) return pictogram("agree-3");
  const strong = Math.abs(t) > 0.5;
  const drawn = pictogram(t < 0 ? (strong ? "agree-1" : "agree-2") : strong ? "agree-5" : "agree-4");
  return strong && Math.abs(t) < 1 ? html`<span class="between">${drawn}</span>` : drawn;
};

/** Up to five lie side by side where there is room. */
const rating = (instruction: string, draw: (place: number, count: number) => unknown): ItemKindView =>
  single(({ options }) => (options.length > 5 ? "" : "flat"), instruction, ({ item }, _, place) => draw(place, item.options.length));

export const likert = rating("item.rate", agreement);
export const confidence = rating("item.choose-one", (place, count) => glass(3 + 2 * degree(place, count), 5));
