// What golden.txt says, and the module that computes it. The module is built with:
//   cargo build --package thetis-portability --target wasm32v1-none --profile session
// and found in the target directory, or where THETIS_PORTABILITY_WASM says.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(here, "..", "..", process.env.CARGO_TARGET_DIR ?? "target");
const file =
  process.env.THETIS_PORTABILITY_WASM ?? path.join(target, "wasm32v1-none", "session", "thetis_portability.wasm");

export const golden = readFileSync(path.join(here, "golden.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

export function moduleBytes() {
  assert.ok(
    existsSync(file),
    `${file} is missing: run \`cargo build --package thetis-portability --target wasm32v1-none --profile session\``,
  );
  return readFileSync(file);
}

/** The digests by the module at an address. Runs here and, as text, in browsers: it may use nothing but what all have. */
export async function digests(address) {
  const bytes = await (await fetch(address)).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { blocks, block_digest } = instance.exports;
  return Array.from({ length: blocks() }, (_, block) =>
    BigInt.asUintN(64, block_digest(block)).toString(16).padStart(16, "0"),
  );
}
