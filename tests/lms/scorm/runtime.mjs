// The platform's page, as it runs in the browser: scorm-again behind an object that records every call, may be made to fail, and may be stricter.

/**
 * Runs in the page. Settings:
 *
 * - `version`: `scorm12` or `scorm2004`; `stored`: the data that scorm-again begins with; `commit`: where it sends what is committed
 * - `fail`: `{ from, to, how }`: calls with these numbers, counted from 0, return "false" or, with `how: "throw"`, throw; may be set later
 * - `refuse`: what an element matches that the platform does not implement
 * - `late`: the object comes so many milliseconds after the page; `none`: never
 */
export function runtime({ version, stored, commit, fail = null, refuse = null, late = 0, none = false }) {
  const twelve = version === "scorm12";
  const api = new window[twelve ? "Scorm12API" : "Scorm2004API"]({ lmsCommitUrl: commit, logLevel: 5 });
  api.loadFromJSON(stored);
  const prefix = twelve ? "LMS" : "";
  window.calls = [];
  window.times = [];
  window.broken = [];
  window.fail = fail;
  let error = null;

  // What real platforms refuse, and the standards: Moodle's patterns where they are the narrowest.
  const decimal = /^-?\d+(\.\d{1,7})?$/;
  const identifier = twelve ? /^[\w.]{1,255}$/ : /^[\w.]{1,250}$/;
  const hundred = (value) => decimal.test(value) && value >= 0 && value <= 100;
  const listed = (...values) => (value) => values.includes(value);
  const share = (value) => decimal.test(value) && value >= -1 && value <= 1;
  const ids = (value) => value.split(/\[[,.]\]/).every((id) => identifier.test(id)) && new Set(value.split("[,]")).size === value.split("[,]").length;
  const RULES = twelve
    ? [
        [/^cmi\.core\.lesson_status$/, listed("passed", "failed", "completed", "incomplete", "browsed")],
        [/score\.(raw|min|max)$/, hundred],
        [/^cmi\.core\.exit$/, listed("suspend", "", "logout", "time-out")],
        [/(session_time|latency)$/, (value) => /^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/.test(value)],
        [/\.time$/, (value) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d\d$/.test(value)],
        [/^cmi\.suspend_data$/, (value) => value.length <= 4096 && /^[\x21-\x7e]*$/.test(value)],
        [/\.id$/, (value) => identifier.test(value)],
        [/\.type$/, listed("true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric")],
        [/(student_response|pattern)$/, (value) => /^[\x21-\x7e]{1,255}$/.test(value)],
        [/\.result$/, (value) => listed("correct", "wrong", "unanticipated", "neutral")(value) || decimal.test(value)],
        [/^cmi\.objectives\.\d+\.status$/, listed("passed", "completed", "failed", "incomplete", "browsed", "not attempted")],
      ]
    : [
        [/completion_status$/, listed("completed", "incomplete", "not attempted", "unknown")],
        [/success_status$/, listed("passed", "failed", "unknown")],
        [/score\.(raw|min|max)$/, hundred],
        [/score\.scaled$/, share],
        [/progress_measure$/, (value) => share(value) && value >= 0],
        [/^cmi\.exit$/, listed("suspend", "normal")],
        [/(session_time|latency)$/, (value) => /^PT(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/.test(value)],
        [/timestamp$/, (value) => /^(19[7-9]\d|20[0-2]\d|203[0-8])-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,2})?Z?$/.test(value)],
        [/^cmi\.suspend_data$/, (value) => value.length <= 64000 && /^[\x21-\x7e]*$/.test(value)],
        [/\.id$/, (value) => identifier.test(value)],
        [/\.type$/, listed("true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other")],
        [/(learner_response|pattern)$/, (value) => value === "true" || value === "false" || ids(value)],
        [/\.result$/, (value) => listed("correct", "incorrect", "unanticipated", "neutral")(value) || decimal.test(value)],
        [/description$/, (value) => value.length <= 250],
      ];
  const types = new Set();
  /** Why a call would be refused, as an error code. */
  const against = (name, element, value) => {
    if (name === `${prefix}GetValue`) {
      if (/name$/.test(element)) return "the learner's name is read";
      return twelve && /^cmi\.interactions\.\d/.test(element) ? "404" : null;
    }
    if (name !== `${prefix}SetValue`) return null;
    if (new RegExp(refuse ?? "^$").test(element)) return twelve ? "401" : "402";
    const record = /^(cmi\.interactions\.\d+)\.(\w+)/.exec(element);
    if (record?.[2] === "type") types.add(record[1]);
    if (record && /response|pattern/.test(element) && !types.has(record[1])) return "408";
    const rule = RULES.find(([pattern]) => pattern.test(element));
    return !rule ? "no rule names this element" : rule[1](value) ? null : twelve ? "405" : "406";
  };

  const wrapped = {};
  for (const name of twelve ? ["Initialize", "GetValue", "SetValue", "Commit", "Finish"] : ["Initialize", "GetValue", "SetValue", "Commit", "Terminate"]) {
    wrapped[prefix + name] = (...texts) => {
      const number = window.calls.length;
      const call = [prefix + name, ...texts];
      window.calls.push(call);
      window.times.push(performance.timeOrigin + performance.now());
      error = null;
      const { from = Infinity, to = from, how } = window.fail ?? {};
      if (number >= from && number <= to) {
        error = "101";
        call.push("failed");
        if (how === "throw") throw Error("The platform is gone.");
        return "false";
      }
      const code = against(prefix + name, ...texts);
      if (code) {
        if (!refuse) window.broken.push([...call, code]);
        error = code;
        call.push("false");
        return "false";
      }
      const answer = String(api[prefix + name](...texts));
      call.push(answer);
      return answer;
    };
  }
  wrapped[`${prefix}GetLastError`] = () => error ?? api[`${prefix}GetLastError`]();
  const appear = () => void (window[twelve ? "API" : "API_1484_11"] = wrapped);
  if (late) setTimeout(appear, late);
  else if (!none) appear();
}
