// Whether a value fits a JSON Schema (draft 2020-12), for the keywords that our schemas have; any other is an error, so that none is
// passed over.
import assert from "node:assert/strict";

const TYPES = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
};
/** They say something to people only, or are looked up where something refers to them. */
const SILENT = ["$schema", "$defs", "$comment", "title", "description", "default", "examples", "format"];

export function assertValid(value, schema, root = schema, at = "the file") {
  if (schema === true) return;
  const is = (condition, what) => assert.ok(condition, `${at}: ${JSON.stringify(value)} ${what}`);
  const fits = (one) => {
    try {
      assertValid(value, one, root, at);
      return true;
    } catch (error) {
      if (error.code !== "ERR_ASSERTION") throw error;
      return false;
    }
  };
  const keywords = {
    $ref: (path) => assertValid(value, path.split("/").slice(1).reduce((node, name) => node[name], root), root, at),
    type: (types) => is([types].flat().some((type) => TYPES[type](value)), `is no ${types}`),
    enum: (values) => is(values.includes(value), `is none of ${values}`),
    const: (one) => is(value === one, `is not ${one}`),
    anyOf: (all) => is(all.some(fits), "fits none"),
    oneOf: (all) => is(all.filter(fits).length === 1, "fits none or several"),
    allOf: (all) => all.forEach((one) => assertValid(value, one, root, at)),
    minimum: (least) => is(typeof value !== "number" || value >= least, `is below ${least}`),
    maximum: (most) => is(typeof value !== "number" || value <= most, `is above ${most}`),
    required: (names) => TYPES.object(value) && names.forEach((name) => is(Object.hasOwn(value, name), `lacks ${name}`)),
    properties: (known) => TYPES.object(value) && Object.keys(known).filter((name) => Object.hasOwn(value, name)).forEach((name) => assertValid(value[name], known[name], root, `${at}, ${name}`)),
    additionalProperties: (rest) =>
      TYPES.object(value) &&
      Object.keys(value)
        .filter((name) => !Object.hasOwn(schema.properties ?? {}, name))
        .forEach((name) => (rest === false ? is(false, `has ${name}`) : assertValid(value[name], rest, root, `${at}, ${name}`))),
    items: (each) => TYPES.array(value) && value.forEach((one, place) => assertValid(one, each, root, `${at}, ${place}`)),
  };
  for (const [keyword, argument] of Object.entries(schema)) {
    if (SILENT.includes(keyword)) continue;
    if (!Object.hasOwn(keywords, keyword)) throw new Error(`the schema has ${keyword}, which this check does not know`);
    keywords[keyword](argument);
  }
}
