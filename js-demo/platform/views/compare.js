// Occupations side by side, and countries side by side. What is chosen is in the address.
import { breakable, h, sources } from "../dom.js";
import { boxes, inLanguage, meter, unreviewed } from "../parts.js";

const SIDES = 2;

const tabs = ({ words }, here) =>
  h(
    "nav",
    { class: "tabs", "aria-label": words.say("compare.what") },
    ["occupations", "countries"].map((what) => h("a", { href: what === "occupations" ? "#compare" : "#compare/countries", "aria-current": what === here && "page" }, words.say(`compare.${what}`))),
  );

const translated = (page) => unreviewed(page, page.data.frameworks.some(({ review }) => review === "unreviewed") ? "unreviewed" : "reviewed");

/** What the address names and there is, or else the first few. */
const chosenFrom = (query, name, all) => {
  const named = query.has(name) ? query.get(name).split(",").filter((one) => all.includes(one)) : [];
  return named.length ? named : all.slice(0, SIDES);
};

/** Ticks change the address, the result below, and nothing else: the focus stays where it is. */
const chooser = (page, { name, legend, options, chosen, hash, show }) => {
  const result = h("div", { class: "result" }, show(chosen));
  const change = () => {
    const ticked = [...group.querySelectorAll("input:checked")].map(({ value }) => value);
    page.rewrite(`${hash}?${name}=${ticked.join(",")}`);
    result.replaceChildren(...[show(ticked)].flat(Infinity).filter(Boolean));
    page.announce(page.words.say("compare.shown", { count: ticked.length }));
  };
  const group = boxes(name, legend, options, chosen, change);
  return [group, result];
};

export const compareOccupations = (page, query) => {
  const { words, data } = page;
  const all = data.profiles.map(({ id }) => id);
  const chosen = chosenFrom(query, "o", all);
  return {
    title: words.say("compare.title"),
    body: [
      tabs(page, "occupations"),
      translated(page),
      ...chooser(page, {
        name: "o",
        legend: words.say("compare.choose-occupations"),
        options: data.profiles.map(({ id, name }) => [id, name]),
        chosen,
        hash: "#compare",
        show: (ids) => occupationTable(page, all.filter((id) => ids.includes(id)).map((id) => data.profile(id))),
      }),
    ],
  };
};

function occupationTable({ words, data }, profiles) {
  if (!profiles.length) return h("p", {}, words.say("compare.nothing"));
  const framework = data.frameworkOf(profiles[0]);
  const cell = ({ requires }, id) => {
    const requirement = requires.find(({ competence }) => competence === id);
    return h("td", {}, requirement ? [meter(framework, requirement.level), h("span", { class: "small" }, words.say(`importance.${requirement.importance}`))] : h("span", { class: "small" }, words.say("compare.not-asked")));
  };
  const asked = ({ id }) => profiles.some(({ requires }) => requires.some(({ competence }) => competence === id));
  const groups = framework.areas.map(({ name, competences }) => ({ name, competences: competences.filter(asked) })).filter(({ competences }) => competences.length);
  const rows = groups.map(({ name, competences }) =>
    h(
      "tbody",
      {},
      h("tr", {}, h("th", { colspan: profiles.length + 1, scope: "rowgroup", lang: framework.language }, h("span", {}, name))),
      competences.map(({ id, name }) => h("tr", {}, h("th", { scope: "row", lang: framework.language }, name), profiles.map((profile) => cell(profile, id)))),
    ),
  );
  const head = h("tr", {}, h("td", {}), profiles.map(({ id, name, language }) => h("th", { scope: "col", lang: language }, h("a", { href: `#occupation/${id}` }, name))));
  const caption = h("caption", {}, words.say("compare.table"));
  return h("div", { class: "wide", role: "region", tabindex: "0", "aria-label": words.say("compare.table") }, h("table", {}, caption, h("thead", {}, head), rows));
}

export const compareCountries = (page, query) => {
  const { words, data } = page;
  const all = words.byName(new Set([...data.describedCountries(), ...data.practisedCountries()]));
  const described = all.filter((code) => data.describedCountries().has(code));
  const chosen = chosenFrom(query, "c", query.has("c") ? all : described.length ? described : all);
  return {
    title: words.say("compare.title"),
    body: [
      tabs(page, "countries"),
      translated(page),
      ...chooser(page, {
        name: "c",
        legend: words.say("compare.choose-countries"),
        options: all.map((code) => [code, words.country(code)]),
        chosen,
        hash: "#compare/countries",
        show: (codes) => (codes.length ? countrySides(page, all.filter((code) => codes.includes(code))) : h("p", {}, words.say("compare.nothing"))),
      }),
    ],
  };
};

/** The parts of a country, by the text that names them; each a list. */
function partsOf({ words, data }, code) {
  const overlays = data.frameworks.flatMap((framework) => framework.overlays.filter((overlay) => overlay.country === code).map((overlay) => ({ ...overlay, framework })));
  const competence = ({ areas }, id) => id && h("strong", {}, areas.flatMap(({ competences }) => competences).find((one) => one.id === id)?.name);
  const from = (source) => source && h("div", { class: "small" }, sources(source));
  return {
    "compare.names": data.profiles.flatMap((profile) =>
      profile.countries
        .filter(({ country }) => country === code)
        .map(({ title, language, note, source }) => [
          h("a", { href: `#occupation/${profile.id}`, lang: profile.language }, profile.name),
          title && h("p", { lang: language, dir: "auto" }, breakable(title)),
          note && h("p", { class: "small", lang: profile.language }, note),
          from(source),
        ]),
    ),
    "compare.qualifications": overlays.flatMap(({ qualifications }) =>
      qualifications.map(({ name, language, nationalLevel, eqf, source }) => [
        h("p", { lang: language, dir: "auto" }, breakable(name)),
        nationalLevel && h("p", { class: "small", lang: language, dir: "auto" }, nationalLevel),
        eqf && h("p", { class: "small" }, words.say("eqf-level", { level: eqf })),
        from(source),
      ]),
    ),
    "compare.rules": overlays.flatMap(({ notes, framework }) =>
      notes.map(({ competence: id, text, source }) => [h("div", { lang: framework.language }, competence(framework, id), h("p", {}, text)), from(source)]),
    ),
    "compare.adds": overlays.flatMap(({ adds, framework }) =>
      adds.flatMap(({ competence: id, outcomes }) => outcomes.map(({ text }) => h("div", { lang: framework.language }, competence(framework, id), h("p", {}, text)))),
    ),
    "compare.practices": data.practicesIn(code).map((practice) => {
      const { title, language } = inLanguage(practice, words.language);
      return h("a", { href: `#practice/${practice.id}`, lang: language, dir: "auto" }, title);
    }),
  };
}

/** Countries side by side: the same parts for each, in the same order. What is said of none of them is left out. */
function countrySides(page, codes) {
  const { words } = page;
  const sides = codes.map((code) => ({ code, parts: partsOf(page, code) }));
  const names = Object.keys(sides[0].parts).filter((name) => sides.some(({ parts }) => parts[name].length));
  const part = (name, entries) => h("section", {}, h("h3", {}, words.say(name)), entries.length ? h("ul", { class: "plain" }, entries.map((entry) => h("li", {}, entry))) : h("p", { class: "small" }, words.say("compare.nothing-known")));
  const notices = page.data.frameworks.map(({ notice, language }) => notice && h("p", { class: "small", lang: language }, notice));
  const side = ({ code, parts }) => h("article", { class: "side" }, h("h2", {}, words.country(code)), names.map((name) => part(name, parts[name])));
  return [notices, h("div", { class: `sides of-${names.length}` }, sides.map(side))];
}
