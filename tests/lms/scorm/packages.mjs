// Packages as `thetis pack` makes them, of care-basics with a design of the test's own.
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changed } from "../../browser/banks.mjs";
import { bank, entriesOf, scratch, thetis } from "../package_files.mjs";

const BANK = "care-basics";
/** The player as built, whatever the program at hand carries. */
const PLAYER = process.env.THETIS_PLAYER ?? fileURLToPath(new URL("../../../bindings/js/dist", import.meta.url));

/** Packs the bank with this design as its only one. `files`: by their paths; `bank`: for a `Person`. */
export async function packed(target, design, ...options) {
  const own = changed(BANK, (bank) => (bank.designs = { default: design }));
  const folder = await scratch();
  try {
    await cp(bank(BANK), join(folder, BANK), { recursive: true });
    await writeFile(join(folder, BANK, "bank.json"), JSON.stringify(own.bank));
    await thetis("pack", join(folder, BANK), "--for", target, "--player", PLAYER, "-o", join(folder, "package.zip"), ...options);
    const entries = entriesOf(await readFile(join(folder, "package.zip")));
    return { files: new Map(entries.map(({ path, bytes }) => [path, bytes])), bank: own };
  } finally {
    await rm(folder, { recursive: true, maxRetries: 5 });
  }
}
