/** Answers as SCORM writes them: the type of the interaction, and the pattern of a response. */
import { clean } from "./ids.js";
import type { Interaction } from "./host.js";

/** What SCORM calls the kinds of items; what is not named here is a choice. */
const TYPES: Readonly<Record<string, string>> = { likert: "likert", confidence: "likert", "true-false": "true-false", ordering: "sequencing", matching: "matching" };

/** The type of an interaction. A true-false item is one only if its options are called so. */
export const typeOf = ({ kind, response, correct }: Interaction): string => {
  const type = TYPES[kind] ?? "choice";
  return type === "true-false" && ![response, correct].every((one) => one === null || one === "true" || one === "false") ? "choice" : type;
};

/** The ids of an answer: one, several, or pairs. */
const idsOf = (response: Interaction["response"]): readonly (readonly string[])[] =>
  response === null ? [] : typeof response !== "object" ? [[String(response)]] : Array.isArray(response) ? (response as readonly string[]).map((id) => [id]) : Object.entries(response);

/** Joins ids; `null` where there is nothing to write. */
export const joined = (response: Interaction["response"], between: string, within: string, id: (id: string) => string): string | null => idsOf(response).map((ids) => ids.map(id).join(within)).join(between) || null;

/** In SCORM 2004, with its delimiters. */
export const pattern2004 = (response: Interaction["response"]): string | null => joined(response, "[,]", "[.]", clean);

/** Longest text of a response in SCORM 1.2. */
const LONGEST = 255;

/** In SCORM 1.2: `a,b` and `a.1,b.2`; `t` and `f`. `null` if it is longer than 255 characters: a part of it would be another answer. */
export const pattern12 = (response: Interaction["response"], type: string): string | null => {
  const text = type === "true-false" && response ? String(response)[0]! : joined(response, ",", ".", (id) => clean(id).replace(/\./g, "_"));
  return text !== null && text.length > LONGEST ? null : text;
};
