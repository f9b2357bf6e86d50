/** A level in a picture and in words, with how sure it is. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { words } from "../items/words.js";
import type { Texts } from "../language/texts.js";
import { glass, levelPictogram, pictogram } from "../pictograms/index.js";
import type { DimensionSummary } from "../result/summary.js";

/** What a level is called: by the bank, else by where it is among them. */
export const levelName = (t: Texts, { kind, levels, thirds }: DimensionSummary, place: number): string => {
  const { name, id } = levels[place]!;
  return name?.text ?? (thirds ? t.t(`level.${kind === "confidence" ? "sure-" : ""}${id}`) : t.t("level.numbered", { number: place + 1, last: levels.length }));
};

/** "8 chances in 10", or between which levels. */
export const chance = (t: Texts, dimension: DimensionSummary): string => {
  const { levels, level, between } = dimension;
  const tenths = Math.round(levels[level]!.probability * 10);
  if (between === null) return tenths > 9 ? t.t("level.almost-sure") : t.t("level.chances", { count: tenths });
  const [low, high] = [Math.min(level, between), Math.max(level, between)];
  return t.t("level.between", { low: levelName(t, dimension, low), high: levelName(t, dimension, high) });
};

/** Ten people who answer alike, and of how many of them the level is right. */
const ten = (probability: number): TemplateResult => {
  const tenths = Math.round(probability * 10);
  return html`<svg class="ten" viewBox="0 0 118 10" aria-hidden="true">${Array.from({ length: 10 }, (_, k) => svg`<circle class=${k < tenths ? "yes" : "not"} cx=${5 + 12 * k} cy="5" r="4" />`)}</svg>`;
};

const CHANGES = { higher: "arrow-up", lower: "arrow-down", "no-reliable-change": "agree-3" } as const;

const HEIGHT = 28;
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The levels side by side, over them the band of one standard error to either side, and the estimate. */
const drawing = (dimension: DimensionSummary, label: string): TemplateResult => {
  const { levels, drawn } = dimension;
  const width = 1 / levels.length;
  const middle = HEIGHT / 2;
  return html`<svg class="scale-drawing" role="img" aria-label=${label} height=${HEIGHT}>
    ${levels.map((_, k) => svg`<rect class="segment" x=${percent(k * width + 0.004)} y=${middle - 3} width=${percent(width - 0.008)} height="6" rx="3" />`)}
    <rect class="uncertain" x=${percent(drawn.from)} y=${middle - 9} width=${percent(drawn.to - drawn.from)} height="18" rx="9" />
    <circle class="estimate" cx=${percent(drawn.at)} cy=${middle} r="5" />
  </svg>`;
};

/** Where a person stands in one dimension. `title` says which, where a competence has two. */
export const standing = (t: Texts, dimension: DimensionSummary, title: string | null): TemplateResult => {
  const { level, levels, kind, between, change } = dimension;
  const name = levelName(t, dimension, level);
  const sure = chance(t, dimension);
  const fifth = 1 + Math.round((4 * level) / Math.max(1, levels.length - 1));
  const own = levels[level]!.name;
  return html`<div class="standing">
    <div class="reached">
      ${kind === "evaluation" ? levelPictogram(level + 1, levels.length) : glass(fifth, 5)}
      <div>
        ${title ? html`<p class="small">${title}</p>` : nothing}
        <p class="level">${between === null ? (own ? words(own) : name) : sure}</p>
        ${between === null ? html`<p class="small chance">${sure} ${ten(levels[level]!.probability)}</p>` : html`<p class="small">${t.t("level.not-clear")}</p>`}
      </div>
    </div>
    ${drawing(dimension, between === null ? t.t("level.drawing", { level: name, chance: sure }) : sure)}
    <p class="ends" aria-hidden="true"><span>${levelName(t, dimension, 0)}</span><span>${levelName(t, dimension, levels.length - 1)}</span></p>
    ${change ? html`<p class="with-pictogram change">${pictogram(CHANGES[change])}<span>${t.t(`result.${change}`)}</span></p>` : nothing}
  </div>`;
};
