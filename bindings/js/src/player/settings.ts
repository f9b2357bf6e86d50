import type { PlatformState } from "./platform.js";

/** What the page asks for: the element's attributes, and what its learning platform says. */
export interface Settings {
  readonly bank: string;
  readonly design: string | null;
  readonly lang: string | null;
  /** Those to offer; `null` for all of the bank. */
  readonly languages: readonly string[] | null;
  /** Empty for none; `null` lets the person choose. */
  readonly profile: string | null;
  readonly save: "none" | "device" | "host";
  /** A learning platform keeps the session, and has kept this much of it; absent without a platform. */
  readonly platform?: { readonly kept: PlatformState | null; readonly leaves: boolean };
  readonly seed: string | null;
  readonly review: boolean;
}
