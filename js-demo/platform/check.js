// What is wrong with a practice, as `thetis framework check` finds it: whoever proposes one learns it before sending it.

/** The codes of ISO 3166-1, and the one it reserves for the European Union. */
export const COUNTRIES = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL " +
  "CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU " +
  "GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC " +
  "MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT " +
  "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA " +
  "UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW EU"
).split(" ");

export const SECTORS = ["home-care", "housekeeping", "child-care", "informal-care", "several"];

const ID = /^[A-Za-z0-9_.-]{1,64}$/;

const isDate = (text) => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
const isWebAddress = (text) => /^https?:\/\/[A-Za-z0-9][^\s\p{Cc}]*$/u.test(text);
const isMailAddress = (text) => {
  const [name, host, ...more] = text.split("@");
  return Boolean(name && host?.includes(".")) && !host.startsWith(".") && !host.endsWith(".") && !more.length && !/[\s\p{Cc}]/u.test(text);
};
const isLanguage = (text) => /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(text);

/** What a list has more than once. */
const repeated = (list) => new Set(list.filter((one, place) => list.indexOf(one) < place));

/**
 * What is wrong with a practice, as `{ place, code, values }`: the place in the file and the kind of problem, both as the command says
 * them, and the values at fault. `profiles` are the ids of the occupations there are.
 */
export const problems = (practice, profiles) => {
  const found = [];
  const report = (place, code, values = {}) => found.push({ place, code, values });
  const filled = (place, text, code) => text.trim() || report(place, code);
  const { id, date, countries, sector, language, contact, translations } = practice;

  filled("title", practice.title, "missing-text");
  if (!ID.test(id)) report("id", "invalid-id", { id });
  filled("what", practice.what, "missing-text");
  filled("evidence", practice.evidence, "missing-text");
  if (!isLanguage(language)) report("language", "invalid-language", { language });
  if (!countries.length) report("countries", "empty");
  for (const country of countries) if (!COUNTRIES.includes(country)) report("countries", "invalid-country", { country });
  for (const what of repeated(countries)) report("countries", "duplicate-key", { what });
  // The command finds no practice at all in such a file.
  if (!SECTORS.includes(sector)) report("sector", "malformed-file");
  for (const profile of practice.profiles) if (!profiles.includes(profile)) report("profiles", "unknown-profile", { profile });
  for (const what of repeated(practice.profiles)) report("profiles", "duplicate-key", { what });
  filled("contact.organisation", contact.organisation, "empty-field");
  if (contact.website && !isWebAddress(contact.website)) report("contact.website", "malformed-address");
  if (contact.email && !isMailAddress(contact.email)) report("contact.email", "malformed-address");
  if (!contact.website && !contact.email) report("contact", "no-contact");
  filled("source", practice.source, "empty-field");
  filled("licence", practice.licence, "empty-field");
  if (!isDate(date)) report("date", "invalid-date");
  for (const [tag, texts] of Object.entries(translations)) {
    const place = `translations.${tag}`;
    if (!isLanguage(tag)) report(place, "invalid-language", { language: tag });
    if (tag === language) report(place, "stray-text", { language: tag });
    else for (const name of ["title", "what", "evidence"]) filled(`${place}.${name}`, texts[name], "missing-text");
  }
  return found;
};
