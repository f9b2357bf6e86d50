// Gathers what the page of occupations and practices shows: node platform.mjs <folder>, the folder of the built demo. A page cannot list
// a folder, and dozens of small files would keep a phone waiting: practices go into one file, profiles and their framework into one a
// language.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const demo = process.argv[2];
const banks = join(demo, "item-banks");
const target = join(demo, "platform/data");
/** Every file has its texts in this language, if in no other. */
const FALLBACK = "en";

const json = async (...path) => {
  const file = join(...path);
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
};
const present = (...path) => json(...path).catch((error) => (/ENOENT/.test(error.message) ? null : Promise.reject(error)));
const jsonFiles = async (...path) => {
  const names = (await readdir(join(...path))).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(names.map((name) => json(...path, name)));
};
const folders = async (path) => (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

const profiles = await jsonFiles(banks, "profiles");
const practices = await jsonFiles(banks, "practices");
const languages = (await readdir(join(demo, "platform/locales"))).map((name) => name.replace(/\.json$/, "")).sort();
const names = [...new Set(profiles.map(({ framework }) => framework))].sort();
const frameworks = await Promise.all(names.map((name) => json(banks, "frameworks", name, "framework.json")));

/** The tests for an occupation: `{ bank, profile }` of each bank that has a profile for it. */
const tests = [];
for (const name of await folders(banks)) {
  const bank = await present(banks, name, "bank.json");
  for (const [profile, { occupation }] of Object.entries(bank?.profiles ?? {})) if (occupation) tests.push({ bank: name, profile, occupation, languages: bank.languages });
}

/** The texts of a language, and which language that is: another where there is none yet. */
const inLanguage = (texts, language) => (texts[language] ? [texts[language], language] : [texts[FALLBACK], FALLBACK]);

async function framework({ id, version, levels, areas, overlays = [] }, language) {
  const texts = {};
  for (const tag of new Set([FALLBACK, language])) texts[tag] = await present(banks, "frameworks", id, "locales", `${tag}.json`);
  const [locale, said] = inLanguage(texts, language);
  const outcome = ({ id, type, eqf }) => ({ type, eqf, text: locale.outcomes[id] });
  return {
    id,
    version,
    language: said,
    review: locale.review,
    notice: locale.framework.notice,
    levels: levels.map(({ id, eqf }) => ({ id, eqf, name: locale.levels[id] })),
    areas: areas.map(({ id, competences }) => ({
      id,
      name: locale.areas[id].name,
      competences: competences.map(({ id, outcomes }) => ({ id, ...locale.competences[id], outcomes: outcomes.map(outcome) })),
    })),
    overlays: overlays.map(({ country, adds = {}, notes = [], qualifications = [] }) => ({
      country,
      adds: Object.entries(adds).map(([competence, outcomes]) => ({ competence, outcomes: outcomes.map(outcome) })),
      notes: notes.map(({ id, competence, source }) => ({ competence, source, text: locale.overlays[country].notes[id] })),
      qualifications,
    })),
  };
}

async function profile({ id, framework, licence, source, esco, isco, requires, countries = {}, texts }, language) {
  const [{ review, name, description, notes = {} }, said] = inLanguage(texts, language);
  const places = [...new Set([...Object.keys(countries), ...Object.keys(notes)])].sort();
  const offered = [];
  for (const test of tests.filter(({ occupation }) => occupation === id)) {
    const [locale, tongue] = inLanguage({ [language]: await present(banks, test.bank, "locales", `${language}.json`), [FALLBACK]: await present(banks, test.bank, "locales", `${FALLBACK}.json`) }, language);
    offered.push({ bank: test.bank, profile: test.profile, title: locale.bank.title, language: tongue });
  }
  return {
    ...{ id, framework, licence, source, esco, isco, requires, language: said, review, name, description },
    countries: places.map((country) => ({ country, ...countries[country], note: notes[country] })),
    tests: offered,
  };
}

await mkdir(target, { recursive: true });
const write = (name, value) => writeFile(join(target, `${name}.json`), JSON.stringify(value));
await write("practices", practices);
for (const language of languages) {
  await write(language, {
    frameworks: await Promise.all(frameworks.map((one) => framework(one, language))),
    profiles: await Promise.all(profiles.map((one) => profile(one, language))),
  });
}
