// The texts of a bank: each in the language asked for, else in the next of the chain; pictures and recordings only of the bank itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bankFile, player } from "./player_support.mjs";

const { BankTexts, bankAddress, chainOf, directionOf, isWhole, practiceItem } = await player("bank/texts", "bank/load", "bank/practice");

const folder = new URL("https://example.org/banks/x/bank.json");
const BANK = {
  format: 1,
  id: "x",
  version: "1",
  languages: ["en", "fr", "ar"],
  dimensions: [{ id: "d", competence: "c" }],
  prior: { mean: [0], covariance: [[1]] },
  responseScales: { agree: ["no", "yes"] },
  sets: { story: { media: { image: "media/story.svg" } } },
  items: [
    { id: "q1", kind: "likert", dimensions: ["d"], responseScale: "agree", scoring: { categories: [0, 1] }, model: { type: "1pl", b: 0 } },
    {
      id: "q2",
      dimensions: ["d"],
      options: ["a", "b"],
      set: "story",
      scoring: { key: "a" },
      model: { type: "1pl", b: 0 },
      media: { image: "media/q2.svg", options: { a: "media/a.svg", b: "https://elsewhere.example/b.svg" }, regions: { a: { x: 1, y: 2, width: 3, height: 4 } } },
    },
    { id: "q3", kind: "matching", dimensions: ["d"], options: ["a"], targets: ["t"], scoring: { pairs: { a: "t" } }, model: { type: "1pl", b: 0 } },
  ],
};
const EN = {
  language: "en",
  direction: "ltr",
  review: "reviewed",
  bank: { title: "Test", description: "About it." },
  competences: { c: { name: "Care", description: "Caring.", levels: { low: { text: "A little.", next: "More." }, high: { name: "Good", text: "A lot." } } } },
  responseScales: { agree: { prompt: "Do you agree?", options: { no: "No", yes: "Yes" }, audio: { prompt: "media/en/prompt.mp3", options: { yes: "media/en/yes.mp3" } } } },
  items: {
    q1: { stem: "One", audio: { stem: "media/en/q1.mp3" } },
    q2: { stem: "Two", image: "A house", options: { a: "Yes", b: "No" } },
    q3: { stem: "Three", options: { a: "A" }, targets: { t: "T" } },
  },
  sets: { story: { title: "Story", text: "Once", image: "A road", audio: "media/en/story.mp3" } },
  profiles: { nurse: { name: "Nurse" } },
};
const AR = { language: "ar", direction: "rtl", review: "unreviewed", bank: { title: "اختبار" }, items: { q1: { stem: "واحد", audio: { stem: "media/ar/q1.mp3" } }, q2: { stem: " " } } };

const of = (language, ...chain) => new BankTexts(BANK, language, chain, folder);

test("a text says which language it is in, and whether it was asked for", () => {
  const texts = of("ar", AR, EN);
  assert.deepEqual(texts.title, { text: "اختبار", lang: "ar", dir: "rtl", fallback: false });
  assert.deepEqual(texts.description, { text: "About it.", lang: "en", dir: "ltr", fallback: true });
  assert.equal(texts.reviewed, false);
  const { stem, prompt, options } = texts.item("q1");
  assert.deepEqual([stem.text, stem.lang, stem.audio], ["واحد", "ar", "https://example.org/banks/x/media/ar/q1.mp3"]);
  assert.deepEqual([prompt.text, prompt.lang, prompt.audio], ["Do you agree?", "en", "https://example.org/banks/x/media/en/prompt.mp3"]);
  assert.deepEqual(options.map(({ label }) => [label.text, label.fallback, label.audio]), [["No", true, undefined], ["Yes", true, "https://example.org/banks/x/media/en/yes.mp3"]]);
  assert.equal(texts.item("q2").stem.text, "Two", "a text of spaces is none");
});

test("a recording is of the text that is shown, never of the same text in another language", () => {
  const silent = { ...AR, items: { q1: { stem: "واحد" } } };
  assert.equal(of("ar", silent, EN).item("q1").stem.audio, undefined);
});

test("a variant of a language is no other language", () => {
  assert.equal(of("en-GB", { ...EN, language: "en" }).title.fallback, false);
});

test("what no language has is shown by its id", () => {
  const texts = of("ar", AR);
  assert.deepEqual(texts.item("q3").stem, { text: "q3", lang: "ar", dir: "rtl", fallback: true });
  assert.deepEqual([texts.level("c", "low").text.text, texts.level("c", "low").next, texts.profile("nurse").text], ["", null, "nurse"]);
});

test("pictures have their words; a file outside of the bank's folder is none", () => {
  const { picture, options, stimulus, kind } = of("en", EN).item("q2");
  assert.equal(kind, "single-choice");
  assert.deepEqual([picture.address, picture.description.text], ["https://example.org/banks/x/media/q2.svg", "A house"]);
  assert.deepEqual(options.map(({ picture: shown }) => shown?.address), ["https://example.org/banks/x/media/a.svg", undefined]);
  assert.deepEqual(options.map(({ region }) => region?.width), [3, undefined]);
  assert.deepEqual([stimulus.title.text, stimulus.text.audio, stimulus.picture.address], ["Story", "https://example.org/banks/x/media/en/story.mp3", "https://example.org/banks/x/media/story.svg"]);
  const drawn = "data:image/svg+xml,%3Csvg/%3E";
  assert.equal(new BankTexts({ ...BANK, items: [{ ...BANK.items[1], media: { image: drawn } }] }, "en", [EN], folder).item("q2").picture.address, drawn, "in one HTML file pictures are data");
  for (const path of ["../y/z.svg", "//elsewhere.example/z.svg", "javascript:alert(1)", "data:,x", "http://[", "/z.svg"]) {
    const bank = { ...BANK, items: [{ ...BANK.items[1], media: { image: path } }] };
    assert.equal(new BankTexts(bank, "en", [EN], folder).item("q2").picture, null, path);
  }
});

test("levels, profiles and competences", () => {
  const texts = of("en", EN);
  assert.equal(texts.reviewed, true);
  assert.deepEqual([texts.competence("c").name.text, texts.level("c", "high").name.text, texts.level("c", "low").name, texts.level("c", "low").next.text, texts.profile("nurse").text], ["Care", "Good", null, "More.", "Nurse"]);
});

test("the chain: the language, its base, the bank's first", () => {
  assert.deepEqual(chainOf("ar", ["en", "fr", "ar"]), ["ar", "en"]);
  assert.deepEqual(chainOf("en", ["en", "fr"]), ["en"]);
  assert.deepEqual(chainOf("fr-CH", ["en", "fr", "fr-CH"]), ["fr-CH", "fr", "en"]);
  assert.deepEqual(chainOf("sw", []), ["sw"]);
});

test("another language is fetched only where a text is missing", async () => {
  assert.equal(isWhole(BANK, EN), true);
  assert.equal(isWhole(BANK, AR), false);
  assert.equal(isWhole(BANK, undefined), false);
  assert.equal(isWhole(BANK, { ...EN, items: { ...EN.items, q3: { ...EN.items.q3, targets: {} } } }), false);
  const bank = await bankFile("soft-skills/bank.json");
  for (const language of bank.languages) assert.equal(isWhole(bank, await bankFile(`soft-skills/locales/${language}.json`)), true, language);
});

test("which way a language is written", () => {
  for (const code of ["ar", "ar-EG", "fa", "he", "ur", "ps", "ckb", "uz-Arab"]) assert.equal(directionOf(code), "rtl", code);
  for (const code of ["en", "uk", "fr-CH", "arn", "zh-Hant", "az-Latn", "ks-Deva"]) assert.equal(directionOf(code), "ltr", code);
});

test("a bank is given by its folder or by its file", () => {
  const at = (given) => bankAddress(given, "https://example.org/a/page.html").href;
  assert.equal(at("banks/x"), "https://example.org/a/banks/x/bank.json");
  assert.equal(at("banks/x/"), "https://example.org/a/banks/x/bank.json");
  assert.equal(at("/x/other.json?v=2#top"), "https://example.org/x/other.json?v=2");
  assert.equal(at(""), "https://example.org/a/page.html/bank.json");
});

test("the practice question is answered as most questions are", () => {
  const t = { t: (key) => key, language: "en", direction: "ltr" };
  const rated = { ...BANK, items: [BANK.items[0], BANK.items[0], BANK.items[1]] };
  const practice = practiceItem(rated, new BankTexts(rated, "en", [EN], folder), t);
  assert.deepEqual([practice.kind, practice.stem.text, practice.prompt.text, practice.options.map(({ id }) => id)], ["likert", "practice.statement", "Do you agree?", ["no", "yes"]]);
  const sure = { ...BANK, items: [{ ...BANK.items[0], kind: "confidence" }] };
  assert.equal(practiceItem(sure, new BankTexts(sure, "en", [EN], folder), t).stem.text, "practice.task");
  const chosen = practiceItem(BANK, of("en", EN), t);
  assert.deepEqual([chosen.kind, chosen.prompt, chosen.options.length, chosen.picture], ["single-choice", null, 3, null]);
});
