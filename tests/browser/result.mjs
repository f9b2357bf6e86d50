// What the result and the page for the counsellor must show of an outcome.
import assert from "node:assert/strict";
import { levelsOf } from "./engine.mjs";
import { optionsOf } from "./person.mjs";

/** Numbers as the page's own browser writes them. */
const written = (person, values, decimals) =>
  person.page.evaluate(
    ([language, values, decimals]) => {
      const own = [...navigator.languages].find((code) => code.startsWith(`${language}-`)) ?? language;
      const format = new Intl.NumberFormat(own, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      return values.map((value) => format.format(value));
    },
    [person.language, values, decimals],
  );

/** What an answer is called in words. */
function words({ bank, texts, language }, { item: id, option: answer }) {
  const item = bank.items.find((one) => one.id === id);
  const { items, responseScales } = texts(language);
  const labels = items[id].options ?? responseScales[item.responseScale].options;
  if (typeof answer === "string") return [labels[answer]];
  if (Array.isArray(answer)) return answer.map((option) => labels[option]);
  return optionsOf(bank, item).map((option) => `${labels[option]} – ${items[id].targets[answer[option]]}`);
}

/** The result says of every competence its level, or between which it is. */
export async function assertResult(person, outcome) {
  const { bank, root } = person;
  const texts = person.texts(person.language);
  await person.sees(person.say("result.title"));
  const [count] = await written(person, [outcome.steps.length], 0);
  await root.getByText(person.say("result.thanks", { count: outcome.steps.length }).replace(String(outcome.steps.length), count), { exact: true }).waitFor();
  const levels = levelsOf(bank, outcome);
  for (const [place, { id, competence = id, kind = "evaluation" }] of bank.dimensions.entries()) {
    const { name, levels: named = {} } = texts.competences[competence];
    // What nothing was asked about says nothing of the person.
    const about = bank.dimensions.filter((one) => (one.competence ?? one.id) === competence).map((one) => one.id);
    if (!outcome.steps.some(({ item, scored }) => scored && bank.items.find((one) => one.id === item).dimensions.some((one) => about.includes(one)))) {
      assert.equal(await root.locator("[part~=competence] h4").filter({ hasText: name }).count(), 0);
      continue;
    }
    const card = root.locator("[part~=competence]").filter({ has: person.frame.getByRole("heading", { name, exact: true }) });
    const standing = card.locator(".standing").nth(kind === "confidence" ? 1 : 0);
    const nameOf = (level) => named[level.id]?.name ?? person.say(`level.${kind === "confidence" ? "sure-" : ""}${level.id}`);
    const best = levels[place].reduce((a, b) => (b.probability > a.probability ? b : a));
    const shown = await standing.locator(".level").innerText();
    if (best.probability >= 2 / 3) {
      assert.equal(shown, nameOf(best));
      if (kind === "evaluation") await card.getByText(named[best.id].text, { exact: true }).waitFor();
    } else {
      const at = levels[place].indexOf(best);
      const probability = (k) => levels[place][k]?.probability ?? 0;
      const pair = probability(at + 1) > probability(at - 1) ? [at, at + 1] : [at - 1, at];
      const [low, high] = pair.map((k) => nameOf(levels[place][k]));
      assert.equal(shown, person.say("level.between", { low, high }));
    }
  }
}

/** The counsellor's page has the numbers of every dimension and every answer. */
export async function assertCounsellor(person, outcome) {
  const { bank, root } = person;
  await person.sees(person.say("counsellor.title"));
  const table = (key) => root.getByRole("region", { name: person.say(key), exact: true }).locator("tbody tr");
  const levels = levelsOf(bank, outcome);
  const cells = await table("counsellor.estimates").evaluateAll((rows) => rows.map((row) => [row.cells[1].innerText, row.cells[2].innerText, ...[...row.cells[3].querySelectorAll("li")].map((one) => one.lastElementChild.innerText)]));
  // Rows are by competence, knowledge before confidence.
  const order = bank.dimensions.map((dimension, place) => [bank.dimensions.findIndex((one) => (one.competence ?? one.id) === (dimension.competence ?? dimension.id)), +(dimension.kind === "confidence"), place]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [row, [, , place]] of order.entries()) {
    const { theta, se } = outcome.estimates[place];
    const percents = await written(person, levels[place].map(({ probability }) => probability * 100), 0);
    assert.deepEqual(cells[row], [...(await written(person, [theta, se], 2)), ...percents.map((number) => person.say("counsellor.percent", { number }))]);
  }
  const answers = await table("counsellor.items").evaluateAll((rows) => rows.map((row) => ({ stem: row.querySelector(".words").innerText, answer: [...row.cells[1].querySelectorAll(".words")].map((one) => one.innerText), text: row.cells[1].innerText, seconds: row.cells[3].innerText })));
  const seconds = await written(person, outcome.steps.map(({ timeMs }) => timeMs / 1000), 1);
  for (const [row, step] of outcome.steps.entries()) {
    const shown = answers[row];
    assert.equal(shown.stem, person.texts(person.language).items[step.item].stem);
    assert.equal(shown.seconds, seconds[row]);
    if (step.given === "answer") assert.deepEqual(shown.answer, words(person, step));
    else assert.ok(shown.text.includes(person.say(step.given === "skip" ? "counsellor.skipped" : "counsellor.dont-know")));
  }
  assert.equal(answers.length, outcome.steps.length);
}
