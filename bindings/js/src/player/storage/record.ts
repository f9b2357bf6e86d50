/** What is kept of a session, so that it can be gone on with after anything. */
import type { BankFile, LocaleFile } from "../bank/file.js";
import type { Draft } from "../bank/shown.js";
import { TroubleError } from "../trouble.js";

/** A session as it is kept after each answer. Small: the bank is kept beside it, once. */
export interface Kept {
  readonly format: 1;
  readonly bank: { readonly id: string; readonly version: string };
  readonly design: string;
  /** The language chosen. */
  readonly language: string;
  /** The profile that the person wants to be compared with; `null` for none. */
  readonly profile: string | null;
  readonly log: string;
  readonly answered: number;
  readonly finished: boolean;
  /** What has been chosen and not yet answered, and for which item. */
  readonly draft: { readonly item: string; readonly value: Draft } | null;
  /** Milliseconds that the question on the screen has had so far. */
  readonly spent: number;
  /** Milliseconds since 1970 by the device's clock. Only ever shown: clocks are set wrong, and set back. */
  readonly when: number;
}

/** The bank as it was when the session began: it is finished on that one, whatever has become of the bank since. */
export interface KeptBank {
  readonly bank: BankFile;
  readonly locales: Readonly<Record<string, LocaleFile>>;
}

const object = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const natural = (value: unknown): number => (typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : 0);

/** The session in what was read; `null` where nothing was kept. Whether the log is whole, the engine says. */
export const readKept = (value: unknown): Kept | null => {
  if (value === undefined || value === null) return null;
  const { format, bank, design, language, profile, log, answered, finished, draft, spent, when } = object(value) ? value : ({} as Record<string, unknown>);
  if (format !== 1 || !object(bank) || typeof bank.id !== "string" || typeof design !== "string" || typeof log !== "string" || !log)
    throw new TroubleError("state-corrupt", `kept session: ${format === undefined ? "not readable" : `format ${String(format)}`}`);
  return {
    format,
    bank: { id: bank.id, version: String(bank.version) },
    design,
    language: typeof language === "string" ? language : "",
    profile: typeof profile === "string" ? profile : null,
    log,
    answered: natural(answered),
    finished: finished === true,
    draft: object(draft) && typeof draft.item === "string" ? { item: draft.item, value: (draft.value ?? null) as Draft } : null,
    spent: natural(spent),
    when: natural(when),
  };
};

/** The bank in what was read, if it is one. */
export const readKeptBank = (value: unknown): KeptBank | null => (object(value) && object(value.bank) && Array.isArray(value.bank.items) && object(value.locales) ? (value as unknown as KeptBank) : null);
