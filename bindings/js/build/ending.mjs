// Bundles what is shown once a test has ended, with imports of what `src/player/lent.ts` names turned into imports from the player beside it.
// Arguments: the folder of the sources, and the file to write.
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";
import { HOW } from "./how.mjs";

const [source, outfile] = process.argv.slice(2);

/** What lent.ts takes from where. */
const LENT = ["lit", "items/words.js", "pictograms/index.js", "screens/parts.js"];
const lent = {
  name: "lent",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^lit$|\.js$/ }, ({ path, importer }) => {
      const name = path === "lit" ? path : relative(join(source, "player"), join(dirname(importer), path)).split(sep).join("/");
      return importer && LENT.includes(name) ? { path: "./player.js", external: true } : null;
    }),
};

await build({
  ...HOW,
  entryPoints: [join(source, "player/ending.ts")],
  outfile,
  sourcemap: "linked",
  plugins: [lent],
});
