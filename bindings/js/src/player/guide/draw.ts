/**
 * What the counsellor's side draws with, lent by the player: this module is fetched later, and has no second copy of Lit, of the pictograms
 * and of the parts of screens.
 */
import type * as lit from "lit";
import type { words as drawWords } from "../items/words.js";
import type { pictogram as drawPictogram } from "../pictograms/index.js";
import type { button as drawButton, heading as drawHeading, notice as drawNotice } from "../screens/parts.js";
import type { learnerPage as drawLearnerPage } from "../screens/result.js";
import type { levelName as nameOfLevel } from "../screens/scale.js";

export interface Draw {
  readonly html: typeof lit.html;
  readonly nothing: typeof lit.nothing;
  readonly words: typeof drawWords;
  readonly pictogram: typeof drawPictogram;
  readonly button: typeof drawButton;
  readonly heading: typeof drawHeading;
  readonly notice: typeof drawNotice;
  readonly levelName: typeof nameOfLevel;
  readonly learnerPage: typeof drawLearnerPage;
}

export let html: Draw["html"];
export let nothing: Draw["nothing"];
export let words: Draw["words"];
export let pictogram: Draw["pictogram"];
export let button: Draw["button"];
export let heading: Draw["heading"];
export let notice: Draw["notice"];
export let levelName: Draw["levelName"];
export let learnerPage: Draw["learnerPage"];

/** To be called first. */
export const borrow = (own: Draw): void => {
  ({ html, nothing, words, pictogram, button, heading, notice, levelName, learnerPage } = own);
};
