// What is published: its entries, its types, and nothing it needs from elsewhere.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as thetis from "thetis";

const run = promisify(execFile);
const root = new URL("../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const languages = (await readdir(new URL("locales/", root))).flatMap((name) => /^.+(?=\.json$)/.exec(name) ?? []).sort();
/** Modules of texts: of the player, and of the counsellor's side. */
const texts = languages.flatMap((language) => [`locales/${language}`, `locales/counsellor/${language}`]);

test("exports are what the documentation names", async () => {
  const names = ["AnswerError", "BankError", "DesignError", "LoadError", "LogError", "ThetisError", "loadEngine"];
  assert.deepEqual(Object.keys(thetis).sort(), names);
  const readme = await read("README.md");
  for (const name of names) assert.ok(readme.includes(name), `README.md names ${name}`);
});

test("every entry of the package is there, and can be found by its name", async () => {
  const { exports, files, dependencies, sideEffects, license } = JSON.parse(await read("package.json"));
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  const all = entries.flatMap((entry) => (entry.includes("*") ? languages.map((language) => entry.replace("*", `${language}.js`)) : [entry]));
  for (const entry of all) assert.ok((await readFile(new URL(entry, root))).length > 0, entry);
  assert.deepEqual(files, ["dist"]);
  assert.equal(dependencies, undefined);
  assert.equal(license, "MIT OR Apache-2.0");
  // Only the player, of either make, does something by being imported: it defines its element.
  assert.deepEqual(sideEffects, [exports["./player"].default, exports["./single"].default]);
  for (const name of ["player.js", "thetis_session_bg.wasm", "thetis_assembly_bg.wasm", "locales/ar.js"]) {
    assert.equal(import.meta.resolve(`thetis/${name.replace("player.js", "player")}`), new URL(`dist/${name}`, root).href);
  }
});

test("what is packed is what is exported, and its licences", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: fileURLToPath(root), shell: process.platform === "win32" });
  const packed = JSON.parse(stdout)[0].files.map(({ path }) => path);
  const others = packed.filter((path) => !/\.d\.ts$/.test(path)).sort();
  const modules = ["counsellor.js", "counsellor.js.map", "credential.js", "credential.js.map", "ending.js", "ending.js.map", "lms.js", "lms.js.map", "single.js", "player.js", "player.js.map", "score_report.js", "score_report.js.map", "thetis.js", "thetis.js.map", "thetis_assembly_bg.wasm", "thetis_outcome_bg.wasm", "thetis_session_bg.wasm"];
  assert.deepEqual(others, [...["LICENSES.txt", ...texts.map((name) => `${name}.js`), ...modules].map((name) => `dist/${name}`), "README.md", "package.json"].sort());
});

test("the player is made of our sources and of what LICENSES.txt names", async () => {
  const { sources } = JSON.parse(await read("dist/player.js.map"));
  const packages = new Set(sources.flatMap((source) => source.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
  const licences = await read("dist/LICENSES.txt");
  assert.ok(packages.size > 0);
  for (const name of packages) assert.match(licences, new RegExp(`^${name}$`, "m"), name);
  // The texts are no part of it: each language is fetched by whoever reads it.
  const player = await read("dist/player.js");
  for (const language of languages) assert.ok(player.includes(`./locales/${language}.js`), `the player can load ${language}`);
  assert.ok(!sources.some((source) => source.includes("locales/")));
});

test("what the player fetches later is made of our sources alone, and the player fetches it", async () => {
  for (const name of ["counsellor", "ending", "lms", "credential"]) {
    const { sources } = JSON.parse(await read(`dist/${name}.js.map`));
    assert.deepEqual(sources.filter((source) => /node_modules|locales\//.test(source)), [], name);
    assert.ok((await read(`dist/${name === "credential" ? "counsellor" : "player"}.js`)).includes(`import("./${name}.js")`), name);
  }
  // One Lit on a page: what is shown at the end takes it from the player.
  assert.match(await read("dist/ending.js"), /from"\.\/player\.js"/);
});

test("the counsellor's side can load its texts", async () => {
  const module = await read("dist/counsellor.js");
  for (const language of languages) assert.ok(module.includes(`./locales/counsellor/${language}.js`), language);
});

test("modules of texts say what the JSON files say", async () => {
  for (const name of texts) {
    const { default: said } = await import(`thetis/${name}.js`);
    assert.deepEqual(said, JSON.parse(await read(`${name}.json`)), name);
  }
});

test("the public types lead to no file that is not published, and to no package", async () => {
  const seen = new Set();
  const visit = async (url) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const text = await readFile(url, "utf8");
    const path = url.href.slice(root.href.length);
    assert.doesNotMatch(text.replace(/\/\*[^]*?\*\//g, ""), /(: |<|\| )any\b/, `${path} has no any`);
    for (const [, target] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
      assert.match(target, /^\.{1,2}\/[\w./-]+\.js$/, `${path} imports ${target}`);
      await visit(new URL(target.replace(/\.js$/, ".d.ts"), url));
    }
  };
  await visit(new URL("dist/index.d.ts", root));
  const engine = [...seen].map((url) => url.split("/").pop()).sort();
  assert.deepEqual(engine, ["errors.d.ts", "index.d.ts", "load.d.ts", "types.d.ts"]);
  await visit(new URL("dist/player/public.d.ts", root));
  await visit(new URL("dist/score_report.d.ts", root));
  // And nothing else is.
  const shipped = (await readdir(new URL("dist/", root), { recursive: true })).filter((path) => path.endsWith(".d.ts"));
  assert.deepEqual(shipped.map((path) => new URL(`dist/${path.replaceAll("\\", "/")}`, root).href).sort(), [...seen].sort());
});

test("importing the player gives the tag its type", async () => {
  const folder = await mkdtemp(join(tmpdir(), "thetis-types-"));
  try {
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({
      compilerOptions: { target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [], strict: true, noEmit: true, paths: { "thetis/player": [fileURLToPath(new URL("dist/player/public.d.ts", root))] } },
      files: ["right.ts", "wrong.ts"],
    }));
    await writeFile(join(folder, "right.ts"), `
      import "thetis/player";
      import { ThetisAssessment, type Outcome } from "thetis/player";
      const element = document.createElement("thetis-assessment");
      element.bank = "/bank/";
      element.save = "host";
      element.addEventListener("progress", ({ detail }) => localStorage.setItem("log", detail.logText));
      element.addEventListener("answer", ({ detail: { item, timeMs } }) => console.log(item.length, timeMs + 1));
      element.addEventListener("error", ({ detail }) => detail.name === "offline");
      element.addEventListener("click", ({ clientX }) => clientX);
      const outcome: Outcome | null = element.outcome();
      await element.resume(element.log() ?? "");
      export const same: boolean = element instanceof ThetisAssessment && outcome === null;
    `);
    await writeFile(join(folder, "wrong.ts"), `
      import type { ThetisAssessment } from "thetis/player";
      declare const element: ThetisAssessment;
      // @ts-expect-error: no such place
      element.save = "cloud";
      // @ts-expect-error: no such detail
      element.addEventListener("finish", ({ detail }) => detail.score);
      // @ts-expect-error: the address is a text
      element.bank = 1;
    `);
    const tsc = createRequire(import.meta.url).resolve("typescript/package.json").replace("package.json", "bin/tsc");
    await run(process.execPath, [tsc, "--project", folder]).catch(({ stdout }) => assert.fail(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
});
