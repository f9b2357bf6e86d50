/** What can stand in a person's way, and the way on. */
import { LoadError, LogError } from "../errors.js";

/** Each has the texts `trouble.<name>.title`, `trouble.<name>.text` and `trouble.<name>.action`. */
export type TroubleName =
  | "bank-missing"
  | "bank-invalid"
  | "engine-refused"
  | "engine-missing"
  | "offline"
  | "texts-missing"
  | "state-corrupt"
  | "state-of-another-bank"
  | "bank-updated"
  | "nothing-kept"
  | "other-tab"
  | "result-missing"
  | "unexpected";

/** A trouble. `detail` is for who can repair it; it is shown folded away, in English. */
export interface Trouble {
  readonly name: TroubleName;
  readonly detail: string;
  /** Answers were kept that cannot be used: they can be saved as a file (`saveLog`) before the way on gives them up. */
  readonly copy?: boolean;
}

/** Thrown where the trouble is known. */
export class TroubleError extends Error {
  constructor(
    readonly trouble: TroubleName,
    detail: string,
  ) {
    super(detail);
  }
}

/** What a result needs did not come. */
export const resultMissing = (error: unknown): TroubleError => new TroubleError("result-missing", `${offline() ? "no network: " : ""}${(error as Error).message}`);

/** Troubles whose way on is to give up what was kept and begin anew. */
export const GIVES_UP: readonly TroubleName[] = ["state-corrupt", "state-of-another-bank", "bank-updated"];

/** The engine's names of refused logs; others are damaged. */
const LOGS: Readonly<Record<string, TroubleName>> = {
  "log-of-another-bank": "state-of-another-bank",
  "log-of-another-design": "bank-updated",
  "log-of-another-engine": "bank-updated",
};

/** The trouble an error amounts to. */
export const troubleOf = (error: unknown): Trouble => {
  const { name = "Error", message = String(error), code = "", number = 0 } = (error ?? {}) as { readonly name?: string; readonly message?: string; readonly code?: string; readonly number?: number };
  const detail = `${name}: ${message}`;
  if (error instanceof TroubleError) return { name: error.trouble, detail: message };
  // The engine came and was not let run, by a content security policy or an old browser; or it did not come.
  if (error instanceof LoadError) return { name: code === "start" ? "engine-refused" : offline() ? "offline" : "engine-missing", detail };
  if (error instanceof LogError) return { name: LOGS[code] ?? "state-corrupt", detail };
  if (number >= 100 && number < 300) return { name: "bank-invalid", detail };
  return { name: "unexpected", detail };
};

/** Whether the device says that it has no network. That it says otherwise proves nothing. */
export const offline = (): boolean => typeof navigator === "object" && navigator.onLine === false;
