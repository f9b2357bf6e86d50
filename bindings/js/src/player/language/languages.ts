/** The languages of the interface. A new one is a file in `bindings/js/locales/` and a line here. */
import type { Language } from "../view.js";

/** The texts of a language by key: a sentence, or a sentence for each plural category. */
export type Catalog = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** A language of the interface, and where its texts are. */
export interface InterfaceLanguage extends Language {
  /**
   * The specifier is literal, so that integrators' bundlers find the file. The build makes it from the JSON file of the
   * same name and leaves it beside the player; `as string` because there is nothing for the compiler to look at.
   */
  readonly load: () => Promise<{ readonly default: Catalog }>;
}

/** Each under its own name: whoever looks for their language reads that, and perhaps nothing else. */
export const LANGUAGES: readonly InterfaceLanguage[] = [
  { code: "en", name: "English", direction: "ltr", load: () => import("./locales/en.js" as string) },
  { code: "fr", name: "Français", direction: "ltr", load: () => import("./locales/fr.js" as string) },
  { code: "de", name: "Deutsch", direction: "ltr", load: () => import("./locales/de.js" as string) },
  { code: "es", name: "Español", direction: "ltr", load: () => import("./locales/es.js" as string) },
  { code: "it", name: "Italiano", direction: "ltr", load: () => import("./locales/it.js" as string) },
  { code: "fi", name: "Suomi", direction: "ltr", load: () => import("./locales/fi.js" as string) },
  { code: "ar", name: "العربية", direction: "rtl", load: () => import("./locales/ar.js" as string) },
  { code: "uk", name: "Українська", direction: "ltr", load: () => import("./locales/uk.js" as string) },
];
