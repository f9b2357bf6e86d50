/** What a person is shown of a bank: texts and files in the language at hand, joined with the structure they belong to. */
import type { Answer, Item } from "../../types.js";

/** A text, and the language it is in where that is not the language asked for. */
export interface Text {
  readonly text: string;
  /** BCP 47; set on the element that shows the text, so that it is spoken and hyphenated rightly. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Whether it had to be taken from another language; only authors see a mark. */
  readonly fallback: boolean;
  /** Address of a recording of the text, in the same language. */
  readonly audio?: string;
}

/** A picture: its address, and what it shows in words; empty where the text beside it says all. */
export interface Picture {
  readonly address: string;
  readonly description: Text | null;
}

/** Something that may be chosen, put in order or matched. */
export interface ShownOption {
  readonly id: string;
  readonly label: Text;
  readonly picture: Picture | null;
  /** Of a hotspot: where it lies on the picture, in percent of its width and height, from the upper left corner. */
  readonly region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
}

/** What several questions are about. */
export interface Stimulus {
  readonly id: string;
  readonly title: Text | null;
  readonly text: Text | null;
  readonly picture: Picture | null;
  /** Address of a sound that the questions are about, the same in every language. */
  readonly sound?: string;
}

/** A question as it is shown. */
export interface ShownItem {
  readonly id: string;
  readonly kind: NonNullable<Item["kind"]>;
  readonly stem: Text;
  /** What is asked about the stem, where the response scale says it: "How accurately does this describe you?" */
  readonly prompt: Text | null;
  readonly picture: Picture | null;
  readonly stimulus: Stimulus | null;
  /** In the order of the bank. */
  readonly options: readonly ShownOption[];
  /** Of a matching question: what the options are matched with. */
  readonly targets: readonly ShownOption[];
  /** Why the right answer is the right one: told after the test. */
  readonly reason: Text | null;
  /** Address of a sound that the question is about, the same in every language. */
  readonly sound?: string;
}

/** What has been chosen so far, not yet answered: the answer itself, whole or in part. `null` is nothing. */
export type Draft = Answer | null;
