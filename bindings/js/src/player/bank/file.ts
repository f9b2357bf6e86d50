/** The files of a bank as the player reads them: of bank.json what the engine's types leave out, and locales/<language>.json. */
import type { Bank, Item, ItemSet } from "../../types.js";

/** A part of a picture, in percent of its width and height, from the upper left corner. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Files that belong to an item in every language, by their paths in the bank's folder. */
export interface Media {
  readonly image?: string;
  readonly audio?: string;
  /** By id of the option, or of the target of a matching item. */
  readonly options?: Readonly<Record<string, string>>;
  /** Of a hotspot, by id of the option. */
  readonly regions?: Readonly<Record<string, Region>>;
}

/** An item, with what only a player needs. */
export interface BankItem extends Item {
  readonly targets?: readonly string[];
  readonly media?: Media;
}

/** A level of a dimension. */
export interface BankLevel {
  readonly dimension: string;
  readonly id: string;
  /** θ from which on; absent in the lowest. */
  readonly from?: number;
  readonly eqf?: number;
}

/** bank.json. */
export interface BankFile extends Bank {
  /** BCP 47; the first is the language the bank was written in. */
  readonly languages?: readonly string[];
  readonly items: readonly BankItem[];
  readonly sets?: Readonly<Record<string, ItemSet & { readonly media?: Pick<Media, "image" | "audio"> }>>;
  readonly levels?: readonly BankLevel[];
}

/** Labels, and recordings of them. */
interface Labelled {
  readonly options?: Readonly<Record<string, string>>;
  readonly audio?: { readonly stem?: string; readonly prompt?: string; readonly options?: Readonly<Record<string, string>> };
}

/** locales/<language>.json: the texts, by the ids of bank.json. Any may be missing. */
export interface LocaleFile {
  readonly language: string;
  readonly direction?: "ltr" | "rtl";
  readonly review?: string;
  readonly bank?: { readonly title?: string; readonly description?: string; readonly audio?: string | { readonly title?: string; readonly description?: string } };
  readonly competences?: Readonly<Record<string, { readonly name?: string; readonly description?: string; readonly levels?: Readonly<Record<string, { readonly name?: string; readonly text?: string; readonly next?: string }>> }>>;
  readonly responseScales?: Readonly<Record<string, Labelled & { readonly prompt?: string }>>;
  readonly items?: Readonly<Record<string, Labelled & { readonly stem?: string; readonly image?: string; readonly targets?: Readonly<Record<string, string>>; readonly reason?: string; readonly review?: string }>>;
  readonly sets?: Readonly<Record<string, { readonly title?: string; readonly text?: string; readonly image?: string; readonly audio?: string }>>;
  readonly profiles?: Readonly<Record<string, { readonly name?: string }>>;
  readonly modules?: Readonly<Record<string, { readonly name?: string; readonly description?: string }>>;
  readonly credentials?: Readonly<Record<string, { readonly name?: string; readonly criteria?: string }>>;
}
