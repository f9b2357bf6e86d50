// Reading aloud. Recordings are really played. A headless browser has no voices, so the platform's speech synthesis is
// replaced by one that behaves as the platforms do: it reports words and ends, fails as told, and lists voices late.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch, serve } from "./support.mjs";

const source = (path) => fileURLToPath(new URL(`../../bindings/js/src/player/${path}`, import.meta.url));
let folder, server, browser;

/** A tone as a WAV file: 8 bit, one channel, 8000 samples a second. */
function tone(seconds) {
  const samples = Buffer.from(Array.from({ length: 8000 * seconds }, (_, place) => 128 + Math.round(40 * Math.sin(place / 3))));
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "thetis-reader-"));
  await build({ entryPoints: [source("speech/device_reader.ts")], bundle: true, format: "esm", outfile: join(folder, "reader.js") });
  await writeFile(join(folder, "short.wav"), tone(0.4));
  await writeFile(join(folder, "long.wav"), tone(20));
  await writeFile(join(folder, "index.html"), '<!doctype html><html lang="en"><title>Reader</title><button>Listen</button><div id="host"></div></html>');
  server = await serve({ root: folder });
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
});

/** The platform's speech synthesis, as a page sees it. It says a word in 20 ms at the usual rate, and waits while `held` is set. */
function platform({ voices, late }) {
  window.said = [];
  let queue = [];
  let timer = 0;
  const synthesis = new EventTarget();
  const fire = (utterance, type, more = {}) => utterance[`on${type}`]?.({ type, name: "word", ...more });
  /** Says the first in the queue, unless it is being said. */
  let speaking = null;
  const done = (type, more) => {
    const utterance = queue.shift();
    speaking = null;
    fire(utterance, type, more);
    begin();
  };
  const begin = () => {
    const utterance = queue[0];
    if (!utterance || speaking === utterance) return;
    speaking = utterance;
    window.said.push([utterance.text, utterance.voice.name, utterance.lang, utterance.rate]);
    const words = [...utterance.text.matchAll(/\S+/g)];
    const step = () => {
      if (window.held) return void (timer = setTimeout(step, 5));
      const word = words.shift();
      if (utterance.voice.name === "mute") return done("error", { error: "synthesis-failed" });
      if (!word) return done("end");
      fire(utterance, "boundary", { charIndex: word.index, ...(utterance.voice.name !== "Safari" && { charLength: word[0].length }) });
      timer = setTimeout(step, 20 / utterance.rate);
    };
    timer = setTimeout(step, 5);
  };
  Object.assign(synthesis, {
    getVoices: () => (window.voicesThere ? voices : []),
    speak(utterance) {
      queue.push(utterance);
      begin();
    },
    cancel() {
      clearTimeout(timer);
      const dropped = queue;
      queue = [];
      speaking = null;
      for (const utterance of dropped) setTimeout(() => fire(utterance, "error", { error: "interrupted" }), 1);
    },
  });
  Object.defineProperties(synthesis, { speaking: { get: () => queue.length > 0 }, pending: { get: () => queue.length > 1 } });
  window.voicesThere = !late;
  window.voicesCome = () => {
    window.voicesThere = true;
    synthesis.dispatchEvent(new Event("voiceschanged"));
  };
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}

const voice = (name, lang, local = true) => ({ name, lang, localService: local, default: false, voiceURI: name });
const VOICES = [voice("Remote", "fi-FI", false), voice("Anna", "de-DE"), voice("Daniel", "en_GB"), voice("Maged", "ar-001"), voice("mute", "uk-UA")];

/** A page with a reader, some passages in a shadow tree, and a button that reads those in `window.now`. */
async function open(t, { voices = VOICES, late = false, fake = true } = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  t.after(() => assert.deepEqual(faults, []));
  if (fake) await page.addInitScript(platform, { voices, late });
  await page.goto(server.url);
  await page.evaluate(async () => {
    const { createReader } = await import("./reader.js");
    window.root = document.querySelector("#host").attachShadow({ mode: "open" });
    window.changes = 0;
    window.reader = createReader(() => window.root, () => window.changes++);
    window.trace = [];
    new MutationObserver(() => window.trace.push([...window.root.querySelectorAll("[data-reading]")].map(({ dataset }) => dataset.say).join())).observe(window.root, { attributes: true, subtree: true, attributeFilter: ["data-reading"] });
    window.words = [];
    const set = CSS.highlights.set.bind(CSS.highlights);
    CSS.highlights.set = (name, highlight) => {
      window.words.push([...highlight].map(String).join());
      return set(name, highlight);
    };
    window.show = (...passages) => {
      window.root.replaceChildren(
        ...passages.map(({ text, say }) => {
          const element = document.createElement("p");
          element.dataset.say = say;
          // As the screens draw it: comments and spaces around, the text in several nodes.
          element.append(new Comment(), "\n  ", text.text.slice(0, 4), text.text.slice(4), " ");
          return element;
        }),
      );
      window.now = passages;
    };
    document.querySelector("button").onclick = () => window.reader.read(window.now);
  });
  return page;
}

const passage = (say, text, lang, audio) => ({ say, text: { text, lang, dir: "ltr", fallback: false, ...(audio && { audio }) } });
const can = (page, ...passages) => page.evaluate((list) => window.reader.can(list), passages);
const show = (page, ...passages) => page.evaluate((list) => window.show(...list), passages);
const listen = (page) => page.click("button");
const silent = (page) => page.waitForFunction(() => window.reader.reading === null);
const hold = (page, held) => page.evaluate((value) => void (window.held = value), held);
const reading = (page, say) => page.waitForFunction((which) => window.reader.reading === which, say);

test("without voices or recordings nothing can be read", async (t) => {
  const page = await open(t, { fake: false });
  assert.deepEqual(await page.evaluate(() => speechSynthesis.getVoices().length), 0, "a headless browser has none");
  assert.equal(await can(page, passage("a", "Hello", "en")), false);
  assert.equal(await can(page, passage("a", "Hello", "en", "short.wav")), true);
  assert.equal(await can(page), false, "nothing to read");
});

test("where there is no speech synthesis at all, recordings are still read", async (t) => {
  const page = await open(t, { fake: false });
  await page.evaluate(() => Object.defineProperty(window, "speechSynthesis", { value: undefined }));
  assert.equal(await can(page, passage("a", "Hello", "en")), false);
  await show(page, passage("a", "Hello", "en", "short.wav"));
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.trace.filter((say, place, all) => say !== all[place - 1])), ["a", ""]);
});

test("a voice must be of the language and on the device", async (t) => {
  const page = await open(t);
  assert.equal(await can(page, passage("a", "Hello", "en")), true);
  assert.equal(await can(page, passage("a", "Hei", "fi")), false, "only a voice that sends the text away");
  assert.equal(await can(page, passage("a", "Bonjour", "fr")), false);
  assert.equal(await can(page, passage("a", "Hello", "en"), passage("b", "Bonjour", "fr")), false, "all or none");
});

test("voices that come late are noticed", async (t) => {
  const page = await open(t, { late: true });
  assert.equal(await can(page, passage("a", "Hello", "en")), false);
  await page.evaluate(() => window.voicesCome());
  assert.equal(await page.evaluate(() => window.changes), 1);
  assert.equal(await can(page, passage("a", "Hello", "en")), true);
});

test("each passage is read in its own language, and its element and words are marked", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "Wash your hands.", "en"), passage("o", "Die Seife", "de"), passage("x", "نعم", "ar"));
  assert.deepEqual(await page.evaluate(() => window.said), [], "nothing is read before it is asked for");
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.said), [
    ["Wash your hands.", "Daniel", "en-GB", 1],
    ["Die Seife", "Anna", "de-DE", 1],
    ["نعم", "Maged", "ar-001", 1],
  ]);
  assert.deepEqual(await page.evaluate(() => window.trace.filter((say, place, all) => say !== all[place - 1])), ["q", "o", "x", ""]);
  assert.deepEqual(await page.evaluate(() => window.words), ["Wash", "your", "hands.", "Die", "Seife", "نعم"]);
  assert.equal(await page.evaluate(() => CSS.highlights.size), 0, "no mark is left");
});

test("what is read is brought into sight", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "Above", "en"), passage("o", "Far below", "en"));
  await page.evaluate(() => void (window.root.lastElementChild.style.marginBlock = "3000px"));
  await listen(page);
  await silent(page);
  const { top, bottom } = await page.evaluate(() => window.root.lastElementChild.getBoundingClientRect().toJSON());
  assert.ok(top >= 0 && bottom <= 720, `${top} to ${bottom} of 720`);
});

test("a browser that does not tell how long a word is", async (t) => {
  const page = await open(t, { voices: [voice("Safari", "en-US")] });
  await show(page, passage("q", "One two, three", "en"));
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.words), ["One", "two,", "three"]);
});

test("a long text is read in pieces, and its words are marked in the whole", async (t) => {
  const page = await open(t);
  const text = Array.from({ length: 8 }, (_, place) => `This is sentence ${place}, and it is not short.`).join(" ");
  await show(page, passage("q", text, "en"));
  await listen(page);
  await silent(page);
  const said = await page.evaluate(() => window.said.map(([piece]) => piece));
  assert.ok(said.length > 2);
  assert.equal(said.join(""), text);
  assert.deepEqual(await page.evaluate(() => window.words), text.split(" "));
});

test("slowly: at once, from the beginning of the sentence, and the next time too", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "A text of a few words, so that there is time.", "en"));
  await hold(page, true);
  await listen(page);
  await reading(page, "q");
  await page.evaluate(() => window.reader.setSlow(true));
  await hold(page, false);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.said.map(([, , , rate]) => rate)), [1, 0.75]);
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => [window.said[2][3], window.reader.slow]), [0.75, true]);
});

test("stopped, nothing more is heard; asked again, it begins anew", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "A text of a few words, so that there is time.", "en"), passage("o", "Another one", "en"));
  await hold(page, true);
  await listen(page);
  await reading(page, "q");
  await page.evaluate(() => window.reader.stop());
  assert.deepEqual(await page.evaluate(() => [window.reader.reading, window.root.querySelectorAll("[data-reading]").length, CSS.highlights.size, speechSynthesis.speaking]), [null, 0, 0, false]);
  await hold(page, false);
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.said.length), 1);
  await page.evaluate(() => {
    // Asks again as soon as the second passage begins.
    new MutationObserver((_, observer) => {
      if (window.reader.reading !== "o") return;
      observer.disconnect();
      document.querySelector("button").click();
    }).observe(window.root, { attributes: true, subtree: true });
  });
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.said.map(([text]) => text[0] + text[1])), ["A ", "A ", "An", "A ", "An"]);
});

test("a voice that is listed but does not speak is passed over, and then there is no button", async (t) => {
  const page = await open(t);
  assert.equal(await can(page, passage("q", "Так", "uk")), true);
  await show(page, passage("q", "Так", "uk"));
  await listen(page);
  await silent(page);
  assert.equal(await can(page, passage("q", "Так", "uk")), false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  assert.equal(await can(page, passage("q", "Так", "uk")), true, "it is tried again when something has changed");
});

test("a recording comes before a voice; one that is missing is replaced by a voice", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "Hello", "en", "short.wav"), passage("o", "Good bye", "en", "missing.wav"), passage("x", "Hyvää päivää", "fi", "short.wav"));
  await listen(page);
  await silent(page);
  assert.deepEqual(await page.evaluate(() => window.said.map(([text]) => text)), ["Good bye"]);
  assert.deepEqual(await page.evaluate(() => window.trace.filter((say, place, all) => say !== all[place - 1])), ["q", "o", "x", ""]);
  await show(page, passage("q", "Terve", "fi", "missing.wav"));
  await listen(page);
  await silent(page);
  assert.equal(await can(page, passage("q", "Terve", "fi", "missing.wav")), false, "nothing reads it: no button");
});

test("a recording is slowed down while it plays, and ends when the page is left", async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      window.player = this;
      return play.call(this);
    };
  });
  await show(page, passage("q", "Hello", "en", "long.wav"));
  await listen(page);
  await page.waitForFunction(() => window.player?.currentTime > 0.1);
  await page.evaluate(() => window.reader.setSlow(true));
  assert.deepEqual(await page.evaluate(() => [window.player.playbackRate, window.player.preservesPitch, window.player.paused]), [0.75, true, false]);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide")));
  assert.deepEqual(await page.evaluate(() => [window.player.paused, window.reader.reading]), [true, null]);
});

test("of two readers on a page one is heard", async (t) => {
  const page = await open(t);
  await show(page, passage("q", "A text of a few words, so that there is time.", "en"));
  await hold(page, true);
  await listen(page);
  await reading(page, "q");
  await page.evaluate(async () => {
    const { createReader } = await import("./reader.js");
    window.other = createReader(() => document, () => {});
    window.other.read(window.now);
  });
  assert.deepEqual(await page.evaluate(() => [window.reader.reading, window.other.reading]), [null, "q"]);
  await hold(page, false);
  await page.waitForFunction(() => window.other.reading === null);
});

test("a reader whose element is gone is not kept by the page", async (t) => {
  const page = await open(t, { fake: false });
  const client = await page.context().newCDPSession(page);
  await page.evaluate(async () => {
    const { createReader } = await import("./reader.js");
    let element = document.createElement("div");
    const reader = createReader(() => element, () => element.remove());
    reader.can([]);
    element.reader = reader;
    window.gone = new WeakRef(element);
    element = null;
  });
  await client.send("HeapProfiler.collectGarbage");
  assert.equal(await page.evaluate(() => window.gone.deref() === undefined), true);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
});
