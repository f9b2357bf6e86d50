/** bank.json → the words the engine reads. The native program compiles a bank to the same bits. */
import { Code, guard } from "./errors.js";
import { type Answers, readAnswers } from "./answers.js";
import { choice, counted, entry, type Fields, getAny, getList, getObject, getText, group, number, pick, reading, refused } from "./read.js";

/** What is needed of an item: the status is 0 retired, 1 operational, 2 pilot. */
export type ReadItem = readonly [
  id: string,
  answers: Answers,
  status: number,
  areas: readonly unknown[],
  set: string | undefined,
];

/** A bank as the engine takes it, and what the engine does not need to know. Among the words may be what is no number. */
export type ReadBank = readonly [
  words: readonly unknown[],
  identity: string,
  dimensions: readonly string[],
  items: readonly ReadItem[],
  designs: Fields,
  ids: readonly string[],
  traits: readonly Fields[],
  /** Places of the operational items. */
  operational: readonly number[],
  /** Pairs of operational items that must not be in one test. */
  enemies: readonly (readonly number[])[],
  /** Words of each item set that has operational items. */
  sets: readonly (readonly unknown[])[],
];

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
export const readBank = (source: unknown): ReadBank => {
  if (typeof source === "string") source = guard(Code.Bank + Code.Malformed, () => JSON.parse(source as string));
  reading(Code.Bank);
  const bank = getObject({ source }, "source");
  if (bank.format !== 1) throw refused(Code.Unknown, "format");
  const traits = getList(bank, "dimensions");
  const dimensions = traits.map((dimension) => getText(dimension, "id"));
  const k = dimensions.length;
  const prior = getObject(bank, "prior");
  const rows = getList(prior, "covariance", k).flatMap((covariance) => getList({ covariance }, "covariance", k));
  const scales = getObject(bank, "responseScales");
  const designs = getObject(bank, "designs");
  const sets = getObject(bank, "sets");
  const given = getList(bank, "items");
  const ids = given.map((item) => getText(item, "id"));
  const identity = [getText(bank, "id"), getText(bank, "version"), ...ids].join("\n");
  const { scaling = 1 } = bank;
  // What is no scaling is 0 to the engine, which it refuses; a NaN there would count as the design's.
  const words = [k, ...getList(prior, "mean", k), ...rows, number(scaling) || 0, given.length];
  const pairs: (readonly [number, number])[] = [];
  const items = given.map((item: Fields, place): ReadItem => {
    const id = ids[place]!;
    reading(Code.Bank, id);
    if (ids.indexOf(id) < place) throw refused(Code.Duplicate, "id");
    const loads = getList(item, "dimensions").map((name) => choice(dimensions, name));
    const model: Fields = { g: 0, u: 1, ...getObject(item, "model") };
    const [code, ...parts] = (entry(MODELS, model.type) as string).split(" ");
    const sizes: Record<string, number> = { a: loads.length, i: 1 };
    const parameters = parts.flatMap((part) => readParameter(model, part, sizes));
    const status = pick("retired operational pilot", item.status ?? "operational");
    words.push(+code!, status, ...counted(loads), ...counted(parameters));

    const options = getList({ options: item.options ?? entry(scales, item.responseScale) }, "options").map((option) => getText({ option }, "option"));
    for (const name of getAny(item, "enemies")) pairs.push([place, choice(ids, name)]);
    if (item.set != null) entry(sets, item.set);
    // One area or a list of them.
    return [id, readAnswers(item, options, sizes.i!), status, ([] as unknown[]).concat(item.content), item.set as string | undefined];
  });
  reading(Code.Bank);
  const operational = ids.flatMap((_, place) => (items[place]![2] === 1 ? place : []));
  const enemies = pairs.filter(
    // Of each pair the first mention, whichever comes first in it.
    ([a, b], place) => a !== b && items[a]![2] * items[b]![2] === 1 && pairs.findIndex(([c, d]) => a + b === c + d && a * b === c * d) === place,
  );
  const begun = [...new Set(operational.flatMap((place) => items[place]![4] ?? []))];
  const setWords = begun.map((name) => {
    const members = operational.filter((place) => items[place]![4] === name);
    return [...group(getObject(sets, name), "min max order=0,any,fixed", members.length), ...counted(members)];
  });
  return [words, identity, dimensions, items, designs, ids, traits, operational, enemies, setWords];
};

/**
 * The numbers of a parameter: its name or a constant, and a sign or none. `sizes` has the lengths that lists must have; `i`, the number
 * of steps, is that of the list read last.
 */
const readParameter = (model: Fields, [name, sign]: string, sizes: Record<string, number>): readonly unknown[] => {
  if (+name! >= 0) return [+name!];
  if (!sign) return [model[name!]];
  const values = getList(model, sign > "*" ? "t" : name!, sizes[name!]);
  if (name !== "a") sizes.i = values.length;
  return sign > "*" ? values.map((t) => number(model[name!]) + ((sign + 1) as unknown as number) * number(t)) : values;
};
