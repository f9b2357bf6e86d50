/** Identifiers that are a function of what they name: the same statement or credential always has the same. */

/** SHA-1 (FIPS 180-4). Not the browser's, which only secure pages have: in a house's own network many platforms are none. */
function sha1(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array((((bytes.length + 8) >> 6) + 1) << 4);
  const put = (byte: number, place: number) => (words[place >> 2]! |= byte << (24 - 8 * (place & 3)));
  bytes.forEach(put);
  put(0x80, bytes.length);
  words[words.length - 1] = bytes.length * 8;
  const turn = (word: number, by: number) => (word << by) | (word >>> (32 - by));
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const w = new Uint32Array(80);
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d, e] = [...state] as [number, number, number, number, number];
    for (let t = 0; t < 80; t++) {
      w[t] = t < 16 ? words[block + t]! : turn(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1);
      const part = Math.floor(t / 20);
      const mixed = part === 0 ? (b & c) | (~b & d) : part === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][part]!;
      [a, b, c, d, e] = [(turn(a, 5) + mixed + e + constant + w[t]!) | 0, a, turn(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((word, place) => (state[place]! += word));
  }
  return Uint8Array.from({ length: 20 }, (_, place) => state[place >> 2]! >>> (24 - 8 * (place & 3)));
}

/** The name space of URLs (RFC 4122, appendix C). */
const URLS = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

/** UUID version 5 (RFC 4122, section 4.3) of a name in the name space of URLs. */
export function uuid(name: string): string {
  const hash = sha1(Uint8Array.of(...URLS, ...new TextEncoder().encode(name)));
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
