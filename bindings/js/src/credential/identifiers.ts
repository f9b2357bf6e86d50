/** Identifiers that are a function of what they name: version 5 UUIDs in the namespace of URLs (RFC 9562). */
import { hex } from "./multibase.js";

/** 6ba7b811-9dad-11d1-80b4-00c04fd430c8. */
const URLS = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8] as const;

/** `urn:uuid:` of a name. */
export const urn = async (name: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", Uint8Array.of(...URLS, ...new TextEncoder().encode(name)))).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `urn:uuid:${hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
};
