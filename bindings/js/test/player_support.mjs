// What the player's tests share: its sources bundled as they are shipped, with the engine, so that errors are of the same classes.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What these modules of the player export. */
export async function player(...modules) {
  const contents = modules.map((name) => `export * from "./${name}.ts";`).join("");
  const bundle = await build({ stdin: { contents, resolveDir: file("../src/player"), loader: "ts" }, bundle: true, format: "esm", platform: "node", write: false, external: ["./locales/*", "./score_report.js", "./counsellor.js"] });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`);
}

/** Where the engine is, for `loadEngine` of such a bundle. */
export const wasm = file("../dist/thetis_session_bg.wasm");

/** A bank's file of the repository, a new object each time. */
export const bankFile = async (path) => JSON.parse(await readFile(new URL(`../../../item-banks/${path}`, import.meta.url), "utf8"));
