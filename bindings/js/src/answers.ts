/** Answers as numbers: each answer that an item may have has a code, which the log keeps, and a category, which is scored. */
import { Code } from "./errors.js";
import { choice, type Fields, getList, getObject, getText, pick, refused } from "./read.js";
import type { Answer } from "./types.js";

/** The code of an answer; the answer of a code and its category, neither where there is no such code. */
export type Answers = readonly [encode: (answer: unknown) => number, decode: (code: number) => readonly [answer?: Answer, category?: number | undefined]];

/** What a kind of scoring makes of answers. The code's digits, the lowest first, are numbers below the bases. */
type Parts = readonly [
  bases: readonly number[],
  /** Reads the answer in a field. */
  digits: (fields: Fields, name: string) => readonly number[],
  answer: (digits: readonly number[]) => any,
  /** How right an answer is. */
  points: (answer: any) => number,
];

/** Reads an item's scoring, whose categories are from 0 to `steps`. */
export const readAnswers = (item: Fields, options: readonly string[], steps: number): Answers => {
  const scoring: Record<string, any> = getObject(item, "scoring");
  const { key, keys, order, pairs } = scoring;
  const range = (count: number) => [...Array(count).keys()];
  // Of each id its place among the options that are left: an id named twice is no longer among them.
  const draw = (fields: Fields, name: string, length?: number) => {
    const left = [...options];
    return getList(fields, name, length).map((id) => {
      const place = choice(left, id);
      left.splice(place, 1);
      return place;
    });
  };
  const kinds: Record<string, () => Parts> = {
    // Of each option whether it is ticked.
    keys: () => [
      options.map(() => 2),
      (fields, name) => draw(fields, name) && options.map((id) => +getList(fields, name).includes(id)),
      (digits) => options.filter((_, place) => digits[place]),
      (answer) => answer.reduce((sum: number, id: string) => sum + (keys.includes(id) ? 1 : -1), 0),
    ],
    // From the end, the place of each option among itself and those after it: the code is the rank of the order.
    order: () => [
      options.map((_, place) => place + 1),
      (fields, name) => draw(fields, name, options.length).reverse(),
      (digits) => {
        const left = [...options];
        return [...digits].reverse().map((place) => left.splice(place, 1)[0]);
      },
      (answer) => answer.filter((id: string, place: number) => place && order.indexOf(id) === order.indexOf(answer[place - 1]) + 1).length,
    ],
    // Of each option the place of its target.
    pairs: () => {
      const targets = getList(item, "targets").map((target) => getText({ target }, "target"));
      return [
        options.map(() => targets.length),
        (fields, name) => {
          const given = getObject(fields, name);
          Object.keys(given).map((id) => choice(options, id));
          return options.map((id) => choice(targets, getText(given, id)));
        },
        (digits) => Object.fromEntries(options.map((id, place) => [id, targets[digits[place]!]])),
        (answer) => options.filter((id) => answer[id] === pairs[id]).length,
      ];
    },
    // One option.
    key: () => [
      [options.length],
      (fields, name) => [choice(options, fields[name])],
      ([place]) => options[place!],
      (answer) => (key == null ? options.indexOf(answer) : +(answer === key)),
    ],
  };
  const name = Object.keys(kinds).find((name) => scoring[name] != null);
  const kind = name ?? "key";
  const [bases, digits, answerOf, points] = kinds[kind]!();
  if (!(bases.reduce((product, base) => product * base, 1) <= 2 ** 31)) throw refused(Code.WrongType, "options: too many");
  // Without a right answer each option has its category.
  const most = name ? points(answerOf(digits(scoring, name))) : options.length - 1;
  const parts = !name || pick("all each", scoring.credit ?? "all");
  const count = parts ? most + 1 : 2;
  const categories = (name && scoring.categories == null ? range(count) : getList(scoring, "categories", count)).map((category) => choice(range(steps + 1), category));
  const categoryOf = (answer: unknown) => categories[parts ? Math.max(0, points(answer)) : +(points(answer) === most)];
  return [
    (answer) =>
      // A number is a category, where one option is chosen.
      typeof answer === "number" && kind === "key"
        ? choice(options.map(categoryOf), answer)
        : digits({ answer }, "answer").reduceRight((code, digit, place) => code * bases[place]! + digit, 0),
    (code) => {
      const answer = answerOf(
        bases.map((base) => {
          const digit = code % base;
          code = (code - digit) / base;
          return digit;
        }),
      );
      return code ? [] : [answer, categoryOf(answer)];
    },
  ];
};
