// Good practices: a list with filters, and one open page each.
import { SECTORS } from "../check.js";
import { h, link, prose, sources } from "../dom.js";
import { countryNames, foreign, inLanguage, practiceCard, select, unreviewed } from "../parts.js";

const FILTERS = {
  country: ({ countries }, value) => countries.includes(value),
  sector: ({ sector }, value) => sector === value,
  occupation: ({ profiles = [] }, value) => profiles.includes(value),
};

export const practices = (page, query) => {
  const { words, data } = page;
  const wanted = Object.fromEntries(Object.keys(FILTERS).map((name) => [name, query.get(name) ?? ""]));
  const found = () => data.practices.filter((practice) => Object.entries(wanted).every(([name, value]) => !value || FILTERS[name](practice, value)));
  const count = h("p", { class: "count" });
  const list = h("ul", { class: "cards" });
  const show = () => {
    const shown = found();
    count.textContent = words.say("practices.found", { count: shown.length });
    list.replaceChildren(...shown.map((practice) => practiceCard(page, practice)));
  };
  const filter = (name, options) =>
    select(`filter-${name}`, words.say(`practices.${name}`), [["", words.say("practices.all")], ...options], wanted[name], ({ target }) => {
      wanted[name] = target.value;
      const set = Object.entries(wanted).filter(([, value]) => value);
      page.rewrite(set.length ? `#practices?${new URLSearchParams(set)}` : "#practices");
      show();
      page.announce(count.textContent);
    });
  show();
  return {
    title: words.say("practices.title"),
    body: [
      h("p", { class: "lead" }, words.say("practices.lead")),
      h(
        "div",
        { class: "filters", role: "search", "aria-label": words.say("practices.filter") },
        filter("country", words.byName(data.practisedCountries()).map((code) => [code, words.country(code)])),
        filter("sector", SECTORS.map((sector) => [sector, words.say(`sector.${sector}`)])),
        filter("occupation", data.profiles.map(({ id, name }) => [id, name])),
      ),
      count,
      list,
      h("p", {}, h("a", { class: "button quiet", href: "#propose" }, words.say("practices.propose"))),
    ],
  };
};

export const practice = (page, id) => {
  const { words, data } = page;
  const shown = data.practice(id);
  if (!shown) return null;
  const { title, what, evidence, language, review } = inLanguage(shown, words.language);
  const { contact, countries, sector, date, licence, profiles = [] } = shown;
  const concerned = profiles.map((id) => data.profile(id)).filter(Boolean);
  const row = (name, ...content) => [h("dt", {}, words.say(name)), h("dd", {}, content)];
  return {
    title,
    lang: language,
    back: "#practices",
    body: [
      h("p", { class: "lead" }, countryNames(page, countries)),
      foreign(page, language),
      unreviewed(page, review),
      h("section", {}, h("h2", {}, words.say("practice.what")), prose(what, language)),
      h("section", { class: "evidence" }, h("h2", {}, words.say("practice.evidence")), prose(evidence, language)),
      concerned.length > 0 &&
        h(
          "section",
          {},
          h("h2", {}, words.say("practice.occupations")),
          h("ul", { class: "links" }, concerned.map((profile) => h("li", {}, h("a", { href: `#occupation/${profile.id}`, lang: profile.language }, profile.name)))),
        ),
      h(
        "section",
        {},
        h("h2", {}, words.say("practice.about")),
        h(
          "dl",
          {},
          row("practice.sector", words.say(`sector.${sector}`)),
          row("practice.contact", contact.website ? link(contact.website, contact.organisation) : h("bdi", {}, contact.organisation), contact.email && [" · ", h("a", { href: `mailto:${encodeURIComponent(contact.email).replace("%40", "@")}`, dir: "ltr" }, contact.email)]),
          row("practice.date", words.date(date)),
          row("practice.licence", h("bdi", {}, licence)),
          row("source", sources(shown.source, shown.language)),
        ),
      ),
      h("div", { class: "buttons" }, h("a", { class: "button quiet", href: `#propose/${id}` }, words.say("practice.change")), h("a", { class: "button quiet", href: `../item-banks/practices/${encodeURIComponent(id)}.json` }, words.say("practice.file"))),
    ],
  };
};
