// The page of occupations and good practices, as its tests meet it: what should be on it, and how it is opened.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO, json } from "./support.mjs";

export const LANGUAGES = ["en", "fr", "de", "es", "it", "fi", "ar", "uk"];
export const PHONE = { viewport: { width: 360, height: 640 } };
export const DESK = { viewport: { width: 1280, height: 800 } };

export const source = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = (path) => readdirSync(join(DEMO, path)).filter((name) => name.endsWith(".json")).map((name) => json(`${path}/${name}`));
export const profiles = folder("item-banks/profiles");
export const practices = folder("item-banks/practices");
export const framework = json("item-banks/frameworks/care-and-household/framework.json");
export const frameworkTexts = (language) => json(`item-banks/frameworks/care-and-household/locales/${language}.json`);
export const words = (language) => json(`platform/locales/${language}.json`);
/** A text of the page in the plural form for a count. */
export const say = (language, key, values = {}) => {
  const entry = words(language)[key];
  const text = typeof entry === "string" ? entry : (entry[new Intl.PluralRules(language).select(values.count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
};

/** Opens the page at a view, afresh. */
export async function arriveAt(server, page, hash, language = "en") {
  await page.goto("about:blank");
  await page.goto(`${server.url}platform/?lang=${language}${hash}`);
  await page.locator("main h1").waitFor();
}
