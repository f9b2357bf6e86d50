/**
 * A place in a picture. The places are also a list below it, and the two are one set of radio buttons: those of the list, of which the
 * places are further labels. So a keyboard or a screen reader meets each place once, in words.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { ShownOption } from "../bank/shown.js";
import type { ItemKindView, ItemView } from "./item_view.js";
import { missing } from "./missing.js";
import { picture } from "./picture.js";
import { radios, single } from "./single.js";

const number = (view: ItemView, place: number): TemplateResult => html`<span class="number" aria-hidden="true">${view.t.number(place + 1)}</span>`;

/**
 * Where a place lies: at least as large as a finger, and then still within the picture. Given as a property of the element, which a
 * strict content security policy allows, unlike the attribute.
 */
const box = ({ region }: ShownOption): string => {
  if (!region) return "display:none";
  const { x, y, width, height } = region;
  const middle = (from: number, size: number) => `clamp(1.5 * var(--rem, 1rem), ${from + size / 2}%, 100% - 1.5 * var(--rem, 1rem))`;
  return `inset-inline-start:${middle(x, width)};inset-block-start:${middle(y, height)};inline-size:${width}%;block-size:${height}%`;
};

/** Safari before 15.4 knows no other, and would refuse the name. */
const focus = (): string => (CSS.supports("selector(:focus-visible)") ? ":focus-visible" : ":focus");

/** Marks on the picture the place that has the focus in the list. */
const mirror = ({ type, target, currentTarget }: Event): void => {
  const list = currentTarget as Element;
  const place = [...list.querySelectorAll("input")].indexOf(target as HTMLInputElement);
  list.parentElement?.querySelectorAll(".region")[place]?.toggleAttribute("data-focus", type === "focusin" && (target as Element).matches(focus()));
};

export const hotspot: ItemKindView = {
  ...single(() => "", "item.find"),
  drawsPicture: true,
  render: (view) => {
    const { item, t, idPrefix, draft } = view;
    const region = (option: ShownOption, place: number) =>
      html`<label class=${draft === option.id ? "region chosen" : "region"} for=${`${idPrefix}-answer-${place}`} .style=${box(option)}>${number(view, place)}</label>`;
    return html`<div class="answers">
      ${missing(view, hotspot.missing)}${item.picture ? html`<div class="hotspot" dir="ltr">${picture(item.picture, t)}${item.options.map(region)}</div>` : nothing}
      <div class="options ended" @focusin=${mirror} @focusout=${mirror}>${radios(view, (_, __, place) => number(view, place))}</div>
    </div>`;
  },
};
