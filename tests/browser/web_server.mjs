// The demo behind a server as on the web: compressed, and kept by the browser until it has changed.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { DEMO, TYPES } from "./support.mjs";

/** As most servers: text and WebAssembly are compressed, PNG is already. */
const COMPRESSED = /\.(html|js|css|json|svg|webmanifest|wasm)$/;

/**
 * Files are read and compressed once, so that what is measured is the page. `served` tells of each answer `{ path, bytes }`; no answer
 * goes before `hold(path)` is over.
 */
export async function serveCompressed({ hold = async () => {} } = {}) {
  const files = new Map();
  const file = async (path) => {
    if (!files.has(path)) {
      const plain = await readFile(join(DEMO, path));
      const packed = COMPRESSED.test(path);
      files.set(path, { body: packed ? gzipSync(plain, { level: 9 }) : plain, packed, tag: `"${createHash("sha256").update(plain).digest("hex").slice(0, 16)}"` });
    }
    return files.get(path);
  };
  const served = [];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).replace(/\/$/, "/index.html");
    await hold(path);
    try {
      const { body, packed, tag } = await file(path);
      const headers = { "content-type": TYPES[extname(path)] ?? "application/octet-stream", etag: tag, "cache-control": "no-cache", ...(packed && { "content-encoding": "gzip", vary: "accept-encoding" }) };
      if (request.headers["if-none-match"] === tag) {
        served.push({ path, bytes: 0 });
        response.writeHead(304, headers).end();
      } else {
        served.push({ path, bytes: body.length });
        response.writeHead(200, { ...headers, "content-length": body.length }).end(body);
      }
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    served,
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
