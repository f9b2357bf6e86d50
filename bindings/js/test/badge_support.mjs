// A badge as others read it: the token in its picture, verified by Node's own cryptography with no other key than the one it names.
import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The public key of a did:key, as bytes: base58btc of 0xed 0x01 and the key. */
export function keyOf(did) {
  const [, text] = /^did:key:z(.+)$/.exec(did);
  const number = [...text].reduce((sum, letter) => sum * 58n + BigInt(ALPHABET.indexOf(letter)), 0n);
  const bytes = Buffer.from(number.toString(16), "hex");
  assert.deepEqual([...bytes.subarray(0, 2)], [0xed, 0x01]);
  return bytes.subarray(2);
}

/** The token in the picture. */
export function tokenOf(svg) {
  const [, token] = /<openbadges:credential verify="([\w.-]+)"/.exec(svg);
  return token;
}

const read = (text) => JSON.parse(Buffer.from(text, "base64url"));

/** What a token says, and whether the key holds for it. */
export function verified(token, publicKey = null) {
  const [head, body, signature] = token.split(".");
  const header = read(head);
  const key = publicKey ?? keyOf(header.kid.split("#")[0]);
  const jwk = { kty: "OKP", crv: "Ed25519", x: key.toString("base64url") };
  return { header, payload: read(body), holds: verify(null, Buffer.from(`${head}.${body}`), createPublicKey({ key: jwk, format: "jwk" }), Buffer.from(signature, "base64url")) };
}

/** The token with one letter of its middle part changed. */
export function changed(token, at) {
  const [head, body, signature] = token.split(".");
  return [head, `${body.slice(0, at)}${body[at] === "A" ? "B" : "A"}${body.slice(at + 1)}`, signature].join(".");
}
