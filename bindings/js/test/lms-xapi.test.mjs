// What the adapters of cmi5 and xAPI say, piece by piece; what platforms make of it is in tests/lms/cmi5.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { answered, placed, scaled, scored, uuid, verb, within } = await player("../lms/xapi/statements", "../uuid");

/** UUID version 5 by Node's SHA-1. */
function reference(name) {
  const hash = createHash("sha1").update(Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex")).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

test("ids are version 5 UUIDs", () => {
  for (let length = 0; length < 200; length++) assert.equal(uuid("a".repeat(length)), reference("a".repeat(length)), `${length} characters`);
  for (const name of ["Привіт", "عربي", "🧽".repeat(40), "\0\uffff"]) assert.equal(uuid(name), reference(name), name);
});

const interaction = { item: "hands when?", kind: "single-choice", dimensions: ["hygiene"], given: "answer", response: "cold-water", correct: "soap", share: 0, timeMs: 65432.1, when: 0 };
const said = (more) => {
  const { object, result } = answered("https://platform.example/unit/", { ...interaction, ...more });
  return [object.definition.interactionType, object.definition.correctResponsesPattern ?? null, result.response ?? null, result.success ?? null, result.score?.scaled ?? null];
};

test("answers, by kind of item", () => {
  assert.deepEqual(said({}), ["choice", ["soap"], "cold-water", false, null]);
  assert.deepEqual(said({ kind: "hotspot", response: "soap", share: 1 }), ["choice", ["soap"], "soap", true, null]);
  assert.deepEqual(said({ kind: "multiple-response", response: ["a-1", "b"], correct: ["b"], share: 1 / 3 }), ["choice", ["b"], "a-1[,]b", null, 0.3333]);
  assert.deepEqual(said({ kind: "multiple-response", response: [], correct: ["b"] }), ["choice", ["b"], null, false, null]);
  assert.deepEqual(said({ kind: "ordering", response: ["b", "a"], correct: ["a", "b"] }), ["sequencing", ["a[,]b"], "b[,]a", false, null]);
  assert.deepEqual(said({ kind: "matching", response: { a: "x", b: "y" }, correct: { a: "x", b: "x" }, share: 0.5 }), ["matching", ["a[.]x[,]b[.]x"], "a[.]x[,]b[.]y", null, 0.5]);
  assert.deepEqual(said({ kind: "confidence", response: "4", correct: null, share: null }), ["likert", null, "4", null, null]);
  assert.deepEqual(said({ kind: "likert", response: 2, correct: null, share: null }), ["likert", null, "2", null, null]);
  assert.deepEqual(said({ kind: "true-false", response: "true", correct: "true", share: 1 }), ["true-false", ["true"], "true", true, null]);
  assert.deepEqual(said({ kind: "true-false", response: "safe", correct: "not-safe" }), ["choice", ["not-safe"], "safe", false, null]);
  assert.deepEqual(said({ given: "skip", response: null, share: null }), ["choice", ["soap"], null, null, null]);
});

test("answers are parts of the activity, with a verb and a duration", () => {
  const { object, result, verb: answeredVerb } = answered("https://platform.example/unit/", interaction);
  assert.equal(object.id, "https://platform.example/unit/item/hands%20when%3F");
  assert.equal(object.definition.type, "http://adlnet.gov/expapi/activities/cmi.interaction");
  assert.equal(result.duration, "PT0H1M5.43S");
  assert.deepEqual(answeredVerb, { id: "http://adlnet.gov/expapi/verbs/answered", display: { en: "answered" } });
  for (const given of ["skip", "dont-know"]) assert.equal(answered("urn:x", { ...interaction, given, response: null }).verb.id, "http://id.tincanapi.com/verb/skipped");
  assert.equal(verb("terminated").id, "http://adlnet.gov/expapi/verbs/terminated");
});

test("scores, and where the person stands", () => {
  assert.deepEqual(scored(62.5), { scaled: 0.625, raw: 63, min: 0, max: 100 });
  assert.deepEqual([scaled(79.99), scaled(0), scaled(100)], [0.7999, 0, 1]);
  const objective = { dimension: "care-confidence", kind: "confidence", score: 41.2, level: { id: "sure", probability: 0.834 } };
  assert.deepEqual(placed("urn:x", objective), { verb: verb("scored"), object: { id: "urn:x/dimension/care-confidence", definition: { type: "http://adlnet.gov/expapi/activities/objective" } }, result: { score: { scaled: 0.412, raw: 41, min: 0, max: 100 }, response: "sure 0.83" } });
  assert.equal(placed("urn:x", { ...objective, level: null }).result.response, undefined);
});

test("a context keeps what the platform has put there", () => {
  const template = { registration: "r", platform: "p", contextActivities: { grouping: [{ id: "g" }], category: { id: "c", definition: { type: "t" } } }, extensions: { session: 1, mastery: 2 } };
  const before = structuredClone(template);
  assert.deepEqual(within(template, { category: ["c", "cmi5"], parent: ["a"] }, { mastery: 9, more: 3 }), {
    registration: "r",
    platform: "p",
    contextActivities: { grouping: [{ id: "g" }], category: [{ id: "c", definition: { type: "t" } }, { id: "cmi5" }], parent: [{ id: "a" }] },
    extensions: { session: 1, mastery: 2, more: 3 },
  });
  assert.deepEqual(template, before);
  assert.deepEqual(within({}, { category: [] }), {});
});
