// Where the learning platform's object is looked for, and what waits on the device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { findApi, Device } = await player("../lms/scorm/find", "../lms/device");

/** Windows around a page, the outermost last; each may have an opener. */
function nested(depth) {
  const windows = Array.from({ length: depth + 1 }, () => ({}));
  windows.forEach((one, k) => (one.parent = windows[k + 1] ?? one));
  return windows;
}
const API = { LMSInitialize() {} };

test("it is looked for in the page, in ten windows around it, then around the one that opened any of them", () => {
  for (const depth of [0, 1, 10]) {
    const windows = nested(10);
    windows[depth].API = API;
    assert.equal(findApi(windows[0], "API"), API, `${depth} levels`);
  }
  const far = nested(11);
  far[11].API = API;
  assert.equal(findApi(far[0], "API"), null, "not for ever");

  const popup = nested(2);
  const platform = nested(3);
  popup[2].opener = platform[0];
  platform[3].API = API;
  assert.equal(findApi(popup[0], "API"), API, "the window around the page was opened from within the platform");
  assert.equal(findApi(popup[0], "API_1484_11"), null);
});

test("windows of other sites are passed over", () => {
  const other = new Proxy({}, { get: (_, name) => { if (name === "parent") return other; throw Error("Blocked a frame with another origin."); } });
  const page = { parent: other };
  assert.equal(findApi(page, "API"), null);
  page.opener = { parent: null, API };
  assert.equal(findApi(page, "API"), API);
  const closed = { get opener() { throw Error("gone"); }, get parent() { throw Error("gone"); } };
  assert.equal(findApi(closed, "API"), null);
});

test("a frame that is called API is not the platform", () => {
  const page = nested(1);
  const frame = {};
  frame.window = frame;
  page[1].API = frame;
  assert.equal(findApi(page[0], "API"), null);
});

/** A browser's storage. */
function storage() {
  const map = new Map();
  return { map, getItem: (key) => map.get(key) ?? null, setItem: (key, text) => void map.set(key, text), removeItem: (key) => void map.delete(key) };
}
const waiting = { snapshot: { state: "T1.en..VAAA", interactions: [1, 2, 3] }, begun: true, entries: [[{ item: "a" }, 30]] };

test("what waits is found again by the same person at the same test only, and says neither who nor what", () => {
  const page = { location: { pathname: "/course/1/index.html" }, localStorage: storage(), sessionStorage: storage() };
  const device = new Device(page, "olena.koval@example.org");
  device.write(waiting);
  assert.deepEqual(new Device(page, "olena.koval@example.org").read(), { snapshot: { state: "T1.en..VAAA", interactions: [] }, begun: true, entries: waiting.entries });
  const [[key, text]] = page.localStorage.map;
  assert.match(key, /^thetis-lms:[0-9a-z]+$/);
  assert.doesNotMatch(text, /olena/);
  for (const [path, person] of [["/course/1/index.html", "olena.koval@example.com"], ["/course/2/index.html", "olena.koval@example.org"], ["/course/1/index.html", null]]) {
    assert.equal(new Device({ ...page, location: { pathname: path } }, person).read(), null);
  }
  device.remove();
  assert.equal(page.localStorage.map.size, 0);
});

test("of somebody whom the platform has not named only this tab remembers", () => {
  const page = { location: { pathname: "/" }, localStorage: storage(), sessionStorage: storage() };
  new Device(page, null).write(waiting);
  assert.deepEqual([page.localStorage.map.size, page.sessionStorage.map.size], [0, 1]);
});

test("names of a hundred thousand people are told apart", () => {
  const keys = new Set();
  const page = { location: { pathname: "/" }, localStorage: storage() };
  for (let n = 0; n < 1e5; n++) new Device(page, String(n)).write({ snapshot: { state: "" }, entries: [] });
  for (const key of page.localStorage.map.keys()) keys.add(key);
  assert.equal(keys.size, 1e5);
});

test("a browser that keeps nothing, or has kept something else, is no obstacle", () => {
  const throws = () => { throw Error("SecurityError"); };
  const forbidden = new Device({ location: { pathname: "/" }, get localStorage() { return throws(); } }, "x");
  const full = new Device({ location: { pathname: "/" }, localStorage: { getItem: throws, setItem: throws, removeItem: throws } }, "x");
  for (const device of [forbidden, full]) {
    device.write(waiting);
    assert.equal(device.read(), null);
    device.remove();
  }
  for (const text of ["{", "null", "3", "{}", '{"snapshot":{}}', '{"snapshot":{"state":"T1.en..V"}}']) {
    assert.equal(new Device({ location: { pathname: "/" }, localStorage: { getItem: () => text } }, "x").read(), null, text);
  }
});
