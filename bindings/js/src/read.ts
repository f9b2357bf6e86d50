/** Reading untrusted JSON: each value is checked where it is used, and the error says which it is. */
import { Code, problem } from "./errors.js";

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is being read, for the errors: they are of that hundred, and concern that item. */
let family: number;
let item: string | undefined;

/** Says what is read from now on. */
export function reading(hundred: Code, id?: string): void {
  family = hundred;
  item = id;
}

/** An error of what is being read. */
export const refused = (kind: Code, where: string) => problem(family + kind, where, item);

/** A finite number as it is; anything else as NaN, which the engine refuses. */
export const number = (value: unknown): number => (Number.isFinite(value) ? (value as number) : NaN);

/** A function that gives the field of that name; an object is `{}` where there is none, and a list may have to have a certain length. */
const getter =
  (kind: string) =>
  (fields: unknown, name: string, length?: number): any => {
    const value = (fields as Fields | null)?.[name] ?? ((kind === "object" ? {} : 0) as any);
    if ((Array.isArray(value) ? "list" : typeof value) !== kind || value.length !== (length ?? value.length)) {
      throw refused(Code.WrongType, `${name}: ${kind}${length ? ` of ${length}` : ""} expected`);
    }
    return value;
  };
export const getList: (fields: unknown, name: string, length?: number) => readonly any[] = getter("list");
export const getObject: (fields: unknown, name: string) => Fields = getter("object");
export const getText: (fields: unknown, name: string) => string = getter("string");

/** The place of a value among those it may have. */
export function choice(values: readonly unknown[], value: unknown): number {
  const index = values.indexOf(value);
  if (index < 0) throw refused(Code.Unknown, `${value} is not one of ${values}`);
  return index;
}

/** The entry of that name, but never what every object inherits. */
export function entry(fields: Fields, name: unknown): unknown {
  choice(Object.keys(fields), name);
  return fields[name as string];
}

/** The place of a name among those it may have, separated by spaces. */
export const pick = (names: string, name: unknown): number => choice(names.split(" "), name);
