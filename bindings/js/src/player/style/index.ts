/** The style sheets of the player, in the order in which they apply; those of the result come after them, with its module. */
import type { CSSResult } from "lit";
import { base } from "./base.css.js";
import { course } from "./course.css.js";
import { isolation, own, rem } from "./isolation.css.js";
import { itemStyles } from "./items.css.js";
import { tokens } from "./tokens.css.js";

export { own };

/** For a file that is saved: there is no page around it. */
export const styles: readonly CSSResult[] = [tokens, base, course, itemStyles];

/** For the element. */
export const elementStyles: CSSResult[] = [...rem, ...[tokens, isolation, ...styles.slice(1)].map(own)];
