// The interface's texts: every language says everything that English says, and the player says nothing else.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const folder = (path) => readdirSync(new URL(path, import.meta.url), { recursive: true });

const codes = folder("../locales/").flatMap((name) => /^[^/\\]+(?=\.json$)/.exec(name) ?? []);
/** Those of the counsellor's side are in files of their own; a key is in one of the two. */
const parts = (code) => ["", "counsellor/"].map((path) => JSON.parse(read(`../locales/${path}${code}.json`)));
const locales = Object.fromEntries(codes.map((code) => [code, Object.assign({}, ...parts(code))]));
const { en } = locales;

/** The sources without their comments, by path. */
const sources = new Map(
  folder("../src/player/")
    .filter((path) => path.endsWith(".ts"))
    .map((path) => [path, read(`../src/player/${path}`).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "")]),
);

/** The members of a union of strings, from a type's declaration. */
function members(path, before) {
  const [, union] = new RegExp(`${before}((?:\\s*\\|?\\s*"[^"]+")+)`).exec(read(`../src/${path}`));
  return [...union.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
}

/** Keys that the player puts together: the pattern as it stands in the sources, and what is put in, from the types where they say it. */
const troubles = members("player/trouble.ts", "type TroubleName =");
const COMPOSED = {
  "trouble.*.title": troubles,
  "trouble.*.text": troubles,
  "trouble.*.action": troubles,
  "practice.*": ["water", "chair", "shoe"],
  // What waits for a platform is told beside it.
  "welcome.answers-*": members("player/view.ts", "type Saved =").filter((name) => name !== "waiting"),
  "level.**": ["low", "middle", "high", "sure-low", "sure-middle", "sure-high"],
  "result.*": ["knowledge", "confidence", ...members("player/result/summary.ts", "readonly compared:"), ...members("player/result/summary.ts", "type Change =")],
  "counsellor.*": [
    ...["competence", "theta", "se", "levels", "eqf", "answers", "question", "answer", "category", "seconds-each"],
    ...["needed", "importance", "met", "gap", "difference", "below", "alike", "above", "verdict", "credential", "awarded", "before", "after", "higher", "unclear"],
  ],
  "counsellor.change-*": members("types.ts", "readonly probability: number;\\s*readonly verdict:"),
  "guide.*.title": members("player/guide/guide.ts", "type Topic ="),
  "guide.confidence.*": ["underestimates", "overestimates"],
  "guide.confidence.ask-*": ["underestimates", "overestimates"],
  "exchange.*": members("player/exchange/result_file.ts", "type Refusal ="),
  "proof.*": [...members("player/guide/proof.ts", "type Refusal ="), ...members("credential/key_file.ts", "type KeyTrouble ="), "failed"],
  "badge.*": Object.keys(JSON.parse(read("../../../engine/credential/src/words.json")).en).map((name) => name.replace("N", "-n")),
  "assisted.*": ["agree", "read", "answers", "pause"],
  "counsellor.reason-*": members("types.ts", "export interface Reason \\{[^}]*readonly name:"),
  "counsellor.care-*": members("types.ts", "export type Care ="),
  "counsellor.from-*": members("player/result/summary.ts", "readonly source:"),
};

/** What is fetched with the counsellor's words; what opens it is in the player. */
const COUNSELLOR = /^(counsellor\.ts|screens[\\/]counsellor\.ts|exchange[\\/].*|guide[\\/](?!load\.ts|host\.ts).*)$/;

/** Texts that are the same in English, and rightly. */
const SAME = {
  "question.number": ["fr"],
  "counsellor.question": ["fr"],
  "counsellor.test": ["de", "es", "fr", "it"],
  "counsellor.minutes": ["fr"],
  "counsellor.cusum": ["ar", "de", "es", "fi", "fr", "it", "uk"],
  "guide.unseen.attitude": ["fr"],
  "level.drawing": ["ar", "de", "es", "fi", "fr", "it", "uk"],
};

/** Counts that occur; larger ones take other plural forms in some languages (a million, in French). */
const COUNTS = Array.from({ length: 1001 }, (_, count) => count);

/** The plural categories of a language, each with the counts that take it. */
function pluralsOf(code) {
  const rules = new Intl.PluralRules(code);
  const categories = new Map([["other", []]]);
  for (const count of COUNTS) {
    const category = rules.select(count);
    categories.set(category, [...(categories.get(category) ?? []), count]);
  }
  return categories;
}

const forms = (text) => (typeof text === "string" ? { text } : text);
const placesOf = (text) => [...new Set(text.match(/\{[^}]*\}/g) ?? [])].sort();
const allPlaces = (text) => placesOf(Object.values(forms(text)).join(" "));

test("every file of texts has its line in languages.ts, and every line its file", () => {
  const lines = [...read("../src/player/language/languages.ts").matchAll(/code: "([^"]+)", name: "([^"]+)".*import\("\.\/locales\/([^"]+)\.js"/g)];
  assert.deepEqual(lines.map(([, code]) => code).sort(), [...codes].sort());
  for (const [, code, name, file] of lines) {
    assert.equal(code, file);
    assert.equal(name.toLowerCase(), new Intl.DisplayNames([code], { type: "language" }).of(code).toLowerCase());
  }
  const more = [...read("../src/player/guide/words.ts").matchAll(/^ {2}(\w+): .*import\("\.\/locales\/counsellor\/([^"]+)\.js"/gm)];
  assert.deepEqual(more.map(([, code, file]) => [code, file]).sort(), codes.map((code) => [code, code]).sort());
});

test("a text is in one file", () => {
  for (const code of codes) {
    const [first, more] = parts(code).map(Object.keys);
    assert.deepEqual(first.filter((key) => more.includes(key)), [], code);
  }
});

test("English is complete in itself: plural forms, nothing empty, placeholders that are filled", () => {
  for (const [key, text] of Object.entries(en)) {
    assert.match(key, /^[a-z]+(\.[a-z0-9-]+)*$/, key);
    assert.match(allPlaces(text).join(""), /^(\{[a-zA-Z]+\})*$/, key);
  }
});

for (const code of codes) {
  const texts = locales[code];

  test(`${code}: the keys of English, in its order`, () => {
    assert.deepEqual(Object.keys(texts), Object.keys(en));
  });

  test(`${code}: the plural forms that the language has`, () => {
    const categories = pluralsOf(code);
    for (const [key, text] of Object.entries(texts)) {
      assert.equal(typeof text, typeof en[key], `${key} has plural forms where English has`);
      if (typeof text === "string") continue;
      assert.deepEqual(Object.keys(text).sort(), [...categories.keys()].sort(), key);
      for (const [category, form] of Object.entries(text)) {
        // "one question" says it without the number; a form that stands for several numbers cannot.
        const wanted = allPlaces(en[key]).filter((place) => place !== "{count}" || categories.get(category).length !== 1);
        for (const place of wanted) assert.ok(placesOf(form).includes(place), `${key}, ${category}: ${place} is missing`);
      }
    }
  });

  test(`${code}: the placeholders of English, and no others`, () => {
    for (const [key, text] of Object.entries(texts)) assert.deepEqual(allPlaces(text), allPlaces(en[key]), key);
  });

  test(`${code}: no text is empty, has stray spaces or is still English`, () => {
    for (const [key, text] of Object.entries(texts)) {
      for (const [category, form] of Object.entries(forms(text))) {
        assert.match(form, /\p{L}/u, key);
        assert.doesNotMatch(form, /^\s|\s$|\s\s|[<>]/, key);
        if (code === "en" || SAME[key]?.includes(code)) continue;
        assert.ok(!Object.values(forms(en[key])).includes(form), `${key}, ${category}: "${form}" is English`);
      }
    }
  });
}

test("texts that may be the same in English are", () => {
  for (const [key, languages] of Object.entries(SAME)) for (const code of languages) assert.deepEqual(locales[code][key], en[key], `${code}: ${key}`);
});

test("Arabic and Ukrainian are written in their own letters", () => {
  // What has the same name everywhere.
  const foreign = /\{[^}]*\}|θ|CUSUM|JSON|CSV/g;
  for (const [code, script] of [["ar", /\p{Script=Arabic}/u], ["uk", /\p{Script=Cyrillic}/u]]) {
    for (const [key, text] of Object.entries(locales[code])) {
      for (const form of Object.values(forms(text))) {
        const letters = form.replace(foreign, "").match(/\p{L}/gu) ?? [];
        for (const letter of letters) assert.match(letter, script, `${code}: ${key}: ${form}`);
      }
    }
  }
});

test("the player uses every text, and has every text that it uses", () => {
  const used = new Set();
  const prefixes = [...new Set(Object.keys(en).map((key) => key.split(".")[0]))].join("|");
  const literal = new RegExp(`"((?:${prefixes})\\.[a-z0-9.-]+)"`, "g");
  const composed = new RegExp(`\`((?:${prefixes})\\.[^\`]*\\$\\{[^\`]*)\``, "g");
  const missing = [];
  const [first] = parts("en");
  for (const [path, source] of sources) {
    const direct = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key]) => key);
    const named = [...source.matchAll(literal)].map(([, key]) => key);
    const made = [...source.matchAll(composed)].flatMap(([, pattern]) => {
      const name = pattern.replace(/\$\{[^}]*\}/g, "*");
      if (!COMPOSED[name]) missing.push(`${path} puts "${name}" together: list it in COMPOSED`);
      return (COMPOSED[name] ?? []).map((value) => name.replace(/\*+/, value));
    });
    for (const key of [...direct, ...named, ...made]) {
      used.add(key);
      if (!(key in (COUNSELLOR.test(path) ? en : first))) missing.push(`${path} uses "${key}", which its file of texts does not have`);
    }
  }
  assert.deepEqual(missing, []);
  assert.deepEqual(Object.keys(en).filter((key) => !used.has(key)), [], "texts that nothing uses");
});
