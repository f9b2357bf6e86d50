/** Which of the languages on offer a person gets. */

/** The part that names the language: "de" of "de-AT". Some devices write an underscore. */
export const baseOf = (code: string): string => code.toLowerCase().split(/[-_]/, 1)[0] ?? "";

/**
 * The code on offer that suits a wanted one: the same, else a shorter one ("zh-Hant" for "zh-Hant-TW", after RFC 4647,
 * section 3.4), else another variant of the language ("pt-BR" for "pt"). `null` if there is none.
 */
export const match = (offered: readonly string[], wanted: string): string | null => {
  const parts = wanted.toLowerCase().split(/[-_]/);
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length).join("-");
    const found = offered.find((code) => code.toLowerCase() === prefix);
    if (found) return found;
  }
  return offered.find((code) => baseOf(code) === parts[0]) ?? null;
};

/** The language on offer for the first wish that can be met, else the first on offer. Wishes: the page's attribute, what was chosen before, the device's languages. */
export const preferred = (offered: readonly string[], wanted: readonly string[]): string => {
  for (const wish of wanted) {
    const found = wish && match(offered, wish);
    if (found) return found;
  }
  return offered[0] ?? "en";
};
