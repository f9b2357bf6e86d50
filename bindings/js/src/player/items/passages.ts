/** What is read aloud of a question, in order. Elements are found by `data-say`; the screen draws all but options and targets. */
import type { ShownItem, ShownOption } from "../bank/shown.js";
import type { Text } from "../bank/shown.js";
import type { Passage } from "../speech/reader.js";

export const passages = ({ stimulus, stem, prompt, options, targets }: ShownItem): Passage[] => {
  const passage = (say: string, text: Text | null | undefined): Passage[] => (text?.text ? [{ say, text }] : []);
  const all = (say: string, shown: readonly ShownOption[]) => shown.flatMap(({ id, label }) => passage(`${say}-${id}`, label));
  return [
    ...passage("stimulus-title", stimulus?.title),
    ...passage("stimulus-text", stimulus?.text),
    ...passage("stem", stem),
    ...passage("prompt", prompt),
    ...all("option", options),
    ...all("target", targets),
  ];
};
