/** What all kinds have in common whose answer is one option: a native radio button for each. */
import { html, type TemplateResult } from "lit";
import type { ShownItem, ShownOption } from "../bank/shown.js";
import { card, face } from "./card.js";
import type { ItemKindView, ItemView } from "./item_view.js";
import { missing } from "./missing.js";

/** What stands beside the text of an option without a picture. */
type Beside = (view: ItemView, option: ShownOption, place: number) => unknown;

/** The radio buttons. */
export const radios = (view: ItemView, beside?: Beside): TemplateResult[] =>
  view.item.options.map((option, place) =>
    card(
      view,
      { type: "radio", name: "answer", place, checked: view.draft === option.id, change: () => view.change(option.id) },
      face(view, option, "option", beside?.(view, option, place)),
    ),
  );

/** A kind with one option as its answer. `layout` gives a class of the style sheet; without one the options are a list. */
export const single = (layout: (item: ShownItem) => string, instruction: string, beside?: Beside): ItemKindView => ({
  instruction,
  missing: "item.missing-one",
  render: (view) =>
    html`<div class="answers">
      ${missing(view, "item.missing-one")}
      <div class="options ${layout(view.item)} ${beside || pictured(view.item) ? "ended" : ""}">${radios(view, beside)}</div>
    </div>`,
  answer: (item, draft) => (item.options.some(({ id }) => id === draft) ? (draft as string) : null),
});

export const pictured = ({ options }: ShownItem): boolean => options.some(({ picture }) => picture);
