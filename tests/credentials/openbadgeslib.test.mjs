// PyPI openbadgeslib, an independent verifier, reads our badges in every form and finds changed ones broken; we read what it bakes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { changed, CLEANING, done, issued, keep, openbadgeslib, PLACES } from "./support.mjs";

describe("openbadgeslib", () => {
  const badge = issued("openbadgeslib", CLEANING);
  const { issuer } = JSON.parse(badge.json);

  it("verifies the badge and reads what it says", () => {
    const credential = JSON.parse(badge.json);
    assert.deepEqual(openbadgeslib("verify", badge.file("json")), {
      valid: true,
      issuer: issuer.id,
      name: "Household cleaning and hygiene",
      type: "MicroCredential",
      levels: [credential.credentialSubject.result[0].achievedLevel],
      genre: ["unsupervised self-assessment, no identity verification"],
    });
  });

  for (const [place, pattern] of Object.entries(PLACES)) {
    it(`finds one changed character: ${place}`, () => {
      const file = keep(badge.folder, "changed.json", changed(badge.json, pattern));
      const { valid, reason } = openbadgeslib("verify", file);
      assert.equal(valid, false);
      assert.match(reason, /mismatch/);
    });
  }

  for (const ending of ["svg", "png"]) {
    it(`takes the badge out of the ${ending} picture and verifies it`, () => {
      const text = openbadgeslib(`unbake-${ending}`, badge.file(ending));
      assert.equal(text, badge.json.trim());
      assert.equal(openbadgeslib("verify", keep(badge.folder, "unbaked.json", text)).valid, true);
    });

    it(`takes the token out of the ${ending} picture and verifies it`, () => {
      const text = openbadgeslib(`unbake-${ending}`, join(badge.folder, `token.${ending}`));
      assert.equal(text, badge.jwt);
    });
  }

  it("verifies the token, and refuses it after a changed character of its content or signature", () => {
    assert.equal(openbadgeslib("verify-jwt", badge.file("jwt"), issuer.id).valid, true);
    const [header, payload, signature] = badge.jwt.split(".");
    const content = Buffer.from(payload, "base64url").toString();
    for (const pattern of [PLACES.name, PLACES.probability, PLACES.date]) {
      const other = Buffer.from(changed(content, pattern)).toString("base64url");
      assert.equal(openbadgeslib("verify-jwt", keep(badge.folder, "changed.jwt", `${header}.${other}.${signature}`), issuer.id).valid, false);
    }
    const broken = `${header}.${payload}.${changed(signature, /.{10}/)}`;
    assert.equal(openbadgeslib("verify-jwt", keep(badge.folder, "changed.jwt", broken), issuer.id).valid, false);
  });

  it("bakes into pictures that we read", () => {
    const plain = keep(badge.folder, "plain.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    const svg = keep(badge.folder, "theirs.svg", openbadgeslib("bake-svg", plain, badge.file("json")));
    const png = join(badge.folder, "theirs.png");
    const unbaked = join(badge.folder, "plain.png");
    keep(badge.folder, "plain.png", readFileSync(new URL("../../engine/credential/src/bake/emblem.png", import.meta.url)));
    openbadgeslib("bake-png", unbaked, badge.file("json"), png);
    for (const file of [svg, png]) assert.match(done("badge", "verify", file), /The signature is whole/);
  });
});
