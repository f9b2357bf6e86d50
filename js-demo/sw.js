// The service worker: the demo works without a network. `cargo xtask build` writes three constants in front of this: VERSION, and FILES and
// LATER, paths with the hash of their contents. FILES are fetched when this worker is installed; LATER are the media of banks, fetched for
// the bank that is taken.

const PREFIX = "thetis-demo-";
const CURRENT = PREFIX + VERSION;
/** Where a cache keeps the hashes of what it holds. */
const HASHES = "hashes.json";
const address = (path) => new URL(path, registration.scope).href;
const known = (path) => FILES[path] ?? LATER[path];

/**
 * Fetches a file in the version meant, and in no other: in the middle of an upload a server has some of each. What the browser has just
 * fetched for the page will do.
 */
const fetchFile = async (path) => {
  const integrity = known(path);
  const response = await fetch(address(path), { integrity }).catch(() => fetch(address(path), { integrity, cache: "reload" }));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response;
};

/** Caches the files that are not there yet, a few at a time. */
const keep = async (paths) => {
  const cache = await caches.open(CURRENT);
  const queue = [...paths];
  const lane = async () => {
    for (let path; (path = queue.shift()) !== undefined; ) {
      if (!(await cache.match(address(path)))) await cache.put(address(path), await fetchFile(path));
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
};

const outdated = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CURRENT);

/** What an older version has kept and is still the same need not be downloaded again; media it has kept are kept. */
const install = async () => {
  const cache = await caches.open(CURRENT);
  await cache.put(address(HASHES), new Response(JSON.stringify({ ...FILES, ...LATER })));
  const wanted = new Set(Object.keys(FILES));
  for (const name of await outdated()) {
    const old = await caches.open(name);
    const hashes = await (await old.match(address(HASHES)))?.json();
    for (const path in hashes) {
      const response = known(path) && (await old.match(address(path)));
      if (!response) continue;
      wanted.add(path);
      if (hashes[path] === known(path)) await cache.put(address(path), response);
    }
  }
  await keep(wanted);
};

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) =>
  event.waitUntil(outdated().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => clients.claim())),
);

/** The page says which folder it shows (a bank, or platform/) in which language; recordings in other languages are left where they are. */
self.addEventListener("message", (event) => {
  const { bank, lang, update } = event.data;
  if (update) return skipWaiting();
  const recording = new RegExp(`/media/(?!${lang}/)[^/]+/`);
  const paths = Object.keys(LATER).filter((path) => path.startsWith("thetis/") || (path.startsWith(bank) && !recording.test(path)));
  event.waitUntil(keep(paths));
});

/** A newer version takes over when a page is opened and no other is open, so no page ever meets files of another version. */
const takeover = async () => {
  const { waiting } = registration;
  if (!waiting || (await clients.matchAll()).length > 1) return null;
  waiting.postMessage({ update: true });
  // The icon only lest the browser look for one elsewhere.
  return new Response(`<!doctype html><link rel="icon" href="${address("icon.svg")}">`, { headers: { "content-type": "text/html", refresh: "0" } });
};

/** Safari plays only media that come in the part it asked for. */
const part = async (request, response) => {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!range) return response;
  const whole = await response.blob();
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : Infinity, whole.size - 1);
  const headers = { "content-type": whole.type, "content-range": `bytes ${from}-${to}/${whole.size}` };
  return new Response(whole.slice(from, to + 1, whole.type), { status: 206, headers });
};

const answer = async (request, path) => {
  const instead = request.mode === "navigate" && (await takeover());
  if (instead) return instead;
  try {
    // Not kept yet if it is for later, or if the browser has made room.
    await keep([path]);
    return await part(request, await caches.match(address(path), { cacheName: CURRENT }));
  } catch {
    // No room, or the server has another version by now.
    return fetch(request);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // Whatever is in the query, the page and its files are the same.
  const [url] = request.url.split(/[?#]/);
  const path = url.startsWith(registration.scope) ? url.slice(registration.scope.length).replace(/(^|\/)index\.html$/, "$1") : null;
  if (request.method === "GET" && path !== null && known(path)) event.respondWith(answer(request, path));
});
