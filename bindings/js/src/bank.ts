/** bank.json → the words the engine reads. The native program compiles a bank to the same bits. */
import { Code, guard } from "./errors.js";
import { choice, entry, type Fields, getList, getObject, getText, number, pick, reading, refused } from "./read.js";

/** What is needed of an item to ask it; the categories are those of the options. */
export type ReadItem = readonly [id: string, options: readonly string[], categories: readonly number[]];

/** A bank as the engine takes it, and what the engine does not need to know. Among the words may be what is no number. */
export type ReadBank = readonly [words: readonly unknown[], identity: string, dimensions: readonly string[], items: readonly ReadItem[], designs: Fields];

/**
 * Each model's code in the engine and its parameters there: a constant, a number's name, `*` after the name of a list; `-` and `+`
 * for the list t subtracted from the number or added to it.
 */
const MODELS: Fields = {
  "1pl": "0 1 b 0 1",
  "2pl": "0 a b 0 1",
  "3pl": "0 a b c 1",
  "4pl": "0 a b c d",
  grm: "1 a b*",
  mgrm: "1 a b-",
  pcm: "2 1 b*",
  gpcm: "2 a b*",
  rsm: "2 1 b+",
  nrm: "3 s* i*",
  "compensatory-4pl": "4 a* d g u",
  "compensatory-grm": "5 a* d*",
  "compensatory-gpcm": "6 a* d*",
};

/** Checks the shape of a bank; whether its numbers make sense, the engine checks. */
export function readBank(source: unknown): ReadBank {
  if (typeof source === "string") source = guard(Code.Bank + Code.Malformed, () => JSON.parse(source as string));
  reading(Code.Bank);
  const bank = getObject({ source }, "source");
  if (bank.format !== 1) throw refused(Code.Unknown, "format");
  const dimensions = getList(bank, "dimensions").map((dimension) => getText(dimension, "id"));
  const k = dimensions.length;
  const prior = getObject(bank, "prior");
  const rows = getList(prior, "covariance", k).flatMap((covariance) => getList({ covariance }, "covariance", k));
  const scales = getObject(bank, "responseScales");
  const designs = getObject(bank, "designs");
  const given = getList(bank, "items");
  const ids = given.map((item) => getText(item, "id"));
  const identity = [getText(bank, "id"), getText(bank, "version"), ...ids].join("\n");
  const { scaling = 1 } = bank;
  // What is no scaling is 0 to the engine, which it refuses; a NaN there would count as the design's.
  const words = [k, ...getList(prior, "mean", k), ...rows, number(scaling) || 0, given.length];
  const items = given.map((item, place) => readItem(item, place, ids, dimensions, scales, words));
  return [words, identity, dimensions, items, designs];
}

/** Reads an item and adds its words to those of the bank. */
function readItem(item: Fields, place: number, ids: readonly string[], dimensions: readonly string[], scales: Fields, words: unknown[]): ReadItem {
  const id = ids[place]!;
  reading(Code.Bank, id);
  if (ids.indexOf(id) < place) throw refused(Code.Duplicate, "id");
  const loads = getList(item, "dimensions").map((name) => choice(dimensions, name));
  const model = { g: 0, u: 1, ...getObject(item, "model") };
  const [code, ...parts] = (entry(MODELS, (model as Fields).type) as string).split(" ") as unknown as readonly [string, ...Part[]];
  const sizes = { a: loads.length, i: 1 };
  const parameters = parts.flatMap((part) => readParameter(model, part, sizes));
  words.push(+code, +!pick("operational pilot retired", item.status ?? "operational"), loads.length, ...loads, parameters.length, ...parameters);

  const options = getList({ options: item.options ?? entry(scales, item.responseScale) }, "options").map((option) => getText({ option }, "option"));
  const scoring = getObject(item, "scoring");
  const categories =
    scoring.key == null
      ? getList(scoring, "categories", options.length).map((category) => choice([...Array(sizes.i + 1).keys()], category))
      : options.map((_, place) => +(place === choice(options, scoring.key)));
  return [id, options, categories];
}

/** A part of a model's text: a name or a constant, and a sign or none. */
type Part = readonly [name: string, sign?: string];

/** The numbers of a parameter. `sizes` has the lengths that lists must have; `i`, the number of steps, is that of the list read last. */
function readParameter(model: Fields, [name, sign]: Part, sizes: Record<string, number>): readonly unknown[] {
  if (+name >= 0) return [+name];
  if (!sign) return [model[name]];
  const values = getList(model, sign > "*" ? "t" : name, sizes[name]);
  if (name !== "a") sizes.i = values.length;
  return sign > "*" ? values.map((t) => number(model[name]) + ((sign + 1) as unknown as number) * number(t)) : values;
}
