// Writes the lists of files in front of the service worker: node precache.mjs <folder>, the folder of the built demo.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";

/** Not for whoever takes a test: for developers, for the home screen, the pages that show how the player is embedded, and what platform/ has gathered. */
const LEFT_OUT = /^(icons\/|integrate\/|item-banks\/((schema|glossary|frameworks|profiles|practices)\/|[^/]*$)|sw\.js$|thetis\/(thetis|lms)\.js$)|\.map$/;
/** Fetched after the first question, of the bank that is taken: media, and all of the banks that are large; the solver, which few designs need; what makes credentials; the page of occupations, once it is open. */
const LATER = /\/media\/|^item-banks\/(care-positioning|housekeeping|informal-carer)\/|^platform\/|thetis_assembly_bg\.wasm$|thetis\/credential\.js$/;

const folder = process.argv[2];

// The page's policy names its scripts by their hashes: nothing else that is written into a page may run.
const page = await readFile(join(folder, "index.html"), "utf8");
const inline = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
const [, policy] = /script-src 'self' 'wasm-unsafe-eval' ([^;"]+)/.exec(page);
if (policy !== inline.join(" ")) throw new Error(`the hashes in the policy of js-demo/index.html should be ${inline.join(" ")}`);

const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
const lists = { FILES: {}, LATER: {} };
for (const path of paths.map((path) => path.split(sep).join("/")).sort()) {
  if (LEFT_OUT.test(path)) continue;
  const hash = createHash("sha256").update(await readFile(join(folder, path))).digest("base64");
  // Pages are asked for by their folders.
  lists[LATER.test(path) ? "LATER" : "FILES"][path.replace(/(^|\/)index\.html$/, "$1")] = `sha256-${hash}`;
}

const worker = join(folder, "sw.js");
const text = await readFile(worker, "utf8");
const version = createHash("sha256").update(text + JSON.stringify(lists)).digest("hex").slice(0, 16);
const constants = { VERSION: version, ...lists };
const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value, null, 1)};\n`);
await writeFile(worker, lines.join("") + text);
