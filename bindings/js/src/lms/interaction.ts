/** An answer, with what the bank says about it. */
import { kindOf, optionsOf } from "../player/bank/texts.js";
import type { PlayerEvents } from "../player/events.js";
import type { BankFile, Interaction, Outcome } from "./host.js";

type Item = BankFile["items"][number];
/** Any of the scorings, as far as it is needed here. */
interface Scoring {
  readonly key?: string;
  readonly keys?: readonly string[];
  readonly order?: readonly string[];
  readonly pairs?: Readonly<Record<string, string>>;
  readonly credit?: string;
  readonly categories?: readonly number[];
}

/** Whether the item asks what a person thinks of herself: no answer to it is right. */
const isRating = (item: Item, { dimensions }: BankFile): boolean =>
  /^(likert|confidence)$/.test(kindOf(item)) || item.dimensions.every((id) => dimensions.find((one) => one.id === id)?.kind === "confidence");

/** The best answer; `null` where several are equally good. */
const bestOf = (item: Item, file: BankFile): Interaction["correct"] => {
  const { key, keys, order, pairs, categories = [] } = item.scoring as Scoring;
  const top = Math.max(...categories);
  const best = optionsOf(file, item).filter((_, k) => categories[k] === top);
  return key ?? keys ?? order ?? pairs ?? (best.length === 1 ? best[0]! : null);
};

/** The highest category an answer may score. */
const topOf = ({ scoring }: Item): number => {
  const { keys, order, pairs, credit, categories } = scoring as Scoring;
  if (categories) return Math.max(...categories);
  if (credit !== "each") return 1;
  return keys ? keys.length : order ? order.length - 1 : Object.keys(pairs!).length;
};

/** What a platform is told of an answer. `outcome`: with the answer in it. */
export const interactionOf = (file: BankFile, outcome: Outcome | null, { item: id, index, given, answer, timeMs }: PlayerEvents["answer"], when: number): Interaction => {
  const item = file.items.find((one) => one.id === id)!;
  const rating = isRating(item, file);
  const step = outcome?.steps[index];
  const scored = given === "answer" && !rating && step?.scored && step.category !== null;
  return {
    item: id,
    kind: kindOf(item),
    dimensions: item.dimensions,
    given,
    response: answer,
    correct: rating ? null : bestOf(item, file),
    share: scored ? step.category! / topOf(item) : null,
    timeMs,
    when,
  };
};
