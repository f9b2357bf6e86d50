/** Loads the interface's texts: the language asked for, else English, else the last resort. */
import { LAST_RESORT, PARTS } from "./last_resort.js";
import { LANGUAGES } from "./languages.js";
import { match, preferred } from "./negotiate.js";
import type { Texts } from "./texts.js";
import { textsOf } from "./words.js";

export { LANGUAGES, preferred };

const CODES = LANGUAGES.map(({ code }) => code);

/** Whether the browser takes it for a language's code; an attribute may hold anything. */
const isCode = (code: string): boolean => {
  try {
    return Intl.getCanonicalLocales(code).length > 0;
  } catch {
    return false;
  }
};

/**
 * How the person's region writes numbers and dates: the device's own variant of the language, if there is one. A device
 * set to Moroccan Arabic shows 1 2 3, an Egyptian one ١ ٢ ٣.
 */
const variantOf = (code: string, asked: string): string =>
  [asked, ...(globalThis.navigator?.languages ?? [])].find((own) => own.includes("-") && match([code], own) && isCode(own)) ?? code;

/** The last resort as texts: a trouble can be told, and another language chosen; of anything else only names are said. */
const lastResort = (code: string): Texts => {
  const words = LAST_RESORT[code] ?? LAST_RESORT["en"]!;
  const direction = LANGUAGES.find((language) => language.code === code)?.direction ?? "ltr";
  return {
    ...textsOf({}, code, direction),
    complete: false,
    t: (key, values) => (/^(trouble|player)\./.test(key) ? words[PARTS.findIndex((part) => key.endsWith(`.${part}`))] : undefined) ?? String(values?.["name"] ?? ""),
  };
};

/**
 * The texts of a language or, where the interface does not have it, in English. Never fails: where no file can be loaded
 * it gives the last resort, in the language asked for, with `complete` false.
 */
export const loadTexts = async (code: string): Promise<Texts> => {
  const wanted = match(CODES, code) ?? "en";
  for (const language of [...new Set([wanted, "en"])].map((one) => LANGUAGES[CODES.indexOf(one)]!)) {
    try {
      const { default: catalog } = await language.load();
      return textsOf(catalog, language.code, language.direction, variantOf(language.code, code));
    } catch {
      // Not there, or no network: the next one.
    }
  }
  return lastResort(wanted);
};
