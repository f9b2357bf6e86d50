/** Fetching and starting the WebAssembly modules, from wherever they are. */
import { Code, problem } from "./errors.js";
import { imports } from "./module.js";

/** Where the module is: a path or URL, a response, its bytes, or the module itself compiled. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** The value, or a promise of it. */
type MaybeLater<T> = T | PromiseLike<T>;

/** The part of Node that reading a file needs. `import("node:fs")` would break bundlers that build for browsers. */
interface NodeProcess {
  getBuiltinModule?(name: "fs"): { readFileSync(path: string | URL): Uint8Array<ArrayBuffer> };
}

/**
 * A function that loads the module of that name once; after an error it can be tried again. `beside` is the file beside this one, which
 * bundlers find where it is written; `attach` takes what the module exports.
 */
export const loader = (name: string, beside: () => URL, attach: (exports: unknown) => void): ((source?: MaybeLater<WasmSource>) => Promise<void>) => {
  let loading: Promise<void> | undefined;
  return (source) =>
    (loading ??= load(name, beside, source).then(attach, (error) => {
      loading = undefined;
      throw error;
    }));
};

/**
 * Always whole and never streamed: streaming refuses a module served with a wrong MIME type, as many learning platforms do,
 * and gains nothing on a module of this size.
 */
const load = async (name: string, beside: () => URL, given: MaybeLater<WasmSource> | undefined): Promise<unknown> => {
  let stage = Code.Fetch;
  try {
    let source: WasmSource = (await given) ?? beside();
    // Of a URL the text; other sources have no href.
    const address = (source as URL).href ?? source;
    if (typeof address === "string") {
      const files = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.("fs");
      // Node fetches every scheme but files; a single letter is a drive.
      source = files && !/^(?!file)\w\w+:/.test(address) ? files.readFileSync(/^file:/.test(address) ? new URL(address) : address) : await fetch(address);
    }
    const { status } = source as Response;
    if (status > 299) throw Error(`HTTP ${status}`);
    // Of a response the bytes.
    source = (await (source as Response).arrayBuffer?.()) ?? source;
    stage = Code.Start;
    const started: { readonly instance?: WebAssembly.Instance } = await WebAssembly.instantiate(source as BufferSource, imports);
    // Of bytes module and instance; of a module its instance.
    return (started.instance ?? (started as WebAssembly.Instance)).exports;
  } catch (error) {
    throw problem(stage, `${(error as Error).message}; check ${name}`);
  }
};
