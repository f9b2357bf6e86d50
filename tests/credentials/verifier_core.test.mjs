// npm @digitalcredentials/verifier-core, an independent verifier, finds our badges whole and changed ones broken: offline.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asked, changed, CLEANING, issued, PLACES } from "./support.mjs";
import { verifyCredential } from "@digitalcredentials/verifier-core";

const SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
const ask = (text) => verifyCredential({ credential: JSON.parse(text), knownDIDRegistries: [] });
const steps = ({ log }) => Object.fromEntries(log.map(({ id, valid }) => [id, valid]));

describe("@digitalcredentials/verifier-core", () => {
  const badge = issued("verifier-core", CLEANING);

  it("finds the signature valid, the badge not expired, and the issuer in no registry", async () => {
    asked.length = 0;
    const found = await ask(badge.json);
    assert.deepEqual(steps(found), { valid_signature: true, expiration: true, registered_issuer: false });
    // The one thing that it looks for on the network is a schema, and it goes on without.
    assert.deepEqual([...new Set(asked)], [SCHEMA]);
    assert.deepEqual(found.additionalInformation.map(({ id }) => id), ["schema_check"]);
  });

  for (const [place, pattern] of Object.entries(PLACES)) {
    it(`finds one changed character: ${place}`, async () => {
      const { errors, log } = await ask(changed(badge.json, pattern));
      assert.equal(log, undefined);
      assert.deepEqual(errors.map(({ name }) => name), ["invalid_signature"]);
    });
  }

  it("finds a result as a whole valid too, in Arabic, with the log inside", async () => {
    const result = issued("verifier-core-ar", { log: "housekeeping-3", options: ["--language", "ar", "--include-log", "--valid-until", "2999-01-01"] });
    assert.deepEqual(steps(await ask(result.json)), { valid_signature: true, expiration: true, registered_issuer: false });
  });
});
