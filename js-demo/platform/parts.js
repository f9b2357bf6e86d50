// Parts that several views share.
import { drawing, h } from "./dom.js";
import { levelOf } from "./data.js";
import { PERSON, PICTOGRAMS } from "./pictograms.js";

export const pictogram = (id) => drawing(PICTOGRAMS[id] ?? PERSON, "pictogram");

/** A level as steps, and its name. */
export const meter = (framework, id) => {
  const { place, of, name } = levelOf(framework, id);
  const steps = Array.from({ length: of }, (_, step) => h("span", { class: step < place ? "step on" : "step" }));
  return h("span", { class: "meter" }, h("span", { class: "steps", "aria-hidden": "true" }, steps), h("span", { class: "level" }, name));
};

/** Says that a text is in another language than the page, where it is. */
export const foreign = ({ words }, language) => (language === words.language ? null : h("p", { class: "small" }, words.say("text-in", { language: words.tongue(language) })));

/** Says that nobody has read a translation a second time. */
export const unreviewed = ({ words }, review) => (review === "unreviewed" && words.language !== "en" ? h("p", { class: "small" }, words.say("unreviewed")) : null);

/** Countries as a line of names. */
export const countryNames = ({ words }, codes) => words.byName(codes).map((code) => words.country(code)).join("\u00a0· ");

/** A practice as a card in a list. `level` is that of its heading. */
export const practiceCard = (page, practice, level = "h2") => {
  const { words } = page;
  const { title, language } = inLanguage(practice, words.language);
  return h(
    "li",
    { class: "card" },
    h(level, {}, h("a", { href: `#practice/${practice.id}`, lang: language, dir: "auto" }, title)),
    h("p", { class: "small" }, countryNames(page, practice.countries)),
    h("p", { class: "small" }, words.say(`sector.${practice.sector}`)),
  );
};

/** The texts of a practice in a language, or in its own. */
export const inLanguage = ({ language, title, what, evidence, translations = {} }, wanted) =>
  wanted !== language && translations[wanted] ? { language: wanted, ...translations[wanted] } : { language, title, what, evidence };

/** A choice of one from a list, labelled. `options`: `[value, text]`. */
export const select = (id, label, options, value, change) =>
  h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("select", { id, change }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text))),
  );

/** Boxes to tick, in a group with a name. `options`: `[value, text]`. */
export const boxes = (name, legend, options, chosen, change) =>
  h(
    "fieldset",
    { class: "boxes" },
    h("legend", {}, legend),
    options.map(([key, text]) => h("label", {}, h("input", { type: "checkbox", name, value: key, checked: chosen.includes(key), change }), h("span", {}, text))),
  );
