// Bundles the pages that are written for React and Vue: node bundle.mjs <folder>, the folder of the built demo.
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

/** Single-file components, as Vue's own tools compile them: the template becomes a function, so nothing is evaluated in the browser. */
const components = {
  name: "vue",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf8"), { filename: path });
      const template = { compilerOptions: { isCustomElement: (tag) => tag === "thetis-assessment" } };
      const { content } = compileScript(descriptor, { id: path, inlineTemplate: true, templateOptions: template });
      return { contents: content, loader: "js", errors: errors.map(({ message: text }) => ({ text })) };
    }),
};

const source = new URL("../integrate/", import.meta.url).pathname;
await build({
  entryPoints: { "react.bundle": join(source, "react.jsx"), "vue.bundle": join(source, "vue.js") },
  outdir: join(process.argv[2], "integrate"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  jsx: "automatic",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  plugins: [components],
  logLevel: "warning",
});
