/** SCORM 2004 4th edition (ADL 2009): the object `API_1484_11`. */
import type { Find } from "../host.js";
import { clean } from "../ids.js";
import { pattern2004, typeOf } from "../patterns.js";
import { duration, timestamp } from "../times.js";
import { findApi } from "./find.js";
import { type Api, type Dialect, ScormHost, type Value } from "./shared.js";

/** A share of one, as a decimal that is not longer than needed. */
const share = (value: number): string => String(Math.round(value * 10_000) / 10_000);

const scorm2004: Dialect = {
  name: "scorm2004",
  calls: { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", error: "GetLastError" },
  mode: "cmi.mode",
  person: "cmi.learner_id",
  language: "cmi.learner_preference.language",
  status: "cmi.completion_status",
  // Not known to the platform, not implemented, without a value yet.
  nothing: /^40[123]$/,
  // Not known, not implemented, read only, of a wrong form, out of range.
  never: /^40[124567]$/,
  twice: "103",
  limit: 64_000,
  incomplete: ["cmi.completion_status", "incomplete"],
  progress: ({ progress }) => [["cmi.progress_measure", share(progress), true]],
  // The raw score too: some platforms grade by it alone.
  result: ({ score, success }) => [
    ["cmi.score.min", "0", true],
    ["cmi.score.max", "100", true],
    ["cmi.score.raw", String(score)],
    ["cmi.score.scaled", share(score! / 100), true],
    ["cmi.success_status", success],
    ["cmi.completion_status", "completed"],
  ],
  exit: (finished) => ["cmi.exit", finished ? "normal" : "suspend", true],
  sessionTime: (ms) => ["cmi.session_time", duration(ms)],
  objective: ({ dimension, score, level }) => [
    ["id", clean(dimension)],
    ["score.min", "0"],
    ["score.max", "100"],
    ["score.raw", String(score)],
    ["score.scaled", share(score! / 100)],
    ["completion_status", "completed"],
    ...(level ? [["description", `${level.id} ${level.probability.toFixed(2)}`] as const] : []),
  ],
  interaction(interaction) {
    const { item, dimensions, response, correct, share: part, timeMs, when } = interaction;
    // Before what depends on it.
    const type = typeOf(interaction);
    const given = pattern2004(response);
    const right = pattern2004(correct);
    return [
      ["id", clean(item)],
      ["type", type],
      ...dimensions.map((id, m): Value => [`objectives.${m}.id`, clean(id)]),
      ["timestamp", timestamp(when)],
      ...(right === null ? [] : [["correct_responses.0.pattern", right] as const]),
      ...(given === null ? [] : [["learner_response", given] as const]),
      ["result", part === null ? "neutral" : part === 1 ? "correct" : part === 0 ? "incorrect" : share(part)],
      ["latency", duration(timeMs)],
    ];
  },
};

export const findScorm2004: Find = (page) => {
  const api = findApi<Api>(page, "API_1484_11");
  return api && new ScormHost(api, scorm2004);
};
