/** Texts in the person's language: those of this page (locales/) and those of the item bank. */

/** Languages of the page, by their own names; the name is how a speaker finds hers. */
export const LANGUAGES = { de: "Deutsch", en: "English", es: "Español", fr: "Français", it: "Italiano", fi: "Suomi" };

export async function fetchJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

/** The first of the browser's languages that is offered. */
export function preferredLanguage(offered, otherwise) {
  const wanted = navigator.languages.map((language) => language.slice(0, 2).toLowerCase());
  return wanted.find((language) => offered.includes(language)) ?? otherwise;
}

/** Fills in `{name}`s. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The texts of one language. */
export async function loadTexts(language, bankFolder) {
  const [page, bank] = await Promise.all([fetchJson(`locales/${language}.json`), fetchJson(`${bankFolder}/locales/${language}.json`)]);
  const plural = new Intl.PluralRules(language);
  const number = (value, digits = 0) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return {
    language,
    direction: bank.direction ?? "ltr",
    bank,
    number,
    /** A text of the page; `values.count` chooses among plural forms. */
    t(key, values = {}) {
      const text = page[key];
      return fill(typeof text === "string" ? text : (text[plural.select(values.count)] ?? text.other), values);
    },
    /** The question put, what is asked, and the label of each option. */
    item({ id, options, responseScale }, scales) {
      const own = bank.items[id];
      const scale = options ? undefined : bank.responseScales[responseScale];
      const labels = scale?.options ?? own.options;
      return {
        stem: own.stem,
        prompt: scale?.prompt,
        options: (options ?? scales[responseScale]).map((option) => ({ id: option, label: labels[option] })),
      };
    },
    /** Whether a second speaker has read this text. */
    reviewed: (id) => (bank.items[id]?.review ?? bank.review) === "reviewed",
  };
}
