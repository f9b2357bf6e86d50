// What the player makes of what a person has chosen: the answer of each kind of question, and what is read aloud.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = await build({ entryPoints: [file("../src/player/items/index.ts")], bundle: true, format: "esm", platform: "node", write: false });
const { itemKind, passages } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`);
const texts = JSON.parse(await readFile(file("../locales/en.json"), "utf8"));

const say = (text) => ({ text, lang: "en", dir: "ltr", fallback: false });
const shown = (id) => ({ id, label: say(`Text of ${id}`), picture: null, region: null });
const item = (kind, more = {}) => ({ id: "q", kind, stem: say("Stem"), prompt: null, picture: null, stimulus: null, options: ["a", "b", "c"].map(shown), targets: [], ...more });
const answerOf = (shownItem, draft) => itemKind(shownItem.kind).answer(shownItem, draft);

const SINGLE = ["likert", "confidence", "single-choice", "true-false", "picture-choice", "situational-judgement", "hotspot"];
const SEVERAL = ["multiple-response", "ordering", "matching"];

test("every kind has an instruction and says what is missing", () => {
  for (const kind of [...SINGLE, ...SEVERAL]) {
    const { instruction, missing } = itemKind(kind);
    assert.ok(texts[instruction], instruction);
    assert.ok(texts[missing], missing);
  }
});

test("one option is the answer, if it is one of the question", () => {
  for (const kind of SINGLE) {
    const question = item(kind);
    assert.equal(answerOf(question, "b"), "b");
    for (const draft of [null, "d", 1, ["a"], { a: "b" }]) assert.equal(answerOf(question, draft), null, `${kind} ${JSON.stringify(draft)}`);
  }
});

test("only a hotspot draws the picture itself", () => {
  assert.deepEqual([...SINGLE, ...SEVERAL].filter((kind) => itemKind(kind).drawsPicture), ["hotspot"]);
});

test("several ticked options are the answer, in the order of the bank", () => {
  const question = item("multiple-response");
  assert.deepEqual(answerOf(question, ["c", "a"]), ["a", "c"]);
  assert.deepEqual(answerOf(question, ["b", "unknown"]), ["b"]);
  for (const draft of [null, [], ["unknown"], "a", { a: "b" }]) assert.equal(answerOf(question, draft), null, JSON.stringify(draft));
});

test("an order names every option once, and the order of the bank is one only if it was given", () => {
  const question = item("ordering");
  assert.deepEqual(answerOf(question, ["c", "a", "b"]), ["c", "a", "b"]);
  assert.deepEqual(answerOf(question, ["a", "b", "c"]), ["a", "b", "c"]);
  for (const draft of [null, [], ["a", "b"], ["a", "b", "b"], ["a", "b", "x"], ["a", "b", "c", "a"], "a", { a: "b" }]) assert.equal(answerOf(question, draft), null, JSON.stringify(draft));
});

test("a matching is an answer when each option has a target, which several may share", () => {
  const question = item("matching", { targets: ["x", "y"].map(shown) });
  assert.deepEqual(answerOf(question, { c: "x", a: "x", b: "y" }), { a: "x", b: "y", c: "x" });
  assert.deepEqual(answerOf(question, { a: "x", b: "y", c: "x", other: "x" }), { a: "x", b: "y", c: "x" });
  for (const draft of [null, {}, { a: "x", b: "y" }, { a: "x", b: "y", c: "z" }, "a", ["a", "b", "c"]]) assert.equal(answerOf(question, draft), null, JSON.stringify(draft));
});

test("a question is read from what it is about to what may be answered", () => {
  const question = item("matching", {
    targets: ["x", "y"].map(shown),
    prompt: say("Prompt"),
    stimulus: { id: "s", title: say("Title"), text: null, picture: null },
    stem: { ...say("Stem"), audio: "media/en/stem.mp3" },
  });
  assert.deepEqual(
    passages(question).map(({ say }) => say),
    ["stimulus-title", "stem", "prompt", "option-a", "option-b", "option-c", "target-x", "target-y"],
  );
  assert.equal(passages(question)[1].text.audio, "media/en/stem.mp3");
  assert.deepEqual(passages(item("single-choice", { options: [{ ...shown("a"), label: say("") }] })).map(({ say }) => say), ["stem"]);
});
