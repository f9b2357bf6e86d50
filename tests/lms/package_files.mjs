// Packages as `thetis pack` makes them: made, unpacked, served.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { serve } from "../browser/support.mjs";

const repository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const CLI = process.env.THETIS_CLI ?? repository("target/debug/thetis");

/** The committed bank of that name. */
export const bank = (name) => repository(`item-banks/${name}`);

/** Runs `thetis`; returns what it prints. */
export const thetis = async (...args) => (await promisify(execFile)(CLI, args, { maxBuffer: 1e8 })).stdout;

export const scratch = () => mkdtemp(join(tmpdir(), "thetis-package-"));

/** Packs a bank; returns the path of what was written. */
export async function pack(name, target, ...options) {
  const ending = { site: "", html: ".html" }[target] ?? ".zip";
  const output = join(await scratch(), `${name}${ending}`);
  await thetis("pack", bank(name), "--for", target, "-o", output, ...options);
  return output;
}

/** The entries of a zip file in the order of its directory: `{ path, time, mode, bytes }` (APPNOTE.TXT, 4.3). */
export function entriesOf(zip) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  const entries = [];
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    assert.equal(zip.readUInt32LE(at), 0x02014b50, "an entry of the directory");
    const [method, size, name, extra, comment] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), ...[28, 30, 32].map((place) => zip.readUInt16LE(at + place))];
    const own = zip.readUInt32LE(at + 42);
    const from = own + 30 + zip.readUInt16LE(own + 26) + zip.readUInt16LE(own + 28);
    const content = zip.subarray(from, from + size);
    const bytes = method === 8 ? inflateRawSync(content) : content;
    entries.push({ path: zip.toString("utf8", at + 46, at + 46 + name), time: zip.readUInt32LE(at + 12), mode: zip.readUInt32LE(at + 38) >>> 16, bytes });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** Unpacks a zip file into a folder of its own. */
export async function unpack(file) {
  const folder = await scratch();
  for (const { path, bytes } of entriesOf(await readFile(file))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** What a learning platform may send with every page, and a package has to bear. */
export const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

/** A server that knows few types, as that of Moodle does: modules named .mjs are text, everything new is a stream of bytes. */
export const plainServer = (root, csp = STRICT) =>
  serve({
    root,
    csp,
    answer: async (path) => {
      if (/\.(html|js|css|svg|png)$/.test(path)) return undefined;
      return { type: path.endsWith(".mjs") ? "text/plain" : "application/octet-stream", body: await readFile(join(root, path)) };
    },
  });
