// Loading the engine: every source, wrong MIME types, and what cannot be loaded.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";

const dist = new URL("../dist/", import.meta.url);
const module = new URL("thetis_session_bg.wasm", dist);
let copies = 0;
/** The package loaded afresh: each copy has its own engine. */
const fresh = () => import(new URL(`thetis.js?${++copies}`, dist).href);

let server;
let base;
before(async () => {
  const wasm = await readFile(module);
  server = createServer((request, response) => {
    const type = { "/right.wasm": "application/wasm", "/octets.wasm": "application/octet-stream", "/text.wasm": "text/html; charset=utf-8" }[request.url];
    if (request.url === "/page.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end("<!doctype html>");
    else if (request.url === "/cut.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end(wasm.subarray(0, -100));
    else if (type) response.writeHead(200, { "content-type": type }).end(wasm);
    else response.writeHead(404).end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const works = (engine) => {
  const bank = {
    format: 1,
    id: "one",
    version: "1",
    dimensions: [{ id: "x" }],
    prior: { mean: [0], covariance: [[1]] },
    items: [{ id: "q", dimensions: ["x"], options: ["no", "yes"], scoring: { key: "yes" }, model: { type: "1pl", b: 0 } }],
  };
  const session = engine.start(bank, { seed: 1 });
  assert.equal(session.next().item, "q");
  assert.ok(session.answer("yes")[0].theta > 0);
};

test("without options the module beside the package is read", async () => works(await (await fresh()).loadEngine()));

test("from a path, URLs, bytes, a compiled module and a promise of any", async () => {
  const bytes = await readFile(module);
  const data = `data:application/octet-stream;base64,${bytes.toString("base64")}`;
  for (const wasm of [
    fileURLToPath(module),
    module,
    module.href,
    data,
    bytes,
    new Uint8Array(bytes).buffer,
    new WebAssembly.Module(bytes),
    Promise.resolve(bytes),
    `${base}/right.wasm`,
    new URL(`${base}/right.wasm`),
    fetch(`${base}/right.wasm`),
  ]) {
    works(await (await fresh()).loadEngine({ wasm }));
  }
});

test("served with a wrong MIME type it loads all the same", async () => {
  for (const name of ["octets", "text"]) works(await (await fresh()).loadEngine({ wasm: `${base}/${name}.wasm` }));
});

test("the engine is loaded once", async () => {
  const { loadEngine } = await fresh();
  assert.equal(await loadEngine(), await loadEngine());
});

test("what cannot be fetched or started is a LoadError, and loading can be tried again", async () => {
  const { loadEngine, LoadError, ThetisError } = await fresh();
  const cases = [
    [`${base}/nothing.wasm`, "fetch", 500],
    ["http://127.0.0.1:1/engine.wasm", "fetch", 500],
    [fileURLToPath(new URL("nothing.wasm", dist)), "fetch", 500],
    [`${base}/page.wasm`, "start", 501],
    [`${base}/cut.wasm`, "start", 501],
    [Uint8Array.of(0, 97, 115, 109), "start", 501],
    [5, "start", 501],
  ];
  for (const [wasm, code, number] of cases) {
    await assert.rejects(loadEngine({ wasm }), (error) => {
      assert.ok(error instanceof LoadError && error instanceof ThetisError, `${error}`);
      assert.deepEqual([error.name, error.code, error.number, error.item], ["LoadError", code, number, null], error.message);
      assert.match(error.message, /thetis_session_bg\.wasm/);
      return true;
    });
  }
  works(await loadEngine());
});
