// The rules of cmi5 (Quartz, 1st edition) for what an assignable unit says, chapter by chapter.
import assert from "node:assert/strict";

export const CATEGORY = { cmi5: "https://w3id.org/xapi/cmi5/context/categories/cmi5", moveOn: "https://w3id.org/xapi/cmi5/context/categories/moveon" };
export const EXTENSION = { sessionId: "https://w3id.org/xapi/cmi5/context/extensions/sessionid", masteryScore: "https://w3id.org/xapi/cmi5/context/extensions/masteryscore" };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DURATION = /^P(?!$)(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const ADL = "http://adlnet.gov/expapi/";
const DEFINED = ["initialized", "completed", "passed", "failed", "terminated"];
const PLATFORM = ["launched", "abandoned", "waived", "satisfied"];
/** Form of a response of each interaction type (xAPI 1.0.3, part 2, appendix C). */
const RESPONSES = {
  "true-false": /^(true|false)$/,
  choice: /^[^\s,[\]]+(\[,\][^\s,[\]]+)*$/,
  sequencing: /^[^\s,[\]]+(\[,\][^\s,[\]]+)*$/,
  likert: /^[^\s,[\]]+$/,
  matching: /^[^\s,[\]]+\[\.\][^\s,[\]]+(\[,\][^\s,[\]]+\[\.\][^\s,[\]]+)*$/,
};

export const verbOf = ({ verb }) => verb.id.split("/").at(-1);
const categoriesOf = ({ context }) => (context.contextActivities?.category ?? []).map(({ id }) => id);
const isDefined = (statement) => categoriesOf(statement).includes(CATEGORY.cmi5);
/** What the unit has said, without what the platform says itself. */
export const ofUnit = (statements) => statements.filter((statement) => !PLATFORM.includes(verbOf(statement)));
/** In short: verbs, with the item or the dimension. */
export const told = (statements) => ofUnit(statements).map((statement) => [verbOf(statement), ...(statement.object.definition ? [decodeURIComponent(statement.object.id.split("/").at(-1))] : [])].join(" "));

const includes = (whole, part, where) => {
  if (Array.isArray(part)) for (const one of part) assert.ok(whole?.some((other) => JSON.stringify(other) === JSON.stringify(one)), `${where}: ${JSON.stringify(one)}`);
  else if (part && typeof part === "object") for (const [name, value] of Object.entries(part)) includes(whole?.[name], value, `${where}.${name}`);
  else assert.equal(whole, part, where);
};

/** Checks one statement. */
function checkStatement(statement, launch) {
  const { id, actor, object, result = {}, context, timestamp } = statement;
  const name = verbOf(statement);
  const where = `${name} ${id}`;
  assert.match(id, UUID, `9.1 ${where}`);
  assert.deepEqual(actor, launch.actor, `9.2 ${where}`);
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)$/, `9.7 UTC: ${where}`);
  includes(context, launch.session.context, `10.0 contextTemplate: ${where}: context`);
  assert.equal(context.registration, launch.registration, `9.6.1 ${where}`);
  const decides = "success" in result || "completion" in result;
  if (isDefined(statement)) {
    assert.ok(DEFINED.includes(name), `9.3 ${where}`);
    assert.equal(statement.verb.id, `${ADL}verbs/${name}`);
    assert.equal(object.id, launch.activityId, `9.4 ${where}`);
    assert.equal("score" in result, ["passed", "failed"].includes(name) && "score" in result, `9.5.1 ${where}`);
    assert.equal(result.success, { passed: true, failed: false }[name], `9.5.2 ${where}`);
    assert.equal(result.completion, { completed: true }[name], `9.5.3 ${where}`);
    if (name !== "initialized") assert.match(result.duration, DURATION, `9.5.4 ${where}`);
    assert.equal(categoriesOf(statement).includes(CATEGORY.moveOn), decides, `9.6.2.2 ${where}`);
    if (launch.mode !== "Normal") assert.ok(["initialized", "terminated"].includes(name), `10.0 launchMode ${launch.mode}: ${where}`);
    if (["passed", "failed"].includes(name)) checkScore(name, result.score, launch.masteryScore, context, where);
  } else {
    assert.ok(!categoriesOf(statement).includes(CATEGORY.moveOn), `9.6.2.2 ${where}`);
    assert.equal(launch.mode, "Normal", where);
    const { type, interactionType, correctResponsesPattern = [] } = object.definition;
    assert.ok(object.id.startsWith(`${launch.activityId}/`));
    assert.ok([`${ADL}activities/cmi.interaction`, `${ADL}activities/objective`].includes(type), where);
    if (type.endsWith("cmi.interaction")) {
      for (const response of [...correctResponsesPattern, ...("response" in result ? [result.response] : [])]) assert.match(response, RESPONSES[interactionType], where);
      assert.ok(name === "answered" || (name === "skipped" && !("response" in result)), where);
    }
    if ("duration" in result) assert.match(result.duration, DURATION, where);
  }
}

function checkScore(name, score, masteryScore, context, where) {
  if (score) {
    for (const value of [score.raw, score.min, score.max]) assert.ok(Number.isInteger(value), `9.5.1 ${where}`);
    assert.ok(score.min <= score.raw && score.raw <= score.max, `9.5.1 ${where}`);
    assert.ok(score.scaled >= 0 && score.scaled <= 1, `9.5.1 ${where}`);
  }
  if (masteryScore === undefined) return;
  assert.equal(context.extensions[EXTENSION.masteryScore], masteryScore, `9.6.3.2 ${where}`);
  if (score) assert.equal(score.scaled >= masteryScore, name === "passed", `9.3.4, 9.3.5 ${where}`);
}

/** Checks everything that was said in a registration; `launches` in their order, `over` of them have been left. */
export function checkCmi5(statements, launches, over = launches.length) {
  const said = ofUnit(statements);
  assert.equal(new Set(statements.map(({ id }) => id)).size, statements.length, "each statement once");
  const events = said.filter((statement) => !isDefined(statement)).map(({ object, timestamp, verb, result }) => JSON.stringify([object.id, verb.id, timestamp, result]));
  assert.equal(new Set(events).size, events.length, "nothing twice under another id");
  const known = new Map(launches.map((launch) => [launch.id, launch]));
  for (const statement of said) {
    const launch = known.get(statement.context.extensions?.[EXTENSION.sessionId]);
    assert.ok(launch, `9.6.3.1 ${verbOf(statement)}`);
    checkStatement(statement, launch);
  }
  const defined = said.filter(isDefined).map(verbOf);
  const times = (verb, list = defined) => list.filter((other) => other === verb).length;
  assert.ok(times("completed") <= 1 && times("passed") <= 1, `9.3 per registration: ${defined}`);
  assert.ok(!defined.includes("passed") || !defined.slice(defined.indexOf("passed")).includes("failed"), `9.3 failed after passed: ${defined}`);
  for (const [place, launch] of launches.entries()) {
    const session = said.filter(({ context }) => context.extensions[EXTENSION.sessionId] === launch.id);
    const verbs = session.filter(isDefined).map(verbOf);
    assert.equal(new Set(verbs).size, verbs.length, `9.3 in a session: ${verbs}`);
    assert.ok(times("passed", verbs) + times("failed", verbs) <= 1, `9.3 in a session: ${verbs}`);
    const dates = session.map(({ timestamp }) => Date.parse(timestamp));
    assert.deepEqual(dates, [...dates].sort((a, b) => a - b), "9.3 the order is that of the dates");
    assert.equal(verbOf(session[0]), "initialized", "9.3.2");
    if (place < over) assert.equal(verbOf(session.at(-1)), "terminated", "9.3.8");
  }
}
