/** Reading aloud, as the screens see it. */
import type { Text } from "../bank/shown.js";

/** One passage: what is said, and the element that shows it, found by `data-say`. */
export interface Passage {
  readonly text: Text;
  /** Value of the `data-say` attribute of the element that shows the text; it has `data-reading` while it is read. */
  readonly say: string;
}

/** Reads aloud, from recordings where the bank has them, else with a voice of the device. Never by itself. */
export interface Reader {
  /** Whether these can all be read; if not, no button is shown. */
  can(passages: readonly Passage[]): boolean;
  /** Reads them from the first one. Ends what is being read. To be called when a person asks for it: browsers refuse sound otherwise. */
  read(passages: readonly Passage[]): void;
  stop(): void;
  /** `say` of the passage that is being read, or `null`. */
  readonly reading: string | null;
  /** Whether it reads slowly. */
  readonly slow: boolean;
  /** Applies at once: a voice begins its sentence again, a recording goes on. */
  setSlow(slow: boolean): void;
}
