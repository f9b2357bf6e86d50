/** Ed25519 keys as text: multibase base58btc (draft-multiformats-multibase) with the prefixes of multicodec, and did:key. */

/** Bitcoin's: without what is easily mistaken. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** What comes before the 32 bytes of a key, as variable-length integers: `ed25519-pub` (0xed) and `ed25519-priv` (0x1300). */
export const PUBLIC = [0xed, 0x01] as const;
export const SECRET = [0x80, 0x26] as const;

/** Bytes of either key. */
export const KEY_BYTES = 32;

export const hex = (bytes: Iterable<number>): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A key as text: `z6Mk…` with {@link PUBLIC}, `z3u2…` with {@link SECRET}. The first byte is never 0, so that no leading zeros need care. */
export const toMultibase = (prefix: readonly number[], key: Uint8Array): string => {
  let text = "";
  for (let rest = BigInt(`0x${hex([...prefix, ...key])}`); rest; rest /= 58n) text = ALPHABET[Number(rest % 58n)] + text;
  return `z${text}`;
};

/** The key in such a text; `null` where it is none of this kind. */
export const fromMultibase = (prefix: readonly number[], text: string): Uint8Array | null => {
  // A longer one is no key, and must not be worked on.
  if (!/^z[1-9A-HJ-NP-Za-km-z]{40,50}$/.test(text)) return null;
  let number = 0n;
  for (const letter of text.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const key = Uint8Array.from(number.toString(16).padStart(2 * (prefix.length + KEY_BYTES), "0").match(/../g)!.slice(prefix.length), (byte) => parseInt(byte, 16));
  return key.length === KEY_BYTES && toMultibase(prefix, key) === text ? key : null;
};
