// Credentials made in the browser: the same bytes as the program's, tokens that Node's own cryptography verifies, and key files.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { loadScoring } from "thetis/score-report";
import { changed, tokenOf, verified } from "./badge_support.mjs";
import { bankFile, player } from "./player_support.mjs";
import { engine } from "./support.mjs";

const { BankTexts, broken, credentialOf, escaped, escoOf, fromMultibase, isLocked, issue, KeyError, newKeyFile, openKey, PUBLIC, readKey, record, SECRET, toMultibase, urn } = await player(
  ...["../credential/index", "../credential/build", "../credential/identifiers", "../credential/multibase", "../credential/picture", "../credential/occupations", "bank/texts"],
);
const scoring = await loadScoring();
const root = new URL("../../../", import.meta.url);
const json = async (path) => JSON.parse(await readFile(new URL(path, root), "utf8"));
const fixture = (path) => readFile(new URL(`tests/fixtures/credentials/${path}`, root));
const cases = await json("tests/fixtures/credentials/cases.json");
const catalogue = (language) => json(`bindings/js/locales/counsellor/${language}.json`);
const WORDS = await json("engine/credential/src/words.json");
/** Our name of a word of the program's. */
const key = (name) => name.replace("N", "-n");

/** What the page hands over of a case. */
async function statement({ bank: id, log, language, microCredential, profile, issuer, subject, validFrom }) {
  const bank = await bankFile(`${id}/bank.json`);
  const session = engine.resume(bank, (await fixture(log)).toString().trim());
  const words = await catalogue(language);
  const result = {
    bank,
    texts: new BankTexts(bank, language, [await bankFile(`${id}/locales/${language}.json`)], new URL("http://localhost/")),
    words: Object.fromEntries(Object.keys(WORDS.en).map((name) => [key(name), words[`badge.${key(name)}`]])),
    design: "default",
    log: session.log,
    answers: session.outcome().steps.length,
    report: scoring.report(bank, session, { profile }),
  };
  return { result, about: microCredential ?? "", issuer, subject, date: new Date(validFrom) };
}

for (const one of cases) {
  test(`the program and the browser write the same: ${one.name}`, async () => {
    const written = JSON.stringify(await credentialOf(await statement(one)));
    const expected = JSON.parse(await fixture(`${one.name}.json`));
    // What only the program offers.
    if (one.validUntil) delete expected.validUntil;
    if (one.includeLog) delete expected.evidence[0].id;
    assert.equal(written, JSON.stringify(expected));
  });
}
const [first] = cases;

test("where the program offers no more than the browser, not a byte differs: credential, token and picture", async () => {
  const same = cases.filter(({ validUntil, includeLog }) => !validUntil && !includeLog);
  assert.ok(same.length > 2 && same.some(({ microCredential }) => microCredential) && new Set(same.map(({ language }) => language)).size > 2);
  for (const one of same) {
    const wanted = await statement(one);
    const text = async (ending) => (await fixture(`${one.name}.${ending}`)).toString();
    assert.equal(`${JSON.stringify(await credentialOf(wanted))}\n`, await text("json"), one.name);
    const key = await fixture(one.issuer.id.startsWith("did:web:") ? "key-web.json" : "key.json");
    const picture = await issue(wanted, await openKey(readKey(key.toString()), ""));
    assert.equal(`${tokenOf(picture)}\n`, await text("jwt"), one.name);
    assert.ok(picture === (await text("svg")), `${one.name}: the picture`);
  }
});

test("our words in a credential are the program's", async () => {
  for (const [language, words] of Object.entries(WORDS)) {
    const own = await catalogue(language);
    for (const [name, text] of Object.entries(words)) assert.equal(own[`badge.${key(name)}`], text, `${language}: ${name}`);
  }
});

test("occupations are where item-banks/profiles says", async () => {
  for (const file of (await readdir(new URL("item-banks/profiles/", root))).filter((name) => name.endsWith(".json"))) {
    const { id, esco = null } = await bankFile(`profiles/${file}`);
    assert.deepEqual(escoOf(id), esco && { code: esco.code, uri: esco.uri }, id);
  }
});

test("a micro-credential that was not earned is not written", async () => {
  const wanted = await statement(first);
  wanted.result.report.credentials.find(({ id }) => id === first.microCredential).awarded = false;
  await assert.rejects(credentialOf(wanted), /not awarded/);
  await assert.rejects(credentialOf({ ...wanted, about: "credential-of-nobody" }), /not awarded/);
});

test("identifiers are those of other programs", async () => {
  // Python: uuid.uuid5(uuid.NAMESPACE_URL, "thetis:achievement:b:1.0.0:result")
  assert.equal(await urn("thetis:achievement:b:1.0.0:result"), "urn:uuid:f0a9bd52-090c-5ea4-b8fd-d7abcea1ec29");
});

test("keys as text are those of the did:key specification, and nothing else is one", () => {
  // W3C CCG, "The did:key Method v0.7", Ed25519 test vectors.
  for (const [text, hex] of [["z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"]]) {
    assert.equal(Buffer.from(fromMultibase(PUBLIC, text)).toString("hex"), hex);
    assert.equal(toMultibase(PUBLIC, Buffer.from(hex, "hex")), text);
    for (const wrong of ["", "z", text.slice(1), text.slice(0, -1), `${text}1`, text.replace("z6", "z7"), text.replace("M", "0"), "z".repeat(9999)]) assert.equal(fromMultibase(PUBLIC, wrong), null, wrong);
    assert.equal(fromMultibase(SECRET, text), null);
  }
});

const PASSPHRASE = "un café, deux cafés";

test("a key file opens with its passphrase alone, signs, and what it signs is verified", async () => {
  const text = await newKeyFile(PASSPHRASE);
  const file = readKey(text);
  assert.ok(isLocked(file));
  const { id, publicKeyMultibase, encrypted, format } = JSON.parse(text);
  assert.deepEqual([format, id, encrypted.kdf, encrypted.iterations, encrypted.cipher], ["thetis-key 1", `did:key:${publicKeyMultibase}`, "PBKDF2-SHA-256", 600_000, "AES-256-GCM"]);
  // The same letters, typed as letters and accents.
  const signer = await openKey(file, PASSPHRASE.normalize("NFD"));
  assert.equal(signer.id, id);
  await assert.rejects(openKey(file, "un cafe, deux cafes"), new KeyError("wrong-passphrase"));

  const wanted = { ...(await statement(first)), issuer: { id, name: 'Office "A" & <B>' } };
  const token = tokenOf(await issue(wanted, signer));
  const { header, payload, holds } = verified(token);
  assert.ok(holds);
  const { kid, jwk, ...rest } = header;
  assert.deepEqual(rest, { alg: "EdDSA", typ: "JWT" });
  assert.equal(kid, `${id}#${publicKeyMultibase}`);
  assert.equal(Buffer.from(jwk.x, "base64url").toString("hex"), Buffer.from(fromMultibase(PUBLIC, publicKeyMultibase)).toString("hex"));
  const credential = await credentialOf(wanted);
  assert.deepEqual(payload, { ...credential, iss: id, jti: credential.id, nbf: Date.parse(credential.validFrom) / 1000, sub: first.subject });
  const { length } = token.split(".")[1];
  for (let at = 0; at < length; at += 97) assert.throws(() => assert.ok(verified(changed(token, at)).holds), `character ${at}`);
});

test("a key file in the clear is read as the program writes it, and a damaged one is refused for what it is", async () => {
  // RFC 8032, section 7.1, test 1.
  const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
  const own = Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex");
  const publicKeyMultibase = toMultibase(PUBLIC, own);
  const good = { format: "thetis-key 1", id: "did:web:learning.example", publicKeyMultibase, secretKeyMultibase: toMultibase(SECRET, seed) };
  const file = readKey(JSON.stringify(good));
  assert.equal(isLocked(file), false);
  const signer = await openKey(file, "");
  assert.equal(signer.method, `did:web:learning.example#${publicKeyMultibase}`);
  assert.equal(Buffer.from(await signer.sign(new Uint8Array())).toString("hex").slice(0, 16), "e5564300c360ac72");

  const trouble = async (change) => {
    try {
      await openKey(readKey(typeof change === "string" ? change : JSON.stringify({ ...good, ...change })), "x");
    } catch (error) {
      assert.ok(error instanceof KeyError, String(error));
      return error.trouble;
    }
    return null;
  };
  const { encrypted } = JSON.parse(await newKeyFile(PASSPHRASE));
  const locked = (change) => ({ secretKeyMultibase: undefined, encrypted: { ...encrypted, ...change } });
  for (const [change, expected] of [
    ["hello", "not-a-key"],
    ["null", "not-a-key"],
    ["{}", "not-a-key"],
    [{ format: 1 }, "not-a-key"],
    [{ format: "thetis-key 2" }, "newer-key"],
    [{ id: 5 }, "damaged-key"],
    [{ id: "https://learning.example" }, "damaged-key"],
    [{ id: `did:key:${publicKeyMultibase.replace(/.$/, "x")}` }, "damaged-key"],
    [{ publicKeyMultibase: toMultibase(PUBLIC, seed) }, "damaged-key"],
    [{ secretKeyMultibase: undefined }, "damaged-key"],
    [locked({ cipher: "AES-256-CBC" }), "newer-key"],
    [locked({ iterations: 1e12 }), "damaged-key"],
    [locked({ salt: "!" }), "damaged-key"],
    [locked({ iterations: 1 }), "wrong-passphrase"],
    [{}, null],
  ]) {
    assert.equal(await trouble(change), expected, JSON.stringify(change));
  }
});

test("a result that nobody signs names no issuer and has no proof", async () => {
  const text = await record({ ...(await statement(first)), issuer: null, subject: null });
  const { issuer, proof, credentialSubject } = JSON.parse(text);
  assert.deepEqual([issuer, proof], [undefined, undefined]);
  assert.match(credentialSubject.id, /^urn:uuid:/);
});

test("in a picture text is broken at words, cut where it has to be, and never becomes markup", () => {
  assert.deepEqual(broken("Communication, organisation and safety at work", 26, 3), ["Communication, organisation", "and safety at work"]);
  assert.deepEqual(broken("a b c", 26, 1), ["a b c"]);
  const cut = broken("word ".repeat(40), 26, 2);
  assert.ok(cut.length === 2 && cut[1].endsWith("…") && cut[1].length <= 30, String(cut));
  assert.ok(broken("w".repeat(99), 26, 2)[0].endsWith("…"));
  assert.equal(escaped('<a href="x">&\0\x1b\n'), "&lt;a href=&quot;x&quot;&gt;&amp; ");
});
