/** Bytes as text that fits URLs, LMS fields and JSON: base64url without padding (RFC 4648, section 5). */

export const encode = (bytes: Iterable<number>): string =>
  // A log has a few hundred bytes: far below the number of arguments a call may have.
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** The bytes; `false`, or an error of `atob`, where the text is not exactly what {@link encode} writes: a changed last character must not pass. */
export const decode = (text: string): Uint8Array | false => {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  return encode(bytes) === text && bytes;
};
