/** The style sheets of the result, of paper and of the counsellor's side, in the order in which they apply, after the player's. */
import type { CSSResult } from "lit";
import { counsellor } from "./counsellor.css.js";
import { print } from "./print.css.js";
import { result } from "./result.css.js";

export const endingStyles: readonly CSSResult[] = [result, print, counsellor];
