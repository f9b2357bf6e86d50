// As `xtask/src/build/package.rs` has it for the bundles that need no script.
/** How every module of the package is made. */
export const HOW = {
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  conditions: ["production"],
};
