/**
 * Putting things in order with two buttons a row; nothing needs to be dragged. The draft is the ids in the order given.
 *
 * The list begins in the order of the bank. Moving anything is an answer; leaving all as it is becomes one only by ticking that the
 * order is right, so that nobody gives an order without having looked at it.
 */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Draft, ShownItem, ShownOption } from "../bank/shown.js";
import { pictogram } from "../pictograms/index.js";
import { card } from "./card.js";
import type { ItemKindView, ItemView } from "./item_view.js";
import { describedBy, missing } from "./missing.js";
import { picture } from "./picture.js";
import { words } from "./words.js";

const same = (a: readonly ShownOption[], b: readonly ShownOption[]): boolean => a.every((option, place) => option === b[place]);

/** The options in the order of the draft; `null` if it does not name each of them once. */
const ordered = ({ options }: ShownItem, draft: Draft): readonly ShownOption[] | null => {
  if (!Array.isArray(draft) || draft.length !== options.length) return null;
  const found = options.map((_, place) => options.find(({ id }) => id === draft[place]));
  return new Set(found).size === options.length && !found.includes(undefined) ? (found as ShownOption[]) : null;
};

const ids = (options: readonly ShownOption[]): string[] => options.map(({ id }) => id);

/** Moves a row. The button keeps the focus: where the browser lost it because its row was taken out and put in elsewhere, it is given back. */
const move = (view: ItemView, now: readonly ShownOption[], from: number, to: number, { currentTarget }: Event): void => {
  if (to < 0 || to >= now.length) return;
  const next = [...now];
  const [option] = next.splice(from, 1) as [ShownOption];
  next.splice(to, 0, option);
  const button = currentTarget as HTMLElement;
  const status = button.closest(".answers")?.querySelector("[role=status]");
  view.change(ids(next));
  if (status) status.textContent = view.t.t("item.moved", { name: option.label.text, place: to + 1, last: now.length });
  setTimeout(() => button.focus());
};

export const ordering: ItemKindView = {
  instruction: "item.order",
  missing: "item.missing-order",
  render: (view) => {
    const { item, t, readOnly } = view;
    const given = ordered(item, view.draft);
    const now = given ?? item.options;
    const button = (option: ShownOption, from: number, to: number, earlier: boolean) =>
      html`<button
        type="button"
        class="step"
        part="button"
        aria-label=${t.t(earlier ? "item.earlier" : "item.later", { name: option.label.text, place: from + 1, last: now.length })}
        aria-disabled=${to < 0 || to >= now.length ? "true" : nothing}
        aria-describedby=${describedBy(view)}
        @click=${(event: Event) => move(view, now, from, to, event)}
      >
        ${pictogram(earlier ? "arrow-up" : "arrow-down")}
      </button>`;
    return html`<div class="answers">
      ${missing(view, ordering.missing)}
      <ol class="order" role="list">
        ${repeat(
          now,
          ({ id }) => id,
          (option, place) =>
            html`<li class="row">
              <span class=${option.picture ? "number corner" : "number"} aria-hidden="true">${t.number(place + 1)}</span>${option.picture ? picture(option.picture, t) : nothing}${words(option.label, `option-${option.id}`)}${readOnly
                ? nothing
                : html`<span class="steps">${button(option, place, place - 1, true)}${button(option, place, place + 1, false)}</span>`}
            </li>`,
        )}
      </ol>
      ${readOnly || !same(now, item.options)
        ? nothing
        : html`<div class="confirm" ?data-open=${!given}>
            ${card(
              view,
              { type: "checkbox", name: "right", place: 0, checked: !!given, change: (on) => view.change(on ? ids(item.options) : null) },
              html`<span class="words">${t.t("item.order-right")}</span>`,
            )}
          </div>`}
      <p class="unseen" role="status"></p>
    </div>`;
  },
  answer: (item, draft) => {
    const now = ordered(item, draft);
    return now && ids(now);
  },
};
