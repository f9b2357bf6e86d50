/**
 * The pictograms: 48 × 48, one stroke width, the ink of the text and one accent. They stand beside words and say nothing alone, so they are
 * hidden from the accessibility tree. Those that point along the line of reading are mirrored from right to left.
 */
import { html, nothing, svg, type TemplateResult } from "lit";

/** Strokes, and strokes or areas in the accent colour. */
type Drawing = readonly [ink: string, accent?: string, fill?: string];

const CIRCLE = "M24 5a19 19 0 1 0 0 38 19 19 0 1 0 0-38z";
const SMALL = "M24 12a12 12 0 1 0 0 24 12 12 0 1 0 0-24z";

/** In ink, in accent, and what is filled with the accent. */
const DRAWINGS = {
  listen: ["M6 18v12h8l10 9V9l-10 9z", "M31 17q5 7 0 14M36 11q10 13 0 26"],
  stop: ["", "", "M15 12h18a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3V15a3 3 0 0 1 3-3z"],
  slow: ["M4 39h29q8 0 8-9v-6M41 24l-4-8M41 24l5-7", "M20 39a12 12 0 1 1 12-12M20 33a6 6 0 1 1 6-6"],
  language: [CIRCLE, "M24 5c-11 11-11 27 0 38 11-11 11-27 0-38zM5 24h38"],
  delete: ["M7 13h34M17 13V6h14v7M11 13l2 29h22l2-29", "M20 21v13M28 21v13"],
  save: ["M7 32v10h34V32", "M24 5v25M14 20l10 10 10-10"],
  print: ["M13 17V5h22v12M13 34H6V17h36v17h-7", "M13 27h22v16H13z"],
  next: ["M8 24h31M27 11l13 13-13 13"],
  back: ["M40 24H9M21 11L8 24l13 13"],
  skip: ["M10 11l13 13-13 13M23 11l13 13-13 13M41 11v26"],
  unsure: [CIRCLE, "M17 19q0-7 7-7t7 6.5q0 4-4 6-3 1.5-3 5M24 35v.5"],
  question: ["M5 7h38v27H25l-9 8v-8H5z", "M19 17q0-5 5-5t5 4.5q0 3-3 4.5-2 1-2 3M24 29v.5"],
  check: ["", "M8 25l11 11 22-24"],
  clock: [CIRCLE, "M24 13v11l8 6"],
  device: ["M15 4h18a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z", "M21 37h6"],
  person: ["M8 43c0-10 7-15 16-15s16 5 16 15", "M24 5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17z"],
  helper: ["M4 42c0-9 5-14 13-14s13 5 13 14M17 7a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15z", "M33 10a6.5 6.5 0 1 1-1 12M35 28c6 1 9 5 9 14"],
  star: ["", "M24 5l5.8 12 13.2 1.8-9.6 9.2 2.4 13.2L24 34.8 12.2 41.2l2.4-13.2L5 18.8 18.2 17z"],
  book: ["M24 12c-5-4-11-5-19-5v30c8 0 14 1 19 5 5-4 11-5 19-5V7c-8 0-14 1-19 5z", "M24 12v30"],
  "arrow-up": ["M24 41V8M11 20L24 7l13 13"],
  "arrow-down": ["M24 7v33M11 28l13 13 13-13"],
  warning: ["M24 5L45 42H3z", "M24 18v11M24 35v.5"],
  offline: ["M15 38h21a9 9 0 0 0 3-17.5A15 15 0 0 0 20 11M13 17a11 11 0 0 0 2 21", "M6 6l36 36"],
  lock: ["M10 21h28v22H10zM16 21v-7a8 8 0 0 1 16 0v7", "M24 30v5"],
  true: [CIRCLE, "M15 25l7 7 12-15"],
  false: [CIRCLE, "M16 16l16 16M32 16L16 32"],
  heart: ["", "M24 42C10 32 5 25 5 17a9.5 9.5 0 0 1 19-3 9.5 9.5 0 0 1 19 3c0 8-5 15-19 25z"],
  home: ["M5 23L24 6l19 17M10 19v23h28V19", "M20 42V29h8v13"],
  broom: ["M39 5L24 22", "M19 18l11 11-5 14-21-5q9-3 11-9zM13 40l4-6M19 42l4-7"],
  cane: ["M17 5a6 6 0 1 0 0 12 6 6 0 1 0 0-12zM7 43V30q0-9 10-9 7 0 9 6l3 5M15 43v-9", "M30 43V29q0-5 5-5t5 5"],
  child: ["M17 12a7 7 0 1 0 0 14 7 7 0 1 0 0-14zM5 43q0-13 12-13t12 13", "M38 29a7 7 0 1 0 0 14 7 7 0 1 0 0-14zM31 36h14"],
  talk: ["M4 7h25v18H15l-7 7v-7H4z", "M34 16h10v18h-4v7l-7-7H20v-4"],
  hand: ["M4 29h7l9-4q6-1 6 3h-9M26 28l13-6q5 0 4 5L26 41H4", "M27 18c-6-4-8-7-8-10a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 3-2 6-8 10z"],
  "agree-1": [CIRCLE, "M15 15l18 18M33 15L15 33"],
  "agree-2": [SMALL, "M19 19l10 10M29 19L19 29"],
  "agree-3": ["", "M11 24h26"],
  "agree-4": [SMALL, "M18 25l4 4 8-9"],
  "agree-5": [CIRCLE, "M13 25l8 8 14-17"],
} satisfies Record<string, Drawing>;

/** Drawn with the direction of reading. */
const MIRRORED: readonly string[] = ["listen", "next", "back", "skip", "slow", "unsure", "question", "helper", "book"];

/** What the set has. The numbered ones go from the least to the most; levels and confidence are drawn by functions of their own. */
export type PictogramName = keyof typeof DRAWINGS;

const frame = (mirrored: boolean, inside: unknown): TemplateResult =>
  html`<svg class=${mirrored ? "pictogram mirror" : "pictogram"} viewBox="0 0 48 48" aria-hidden="true" focusable="false">${inside}</svg>`;

/** A staircase of `of` steps, climbed up to `place` (from 1). */
export const levelPictogram = (place: number, of: number): TemplateResult => {
  const width = 44 / of;
  // Many steps are thin: their outlines must not fill them.
  const stroke = of > 5 ? 1.25 : 3;
  const top = (step: number): number => 42 - (of < 2 ? 20 : 7 + ((step - 1) * 22) / (of - 1));
  const steps = Array.from({ length: of }, (_, k) => k + 1);
  const bar = (k: number): string => `M${2 + (k - 1) * width + stroke / 2} 44V${top(k)}h${width - stroke}V44z`;
  return frame(
    true,
    svg`<path stroke-width=${stroke} d=${steps.filter((k) => k > place).map(bar).join("")} /><path stroke-width=${stroke} class="full accent" d=${steps.filter((k) => k <= place).map(bar).join("")} /><circle class="full" cx=${2 + (place - 0.5) * width} cy=${top(place) - 7} r="3.5" />`,
  );
};

/** A glass, filled to `place` of `of`. */
export const glass = (place: number, of: number): TemplateResult => {
  const y = 42 - (place / of) * 31;
  const inset = ((y - 5) / 38) * 4;
  return frame(false, svg`<path class="full accent" d=${`M${10 + inset} ${y}H${38 - inset}L34 42H14z`} /><path d="M9 5l4.5 38h21L39 5" />`);
};

/** One of the set. */
export const pictogram = (name: PictogramName): TemplateResult => {
  const [ink, accent, fill]: Drawing = DRAWINGS[name];
  return frame(
    MIRRORED.includes(name),
    svg`<path d=${ink} />${accent ? svg`<path class="accent" d=${accent} />` : nothing}${fill ? svg`<path class="full accent" d=${fill} />` : nothing}`,
  );
};
