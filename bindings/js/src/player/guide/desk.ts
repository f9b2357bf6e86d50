/** What the counsellor's side needs of the player: types only. What the player sees of it is `Desk` in view.ts. */
import type { Session } from "../../types.js";
import type { BankFile } from "../bank/file.js";
import type { Spoken } from "../bank/library.js";
import type { BankTexts } from "../bank/texts.js";
import type { Summary } from "../result/summary.js";
import type { Language } from "../view.js";

export interface DeskHost {
  /** The candidate's language. */
  readonly language: string;
  /** Those on offer. */
  readonly languages: readonly Language[];
  /** The bank of the session, and the name of its design. */
  readonly bank: BankFile;
  readonly design: string;
  /** Id of the profile compared with. */
  readonly profile: string | null;
  /** Whether anything may be kept on this device. */
  readonly keeps: boolean;
  /** What files are called. */
  readonly name: string;
  /** Words and texts of any language on offer; the candidate's stay. Fails where they cannot be had. */
  read(language: string): Promise<Spoken>;
  /** The result with the texts of a language; `null` before there is one. */
  summarise(texts: BankTexts): Summary | null;
  /** Replays the log of an earlier session, whichever design of the bank it had. */
  replay(log: string | Uint8Array): Promise<Session>;
  /** Compares with an earlier session, or no more. */
  compareWith(before: Session | null): void;
  /** Something is to be drawn anew. */
  changed(): void;
}
