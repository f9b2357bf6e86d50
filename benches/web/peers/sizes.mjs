/** What has to be downloaded for a program to choose an item, in bytes. */
import { mkdirSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";

import { run } from "./python.mjs";

const root = new URL("../../../", import.meta.url);
const file = (path) => readFileSync(new URL(path, root));
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** jsCAT as a page would get it: bundled and made small by esbuild. */
function jscat() {
  const esbuild = new URL("node_modules/esbuild/bin/esbuild", root).pathname;
  const entry = new URL("benches/peers/node_modules/@bdelab/jscat/lib/index.js", root).pathname;
  const ended = spawnSync(process.execPath, [esbuild, entry, "--bundle", "--minify", "--format=esm", "--log-level=error"], { maxBuffer: 2 ** 26 });
  if (ended.status !== 0) throw new Error(`esbuild: ${ended.stderr}`);
  return { gzip: gzip(ended.stdout), raw: ended.stdout.length };
}

/** Thetis' script and module, and the module of shadow tests. */
function thetis() {
  const parts = ["thetis.js", "thetis_session_bg.wasm"].map((name) => file(`bindings/js/dist/${name}`));
  return { gzip: parts.reduce((sum, part) => sum + gzip(part), 0), raw: parts.reduce((sum, part) => sum + part.length, 0) };
}

/** Programs for browsers, then Python packages with all that they need: bytes of the wheels, and installed. */
export function measure() {
  const wheels = new URL("target/bench/wheels/", root).pathname;
  mkdirSync(wheels, { recursive: true });
  const packages = run("sizes.py", [wheels], {});
  return { thetis: thetis(), jscat: jscat(), packages };
}
