/** Reading untrusted JSON: each value is checked where it is used, and the error says which it is. */
import { Code, problem } from "./errors.js";

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is being read, for the errors: they are of that hundred, and concern that item. */
let family: number;
let item: string | undefined;

/** Says what is read from now on. */
export const reading = (hundred: Code, id?: string): void => {
  family = hundred;
  item = id;
};

/** An error of what is being read. */
export const refused = (kind: Code, where: string) => problem(family + kind, where, item);

/** A finite number as it is; anything else as NaN, which the engine refuses. */
export const number = (value: unknown): number => (Number.isFinite(value) ? (value as number) : NaN);

/** A function that gives the field of that name, or what stands for it where there is none; a list may have to have a certain length. */
const getter =
  (kind: string, missing: unknown) =>
  (fields: unknown, name: string, length?: number): any => {
    const value = (fields as Fields | null)?.[name] ?? (missing as any);
    if ((Array.isArray(value) ? "list" : typeof value) !== kind || value.length !== (length ?? value.length)) {
      throw refused(Code.WrongType, `${name}: ${kind}${length ? ` of ${length}` : ""} expected`);
    }
    return value;
  };
type Getter<T> = (fields: unknown, name: string, length?: number) => T;
export const getList: Getter<readonly any[]> = getter("list", 0);
/** An empty list where there is none. */
export const getAny: Getter<readonly any[]> = getter("list", []);
/** An empty object where there is none. */
export const getObject: Getter<Fields> = getter("object", {});
export const getText: Getter<string> = getter("string", 0);

/** The place of a value among those it may have. */
export const choice = (values: readonly unknown[], value: unknown): number => {
  const index = values.indexOf(value);
  if (index < 0) throw refused(Code.Unknown, `${value} is not one of ${values}`);
  return index;
};

/** The entry of that name, but never what every object inherits. */
export const entry = (fields: Fields, name: unknown): unknown => {
  choice(Object.keys(fields), name);
  return fields[name as string];
};

/** The place of a name among those it may have, separated by spaces. */
export const pick = (names: string, name: unknown): number => choice(names.split(" "), name);

/**
 * The numbers of an object, as a text lists them: `name`, which is `missing` where it is not given; `name=number`, with another number
 * for that; `name=number,word,…`, where one of the words is given and its place is the number.
 */
export const group = (fields: Fields, text: string, missing?: unknown): readonly unknown[] =>
  text.split(" ").map((part) => {
    const [name, usual, ...words] = part.split(/[=,]/) as [string, ...string[]];
    const value = fields[name];
    return value == null ? (usual ? +usual : missing) : words[0] == null ? value : choice(words, `${value}`);
  });

/** A word, or an object of one field: the place among the words, where a field's name ends with `=`, and the number in the field. */
export const variant = (value: unknown, words: string): readonly unknown[] =>
  typeof value === "object" ? [pick(words, `${Object.keys(value!)}=`), ...Object.values(value!)] : [pick(words, value), 0];

/** The length of a list, and the list. */
export const counted = (list: readonly unknown[]): readonly unknown[] => [list.length, ...list];
