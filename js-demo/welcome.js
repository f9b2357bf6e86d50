/** The first screen: choose a language, read what this is, start. */
import { h } from "./dom.js";
import { testLength } from "./progress.js";
import { LANGUAGES } from "./texts.js";

/** Seconds a person takes for one short sentence, as a rule. */
const SECONDS_PER_QUESTION = 8;

/** Line drawings, 24 × 24. */
const ICONS = {
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  device: "M8 10V7a4 4 0 0 1 8 0v3M6 10h12v10H6zM12 14v2",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c.7-4 4-6 8-6s7.300 2 8 6",
};

const fact = (icon, text) =>
  h("li", null, h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }, h("path", { d: ICONS[icon] })), text);

export function welcomeScreen({ texts, bank, design, languages, notice, onlanguage, onstart }) {
  const { t, number } = texts;
  const { min, max } = testLength(bank, design);
  const minutes = number(Math.ceil((((min + max) / 2) * SECONDS_PER_QUESTION) / 60));
  const length = min === max ? "lengthExact" : "length";
  return h(
    "div",
    { class: "welcome" },
    h(
      "fieldset",
      { class: "languages" },
      h("legend", { class: "unseen" }, t("language")),
      languages.map((language) =>
        h(
          "label",
          { class: "chip", lang: language },
          h("input", {
            type: "radio",
            name: "language",
            value: language,
            checked: language === texts.language,
            onchange: () => onlanguage(language),
          }),
          LANGUAGES[language] ?? language,
        ),
      ),
    ),
    notice && h("p", { class: "notice" }, notice),
    h("h1", { tabindex: "-1" }, texts.bank.bank.title),
    h("p", { class: "lead" }, texts.bank.bank.description),
    h(
      "ul",
      { class: "facts" },
      fact("clock", t(length, { minutes, min: number(min), max: number(max) })),
      fact("device", t("privacy")),
      fact("person", t("purpose")),
    ),
    texts.bank.review !== "reviewed" && h("p", { class: "small" }, t("unreviewed")),
    h("div", { class: "actions" }, h("button", { class: "primary", type: "button", onclick: onstart }, t("start"))),
  );
}
