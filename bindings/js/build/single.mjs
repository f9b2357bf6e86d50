// Bundles the whole player as one module, for a page that is one file: what the player otherwise fetches when it is wanted (the result, the
// counsellor's side, learning platforms, credentials) is in it. Only the interface's texts stay apart, a module a language.
// Arguments: the folder of the sources, and the file to write.
import { resolve } from "node:path";
import { build } from "esbuild";
import { HOW } from "./how.mjs";

const [source, outfile] = process.argv.slice(2);

/** Modules that are bundles of their own beside the player, by the names under which it fetches them. */
const BESIDE = { "./score_report.js": "score_report.ts", "./ending.js": "player/ending.ts", "./counsellor.js": "player/counsellor.ts", "./lms.js": "lms/index.ts", "./credential.js": "credential/index.ts" };
const beside = {
  name: "beside",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, kind }) => (kind === "dynamic-import" && BESIDE[path] ? { path: resolve(source, BESIDE[path]) } : null)),
};

await build({
  ...HOW,
  entryPoints: [resolve(source, "player/player.ts")],
  outfile,
  external: ["./locales/*", "node:*"],
  plugins: [beside],
});
