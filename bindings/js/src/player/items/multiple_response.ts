/** Several answers may be right: native checkboxes. The draft is the ids ticked, in the order of the bank. */
import { html } from "lit";
import type { Draft, ShownItem } from "../bank/shown.js";
import { card, face } from "./card.js";
import type { ItemKindView } from "./item_view.js";
import { missing } from "./missing.js";
import { pictured } from "./single.js";

const ticked = ({ options }: ShownItem, draft: Draft): string[] => (Array.isArray(draft) ? options.map(({ id }) => id).filter((id) => draft.includes(id)) : []);

export const multipleResponse: ItemKindView = {
  instruction: "item.choose-several",
  missing: "item.missing-several",
  render: (view) => {
    const now = ticked(view.item, view.draft);
    const change = (id: string, on: boolean) => {
      const next = on ? [...now, id] : now.filter((other) => other !== id);
      view.change(next.length ? ticked(view.item, next) : null);
    };
    return html`<div class="answers">
      ${missing(view, multipleResponse.missing)}
      <div class=${pictured(view.item) ? "options ended" : "options"}>
        ${view.item.options.map((option, place) =>
          card(view, { type: "checkbox", name: "answer", place, checked: now.includes(option.id), change: (on) => change(option.id, on) }, face(view, option, "option")),
        )}
      </div>
    </div>`;
  },
  answer: (item, draft) => {
    const ids = ticked(item, draft);
    return ids.length ? ids : null;
  },
};
