/** Makes sentences of a catalogue: plural forms, values filled in, numbers, lists and dates as the language writes them. */
import type { Catalog } from "./languages.js";
import type { Texts, Values } from "./texts.js";

/** Letters of scripts written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;
const LETTER = /\p{L}/u;

/**
 * Keeps a text of the other direction together, so that it does not mix up the sentence around it (Unicode Bidirectional
 * Algorithm: first strong isolate to pop directional isolate).
 */
const isolated = (text: string, direction: "ltr" | "rtl"): string =>
  LETTER.test(text) && RIGHT_TO_LEFT.test(text) !== (direction === "rtl") ? `\u2068${text}\u2069` : text;

/**
 * Languages that write counts below a thousand as programs do, unless other digits are asked for. Intl.NumberFormat writes them no
 * differently, but the first use of it costs a slow phone a fifth of a second, and that before the first question.
 */
const PLAIN = /^(en|fr|de|es|it|fi|uk)\b(?!.*-u-)/;

/** The texts of a catalogue. `variant` is the regional form that numbers and dates are written in: "en-GB" of "en". */
export const textsOf = (catalog: Catalog, language: string, direction: "ltr" | "rtl", variant = language): Texts => {
  const plural = new Intl.PluralRules(language);
  const formats: Intl.NumberFormat[] = [];
  const number = (value: number, decimals = 0): string =>
    decimals === 0 && value < 1000 && Number.isInteger(value) && value >= 0 && PLAIN.test(variant)
      ? String(value)
      : (formats[decimals] ??= new Intl.NumberFormat(variant, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })).format(value);

  const t = (key: string, values: Values = {}): string => {
    // A text that is missing shows its key: files of two releases were mixed, which no wording could hide.
    const entry = catalog[key] ?? key;
    const text = typeof entry === "string" ? entry : entry[plural.select(Number(values["count"]))] ?? entry["other"] ?? key;
    return text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name];
      if (value === undefined) return place;
      return typeof value === "number" ? number(value, Number.isInteger(value) ? 0 : 1) : isolated(value, direction);
    });
  };

  return {
    language,
    direction,
    complete: true,
    t,
    with: (more) => textsOf({ ...catalog, ...more }, language, direction, variant),
    number,
    list: (values) => new Intl.ListFormat(variant, { type: "conjunction" }).format(values),
    date: (value) => new Intl.DateTimeFormat(variant, { dateStyle: "long", timeStyle: "short" }).format(value),
  };
};
