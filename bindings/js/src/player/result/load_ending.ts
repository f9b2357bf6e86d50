/** Fetches what is shown once a test has ended. */
import type * as ending from "../ending.js";
import { resultMissing } from "../trouble.js";

/** The module `ending.js`. */
export type Ending = typeof ending;

let coming: Promise<Ending> | null = null;

/** Once for all tests of a page; a trouble where its file cannot be had. The specifier is literal, for integrators' bundlers. */
export const loadEnding = (): Promise<Ending> =>
  (coming ??= (import("./ending.js" as string) as Promise<Ending>).catch((error: unknown) => {
    coming = null;
    throw resultMissing(error);
  }));
