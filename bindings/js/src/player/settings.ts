/** What the page asks for: the element's attributes. */
export interface Settings {
  readonly bank: string;
  readonly design: string | null;
  readonly lang: string | null;
  /** Those to offer; `null` for all of the bank. */
  readonly languages: readonly string[] | null;
  /** Empty for none; `null` lets the person choose. */
  readonly profile: string | null;
  readonly save: "none" | "device" | "host";
  readonly seed: string | null;
  readonly review: boolean;
}
