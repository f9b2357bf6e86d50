/** Fetching and starting the WebAssembly module, from wherever it is. */
import { Code, problem } from "./errors.js";
import { attach } from "./module.js";

/** Where the module is: a path or URL, a response, its bytes, or the module itself compiled. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** The part of Node that reading a file needs. `import("node:fs")` would break bundlers that build for browsers. */
interface NodeProcess {
  getBuiltinModule?(name: "fs"): { readFileSync(path: string | URL): Uint8Array<ArrayBuffer> };
}

let loading: Promise<void> | undefined;

/** Loads the module once; after an error it can be tried again. */
export const loadModule = (source: WasmSource | PromiseLike<WasmSource> | undefined): Promise<void> => (loading ??= load(source));

/**
 * Always whole and never streamed: streaming refuses a module served with a wrong MIME type, as many learning platforms do,
 * and gains nothing on a module of this size.
 */
async function load(given: WasmSource | PromiseLike<WasmSource> | undefined): Promise<void> {
  let stage = Code.Fetch;
  try {
    let source: WasmSource = (await given) ?? new URL("thetis_session_bg.wasm", import.meta.url);
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
    attach(await WebAssembly.instantiate(source as BufferSource));
  } catch (error) {
    loading = undefined;
    throw problem(stage, `${(error as Error).message}; check thetis_session_bg.wasm`);
  }
}
