/** Who signs: an identifier, and an Ed25519 key that the browser holds. It signs, and cannot be read. */
import { KEY_BYTES, PUBLIC, toMultibase } from "./multibase.js";

/** Who signs. */
export interface Signer {
  /** did:key or did:web. */
  readonly id: string;
  /** Where its public key is found: the address of a verification method. */
  readonly method: string;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export const ED25519 = { name: "Ed25519" } as const;

/** A private key in the form that browsers import, PKCS #8 (RFC 8410, section 7): this, then the 32 bytes of the seed. */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20] as const;

/** A pair of keys; `readable`: whether its private key may leave the browser, to be written to a file. */
export const newPair = (readable: boolean): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ED25519, readable, ["sign", "verify"]) as Promise<CryptoKeyPair>;

/** The seed of a pair that is readable. What some browsers write after it, the public key, is left. */
export const seedOf = async ({ privateKey }: CryptoKeyPair): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)).slice(PKCS8.length, PKCS8.length + KEY_BYTES);

export const publicOf = async ({ publicKey }: CryptoKeyPair): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));

/** The private key of a seed, for use and not to be read. */
export const privateOf = (seed: Uint8Array): Promise<CryptoKey> => crypto.subtle.importKey("pkcs8", Uint8Array.of(...PKCS8, ...seed), ED25519, false, ["sign"]);

export const didKey = (publicKey: Uint8Array): string => `did:key:${toMultibase(PUBLIC, publicKey)}`;

/** Address of the verification method: in documents of both kinds it is named as the key is. */
export const methodOf = (id: string, publicKey: Uint8Array): string => `${id}#${toMultibase(PUBLIC, publicKey)}`;

export const signer = (id: string, publicKey: Uint8Array, privateKey: CryptoKey): Signer => ({
  id,
  method: methodOf(id, publicKey),
  publicKey,
  sign: async (message) => new Uint8Array(await crypto.subtle.sign(ED25519, privateKey, message as BufferSource)),
});

/** What this browser can do: `sign`; only count hashes (older ones know no Ed25519); nothing, where the page has no secure address. */
export const ability = async (): Promise<"sign" | "hash" | "none"> => {
  // Not there on file:// and http:// pages, whatever the types say.
  if (!(crypto.subtle as SubtleCrypto | undefined)) return "none";
  try {
    const pair = await newPair(false);
    return (await publicOf(pair)).length === KEY_BYTES ? "sign" : "hash";
  } catch {
    return "hash";
  }
};
