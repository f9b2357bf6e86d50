/** A credential as a JSON Web Token in its compact form, signed with EdDSA (RFC 7515, RFC 7519, RFC 8037; Open Badges 3.0, section 8.2). */
import { encode } from "../base64url.js";
import type { Credential } from "./build.js";
import type { Signer } from "./signer.js";

/** In pieces, as `encode` takes no more at once; a multiple of three bytes, so that they join. */
const PIECE = 3 * 1024;

const part = (value: unknown): string => {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += encode(bytes.subarray(at, at + PIECE));
  return text;
};

/** Members stand in the order in which the program writes them: the same key signs the same credential to the same text. */
export const signed = async (credential: Credential, { id, method, publicKey, sign }: Signer): Promise<string> => {
  const header = { alg: "EdDSA", typ: "JWT", kid: method, jwk: { kty: "OKP", crv: "Ed25519", x: encode(publicKey) } };
  const claims = { iss: id, jti: credential.id, nbf: Date.parse(credential.validFrom) / 1000, sub: credential.credentialSubject.id };
  const text = `${part(header)}.${part({ ...credential, ...claims })}`;
  return `${text}.${encode(await sign(new TextEncoder().encode(text)))}`;
};
