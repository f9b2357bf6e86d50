/** One answer out of a list. A situational judgement looks the same: only its scoring differs, and that is the bank's. */
import { single } from "./single.js";

export const singleChoice = single(() => "", "item.choose-one");
