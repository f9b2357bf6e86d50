/**
 * Matching: below each thing, what it can be matched with. Up to four targets, or targets with pictures, are radio buttons; more are a
 * native list to choose from. The draft is the target of each option matched so far.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Draft, ShownItem, ShownOption } from "../bank/shown.js";
import { card, face } from "./card.js";
import type { ItemKindView, ItemView } from "./item_view.js";
import { describedBy, missing } from "./missing.js";
import { picture } from "./picture.js";
import { words } from "./words.js";

type Pairs = Readonly<Record<string, string>>;

/** The pairs of a draft that are of this question. */
const pairs = ({ options, targets }: ShownItem, draft: Draft): Pairs => {
  const given: Pairs = draft && typeof draft === "object" ? (draft as Pairs) : {};
  return Object.fromEntries(options.flatMap(({ id }) => (targets.some((target) => target.id === given[id]) ? [[id, given[id]!]] : [])));
};

const chips = (view: ItemView, row: number, chosen: string | undefined, choose: (target: string) => void): TemplateResult =>
  html`<div class=${view.item.targets.some((target) => target.picture) ? "options pictures" : "options chips"}>
    ${view.item.targets.map((target, place) =>
      card(view, { type: "radio", name: `pair-${row}`, place, checked: target.id === chosen, change: () => choose(target.id) }, face(view, target, "target")),
    )}
  </div>`;

const list = (view: ItemView, label: string, chosen: string | undefined, choose: (target: string) => void): TemplateResult =>
  html`<select aria-labelledby=${label} aria-describedby=${describedBy(view)} ?disabled=${view.readOnly} @change=${({ target }: Event) => choose((target as HTMLSelectElement).value)}>
    <option value="" disabled .selected=${chosen === undefined}>${view.t.t("item.choose")}</option>
    ${view.item.targets.map(({ id, label: { text, lang, dir } }) => html`<option value=${id} lang=${lang} dir=${dir} .selected=${id === chosen}>${text}</option>`)}
  </select>`;

export const matching: ItemKindView = {
  instruction: "item.match",
  missing: "item.missing-match",
  render: (view) => {
    const { item } = view;
    const now = pairs(item, view.draft);
    const few = item.targets.length <= 4 || item.targets.some((target) => target.picture);
    const pair = (option: ShownOption, row: number) => {
      const label = `${view.idPrefix}-left-${row}`;
      const choose = (target: string) => view.change({ ...now, [option.id]: target });
      return html`<div class="pair" role=${few ? "radiogroup" : nothing} aria-labelledby=${few ? label : nothing} ?data-open=${!(option.id in now)} ?data-missing=${view.missing && !(option.id in now)}>
        <div class="left">${option.picture && picture(option.picture, view.t)}${words(option.label, `option-${option.id}`, label)}</div>
        ${few ? chips(view, row, now[option.id], choose) : list(view, label, now[option.id], choose)}
      </div>`;
    };
    return html`<div class="answers">${missing(view, matching.missing)}${item.options.map(pair)}</div>`;
  },
  answer: (item, draft) => {
    const now = pairs(item, draft);
    return Object.keys(now).length === item.options.length ? now : null;
  },
};
