/** The interface's words in one language: what every screen is written with. */

import type { Catalog } from "./languages.js";

/** `count` chooses among plural forms; the others fill the `{name}`s. Numbers are formatted as the language writes them. */
export type Values = Readonly<Record<string, string | number>>;

/** The words, numbers and lists of a language. */
export interface Texts {
  /** BCP 47. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whether it is more than the last resort: if not, no file of texts could be loaded, and only a trouble can be shown. */
  readonly complete: boolean;
  /** A text of the interface. */
  t(key: string, values?: Values): string;
  /** The same with more texts. */
  with(more: Catalog): Texts;
  /** A number with so many decimals. */
  number(value: number, decimals?: number): string;
  /** "a, b and c". */
  list(values: readonly string[]): string;
  /** A day and time. */
  date(value: Date): string;
}
