// The guide to the conversation: what is said and asked, in which order, from what a test has come to.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { guide } = await player("guide/guide");

const folder = new URL("../locales/counsellor/", import.meta.url);
const locales = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

const IDS = ["starting", "alone", "guiding"];
const bank = {
  dimensions: ["cleaning", "laundry", "meals"].flatMap((id) => [
    { id, competence: id, kind: "evaluation" },
    { id: `${id}-confidence`, competence: id, kind: "confidence" },
  ]),
};

/** A dimension whose levels have these probabilities. */
const dimension = (id, probabilities, { between = null, answers = 5 } = {}) => ({
  dimension: id,
  theta: 0,
  se: 0.5,
  answers,
  levels: probabilities.map((probability, k) => ({ id: IDS[k], eqf: k + 1, probability })),
  level: probabilities.indexOf(Math.max(...probabilities)),
  between,
});
const report = (dimensions, more = {}) => ({ dimensions, compared: [], profile: null, steps: null, credentials: [], change: null, ...more });
const compared = (competence, verdict, difference) => ({ competence, verdict, difference, error: 0.4, underestimates: 0, matches: 0, overestimates: 0 });

const topics = (sections) => sections.map(({ topic }) => topic);
const of = (sections, topic) => sections.find((one) => one.topic === topic);
const about = (section) => section.points.map((point) => point.about?.id ?? null);

test("strengths come first, the best before the others, and what no test can see always has its place", () => {
  const sections = guide(report([dimension("cleaning", [0.05, 0.85, 0.1]), dimension("laundry", [0.02, 0.08, 0.9]), dimension("meals", [0.9, 0.1, 0])]), bank, []);
  assert.deepEqual(topics(sections), ["strengths", "explore", "unseen", "next"]);
  assert.deepEqual(about(sections[0]), ["laundry", "cleaning"]);
  assert.deepEqual(sections[0].points.map(({ level }) => level), ["guiding", "alone"]);
  assert.equal(sections[0].how, "guide.strengths.how");
  assert.deepEqual(sections[1].points.map(({ about: { id }, say, level }) => [id, say, level]), [["meals", "guide.explore.beginning", "starting"]]);
  assert.deepEqual(of(sections, "unseen").points.map(({ say }) => say.split(".").pop()), ["autonomy", "attitude", "experience", "practice"]);
});

test("who has no clear strength begins with what went best, and is not told that it is strong", () => {
  const sections = guide(report([dimension("cleaning", [0.5, 0.45, 0.05], { between: 1 }), dimension("laundry", [0.9, 0.1, 0])]), bank, []);
  assert.equal(sections[0].how, "guide.strengths.how-best");
  assert.deepEqual(sections[0].points.map(({ about: { id }, level }) => [id, level]), [["cleaning", null]], "between two levels, none is said");
  const [beginning, between] = of(sections, "explore").points;
  assert.deepEqual([beginning.about.id, beginning.say], ["laundry", "guide.explore.beginning"]);
  assert.deepEqual([between.say, between.low, between.high], ["guide.explore.between", "starting", "alone"]);
});

test("gaps to the profile come in their order; what is probably missing is told from what is open", () => {
  const profile = {
    id: "domestic-cleaner",
    probability: 0.1,
    requirements: [
      { dimension: "cleaning", level: "guiding", importance: 3, probability: 0.2 },
      { dimension: "laundry", level: "alone", importance: 1, probability: 0.5 },
      { dimension: "meals", level: "alone", importance: 1, probability: 0.7 },
    ],
    gaps: [
      { dimension: "cleaning", level: "guiding", missing: 0.8, weight: 2.4 },
      { dimension: "laundry", level: "alone", missing: 0.5, weight: 0.5 },
    ],
  };
  const steps = { modules: [{ module: "basics", hours: 8 }], hours: 8 };
  const credentials = [{ id: "meals", probability: 0.9, answers: 8, minAnswers: 6, awarded: true }, { id: "laundry", probability: 0.2, answers: 8, minAnswers: 6, awarded: false }];
  const sections = guide(report([dimension("cleaning", [0.1, 0.7, 0.2]), dimension("laundry", [0.5, 0.3, 0.2], { between: 1 }), dimension("meals", [0.3, 0.6, 0.1], { between: 0 })], { profile, steps, credentials }), bank, []);
  assert.deepEqual(about(of(sections, "strengths")), ["meals"], "what the profile asks for is there, whatever the level");
  assert.deepEqual(of(sections, "explore").points.map(({ about: { id }, say, level }) => [id, say, level]), [
    ["cleaning", "guide.explore.missing", "guiding"],
    ["laundry", "guide.explore.perhaps", "alone"],
  ]);
  const [earned, module, questions] = of(sections, "next").points;
  assert.deepEqual([earned.about, earned.say], [{ kind: "credential", id: "meals" }, "guide.next.earned"]);
  assert.deepEqual([module.about, module.hours], [{ kind: "module", id: "basics" }, 8]);
  assert.deepEqual(questions.ask.map(({ key }) => key), ["guide.next.fits", "guide.next.obstacles", "guide.next.first"]);
});

test("a competence without answers is not spoken of", () => {
  const sections = guide(report([dimension("cleaning", [0.1, 0.8, 0.1]), dimension("laundry", [0.9, 0.1, 0], { answers: 0 })]), bank, []);
  assert.deepEqual(about(of(sections, "strengths")), ["cleaning"]);
  assert.equal(of(sections, "explore"), undefined);
  // Nor is the confidence in one, as if it were the competence.
  const only = guide(report([dimension("cleaning-confidence", [0.1, 0.8, 0.1])]), bank, []);
  assert.deepEqual(topics(only), ["unseen", "next"]);
});

test("confidence is spoken of where it clearly differs: once for each way, the largest differences", () => {
  const dimensions = [dimension("cleaning", [0.1, 0.8, 0.1])];
  const none = guide(report(dimensions, { compared: [compared("cleaning", "matches", 0.1), compared("meals", "unclear", 1)] }), bank, []);
  assert.equal(of(none, "confidence"), undefined);
  const some = guide(report(dimensions, { compared: [compared("cleaning", "overestimates", 1.1), compared("laundry", "underestimates", -1.2), compared("meals", "overestimates", 2)] }), bank, []);
  assert.deepEqual(of(some, "confidence").points.map(({ say, ask }) => [say, ask.map((one) => one.about.id)]), [
    ["guide.confidence.underestimates", ["laundry"]],
    ["guide.confidence.overestimates", ["meals", "cleaning"]],
  ]);
});

test("signs in the answers are spoken of after the strengths, the fast ones apart from the unusual ones", () => {
  const dimensions = [dimension("cleaning", [0.1, 0.8, 0.1])];
  const said = (care) => of(guide(report(dimensions), bank, care), "care")?.points.map(({ say }) => say) ?? [];
  assert.deepEqual(said([]), []);
  assert.deepEqual(said(["fast"]), ["guide.care.fast"]);
  assert.deepEqual(said(["person-fit", "guttman", "drift"]), ["guide.care.unusual"]);
  assert.deepEqual(said(["person-fit", "fast"]), ["guide.care.fast", "guide.care.unusual"]);
  assert.equal(topics(guide(report(dimensions), bank, ["fast"]))[0], "strengths");
});

test("whatever the result: strengths before anything else, at most three of a kind, and every sentence in every language", () => {
  // A linear congruential generator: the same cases every time.
  let state = 1;
  const random = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  const pick = (values) => values[Math.floor(random() * values.length)];
  const keys = new Set();
  for (let k = 0; k < 500; k++) {
    const dimensions = bank.dimensions.map(({ id }) => {
      const weights = IDS.map(() => random() ** 3);
      const sum = weights.reduce((a, b) => a + b);
      const probabilities = weights.map((weight) => weight / sum);
      const level = probabilities.indexOf(Math.max(...probabilities));
      return dimension(id, probabilities, { between: probabilities[level] < 2 / 3 ? (level ? level - 1 : 1) : null, answers: Math.floor(random() * 4) });
    });
    const gaps = bank.dimensions.filter(() => random() < 0.4).map(({ id }) => ({ dimension: id, level: pick(IDS), missing: random(), weight: random() }));
    const profile = random() < 0.5 ? { id: "p", probability: random(), requirements: bank.dimensions.map(({ id }) => ({ dimension: id, level: pick(IDS), importance: 1, probability: random() })), gaps } : null;
    const verdicts = ["cleaning", "laundry", "meals"].map((id) => compared(id, pick(["underestimates", "matches", "overestimates", "unclear"]), random() * 4 - 2));
    const credentials = [{ id: "meals", probability: random(), answers: 1, minAnswers: 1, awarded: random() < 0.5 }];
    const sections = guide(report(dimensions, { profile, compared: verdicts, credentials, steps: profile && { modules: [], hours: 0 } }), bank, ["fast", "drift"].filter(() => random() < 0.3));
    const order = ["strengths", "explore", "confidence", "care", "unseen", "next"];
    assert.deepEqual(topics(sections), order.filter((topic) => of(sections, topic)));
    for (const topic of ["strengths", "explore"]) assert.ok((of(sections, topic)?.points.length ?? 0) <= 3);
    if (of(sections, "explore")) assert.ok(of(sections, "strengths"), "nothing is looked at closer without a strength before it");
    for (const { topic, how, points } of sections) {
      keys.add(`guide.${topic}.title`).add(how);
      for (const { say, ask } of points) for (const key of [...(say ? [say] : []), ...ask.map((one) => one.key)]) keys.add(key);
    }
  }
  assert.ok(keys.size > 35, `${keys.size} sentences`);
  for (const texts of locales) for (const key of keys) assert.equal(typeof texts[key], "string", key);
  // A name stands after a colon or alone, so that no sentence needs its grammar.
  for (const texts of locales) for (const key of keys) assert.doesNotMatch(texts[key].replace(/: ?\{(name|level)\}/g, ""), /\{(name|level)\}/, key);
});
