// What npm @digitalbazaar/vc signs, ours verifies, and refuses after a change.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { changed, keep, scratch, thetis } from "./support.mjs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";

const contexts = {
  "https://www.w3.org/ns/credentials/v2": "credentials-v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3",
};
const documentLoader = (address) => {
  const name = contexts[address];
  if (!name) throw new Error(`not loaded: ${address}`);
  const file = new URL(`../../engine/credential/contexts/${name}.json`, import.meta.url);
  return { contextUrl: null, documentUrl: address, document: JSON.parse(readFileSync(file, "utf8")) };
};

const pair = await Ed25519Multikey.generate();
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;

const credential = {
  "@context": Object.keys(contexts),
  id: "urn:uuid:5f1a2b3c-0000-4000-8000-000000000001",
  type: ["VerifiableCredential", "OpenBadgeCredential"],
  name: "Somebody else’s badge",
  issuer: { id: pair.controller, type: ["Profile"], name: "Somebody else" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: {
    id: "did:example:learner",
    type: ["AchievementSubject"],
    achievement: {
      id: "urn:uuid:5f1a2b3c-0000-4000-8000-000000000002",
      type: ["Achievement"],
      name: "Baking",
      description: "Bakes bread — “العربية”, \"quotes\", back\\slash, line\nfeed and \u007f.",
      criteria: { narrative: "A loaf." },
      creditsAvailable: 1.5,
      alignment: [{ type: ["Alignment"], targetName: "Bread", targetUrl: "https://example.org/bread" }],
      resultDescription: [
        { id: "urn:uuid:5f1a2b3c-0000-4000-8000-000000000003", type: ["ResultDescription"], name: "Grade", resultType: "LetterGrade", allowedValue: ["A", "B", "C"] },
      ],
    },
    result: [{ type: ["Result"], resultDescription: "urn:uuid:5f1a2b3c-0000-4000-8000-000000000003", value: "B" }],
  },
};
const sign = async (unsigned) => {
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
  return JSON.stringify(await vc.issue({ credential: structuredClone(unsigned), suite, documentLoader }));
};

describe("a badge of @digitalbazaar/vc", async () => {
  const folder = scratch("digitalbazaar");
  const signed = await sign(credential);
  const ask = (text) => thetis("badge", "verify", keep(folder, "theirs.json", text), "--format", "json");

  it("is verified", () => {
    const { status, stdout, stderr } = ask(signed);
    assert.equal(status, 0, stderr);
    const found = JSON.parse(stdout);
    assert.deepEqual([found.holds, found.signature, found.issuer, found.selfIssued], [true, "whole", pair.controller, false]);
  });

  const places = {
    name: /"name":"Somebody e/,
    grade: /"value":"B/,
    "order of grades": /"allowedValue":\["A/,
    date: /"validFrom":"2026-01-0\d/,
    credits: /"creditsAvailable":1\.\d/,
    signature: /"proofValue":"z\w{30}/,
    "date of the proof": /"created":"\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/,
  };
  for (const [place, pattern] of Object.entries(places)) {
    it(`is refused after one changed character: ${place}`, () => {
      const { status, stdout } = ask(changed(signed, pattern));
      assert.equal(status, 1);
      assert.equal(JSON.parse(stdout).signature, "not-whole");
    });
  }

  it("is refused where it shows what is not signed", async () => {
    const badge = JSON.parse(signed);
    for (const [place, shown] of [
      ["grade", { ...badge, grade: "best of all" }],
      ["credentialSubject.rank", { ...badge, credentialSubject: { ...badge.credentialSubject, rank: "1" } }],
    ]) {
      const { status, stdout } = ask(JSON.stringify(shown));
      assert.equal(status, 1);
      assert.ok(JSON.parse(stdout).wrong.some((sentence) => sentence.includes(`does not cover: ${place}`)), stdout);
    }
    // Signed as a statement, but spelled so that nobody looking for an end finds it.
    const ending = JSON.parse(await sign({ ...credential, validUntil: "2026-01-02T00:00:00Z" }));
    const { validUntil, ...rest } = ending;
    const hidden = { ...rest, "https://www.w3.org/2018/credentials#validUntil": { type: "http://www.w3.org/2001/XMLSchema#dateTime", "@value": validUntil } };
    assert.equal(ask(JSON.stringify(hidden)).status, 1);
    assert.match(ask(JSON.stringify(ending)).stdout, /"validity": "expired"/);
  });
});
