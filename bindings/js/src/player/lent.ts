/**
 * What `ending.js` takes from the player, so that there is one Lit, one set of pictograms, one of everything on a page: its build turns imports
 * of these modules into imports from `player.js`. Not for pages: none of it is in the declarations.
 */
export { css, html, nothing, render, svg } from "lit";
export { words } from "./items/words.js";
export { glass, levelPictogram, pictogram } from "./pictograms/index.js";
export { button, heading, listen, notKept, phrase } from "./screens/parts.js";
