// A result as JSON and as a table, and an earlier one brought again: what is written, what is read of it, and what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { readEarlier, refusalOf, RefusedFile, resultRows, writeCsv, writeResult } = await player("exchange/result_file", "exchange/csv", "exchange/rows");

const bytes = (text) => new TextEncoder().encode(text);
const bank = { id: "care", version: "1.0.0" };
const file = (change = {}) => bytes(JSON.stringify({ format: 1, type: "thetis-result", bank, design: "default", language: "fr", when: "2026-11-22T10:00:00.000Z", profile: null, log: "AbC_-9", report: {}, ...change }));
const refused = (content) => {
  try {
    readEarlier(content, bank);
  } catch (error) {
    assert.ok(error instanceof RefusedFile, String(error));
    return [error.refusal, error.found, error.wanted].filter(Boolean);
  }
  return assert.fail("it was read");
};

test("of a result only the log and the time are read", () => {
  assert.deepEqual(readEarlier(file(), bank), { log: "AbC_-9", when: new Date("2026-11-22T10:00:00.000Z") });
  const written = writeResult({ format: 1, type: "thetis-result", bank, design: "default", language: "fr", when: "2026-11-22T10:00:00.000Z", profile: "aide", log: "AbC_-9", report: {} });
  assert.equal(readEarlier(bytes(written), bank).log, "AbC_-9");
  assert.equal(readEarlier(bytes(`\ufeff${written}`), bank).log, "AbC_-9", "with a byte order mark");
  assert.equal(readEarlier(file({ when: "yesterday" }), bank).when, null);
  assert.equal(readEarlier(file({ when: 5 }), bank).when, null);
});

test("a log is read as text and as bytes", () => {
  assert.deepEqual(readEarlier(bytes(" AbC_-9\n"), bank), { log: "AbC_-9", when: null });
  const log = Uint8Array.of(0x54, 0x48, 0x02, 0x00, 0xff, 0xfe);
  assert.deepEqual(readEarlier(log, bank), { log, when: null });
  // All of them letters of UTF-8, by chance, but for a control character.
  const readable = Uint8Array.of(0x54, 0x48, 0x01, 0x41);
  assert.deepEqual(readEarlier(readable, bank), { log: readable, when: null });
});

test("each file that cannot be used is refused for what it is", () => {
  assert.deepEqual(refused(new Uint8Array()), ["not-a-result"]);
  assert.deepEqual(refused(bytes("<!doctype html><p>Hello")), ["not-a-result"]);
  for (const value of ["[]", "{}", '{"type":"other"}', '[{"type":"thetis-result"}]']) assert.deepEqual(refused(bytes(value)), ["not-a-result"], value);
  assert.deepEqual(refused(file().slice(0, 60)), ["damaged"]);
  assert.deepEqual(refused(file({ format: 2 })), ["newer"]);
  assert.deepEqual(refused(file({ bank: null })), ["damaged"]);
  assert.deepEqual(refused(file({ log: undefined })), ["damaged"]);
  assert.deepEqual(refused(file({ bank: { id: "other", version: "1.0.0" } })), ["other-bank", "other", "care"]);
  assert.deepEqual(refused(file({ bank: { id: "care", version: "0.9" } })), ["other-version", "0.9", "1.0.0"]);
  assert.equal(refused(file({ bank: { id: "x".repeat(5000), version: "1" } }))[1].length, 60, "a name of any length is not shown whole");
  assert.deepEqual(refused(file({ bank: { id: "care", version: { toString: 1 } } })), ["damaged"], "a version that is no text");
});

test("what the engine says of a log", () => {
  const of = (code) => refusalOf({ code }).refusal;
  assert.equal(of("log-of-another-bank"), "other-bank-or-version");
  assert.equal(of("log-of-another-design"), "other-bank-or-version");
  assert.equal(of("log-of-another-engine"), "other-engine");
  assert.equal(of("log-damaged"), "damaged");
  assert.equal(refusalOf(null).refusal, "damaged");
  assert.equal(refusalOf(new RefusedFile("same")).refusal, "same");
});

/** Reads a table of RFC 4180. */
const parse = (text) => {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const [c, row] = [text[at], rows[rows.length - 1]];
    if (quoted) {
      if (c !== '"') row[row.length - 1] += c;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") row.push("");
    else if (c === "\r" && text[at + 1] === "\n") rows.push([""]), at++;
    else row[row.length - 1] += c;
  }
  assert.deepEqual(rows.pop(), [""], "the last row ends too");
  return rows;
};

test("a table is what RFC 4180 says, and no cell is a formula", () => {
  const cells = ['a "quoted" text', "a,b", "two\r\nlines", "", "plain", "Größe", "=1+1", "+49", "-cut", "@name", "\tx", "=a,b"];
  const text = writeCsv([cells, [-1.5, 1e-7, NaN, Infinity, null, true, 0, -0, 3, 4, 5, 6]]);
  assert.ok(text.startsWith("\ufeff"));
  const [first, second] = parse(text.slice(1));
  assert.deepEqual(first, ['a "quoted" text', "a,b", "two\r\nlines", "", "plain", "Größe", "'=1+1", "'+49", "'-cut", "'@name", "'\tx", "'=a,b"]);
  assert.deepEqual(second, ["-1.5", "1e-7", "", "", "", "true", "0", "0", "3", "4", "5", "6"]);
});

test("a row for each dimension, each number where it belongs", () => {
  const level = (id, eqf, probability) => ({ id, eqf, probability });
  const report = {
    dimensions: [
      { dimension: "meals", theta: -0.25, se: 0.5, answers: 7, levels: [level("starting", 1, 0.5), level("alone", 2, 0.25), level("guiding", 3, 0.25)], level: 0, between: 1 },
      { dimension: "meals-confidence", theta: 1.5, se: 0.75, answers: 3, levels: [level("unsure", null, 0.125), level("sure", null, 0.875)], level: 1, between: null },
    ],
    compared: [{ competence: "meals", difference: 1.75, error: 0.9, underestimates: 0.01, matches: 0.19, overestimates: 0.8, verdict: "overestimates" }],
    profile: { id: "aide", probability: 0.375, requirements: [{ dimension: "meals", level: "alone", importance: 2, probability: 0.5 }], gaps: [{ dimension: "meals", level: "alone", missing: 0.5, weight: 1 }] },
    steps: null,
    credentials: [],
    change: [{ dimension: "meals", before: -1, after: -0.25, difference: 0.75, error: 0.7, probability: 0.86, verdict: "no-reliable-change" }],
  };
  const own = { ...bank, dimensions: [{ id: "meals", competence: "meals", kind: "evaluation" }, { id: "meals-confidence", competence: "meals", kind: "confidence" }] };
  const rows = resultRows(report, { bank: own, design: "default", when: "2026-11-22T10:00:00.000Z", fit: { lzStar: -0.5, care: ["fast", "drift"] } }, { competence: () => "=Repas", level: (_, id) => id.toUpperCase() });
  const [head, ...cells] = parse(writeCsv(rows).slice(1));
  assert.equal(new Set(head).size, head.length);
  const records = cells.map((row) => Object.fromEntries(head.map((name, k) => [name, row[k]])));
  assert.deepEqual(records[0], {
    bank: "care", version: "1.0.0", design: "default", when: "2026-11-22T10:00:00.000Z", competence: "meals", dimension: "meals", kind: "evaluation", name: "'=Repas",
    theta: "-0.25", se: "0.5", answers: "7", level: "starting", level_name: "STARTING", level_probability: "0.5", between: "alone", eqf_indicative: "",
    level_1: "starting", level_1_probability: "0.5", level_2: "alone", level_2_probability: "0.25", level_3: "guiding", level_3_probability: "0.25",
    profile: "aide", profile_probability: "0.375", required_level: "alone", required_importance: "2", required_probability: "0.5", gap_weight: "1",
    confidence_difference: "1.75", confidence_error: "0.9", confidence_underestimates: "0.01", confidence_matches: "0.19", confidence_overestimates: "0.8", confidence_verdict: "overestimates",
    change_before: "-1", change_after: "-0.25", change_difference: "0.75", change_error: "0.7", change_probability: "0.86", change_verdict: "no-reliable-change",
    fit_lz_star: "-0.5", fit_care: "fast drift",
  });
  const { kind, level: named, level_3, required_level, confidence_verdict, change_before } = records[1];
  assert.deepEqual({ kind, named, level_3, required_level, confidence_verdict, change_before }, { kind: "confidence", named: "sure", level_3: "", required_level: "", confidence_verdict: "", change_before: "" });
  assert.equal(records.length, 2);
});
