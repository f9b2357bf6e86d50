// The token is an ordinary JWS: npm jose verifies it, and we verify what jose signs.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bankOf, CLEANING, done, issued, keep, logOf, thetis } from "./support.mjs";
import { compactVerify, CompactSign, importJWK } from "jose";

describe("VC-JWT", () => {
  const badge = issued("jwt", CLEANING);
  const header = JSON.parse(Buffer.from(badge.jwt.split(".")[0], "base64url"));

  it("is verified by jose with the key in its header, which is the issuer's", async () => {
    const { payload, protectedHeader } = await compactVerify(badge.jwt, await importJWK(header.jwk, "EdDSA"), { algorithms: ["EdDSA"] });
    const claims = JSON.parse(new TextDecoder().decode(payload));
    const { iss, jti, nbf, sub, ...credential } = claims;
    const { proof, ...same } = JSON.parse(badge.json);
    assert.deepEqual(credential, same);
    assert.deepEqual([iss, jti, nbf, sub], [same.issuer.id, same.id, Date.parse(same.validFrom) / 1000, same.credentialSubject.id]);
    assert.equal(protectedHeader.kid, proof.verificationMethod);
    assert.equal(protectedHeader.typ, "JWT");
  });

  it("is refused by jose after a change", async () => {
    const [head, payload, signature] = badge.jwt.split(".");
    const other = Buffer.from(Buffer.from(payload, "base64url").toString().replace("Working alone", "Working blone")).toString("base64url");
    await assert.rejects(compactVerify(`${head}.${other}.${signature}`, await importJWK(header.jwk, "EdDSA")), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  });

  it("of jose is verified by us, and refused with another key or other claims", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const jwk = publicKey.export({ format: "jwk" });
    // did:key of the key: base58btc of 0xed01 and its bytes, computed by the other library.
    const { from } = await import("@digitalbazaar/ed25519-multikey");
    const { publicKeyMultibase } = await from({ type: "JsonWebKey", publicKeyJwk: jwk });
    const { proof, ...unsigned } = JSON.parse(badge.json);
    const did = `did:key:${publicKeyMultibase}`;
    const own = { ...unsigned, issuer: { ...unsigned.issuer, id: did } };
    const token = (payload, head = {}) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader({ alg: "EdDSA", ...head }).sign(privateKey);
    const ask = async (text) => thetis("badge", "verify", keep(badge.folder, "theirs.jwt", await text), "--format", "json");
    for (const head of [{}, { kid: `${did}#${publicKeyMultibase}` }, { jwk }]) {
      const { status, stdout, stderr } = await ask(token(own, head));
      assert.equal(status, 0, stderr);
      assert.equal(JSON.parse(stdout).signature, "whole");
    }
    for (const [payload, head] of [
      [unsigned, {}],
      [own, { kid: header.kid }],
      [own, { jwk: header.jwk }],
      [{ ...own, iss: unsigned.issuer.id }, {}],
      [{ ...own, exp: 4102444800 }, {}],
      [{ ...own, sub: "did:example:somebody" }, {}],
    ]) {
      const { status, stdout } = await ask(token(payload, head));
      assert.equal(status, 1, stdout);
      assert.equal(JSON.parse(stdout).signature, "not-whole");
    }
  });

  it("has the same bytes each time", () => {
    const again = done("badge", "issue", bankOf("housekeeping"), logOf("housekeeping-1"), "--key", badge.key, "--issuer", "Learning <Centre> & Söhne", "--date", "2026-11-01", ...CLEANING.options, "--proof", "jwt");
    assert.equal(again.trim(), badge.jwt);
  });
});
