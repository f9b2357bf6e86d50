/** SCORM 1.2 (ADL 2001): the object `API`. */
import type { Find } from "../host.js";
import { clean } from "../ids.js";
import { pattern12, typeOf } from "../patterns.js";
import { timeOfDay, timespan } from "../times.js";
import { findApi } from "./find.js";
import { type Api, type Dialect, ScormHost, type Value } from "./shared.js";

const scorm12: Dialect = {
  name: "scorm12",
  calls: { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError" },
  mode: "cmi.core.lesson_mode",
  person: "cmi.core.student_id",
  language: "cmi.student_preference.language",
  status: "cmi.core.lesson_status",
  // Not implemented.
  nothing: /^401$/,
  // Arguments, children, not implemented, read only, of a wrong form.
  never: /^(20|40)\d$/,
  // A general exception: whether it has begun shows as soon as something is read.
  twice: "101",
  // Many platforms take more; the standard asks for no more.
  limit: 4096,
  incomplete: ["cmi.core.lesson_status", "incomplete"],
  progress: () => [],
  result: ({ score, success }) => [
    ["cmi.core.score.min", "0", true],
    ["cmi.core.score.max", "100", true],
    ["cmi.core.score.raw", String(score)],
    ["cmi.core.lesson_status", success === "unknown" ? "completed" : success],
  ],
  exit: (finished) => ["cmi.core.exit", finished ? "" : "suspend", true],
  sessionTime: (ms) => ["cmi.core.session_time", timespan(ms)],
  objective: ({ dimension, score }) => [
    ["id", clean(dimension)],
    ["score.min", "0"],
    ["score.max", "100"],
    ["score.raw", String(score)],
    ["status", "completed"],
  ],
  interaction(interaction) {
    const { item, dimensions, response, correct, share, timeMs, when } = interaction;
    const type = typeOf(interaction);
    const given = pattern12(response, type);
    const right = pattern12(correct, type);
    return [
      ["id", clean(item)],
      ...dimensions.map((id, m): Value => [`objectives.${m}.id`, clean(id)]),
      ["time", timeOfDay(when)],
      ["type", type],
      ...(right === null ? [] : [["correct_responses.0.pattern", right] as const]),
      ...(given === null ? [] : [["student_response", given] as const]),
      ["result", share === null ? "neutral" : share === 1 ? "correct" : share === 0 ? "wrong" : share.toFixed(2)],
      ["latency", timespan(timeMs)],
    ];
  },
};

export const findScorm12: Find = (page) => {
  const api = findApi<Api>(page, "API");
  return api && new ScormHost(api, scorm12);
};
