/** Which screen is shown, and what is remembered. Everything the test is lives in the session and its log. */
import { loadEngine, LogError } from "./thetis/thetis.js";
import { h } from "./dom.js";
import { remaining } from "./progress.js";
import { askRestart, progressText, questionScreen } from "./question.js";
import { resultsScreen } from "./results.js";
import { store } from "./store.js";
import { fetchJson, LANGUAGES, loadTexts, preferredLanguage } from "./texts.js";
import { welcomeScreen } from "./welcome.js";

const screen = document.getElementById("screen");
const menu = document.getElementById("menu");
const status = document.getElementById("status");

/** Settings in the address, so that a test can be taken again exactly: ?bank=, ?design=, ?seed= */
const address = new URLSearchParams(location.search);
const bankName = /^[\w-]+$/.exec(address.get("bank") ?? "")?.[0] ?? "soft-skills";
const bankFolder = `item-banks/${bankName}`;
const design = address.get("design") ?? undefined;
const seed = address.get("seed") ?? undefined;
const logKey = `log/${bankName}/${design ?? ""}/${seed ?? ""}`;

/** Set once, by `begin`. */
let engine;
let bank;
let languages;
/** The language's texts. */
let texts;
/** The test, or `null` before it starts. */
let session = null;
/** The question on the screen: `{ item, index, since, chosen }`. */
let question = null;
/** Whether the browser keeps the log. */
let saved = true;
let notice = null;

const designOf = () => bank.designs?.[design ?? "default"] ?? {};
const itemOf = (id) => bank.items.find((item) => item.id === id);

/** Shows a screen. A new one takes the focus to its heading; the same one in another language leaves it where it is. */
function show(content, { focus = true } = {}) {
  screen.replaceChildren(content);
  document.title = `${texts.bank.bank.title} – Thetis`;
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.direction;
  if (focus) {
    scrollTo(0, 0);
    screen.querySelector("h1").focus({ preventScroll: true });
  }
}

function showWelcome(options) {
  showMenu({});
  status.textContent = "";
  show(welcomeScreen({ texts, bank, design: designOf(), languages, notice, onlanguage: changeLanguage, onstart: startTest }), options);
}

function showQuestion(options) {
  const next = session.next();
  if (!next) return showResults(options);
  if (question?.item !== next.item) question = { ...next, since: performance.now(), chosen: null };
  const left = remaining(bank, designOf(), session.outcome());
  showMenu({ restart: confirmRestart, language: true });
  status.textContent = progressText(texts, next.index, left);
  show(
    questionScreen({
      texts,
      item: itemOf(next.item),
      index: next.index,
      scales: bank.responseScales,
      left,
      chosen: question.chosen,
      saved,
      onanswer: answer,
    }),
    options,
  );
}

function showResults(options) {
  showMenu({ language: true });
  status.textContent = "";
  show(resultsScreen({ texts, bank, outcome: session.outcome(), log: session.log, onrestart: confirmRestart }), options);
}

/** Above the test: begin anew, and another language. On the first and last screen the page itself offers what is left out. */
function showMenu({ restart = false, language = false }) {
  const parts = `${Boolean(restart)} ${language}`;
  // What has the focus stays, and only changes its words: a new one would take the focus away from who is using it.
  if (menu.contains(document.activeElement) && menu.dataset.parts === parts) {
    menu.querySelector("button")?.replaceChildren(texts.t("startAgain"));
    return menu.querySelector("select").setAttribute("aria-label", texts.t("language"));
  }
  menu.dataset.parts = parts;
  menu.replaceChildren(
    ...[
      restart && h("button", { class: "quiet", type: "button", onclick: restart }, texts.t("startAgain")),
      language &&
        h(
          "select",
          { "aria-label": texts.t("language"), onchange: (event) => changeLanguage(event.target.value) },
          languages.map((code) => h("option", { value: code, lang: code, selected: code === texts.language }, LANGUAGES[code])),
        ),
    ].filter(Boolean),
  );
}

function startTest() {
  notice = null;
  try {
    session = engine.start(bank, { design, seed });
  } catch (error) {
    return showFailure(error);
  }
  saved = store.write(logKey, session.logText);
  showQuestion();
}

function answer(option) {
  session.answer(option, { timeMs: performance.now() - question.since });
  saved = store.write(logKey, session.logText);
  showQuestion();
}

function startAgain() {
  store.remove(logKey);
  session = null;
  question = null;
  showWelcome();
}

const confirmRestart = () => askRestart(texts, startAgain);

async function changeLanguage(language) {
  const chosen = screen.querySelector("input[name=answer]:checked");
  if (question && chosen) question.chosen = chosen.value;
  try {
    texts = await loadTexts(language, bankFolder);
  } catch (error) {
    return showFailure(error);
  }
  store.write("language", language);
  if (session) return showQuestion({ focus: false });
  showWelcome({ focus: false });
  screen.querySelector("input[name=language]:checked").focus();
}

/** What went wrong, for who can repair it, and a way to try again. The texts themselves may be what is missing. */
async function showFailure(error) {
  const page = `locales/${preferredLanguage(Object.keys(LANGUAGES), "en")}.json`;
  const words = texts
    ? { failure: texts.t("failure"), tryAgain: texts.t("tryAgain") }
    : await fetchJson(page).catch(() => ({ failure: "The test cannot be shown", tryAgain: "Try again" }));
  screen.replaceChildren(
    h(
      "div",
      { class: "failure" },
      h("h1", { tabindex: "-1" }, words.failure),
      h("p", null, error.message),
      h("button", { class: "primary", type: "button", onclick: () => location.reload() }, words.tryAgain),
    ),
  );
  screen.querySelector("h1").focus();
}

async function begin() {
  try {
    [engine, bank] = await Promise.all([loadEngine(), fetchJson(`${bankFolder}/bank.json`)]);
    languages = bank.languages.filter((language) => language in LANGUAGES).sort((a, b) => LANGUAGES[a].localeCompare(LANGUAGES[b]));
    const remembered = store.read("language");
    texts = await loadTexts(languages.includes(remembered) ? remembered : preferredLanguage(languages, bank.languages[0]), bankFolder);
    const log = store.read(logKey);
    if (log) {
      try {
        session = engine.resume(bank, log, { design });
        return showQuestion();
      } catch (error) {
        if (!(error instanceof LogError)) throw error;
        store.remove(logKey);
        notice = texts.t("notResumed", { code: error.code });
      }
    }
    showWelcome({ focus: false });
  } catch (error) {
    showFailure(error);
  }
}

begin();
