// The page's own words in eight languages, and names of countries and languages, which browsers know.

/** Each under its own name: whoever looks for their language reads that. */
export const LANGUAGES = { en: "English", fr: "Français", de: "Deutsch", es: "Español", it: "Italiano", fi: "Suomi", ar: "العربية", uk: "Українська" };
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ps", "ur"];

export const directionOf = (language) => (RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr");

/** The first of the languages wanted that there is, else English. */
export const chooseLanguage = (wanted) => wanted.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => tag in LANGUAGES) ?? "en";

export class Words {
  /** `texts`: by key a sentence, or a sentence for each plural category. */
  constructor(language, texts) {
    this.language = language;
    this.direction = directionOf(language);
    this.texts = texts;
    this.plural = new Intl.PluralRules(language);
    this.collator = new Intl.Collator(language);
    // Digits as the texts of the tests have them, in Arabic too.
    this.number = new Intl.NumberFormat(`${language}-u-nu-latn`);
    this.dates = new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, { dateStyle: "long", timeZone: "UTC" });
    this.regions = new Intl.DisplayNames([language], { type: "region" });
    this.tongues = new Intl.DisplayNames([language], { type: "language" });
  }

  /** A text by its key, in the plural form for `values.count`. */
  say(key, values = {}) {
    const entry = this.texts[key];
    if (entry === undefined) throw new Error(`no text ${key} in ${this.language}`);
    const text = typeof entry === "string" ? entry : (entry[this.plural.select(values.count)] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? (typeof values[name] === "number" ? this.number.format(values[name]) : String(values[name])) : place));
  }

  /** The name of a country by its code, or what is given if it is no code. */
  country(code) {
    return /^[A-Z]{2}$/.test(code) ? this.regions.of(code) : code;
  }

  /** The name of a language by its tag, or the tag. */
  tongue(tag) {
    try {
      return this.tongues.of(tag);
    } catch {
      return tag;
    }
  }

  /** A date `YYYY-MM-DD` in words, or what is given if it is none. */
  date(text) {
    const date = new Date(`${text}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? text : this.dates.format(date);
  }

  list(texts) {
    return new Intl.ListFormat(this.language, { type: "conjunction" }).format(texts);
  }

  /** Countries by their names, in this language's order. */
  byName(codes) {
    return [...codes].sort((one, other) => this.collator.compare(this.country(one), this.country(other)));
  }
}
