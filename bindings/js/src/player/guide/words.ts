/** The words of the counsellor's side: files of their own, since a candidate who answers questions needs none of them. */
import type { Catalog } from "../language/languages.js";
import type { Texts } from "../language/texts.js";

/** Literal specifiers, for integrators' bundlers; see `language/languages.ts`. */
const CATALOGS: Readonly<Record<string, () => Promise<{ readonly default: Catalog }>>> = {
  en: () => import("./locales/counsellor/en.js" as string),
  fr: () => import("./locales/counsellor/fr.js" as string),
  de: () => import("./locales/counsellor/de.js" as string),
  es: () => import("./locales/counsellor/es.js" as string),
  it: () => import("./locales/counsellor/it.js" as string),
  fi: () => import("./locales/counsellor/fi.js" as string),
  ar: () => import("./locales/counsellor/ar.js" as string),
  uk: () => import("./locales/counsellor/uk.js" as string),
};

/** The interface's words with those of the counsellor's side. `t` is of a language of the interface. */
export const withCounsellor = async (t: Texts): Promise<Texts> => t.with((await CATALOGS[t.language]!()).default);
