// All occupations as cards.
import { h } from "../dom.js";
import { foreign, pictogram } from "../parts.js";

export const occupations = (page) => {
  const { words, data } = page;
  const cards = data.profiles.map((profile) =>
    h(
      "li",
      { class: "card" },
      pictogram(profile.id),
      h("h2", {}, h("a", { href: `#occupation/${profile.id}`, lang: profile.language }, profile.name)),
      h("p", { lang: profile.language }, profile.description),
      foreign(page, profile.language),
      h("p", { class: "small" }, words.say("occupation.asks", { count: profile.requires.length })),
    ),
  );
  return {
    title: words.say("occupations.title"),
    body: [h("p", { class: "lead" }, words.say("occupations.lead")), h("ul", { class: "cards" }, cards)],
  };
};
