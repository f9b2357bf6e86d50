// The page of occupations and good practices: which view the address names, in which language. Nothing is sent, and nothing kept but the
// draft of a proposal (store.js).
import { Data, fetchJson } from "./data.js";
import { h } from "./dom.js";
import { chooseLanguage, LANGUAGES, Words } from "./words.js";
import { compareCountries, compareOccupations } from "./views/compare.js";
import { occupation } from "./views/occupation.js";
import { occupations } from "./views/occupations.js";
import { practice, practices } from "./views/practices.js";
import { propose } from "./views/propose.js";

/** By the first word of the address: the view, and which link of the navigation it belongs to. */
const VIEWS = {
  "": ["occupations", (page) => occupations(page)],
  occupations: ["occupations", (page) => occupations(page)],
  occupation: ["occupations", (page, id) => occupation(page, id)],
  compare: ["compare", (page, what, query) => (what === "countries" ? compareCountries(page, query) : compareOccupations(page, query))],
  practices: ["practices", (page, id, query) => practices(page, query)],
  practice: ["practices", (page, id) => practice(page, id)],
  propose: ["propose", (page, id) => propose(page, id)],
};
const LINKS = ["occupations", "compare", "practices", "propose"];

const header = document.querySelector("body > header");
const main = document.querySelector("main");
/** Says to those who listen what has changed. */
const status = h("p", { class: "unseen", role: "status" });

const wanted = () => chooseLanguage([new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages]);

/** What views are given: the words, the data, and two ways to say that something on the page has changed. */
async function load(language) {
  const [texts, data] = await Promise.all([fetchJson(`locales/${language}.json`), Data.load(language)]);
  return {
    words: new Words(language, texts),
    data,
    announce: (text) => (status.textContent = text),
    rewrite: (hash) => history.replaceState(null, "", hash),
  };
}

/** The part of the address that names the view: word, id, query. */
function parse() {
  const [path, query] = location.hash.slice(1).split("?");
  const [word, id] = path.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { word, id, query: new URLSearchParams(query) };
}

/** Draws what the address names. `arriving`: the focus is left where the browser put it. */
function show(page, arriving = false) {
  const { words } = page;
  const { word, id, query } = parse();
  const [here, draw] = Object.keys(VIEWS).includes(word) ? VIEWS[word] : [null, () => null];
  const view = draw(page, id, query) ?? { title: words.say("not-found.title"), body: [h("p", {}, words.say("not-found.text")), h("p", {}, h("a", { href: "#occupations" }, words.say("nav.occupations")))] };
  const heading = h("h1", { tabindex: "-1", lang: view.lang, dir: view.lang ? "auto" : null }, view.title);
  const back = view.back && h("p", { class: "back" }, h("a", { href: view.back }, words.say(`back.${here}`)));
  main.replaceChildren(...[back, h("div", { class: "heading" }, view.picture, heading), view.body].flat(Infinity).filter(Boolean));
  document.title = `${view.title} – ${words.say("title")}`;
  for (const anchor of header.querySelectorAll("nav a")) anchor.removeAttribute("aria-current");
  header.querySelector(`nav a[href="#${here}"]`)?.setAttribute("aria-current", "page");
  status.textContent = "";
  if (arriving) return;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

/** Everything that does not change from view to view. */
function frame(page) {
  const { words } = page;
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  const change = ({ target }) => {
    const query = new URLSearchParams(location.search);
    query.set("lang", target.value);
    history.replaceState(null, "", `?${query}${location.hash}`);
    open(target.value, { focus: "#language" });
  };
  const language = h(
    "select",
    { id: "language", "aria-label": words.say("language"), change },
    Object.entries(LANGUAGES).map(([tag, name]) => h("option", { value: tag, lang: tag, selected: tag === words.language }, name)),
  );
  const nav = h("nav", { "aria-label": words.say("nav") }, LINKS.map((name) => h("a", { href: `#${name}` }, words.say(`nav.${name}`))));
  header.replaceChildren(header.querySelector(".brand"), language, nav);
  document.querySelector("body > footer")?.remove();
  document.body.append(status, h("footer", {}, h("p", {}, words.say("footer")), h("p", {}, h("a", { href: "../" }, words.say("home")))));
}

let current = null;
addEventListener("hashchange", () => current && show(current));

/** Loads a language and shows the page in it. `focus`: what has the focus afterwards. */
async function open(language, { focus } = {}) {
  main.setAttribute("aria-busy", "true");
  try {
    current = await load(language);
    frame(current);
    show(current, true);
    document.querySelector(focus)?.focus();
    // Once nobody waits for anything. Refused where the page is not served securely, and in some private windows.
    setTimeout(() => keep(language).catch(() => {}), 2000);
  } catch (error) {
    console.error(error);
    trouble(language);
  }
  main.removeAttribute("aria-busy");
}

/** Nothing could be loaded, perhaps not even words: in English then. */
function trouble(language) {
  const again = h("button", { type: "button", click: () => open(language) }, "Try again");
  main.replaceChildren(h("div", { class: "heading" }, h("h1", {}, "This page could not be loaded")), h("p", {}, "Check the connection to the Internet, then try again."), h("p", {}, again));
}

const WORKER = "../sw.js";
const policy = globalThis.trustedTypes?.createPolicy("thetis-worker", { createScriptURL: () => WORKER });

/** The demo's service worker keeps this page too, for when there is no network. */
async function keep(lang) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(policy?.createScriptURL("") ?? WORKER, { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ bank: "platform/", lang });
}

open(wanted());
