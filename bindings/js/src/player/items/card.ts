/** An answer that can be chosen: a card whose whole area is a native radio button or checkbox. */
import { html, type TemplateResult } from "lit";
import type { ShownOption } from "../bank/shown.js";
import type { ItemView } from "./item_view.js";
import { describedBy } from "./missing.js";
import { picture } from "./picture.js";
import { words } from "./words.js";

export interface Control {
  readonly type: "radio" | "checkbox";
  /** Within the question; radio buttons of one name exclude each other. */
  readonly name: string;
  /** Among those of its name. */
  readonly place: number;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

/** The name of the control is the text with the id that ends in `-words`, and before it what the picture shows. */
export const card = (view: ItemView, { type, name, place, checked, change }: Control, content: unknown): TemplateResult => {
  const id = `${view.idPrefix}-${name}-${place}`;
  return html`<label class=${checked ? "option chosen" : "option"} part=${checked ? "option chosen" : "option"}
    ><input
      type=${type}
      name=${`${view.idPrefix}-${name}`}
      id=${id}
      value=${place}
      aria-describedby=${describedBy(view)}
      .checked=${checked}
      ?disabled=${view.readOnly}
      @change=${({ target }: Event) => change((target as HTMLInputElement).checked)}
    /><span class="mark"></span>${content}</label
  >`;
};

/** What a card shows of an option: its picture or a pictogram, and its text. */
export const face = (view: ItemView, option: ShownOption, say: string, pictogram?: unknown): unknown => [
  option.picture ? picture(option.picture, view.t) : pictogram,
  words(option.label, `${say}-${option.id}`),
];
