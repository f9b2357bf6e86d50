/** The practice question: in the interface's words, answered the way most questions of the bank are. */
import type { ItemKind } from "../../types.js";
import type { Texts } from "../language/texts.js";
import type { BankFile } from "./file.js";
import type { ShownItem, ShownOption, Text } from "./shown.js";
import { kindOf, type BankTexts } from "./texts.js";

const RATINGS: readonly ItemKind[] = ["likert", "confidence"];
const CHOICES = ["water", "chair", "shoe"];

/** A rating on the bank's own scale if most items are ratings, else one of three answers. */
export const practiceItem = (bank: BankFile, texts: BankTexts, t: Texts): ShownItem => {
  const say = (key: string): Text => ({ text: t.t(key), lang: t.language, dir: t.direction, fallback: false });
  const asked = bank.items.filter(({ status }) => (status ?? "operational") === "operational");
  const rated = asked.filter((item) => RATINGS.includes(kindOf(item)) && item.responseScale);
  const model = 2 * rated.length >= asked.length ? rated[0] : undefined;
  const bare = { id: "practice", picture: null, stimulus: null, targets: [], reason: null };
  if (model) {
    const { kind, prompt, options } = texts.item(model.id);
    return { ...bare, kind, prompt, options, stem: say(kind === "confidence" ? "practice.task" : "practice.statement") };
  }
  const options = CHOICES.map((id): ShownOption => ({ id, label: say(`practice.${id}`), picture: null, region: null }));
  return { ...bare, kind: "single-choice", prompt: null, options, stem: say("practice.question") };
};
