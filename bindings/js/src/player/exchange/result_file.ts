/**
 * A result as JSON, for other programs and for a comparison later on. What is read back of such a file is only which bank it is of, when it
 * was, and the log: every number is computed again from that.
 */
import type { ScoreReport } from "../../score_report.js";

/** The file. */
export interface ResultFile {
  readonly format: 1;
  readonly type: "thetis-result";
  readonly bank: { readonly id: string; readonly version: string };
  /** Name of the design. */
  readonly design: string;
  /** The candidate's language. */
  readonly language: string;
  /** ISO 8601, in UTC. */
  readonly when: string;
  readonly profile: string | null;
  /** The session, as base64url text. */
  readonly log: string;
  readonly report: ScoreReport;
}

export const writeResult = (file: ResultFile): string => `${JSON.stringify(file, null, 1)}\n`;

/** What a file cannot be used for, each with a sentence `exchange.<name>`. */
export type Refusal = "not-a-result" | "newer" | "other-bank" | "other-version" | "other-bank-or-version" | "other-engine" | "damaged" | "same";

/** Thrown for a file that cannot be used; `found` and `wanted`: names of the test or its version, in the file and here. */
export class RefusedFile extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly found = "",
    readonly wanted = "",
  ) {
    super(refusal);
  }
}

/** An earlier session as it was found: nothing of it is trusted yet. */
export interface Earlier {
  readonly log: string | Uint8Array;
  /** `null` where the file does not say. */
  readonly when: Date | null;
}

/** Bytes; no result is nearly as large. */
export const LARGEST = 10_000_000;
/** Names in files are shown to people: only the beginning of a long one. */
const NAME = 60;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const short = (name: string): string => name.slice(0, NAME);

const readObject = (value: unknown, bank: { readonly id: string; readonly version: string }): Earlier => {
  if (!isObject(value) || value.type !== "thetis-result") throw new RefusedFile("not-a-result");
  const { format, bank: own, log, when } = value;
  if (format !== 1) throw new RefusedFile("newer");
  if (!isObject(own) || typeof own.id !== "string" || typeof own.version !== "string" || typeof log !== "string") throw new RefusedFile("damaged");
  if (own.id !== bank.id) throw new RefusedFile("other-bank", short(own.id), bank.id);
  if (own.version !== bank.version) throw new RefusedFile("other-version", short(own.version), bank.version);
  const date = typeof when === "string" ? new Date(when) : null;
  return { log, when: date && Number.isFinite(date.getTime()) ? date : null };
};

/** Reads a result that was saved as JSON, or a log as text or as bytes. */
export const readEarlier = (bytes: Uint8Array, bank: { readonly id: string; readonly version: string }): Earlier => {
  if (!bytes.length || bytes.length > LARGEST) throw new RefusedFile("not-a-result");
  let text: string;
  try {
    // What begins with a byte order mark is read without.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return { log: bytes, when: null };
  }
  if (/^[\w-]+$/.test(text)) return { log: text, when: null };
  if (!/^[[{]/.test(text)) {
    // A log is bytes, and may be text by chance; but no other text is a log.
    if (/[\0-\x08]/.test(text)) return { log: bytes, when: null };
    throw new RefusedFile("not-a-result");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RefusedFile("damaged");
  }
  return readObject(value, bank);
};

/** The engine's names of refused logs; others are damaged. */
const LOGS: Readonly<Record<string, Refusal>> = {
  "log-of-another-bank": "other-bank-or-version",
  "log-of-another-design": "other-bank-or-version",
  "log-of-another-engine": "other-engine",
  "log-format-unknown": "other-engine",
};

/** What an error says of a file. */
export const refusalOf = (error: unknown): RefusedFile => (error instanceof RefusedFile ? error : new RefusedFile(LOGS[(error as { readonly code?: string } | null)?.code ?? ""] ?? "damaged"));
