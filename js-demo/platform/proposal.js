// A practice as it is being written, and as a file.

const FORMAT = 1;
const FIELDS = ["$schema", "format", "id", "date", "countries", "sector", "language", "title", "what", "evidence", "contact", "licence", "source", "profiles", "translations"];

const today = () => new Date().toISOString().slice(0, 10);
const textOf = (value) => (typeof value === "string" ? value : "");
const listOf = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
const objectOf = (value) => (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {});

export const emptyProposal = (language) => proposalOf({ language, date: today(), licence: "CC-BY-4.0" });

/** A proposal with every field, whatever the data has; fields of the wrong type are empty, so that the check asks for them. */
export const proposalOf = (data) => ({
  ...Object.fromEntries(["id", "date", "sector", "language", "title", "what", "evidence", "licence", "source"].map((name) => [name, textOf(data[name])])),
  countries: listOf(data.countries),
  profiles: listOf(data.profiles),
  contact: Object.fromEntries(["organisation", "website", "email"].map((name) => [name, textOf(objectOf(data.contact)[name])])),
  translations: Object.fromEntries(
    Object.entries(objectOf(data.translations)).map(([tag, texts]) => [
      tag,
      { review: objectOf(texts).review === "reviewed" ? "reviewed" : "unreviewed", ...Object.fromEntries(["title", "what", "evidence"].map((name) => [name, textOf(objectOf(texts)[name])])) },
    ]),
  ),
});

/** What a file holds: `{ proposal, unknown }`, fields that no practice has; or nothing where it is no practice of this format. */
export const readProposal = (text) => {
  let data;
  try {
    data = objectOf(JSON.parse(text));
  } catch {
    return null;
  }
  if (data.format !== FORMAT) return null;
  const unknown = [...Object.keys(data).filter((name) => !FIELDS.includes(name)), ...Object.keys(objectOf(data.contact)).filter((name) => !["organisation", "website", "email"].includes(name))];
  return { proposal: proposalOf(data), unknown };
};

/** An id for a title that no practice has yet: letters without their accents, what is left of them. */
export const freshIdFor = (title, taken) => {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").slice(0, 48).replace(/^-+|-+$/g, "") || "practice";
  let id = base;
  for (let next = 2; taken.includes(id); next++) id = `${base}-${next}`;
  return id;
};

/** The file of a proposal, as the others in `item-banks/practices` look. */
export const fileOf = ({ id, date, countries, sector, language, title, what, evidence, contact, licence, source, profiles, translations }) => {
  const { organisation, website, email } = contact;
  const file = {
    $schema: "../schema/practice.schema.json",
    ...{ format: FORMAT, id, date, countries, sector, language, title: title.trim(), what: what.trim(), evidence: evidence.trim() },
    contact: { organisation: organisation.trim(), ...(website && { website }), ...(email && { email }) },
    ...{ licence: licence.trim(), source: source.trim() },
    ...(profiles.length && { profiles }),
    ...(Object.keys(translations).length && { translations }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
};
