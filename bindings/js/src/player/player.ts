/**
 * The player: `<thetis-assessment bank="…">` shows a whole adaptive assessment, from the welcome to the result. Importing this file
 * defines the element. Its types for users are in public.ts, so that they need none of Lit's.
 */
import { ThetisAssessment } from "./element.js";
import type { ThetisAssessment as Public } from "./public.js";

export { ThetisAssessment };
export * from "./lent.js";

// Once: two copies of this file on one page would otherwise be an error.
if (!customElements.get("thetis-assessment")) customElements.define("thetis-assessment", ThetisAssessment satisfies new () => Public);
