// What the result and the page for the counsellor must show of an outcome.
import assert from "node:assert/strict";
import { assertReportAsInNode } from "./engine.mjs";
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

/** The result says of every competence its level, or between which it is; what it says is what was computed, here as in Node. */
export async function assertResult(person, outcome) {
  const { bank, root } = person;
  const texts = person.texts(person.language);
  await person.sees(person.say("result.title"));
  const [count] = await written(person, [outcome.steps.length], 0);
  await root.getByText(person.say("result.thanks", { count: outcome.steps.length }).replace(String(outcome.steps.length), count), { exact: true }).waitFor();
  const report = await assertReportAsInNode(person);
  for (const [place, { id, competence = id, kind = "evaluation" }] of bank.dimensions.entries()) {
    const { name, levels: named = {} } = texts.competences[competence];
    // What nothing was asked about says nothing of the person.
    if (!bank.dimensions.some((one, k) => (one.competence ?? one.id) === competence && report.dimensions[k].answers)) {
      assert.equal(await root.locator("[part~=competence] h4").filter({ hasText: name }).count(), 0);
      continue;
    }
    const card = root.locator("[part~=competence]").filter({ has: person.frame.getByRole("heading", { name, exact: true }) });
    const standing = card.locator(".standing").nth(kind === "confidence" ? 1 : 0);
    const { levels, level, between } = report.dimensions[place];
    const nameOf = (k) => named[levels[k].id]?.name ?? person.say(`level.${kind === "confidence" ? "sure-" : ""}${levels[k].id}`);
    const shown = await standing.locator(".level").innerText();
    if (between === null) {
      assert.equal(shown, nameOf(level));
      if (kind === "evaluation") await card.getByText(named[levels[level].id].text, { exact: true }).waitFor();
    } else {
      const [low, high] = [level, between].sort((a, b) => a - b).map(nameOf);
      assert.equal(shown, person.say("level.between", { low, high }));
    }
    const compared = report.compared.find((one) => one.competence === competence);
    if (compared) await card.getByText(person.say(`result.${compared.verdict}`), { exact: true }).waitFor();
  }
  await assertPath(person, report);
  return report;
}

/** What the report says of the work it is compared with, of next steps and of micro-credentials is on the page, in this order. */
async function assertPath(person, { profile, steps, credentials }) {
  const { bank, root } = person;
  const words = person.texts(person.language);
  const texts = (part, selector) => root.locator(`[part~=${part}] ${selector}`).allInnerTexts();
  const competence = (dimension) => words.competences[bank.dimensions.find(({ id }) => id === dimension).competence ?? dimension];

  const gaps = profile?.gaps ?? [];
  const met = (profile?.requirements ?? []).filter(({ dimension }) => !gaps.some((gap) => gap.dimension === dimension));
  assert.deepEqual(await texts("profile", "h3"), profile ? [person.say("result.for", { profile: words.profiles[profile.id].name })] : []);
  assert.deepEqual(await texts("profile", ".met li"), met.map(({ dimension }) => competence(dimension).name));
  assert.deepEqual(await texts("profile", ".requirement h4"), gaps.map(({ dimension }) => competence(dimension).name));
  assert.deepEqual(await texts("profile", ".requirement .small"), gaps.map(({ dimension, level }) => person.say("result.needed", { level: competence(dimension).levels[level].name })));
  assert.equal((await texts("profile", "strong")).length, gaps.filter(({ missing }) => missing < 2 / 3).length, "who is close is told so");

  const modules = steps?.modules ?? [];
  const numbers = await written(person, [...modules.map(({ hours }) => hours), steps?.hours ?? 0], 0);
  const hours = (key, count, number) => person.say(key, { count }).replace(String(count), number);
  assert.deepEqual(await texts("steps", "h4"), modules.map(({ module }) => words.modules[module].name));
  assert.deepEqual(await texts("steps", ".about"), modules.map(({ module }) => words.modules[module].description));
  assert.deepEqual(await texts("steps", ".card .small"), modules.map((one, k) => hours("result.hours", one.hours, numbers[k])));
  if (modules.length > 1) await root.getByText(hours("result.hours-together", steps.hours, numbers.at(-1)), { exact: true }).waitFor();

  const shown = [...credentials].sort((a, b) => b.awarded - a.awarded);
  assert.deepEqual(await texts("credentials", "h4"), shown.map(({ id }) => words.credentials[id].name));
  assert.deepEqual(
    await texts("credentials", ".card .small"),
    shown.map(({ awarded, answers, minAnswers }) => person.say(awarded ? "result.shown" : answers < minAnswers ? "result.not-yet-answers" : "result.not-yet-level")),
  );
  assert.deepEqual(await texts("credentials", ".about"), shown.filter(({ awarded }) => awarded).map(({ id }) => words.credentials[id].criteria));
}

/** The counsellor's page has the numbers of every dimension and every answer. */
export async function assertCounsellor(person, outcome) {
  const { bank, root } = person;
  await person.sees(person.say("counsellor.title"));
  const table = (key) => root.getByRole("region", { name: person.say(key), exact: true }).locator("tbody tr");
  const { dimensions } = await assertReportAsInNode(person);
  const cells = await table("counsellor.estimates").evaluateAll((rows) => rows.map((row) => [row.cells[1].innerText, row.cells[2].innerText, ...[...row.cells[3].querySelectorAll("li")].map((one) => one.lastElementChild.innerText)]));
  // Rows are by competence, knowledge before confidence.
  const order = bank.dimensions.map((dimension, place) => [bank.dimensions.findIndex((one) => (one.competence ?? one.id) === (dimension.competence ?? dimension.id)), +(dimension.kind === "confidence"), place]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [row, [, , place]] of order.entries()) {
    const { theta, se, levels } = dimensions[place];
    assert.deepEqual([theta, se], [outcome.estimates[place].theta, outcome.estimates[place].se]);
    const percents = await written(person, levels.map(({ probability }) => probability * 100), 0);
    assert.deepEqual(cells[row], [...(await written(person, [theta, se], 2)), ...percents.map((number) => person.say("counsellor.percent", { number }))]);
  }
  await root.locator("summary").filter({ hasText: person.say("counsellor.items") }).click();
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
