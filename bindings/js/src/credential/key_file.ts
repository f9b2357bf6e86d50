/**
 * The key of a counsellor or an organisation, as a file: `thetis badge keygen` writes the same. The private key is in it in the clear, or
 * encrypted with a passphrase: AES-256-GCM (NIST SP 800-38D), its key derived by PBKDF2 (RFC 8018).
 */
import { decode, encode } from "../base64url.js";
import { fromMultibase, KEY_BYTES, PUBLIC, SECRET, toMultibase } from "./multibase.js";
import { didKey, ED25519, newPair, privateOf, publicOf, seedOf, signer, type Signer } from "./signer.js";

export const FORMAT = "thetis-key 1";
const KDF = "PBKDF2-SHA-256";
const CIPHER = "AES-256-GCM";
/** As OWASP recommends for PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023). */
const ITERATIONS = 600_000;
/** A file that asks for more would keep the device busy for minutes. */
const MOST_ITERATIONS = 10_000_000;
const SALT_BYTES = 16;
const IV_BYTES = 12;

/** What a file cannot be used for. */
export type KeyTrouble = "not-a-key" | "newer-key" | "damaged-key" | "wrong-passphrase";

export class KeyError extends Error {
  constructor(readonly trouble: KeyTrouble) {
    super(trouble);
  }
}

interface Encrypted {
  readonly kdf: string;
  readonly iterations: number;
  readonly salt: string;
  readonly cipher: string;
  readonly iv: string;
  readonly ciphertext: string;
}

/** A key as its file has it: who it is of can be read, the private key not yet. */
export interface KeyFile {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array | Encrypted;
}

type Fields = Readonly<Record<string, unknown>>;

/** Bytes of a text in base64url; a text that is none is a damaged file. */
const bytesOf = (text: unknown): Uint8Array => {
  try {
    const bytes = typeof text === "string" && decode(text);
    if (bytes) return bytes;
  } catch {
    // As below.
  }
  throw new KeyError("damaged-key");
};

/** Reads a key file. Nothing of it is used before it is opened. */
export const readKey = (text: string): KeyFile => {
  let file: Fields | null;
  try {
    file = JSON.parse(text) as Fields | null;
  } catch {
    throw new KeyError("not-a-key");
  }
  const { format, id, publicKeyMultibase, secretKeyMultibase, encrypted } = file ?? {};
  if (typeof format !== "string" || !format.startsWith("thetis-key ")) throw new KeyError("not-a-key");
  if (format !== FORMAT) throw new KeyError("newer-key");
  const publicKey = typeof publicKeyMultibase === "string" ? fromMultibase(PUBLIC, publicKeyMultibase) : null;
  const clear = typeof secretKeyMultibase === "string" ? fromMultibase(SECRET, secretKeyMultibase) : null;
  const secret = clear ?? (encrypted as Encrypted | undefined);
  if (!publicKey || !secret || typeof id !== "string") throw new KeyError("damaged-key");
  // A did:key is its key; any other identifier is the owner's to publish.
  if (id.startsWith("did:key:") ? id !== didKey(publicKey) : !/^did:web:[\w.%:-]+$/.test(id)) throw new KeyError("damaged-key");
  return { id, publicKey, secret };
};

/** Whether it takes a passphrase to open it. */
export const isLocked = ({ secret }: KeyFile): boolean => !(secret instanceof Uint8Array);

const derive = async (passphrase: string, salt: Uint8Array, iterations: number, use: "encrypt" | "decrypt"): Promise<CryptoKey> => {
  // The same letters may be typed in several ways: composed, or as a letter and its accent.
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: salt as BufferSource, iterations }, material, { name: "AES-GCM", length: 256 }, false, [use]);
};

const decrypt = async ({ kdf, iterations, salt, cipher, iv, ciphertext }: Encrypted, passphrase: string): Promise<Uint8Array> => {
  if (kdf !== KDF || cipher !== CIPHER) throw new KeyError("newer-key");
  if (!(Number.isInteger(iterations) && iterations > 0 && iterations <= MOST_ITERATIONS)) throw new KeyError("damaged-key");
  const [saltBytes, ivBytes, cipherBytes] = [salt, iv, ciphertext].map(bytesOf) as [Uint8Array, Uint8Array, Uint8Array];
  const key = await derive(passphrase, saltBytes, iterations, "decrypt");
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: ivBytes as BufferSource }, key, cipherBytes as BufferSource));
  } catch {
    throw new KeyError("wrong-passphrase");
  }
};

/** Opens it, for as long as the page holds what is returned. Fails where the passphrase is not the right one. */
export const openKey = async ({ id, publicKey, secret }: KeyFile, passphrase: string): Promise<Signer> => {
  const seed = secret instanceof Uint8Array ? secret : await decrypt(secret, passphrase);
  if (seed.length !== KEY_BYTES) throw new KeyError("damaged-key");
  const own = signer(id, publicKey, await privateOf(seed));
  // The two halves belong together, or nobody could check what is signed.
  const probe = new TextEncoder().encode(id);
  const half = await crypto.subtle.importKey("raw", publicKey as BufferSource, ED25519, false, ["verify"]);
  if (!(await crypto.subtle.verify(ED25519, half, (await own.sign(probe)) as BufferSource, probe))) throw new KeyError("damaged-key");
  return own;
};

/** The text of a new key file, encrypted with the passphrase. */
export const newKeyFile = async (passphrase: string): Promise<string> => {
  const pair = await newPair(true);
  const publicKey = await publicOf(pair);
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await derive(passphrase, salt, ITERATIONS, "encrypt");
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, (await seedOf(pair)) as BufferSource));
  const encrypted: Encrypted = { kdf: KDF, iterations: ITERATIONS, salt: encode(salt), cipher: CIPHER, iv: encode(iv), ciphertext: encode(ciphertext) };
  return `${JSON.stringify({ format: FORMAT, id: didKey(publicKey), publicKeyMultibase: toMultibase(PUBLIC, publicKey), encrypted }, null, 1)}\n`;
};
