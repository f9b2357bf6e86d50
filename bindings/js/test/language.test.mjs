// The interface's words, which language a person gets, and how texts are cut up and given a voice.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const player = new URL("../src/player/", import.meta.url);
const folder = await mkdtemp(join(tmpdir(), "thetis-language-"));
after(() => rm(folder, { recursive: true }));
await writeFile(join(folder, "package.json"), '{"type":"module"}');
await build({
  entryPoints: ["language/catalog.ts", "language/words.ts", "language/last_resort.ts", "speech/sentences.ts", "speech/voices.ts"].map((path) => fileURLToPath(new URL(path, player))),
  bundle: true,
  format: "esm",
  outdir: folder,
  external: ["./locales/*"],
});
/** The files of texts as the build leaves them, of so many languages. */
const locales = async (...codes) => {
  await rm(join(folder, "language/locales"), { recursive: true, force: true });
  await cp(fileURLToPath(new URL("../locales/", import.meta.url)), join(folder, "language/locales"), { recursive: true });
  for (const code of codes) {
    const json = await readFile(join(folder, `language/locales/${code}.json`), "utf8");
    await writeFile(join(folder, `language/locales/${code}.js`), `export default ${json}`);
  }
};
/** A module of the player, loaded anew, so that it has loaded no texts yet. */
let times = 0;
const load = (path) => import(`${pathToFileURL(join(folder, path))}?${times++}`);

/** The device's languages. */
const device = (...languages) => Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true });
device("en");

const { preferred, LANGUAGES } = await load("language/catalog.js");
const { textsOf } = await load("language/words.js");
const { LAST_RESORT, PARTS } = await load("language/last_resort.js");
const { piecesOf } = await load("speech/sentences.js");
const { voiceFor } = await load("speech/voices.js");

test("the language is the first wish that can be met, else the bank's first", () => {
  const bank = ["en", "fr", "pt-BR", "zh-Hant"];
  assert.equal(preferred(bank, ["fr", "en"]), "fr");
  assert.equal(preferred(bank, ["ti", "fr-CA"]), "fr", "a region's form is met by the language");
  assert.equal(preferred(bank, ["zh-Hant-TW"]), "zh-Hant", "as much of the wish as there is");
  assert.equal(preferred(bank, ["pt"]), "pt-BR", "another form of the language is better than another language");
  assert.equal(preferred(bank, ["FR"]), "fr");
  assert.equal(preferred(bank, ["fr_FR"]), "fr");
  assert.equal(preferred(bank, ["", "no such language", "fra"]), "en");
  assert.equal(preferred(["ar", "en"], []), "ar");
  assert.equal(preferred([], ["fr"]), "en");
});

test("plural forms are chosen by count, as the language has them", () => {
  const forms = { zero: "z", one: "o", two: "t", few: "f", many: "m", other: "x" };
  const said = (language) => [0, 1, 2, 3, 5, 11, 21, 22, 100].map((count) => textsOf({ more: forms }, language, "ltr").t("more", { count })).join("");
  assert.equal(said("en"), "xoxxxxxxx");
  assert.equal(said("fr"), "ooxxxxxxx");
  assert.equal(said("uk"), "moffmmofm");
  assert.equal(said("ar"), "zotffmmmx");
  assert.equal(textsOf({ more: { other: "{count} weitere" } }, "de", "ltr").t("more", { count: 1 }), "1 weitere", "a form that is missing is replaced by the last one");
});

test("counts are written as Intl writes them, in every language and region", () => {
  const regions = ["en", "en-GB", "en-IN", "fr-CH", "fr-MA", "de-AT", "es-MX", "es-u-nu-mathsans", "it", "fi", "uk", "ar", "ar-MA", "ar-EG", "bn", "enq"];
  for (const variant of regions) {
    const { number } = textsOf({}, "en", "ltr", variant);
    const intl = new Intl.NumberFormat(variant, { maximumFractionDigits: 0 });
    for (const count of [0, 7, 42, 999, 1000, 12345, -3, 2.5]) assert.equal(number(count), intl.format(count), `${count} in ${variant}`);
  }
});

test("values are filled in, with numbers as the language writes them", () => {
  const { t } = textsOf({ a: "{name}: {count} of {last}", b: "{half}" }, "de", "ltr");
  assert.equal(t("a", { name: "Ali", count: 1234, last: 12000 }), "Ali: 1.234 of 12.000");
  assert.equal(t("b", { half: 0.5 }), "0,5");
  assert.equal(t("a", { name: "{count}", count: 2, last: 3 }), "{count}: 2 of 3", "a value is not itself a text with places");
  assert.equal(t("a"), "{name}: {count} of {last}");
  assert.equal(t("no.such.key"), "no.such.key");
});

test("a value of the other direction is kept together", () => {
  const english = textsOf({ a: "Move up: {name}." }, "en", "ltr");
  const arabic = textsOf({ a: "أعلى: {name}." }, "ar", "rtl");
  assert.equal(english.t("a", { name: "غسل" }), "Move up: \u2068غسل\u2069.");
  assert.equal(english.t("a", { name: "Wash" }), "Move up: Wash.");
  assert.equal(arabic.t("a", { name: "Wash" }), "أعلى: \u2068Wash\u2069.");
  assert.equal(arabic.t("a", { name: "غسل" }), "أعلى: غسل.");
  assert.equal(arabic.t("a", { name: 12 }), "أعلى: 12.");
});

test("numbers, lists and dates are those of the language and of the device's region", async () => {
  await locales("en", "ar", "uk");
  const { loadTexts } = await load("language/catalog.js");
  const when = new Date(2026, 10, 22, 15, 5);
  const uk = await loadTexts("uk");
  assert.equal(uk.number(12.345, 2), "12,35");
  assert.equal(uk.list(["а", "б", "в"]), "а, б і в");
  assert.match(uk.date(when), /22 листопада 2026.*15:05/);
  assert.match((await loadTexts("en")).date(when), /November 22, 2026.*3:05/);
  device("fr-FR", "en-GB", "ar-EG");
  assert.match((await loadTexts("en")).date(when), /22 November 2026.*15:05/);
  const arabic = await loadTexts("ar");
  assert.equal(arabic.number(15), "١٥");
  assert.deepEqual([arabic.language, arabic.direction, arabic.complete], ["ar", "rtl", true]);
  assert.equal((await loadTexts("ar-MA")).number(15), "15", "a region that is asked for comes before the device's");
  device("en");
});

test("a language whose file cannot be loaded is replaced by English, and English by the last resort in the language asked for", async () => {
  await locales("en");
  const { loadTexts } = await load("language/catalog.js");
  const texts = await loadTexts("fr");
  assert.deepEqual([texts.language, texts.complete], ["en", true]);
  assert.equal((await loadTexts("tlh")).language, "en", "a language that the interface does not have");
  assert.equal((await loadTexts("no such code!")).language, "en");

  await locales();
  const { loadTexts: loadNothing } = await load("language/catalog.js");
  for (const { code, direction } of LANGUAGES) {
    const last = await loadNothing(code);
    assert.deepEqual([last.language, last.direction, last.complete], [code, direction, false]);
    const keys = ["trouble.offline.title", "trouble.texts-missing.text", "trouble.unexpected.action", "trouble.detail", "player.language", "player.back"];
    assert.deepEqual(keys.map((key) => last.t(key)), LAST_RESORT[code]);
    assert.equal(last.t("listen.to", { name: "Suomi" }), "Suomi");
    assert.equal(last.t("question.back"), "");
    assert.equal(last.number(1.5, 1), new Intl.NumberFormat(code, { minimumFractionDigits: 1 }).format(1.5));
  }
  assert.equal((await loadNothing("tlh")).t("trouble.offline.action"), "Try again");
});

test("the last resort speaks every language of the interface", () => {
  assert.deepEqual(Object.keys(LAST_RESORT).sort(), LANGUAGES.map(({ code }) => code).sort());
  const said = Object.values(LAST_RESORT).flat();
  assert.ok(said.every(Boolean));
  assert.equal(said.length, PARTS.length * LANGUAGES.length);
  assert.equal(new Set(said).size, said.length, "none is left in another language");
});

test("a text is cut into sentences, and a long sentence between words, without losing a letter", () => {
  const short = "Wash your hands. Then dry them.";
  assert.deepEqual(piecesOf(short), [{ text: short, from: 0 }]);
  const long = Array.from({ length: 9 }, (_, place) => `This is sentence number ${place}, of forty letters!`).join(" ");
  const endless = "ein Wort ".repeat(60).trim();
  const arabic = "هل هذا صحيح؟ ".repeat(30);
  for (const text of [short, long, endless, arabic, `${short} ${endless}. ${long}`, "x".repeat(500)]) {
    const pieces = piecesOf(text);
    assert.equal(pieces.map((piece) => piece.text).join(""), text);
    for (const { text: piece, from } of pieces) assert.equal(text.slice(from, from + piece.length), piece);
    if (text.includes(" ")) for (const { text: piece } of pieces) assert.ok(piece.length <= 120, `${piece.length}: ${piece}`);
  }
  for (const { text } of piecesOf(long)) assert.match(text, /!\s*$/, "cut between sentences");
  for (const { text } of piecesOf(endless)) assert.match(text, /^ein|^Wort/, "cut between words");
  assert.deepEqual(piecesOf(""), []);
  assert.deepEqual(piecesOf(" … "), []);
});

const voice = (name, lang, { local = true, standard = false } = {}) => ({ name, lang, localService: local, default: standard, voiceURI: name });

test("a voice is of the language, speaks on the device, and is of the right region where there is a choice", () => {
  const chosen = (lang, voices, refused = []) => voiceFor(lang, voices, new Set(refused))?.name ?? null;
  assert.equal(chosen("fr", [voice("Anna", "de-DE"), voice("Google français", "fr-FR", { local: false })]), null, "a voice over the network is as good as none");
  assert.equal(chosen("fr", [voice("Google français", "fr-FR", { local: false }), voice("Amélie", "fr_CA")]), "Amélie");
  assert.equal(chosen("fr", [voice("fil", "fil-PH")]), null, "another language that begins alike");
  const english = [voice("US", "en-US"), voice("GB", "en-GB"), voice("IN", "en-IN", { standard: true })];
  assert.equal(chosen("en", english), "IN", "the device's own choice");
  assert.equal(chosen("en-GB", english), "GB");
  device("de-DE", "en-US");
  assert.equal(chosen("en", english), "US", "the device's region");
  assert.equal(chosen("en", english, ["US"]), "IN", "one that does not speak is passed over");
  assert.equal(chosen("en", [voice("Albert", "en-US"), voice("Eddy (English)", "en-US"), voice("Karen", "en-AU")]), "Karen", "not one made for fun");
  assert.equal(chosen("en", [voice("Albert", "en-US")]), "Albert");
  device("en");
});
