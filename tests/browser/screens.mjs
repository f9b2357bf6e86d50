// Every screen of the player, and how to come there without a click for every answer: sessions are prepared with the engine in Node, and
// the element goes on with their logs.
import { loadEngine } from "../../bindings/js/dist/thetis.js";
import { care, either, fixed } from "./banks.mjs";
import { bankOf, newContext, serve } from "./support.mjs";
import { kindOf, optionsOf } from "./person.mjs";

/** The languages of the player. */
export const LANGUAGES = bankOf("care-basics").languages;
/** Sizes of a screen: the narrowest that must do, a small phone, a desk, and a desk of which everything is shown four times as large. */
export const SIZES = { narrow: { width: 320, height: 568 }, phone: { width: 360, height: 640 }, desk: { width: 1280, height: 800 }, zoomed: { width: 320, height: 200 } };

const SEED = "20260905";
/** Longest that a screen may take here, milliseconds: the machine of these tests may be busy. */
const PATIENCE = 15000;
const engine = await loadEngine();

// Banks

/** care-basics, and a question whose answers are chosen from lists, as no question of its own is; all words for it are the bank's. */
const served = care(
  { lists: fixed(["symbols", "signs"]) },
  Object.fromEntries(LANGUAGES.map((language) => [language, ({ items }) => void (items.symbols.targets.heat = items.fridge.options.top)])),
);
served.bank.items.find(({ id }) => id === "symbols").targets.push("heat");
const BANKS = { "care-basics": served.bank, "soft-skills": bankOf("soft-skills"), "care-positioning": bankOf("care-positioning"), housekeeping: bankOf("housekeeping") };
/** What a bank needs besides its texts, of which there are none. */
const wordless = JSON.stringify({ ...served.bank, languages: ["en"] });
/** A language that is none, which nothing in the player expects. */
const strange = JSON.stringify({ ...served.bank, languages: ["_"] });

/** The pages and banks that only some screens need. */
const odd = (path) => {
  switch (path) {
    case "/item-banks/broken/bank.json":
      return "{";
    case "/item-banks/wordless/bank.json":
      return wordless;
    case "/item-banks/strange/bank.json":
      return strange;
    case "/item-banks/slow/bank.json":
      return new Promise(() => {});
    default:
      return undefined;
  }
};

/** A server for all screens. */
export const serveScreens = () => serve({ answer: either(served.answer, odd) });

// Sessions

/** The answer with the most points, or to every third question the one with the fewest; to a rating the answers by turns. */
function ability(item, options, index) {
  const { key, keys, order, pairs, categories } = item.scoring ?? {};
  const right = index % 3 !== 2;
  switch (kindOf(item)) {
    case "multiple-response":
      return right ? keys : [options[0]];
    case "ordering":
      return right ? order : [...options];
    case "matching":
      return right ? pairs : Object.fromEntries(options.map((option) => [option, item.targets[0]]));
    default:
      if (key) return right ? key : options.find((id) => id !== key);
      return item.responseScale ? options[(index * 3 + 2) % options.length] : options[categories.indexOf(right ? Math.max(...categories) : Math.min(...categories))];
  }
}

const sessions = new Map();
/** The log of a session up to an item, or to the end. The same is prepared once. */
function logOf(name, design, until) {
  const key = [name, design, until].join();
  if (!sessions.has(key)) {
    const bank = BANKS[name];
    const session = engine.start(bank, { design, seed: SEED });
    for (let question; (question = session.next()) && question.item !== until; ) {
      const item = bank.items.find(({ id }) => id === question.item);
      session.answer(ability(item, optionsOf(bank, item), question.index), { timeMs: 4000 + ((question.index * 1771) % 9000) });
    }
    sessions.set(key, session.logText);
  }
  return sessions.get(key);
}

// Moves

/** Changes what the device keeps of sessions, or deletes it. Runs in the page. */
async function keptNow(change) {
  const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
  const database = await done(indexedDB.open("thetis"));
  if (database.objectStoreNames.contains("sessions")) {
    const sessions = database.transaction("sessions", "readwrite").objectStore("sessions");
    for (const key of await done(sessions.getAllKeys())) {
      const kept = await done(sessions.get(key));
      if (!change) await done(sessions.delete(key));
      else if (kept.log) await done(sessions.put({ ...kept, ...change }, key));
    }
  }
  database.close();
}

/** One page on which screen after screen is shown. */
export class Stage {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.root = page.locator("thetis-assessment").first();
  }

  /** In a context of its own. A service worker would answer for the server, and keep from it what a screen needs to be absent. */
  static async open(browser, server, options = {}) {
    const { context, faults } = await newContext(browser, { serviceWorkers: "block", ...options });
    const stage = new Stage(await context.newPage(), server);
    await stage.visit();
    return Object.assign(stage, { context, faults });
  }

  /** Opens the demo's page anew. */
  async visit() {
    await this.page.goto(`${this.server.url}?bank=care-basics`);
    await this.told(0);
    /** Whether the page has all that it needs. */
    this.whole = true;
  }

  /** Shows a screen in a language. */
  async show({ reach }, language) {
    this.language = language;
    if (!this.whole) await this.visit();
    await reach(this);
    await this.settle();
  }

  /** Everything is drawn, pictures have come or are known to be lost, nothing moves, and the focus is where it was put. */
  async settle() {
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(async () => {
      const { shadowRoot } = document.querySelector("thetis-assessment");
      await document.querySelector("thetis-assessment").updateComplete;
      const pictures = [...shadowRoot.querySelectorAll("img")];
      await Promise.allSettled(pictures.map((picture) => picture.complete || new Promise((come) => ["load", "error"].forEach((name) => picture.addEventListener(name, come)))));
      await Promise.allSettled(pictures.map((picture) => picture.decode()));
      await document.fonts.ready;
      // Twice, since the first comes before what it draws.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      // The document's animations are not those of the shadow tree.
      const animations = [document, shadowRoot].flatMap((root) => root.getAnimations());
      await Promise.allSettled(animations.filter(({ effect }) => effect.getTiming().iterations < Infinity).map(({ finished }) => finished));
    });
  }

  async told(since, names = ["ready", "error"]) {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(Error(`the element does not tell ${names.join(" or ")}`)), PATIENCE)));
    const told = this.page.evaluate(([since, names]) => window.__told(since, names, null), [since, names]);
    await Promise.race([told, late]).finally(() => clearTimeout(timer));
  }

  /** Does something, and waits until the element has told one of these of it. */
  async tell(names, act) {
    const since = await this.page.evaluate(() => window.__events.length);
    await act();
    await this.told(since, names);
  }

  /** A new element in the place of the one before, once that has let go of its session. */
  async element({ bank = "care-basics", ...attributes }, names = ["ready", "error"]) {
    const since = await this.page.evaluate(() => window.__events.length);
    await this.page.evaluate(
      async (given) => {
        const main = document.querySelector("main");
        main.querySelectorAll("thetis-assessment").forEach((old) => old.remove());
        await new Promise((done) => setTimeout(done, 20));
        const next = document.createElement("thetis-assessment");
        for (const [name, value] of Object.entries(given)) next.setAttribute(name, value);
        main.prepend(next);
      },
      { bank: `item-banks/${bank}/`, lang: this.language, seed: SEED, ...attributes },
    );
    if (names) await this.told(since, names);
  }

  /** A new element that the page gives the log of a session. */
  async session(bank, design, until, attributes = {}) {
    await this.element({ bank, design, save: "host", ...attributes });
    await this.resume(logOf(bank, design, until));
  }

  async resume(log) {
    await this.root.evaluate((element, log) => element.resume(log), log);
  }

  /** Nothing is kept on the device. */
  async forget() {
    await this.page.evaluate(() => document.querySelectorAll("thetis-assessment").forEach((old) => old.remove()));
    await this.page.evaluate(keptNow, null);
  }

  /** A session kept on the device, of a person who comes again. */
  async kept(until, between) {
    await this.forget();
    await this.element({ design: "full" });
    await this.tell(["progress"], () => this.resume(logOf("care-basics", "full", until)));
    await this.page.evaluate(() => document.querySelector("thetis-assessment").remove());
    await between?.();
    await this.element({ design: "full" });
  }

  press(selector) {
    return this.root.locator(selector).first().click();
  }
  async practice(bank) {
    await this.element({ bank, save: "none", profile: "" });
    await this.press("[part~=primary]");
    await this.root.locator("[data-screen=practice]").waitFor();
  }
}

/** A question, and perhaps something done there. */
const question = (item, act, design = "full") => async (stage) => {
  await stage.session("care-basics", design, item);
  await act?.(stage);
};
const pressed = (...selectors) => async (stage) => {
  for (const selector of selectors) await stage.press(selector);
};
const NEXT = "[part~=primary]";
const finished = (bank, design, attributes, ...selectors) => async (stage) => {
  await stage.session(bank, design, null, attributes);
  // What computes the result is fetched when it is due.
  await stage.root.locator("[data-screen=result], [data-screen=question]").waitFor();
  await pressed(...selectors)(stage);
};
/** What the device has kept of a session is no longer what it was. */
const spoilt = (change) => (stage) => stage.kept("kitchen", () => stage.page.evaluate(keptNow, change));
const trouble = (attributes) => (stage) => stage.element(attributes, ["error"]);

/** The engine does not come, or comes and may not run: each on a page that has not loaded it before. */
const withoutEngine = (instead) => async (stage) => {
  const { page, language } = stage;
  await page.route("**/thetis_session_bg.wasm", instead);
  await page.goto(`${stage.server.url}?bank=care-basics&lang=${language}`);
  await stage.told(0, ["error"]);
  await page.unroute("**/thetis_session_bg.wasm");
  stage.whole = false;
};

/** What computes the result does not come, on a page that has not loaded it before. */
const withoutResult = async (stage) => {
  const { page } = stage;
  await stage.visit();
  await page.route("**/thetis_outcome_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await stage.session("care-basics", "full", null);
  await stage.root.locator("[data-screen=trouble]").waitFor();
  await page.unroute("**/thetis_outcome_bg.wasm");
};

/** The screens, in the order in which a person might meet them. */
export const SCREENS = [
  { name: "loading", reach: (stage) => stage.element({ bank: "slow" }, null).then(() => stage.root.locator("[data-screen=loading]").waitFor()) },
  { name: "welcome", reach: (stage) => stage.element({ bank: "soft-skills" }) },
  { name: "welcome-begun", reach: (stage) => stage.kept("kitchen") },
  { name: "welcome-finished", reach: (stage) => stage.kept(null) },
  {
    name: "welcome-not-kept",
    reach: async (stage) => {
      // What a private window of some browsers does.
      const own = await stage.page.evaluateHandle(() => Object.getOwnPropertyDescriptor(window, "indexedDB"));
      await stage.page.evaluate(() => Object.defineProperty(window, "indexedDB", { configurable: true, get: () => { throw new DOMException("denied", "SecurityError"); } }));
      await stage.element({});
      await own.evaluate((descriptor) => Object.defineProperty(window, "indexedDB", descriptor));
    },
  },
  { name: "languages", reach: (stage) => stage.element({ save: "none" }).then(() => stage.press("#language")) },
  { name: "occupation", reach: (stage) => stage.element({ bank: "care-positioning", save: "none" }).then(() => stage.press(NEXT)) },
  { name: "occupation-chosen", reach: finished("housekeeping", "default", {}, ".row-of-buttons [part=button] >> nth=1", ".choose >> nth=1", ".row-of-buttons [part=button] >> nth=1") },
  { name: "practice", reach: (stage) => stage.practice("care-basics") },
  { name: "practice-rating", reach: (stage) => stage.practice("soft-skills") },
  { name: "practice-missing", reach: (stage) => stage.practice("soft-skills").then(() => stage.press(NEXT)) },
  { name: "practice-done", reach: (stage) => stage.practice("soft-skills").then(() => pressed("[part~=option]", NEXT)(stage)) },
  { name: "question-likert", reach: (stage) => stage.session("soft-skills", "full", "E3") },
  { name: "question-confidence", reach: question("sure-products") },
  { name: "question-single-choice", reach: question("wet-floor") },
  { name: "question-chosen", reach: question("raw-meat", pressed("[part~=option] >> nth=1")) },
  { name: "question-missing", reach: question("raw-meat", pressed(NEXT)) },
  { name: "question-earlier", reach: question("raw-meat", pressed(".actions .secondary")) },
  { name: "question-true-false", reach: question("bleach") },
  { name: "question-picture-choice", reach: question("lifting", pressed("[part~=option] >> nth=2")) },
  { name: "question-multiple-response", reach: question("hands-when", pressed("[part~=option] >> nth=1")) },
  { name: "question-ordering", reach: question("hands-order") },
  { name: "question-ordering-missing", reach: question("stand-up", pressed(NEXT)) },
  { name: "question-matching", reach: question("symbols") },
  { name: "question-matching-missing", reach: question("signs", pressed("[part~=option] >> nth=1", NEXT)) },
  { name: "question-matching-lists", reach: question("symbols", null, "lists") },
  { name: "question-hotspot", reach: question("kitchen", pressed(".region >> nth=3")) },
  { name: "question-situational-judgement", reach: question("dementia") },
  { name: "question-set", reach: question("fall-first") },
  { name: "question-last", reach: question("signs") },
  { name: "delete", reach: question("raw-meat", pressed("#delete")) },
  { name: "result-soft-skills", reach: finished("soft-skills", "short") },
  { name: "result-care-basics", reach: finished("care-basics", "full", { profile: "home-care-aide" }) },
  { name: "result-care-positioning", reach: finished("care-positioning", "default", { profile: "personal-carer" }) },
  { name: "result-housekeeping", reach: finished("housekeeping", "default", { profile: "domestic-cleaner" }) },
  { name: "answers", reach: finished("care-positioning", "default", { profile: "" }, ".row-of-buttons [part=button] >> nth=1") },
  {
    name: "answer-reason",
    reach: async (stage) => {
      await finished("care-positioning", "default", { profile: "", review: "" }, ".row-of-buttons [part=button] >> nth=1")(stage);
      // Questions about confidence have no right answer, and so no reason.
      while (!(await stage.root.locator(".notice").count())) await stage.press(NEXT);
    },
  },
  { name: "counsellor", reach: finished("care-basics", "full", { profile: "" }, ".row-of-buttons button >> nth=3", "details summary") },
  { name: "trouble-bank-missing", reach: trouble({ bank: "none" }) },
  { name: "trouble-bank-invalid", reach: trouble({ bank: "broken" }) },
  { name: "trouble-texts-missing", reach: trouble({ bank: "wordless" }) },
  { name: "trouble-state-corrupt", reach: spoilt({ format: 0 }) },
  { name: "trouble-state-of-another-bank", reach: spoilt({ bank: { id: "another", version: "1" } }) },
  { name: "trouble-nothing-kept", reach: trouble({ review: "", design: "lists" }) },
  { name: "trouble-unexpected", reach: trouble({ bank: "strange" }) },
  {
    name: "trouble-offline",
    reach: async (stage) => {
      await stage.context.setOffline(true);
      await stage.element({ bank: "none" }, ["error"]);
      await stage.context.setOffline(false);
    },
  },
  {
    name: "trouble-other-tab",
    reach: async (stage) => {
      await stage.forget();
      await stage.element({ design: "lists" });
      await stage.tell(["progress"], () => stage.resume(logOf("care-basics", "lists", "signs")));
      const other = await stage.context.newPage();
      await other.goto(`${stage.server.url}?bank=care-basics&design=lists&seed=${SEED}&lang=${stage.language}`);
      await other.locator("[data-screen=trouble] [part~=primary]").click();
      await stage.root.locator("[data-screen=trouble]").waitFor();
      await other.close();
    },
  },
  { name: "trouble-result-missing", reach: withoutResult },
  { name: "trouble-engine-missing", reach: withoutEngine((route) => route.fulfill({ status: 404 })) },
  { name: "trouble-engine-refused", reach: withoutEngine((route) => route.fulfill({ contentType: "application/wasm", body: Buffer.from("\0asm\x02\0\0\0") })) },
];
