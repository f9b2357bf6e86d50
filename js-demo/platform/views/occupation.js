// One occupation: what people do, what it asks for, its names in the countries, and the way to the test.
import { levelOf, requirementsByArea } from "../data.js";
import { breakable, h, link, prose, sources } from "../dom.js";
import { foreign, meter, pictogram, practiceCard, unreviewed } from "../parts.js";

export const occupation = (page, id) => {
  const { words, data } = page;
  const profile = data.profile(id);
  if (!profile) return null;
  const framework = data.frameworkOf(profile);
  return {
    title: profile.name,
    lang: profile.language,
    back: "#occupations",
    picture: pictogram(id),
    body: [
      h("div", { class: "lead", lang: profile.language }, prose(profile.description)),
      foreign(page, profile.language),
      unreviewed(page, profile.review),
      tests(page, profile),
      h("section", {}, h("h2", {}, words.say("occupation.requires")), h("p", { class: "small" }, words.say("occupation.judgement")), requirements(page, framework, profile)),
      countries(page, framework, profile),
      practices(page, profile),
      esco(page, profile),
      h("section", {}, h("h2", {}, words.say("source")), sources(profile.source), h("p", { class: "small" }, words.say("licence", { licence: profile.licence }))),
    ],
  };
};

/** Links to the tests. Two banks may have one for the same occupation: then each says which it is. */
const tests = ({ words }, { tests, id }) => {
  const choose = h("a", { class: "button quiet", href: `#compare?o=${id}` }, words.say("occupation.compare"));
  const address = ({ bank, profile }) => `../?${new URLSearchParams({ bank, profile, lang: words.language })}`;
  const buttons = tests.map((test) =>
    h("a", { class: "button", href: address(test) }, h("span", {}, words.say("occupation.test")), h("span", { class: "of", lang: test.language }, test.title)),
  );
  return h("div", { class: "buttons" }, buttons, choose);
};

const requirements = ({ words }, framework, profile) =>
  requirementsByArea(framework, profile).map(({ name, competences }) =>
    h(
      "section",
      { class: "area" },
      h("h3", { lang: framework.language }, name),
      h("ul", { class: "rows" }, competences.map((competence) => requirement(words, framework, competence))),
    ),
  );

const requirement = (words, framework, { name, description, outcomes, requirement: { level, importance } }) => {
  const { eqf } = levelOf(framework, level);
  // What lies above the level asked for is not asked for.
  const asked = outcomes.filter((outcome) => outcome.eqf <= eqf);
  return h(
    "li",
    {},
    h("div", { class: "row" }, h("h4", { lang: framework.language }, name), meter(framework, level)),
    h("p", { class: "small" }, words.say(`importance.${importance}`), " · ", words.say("eqf", { level: eqf })),
    h(
      "details",
      {},
      h("summary", {}, words.say("occupation.outcomes", { count: asked.length })),
      h("p", { lang: framework.language }, description),
      h("ul", { class: "outcomes", lang: framework.language }, asked.map(({ type, text }) => h("li", {}, text, " ", h("span", { class: "tag", lang: words.language }, words.say(`outcome.${type}`))))),
    ),
  );
};

const countries = ({ words }, framework, { countries, language }) =>
  countries.length > 0 &&
  h(
    "section",
    {},
    h("h2", {}, words.say("occupation.countries")),
    framework.notice && h("p", { class: "small", lang: framework.language }, framework.notice),
    h(
      "ul",
      { class: "rows" },
      words.byName(countries.map(({ country }) => country)).map((code) => {
        const { title, language: tongue, source, note } = countries.find(({ country }) => country === code);
        return h(
          "li",
          {},
          h("h3", {}, words.country(code)),
          title && h("p", { lang: tongue, dir: "auto" }, breakable(title)),
          note && h("p", { lang: language }, note),
          source && h("div", { class: "small" }, sources(source)),
        );
      }),
    ),
  );

const practices = (page, profile) => {
  const found = page.data.practicesFor(profile);
  return found.length > 0 && h("section", {}, h("h2", {}, page.words.say("occupation.practices")), h("ul", { class: "cards" }, found.map((practice) => practiceCard(page, practice, "h3"))));
};

const esco = ({ words }, { esco, isco }) =>
  (esco || isco) &&
  h(
    "section",
    {},
    h("h2", {}, words.say("occupation.classified")),
    esco && h("p", {}, words.say(`esco.${esco.match}`), " ", h("bdi", { lang: "en" }, link(esco.uri, `${esco.label} (ESCO ${esco.code})`))),
    isco && h("p", {}, words.say("isco", { code: isco })),
    esco && h("p", { class: "small" }, words.say("esco.notice")),
  );
