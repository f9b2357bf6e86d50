// An adversary at the element: any button, any key, any event of the page, in any order; a clock that jumps both ways, a device that refuses
// every so often to keep what it is given; one assessment after another in the same page. Whatever happens, each log that the element has is
// one that the engine takes, and nothing fails that the page would hear of.
//
// As many assessments as 25 seconds allow; THETIS_ADVERSARY=2000 for two thousand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { care, either, fixed, KINDS, page } from "./banks.mjs";
import { resume } from "./engine.mjs";
import { launch, onPage, serve } from "./support.mjs";

const WISHED = Number(process.env.THETIS_ADVERSARY ?? 0);
/** Milliseconds, where no number is wished. */
const TIME = 25_000;
/** Assessments in one call of the page. */
const ROUND = 5;

const bank = care({ default: fixed(KINDS) });
let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(page(""), bank.answer) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** Before the page: clocks that jump, storage that fails, and nothing that would stop the page to ask. */
function unreliable() {
  const [now, tick, { put }] = [Date.now, performance.now.bind(performance), IDBObjectStore.prototype];
  const world = (window.world = { jump: 0, refuses: false, failed: [] });
  Date.now = () => now() + world.jump;
  performance.now = () => tick() + world.jump;
  IDBObjectStore.prototype.put = function (...values) {
    if (!world.refuses) return put.apply(this, values);
    const request = put.apply(this, values);
    this.transaction.abort();
    return request;
  };
  window.print = window.alert = () => undefined;
  HTMLInputElement.prototype.showPicker = () => undefined;
  addEventListener("error", ({ message }) => world.failed.push(message));
  addEventListener("unhandledrejection", ({ reason }) => world.failed.push(String(reason)));
}

/** Some assessments, from these seeds. Every log that the element ever had, as `[seed, log]`, and how it went. Runs in the page. */
async function attack(seeds) {
  const { world } = window;
  const logs = [];
  const went = { acts: 0, answered: 0, finished: 0 };
  const main = document.querySelector("main");
  for (const seed of seeds) {
    // Mulberry32 (Ettinger 2017).
    let state = seed * 2654435761;
    const draw = (bound) => {
      state = (state + 0x6d2b79f5) | 0;
      let bits = Math.imul(state ^ (state >>> 15), 1 | state);
      bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
      return ((bits ^ (bits >>> 14)) >>> 0) % bound;
    };
    const pick = (list) => list[draw(list.length)];
    const element = document.createElement("thetis-assessment");
    element.bank = "item-banks/care-basics/";
    element.seed = String(seed);
    element.lang = pick(["en", "ar", "uk", "de"]);
    element.save = pick(["device", "device", "none"]);
    element.addEventListener("answer", () => went.answered++);
    element.addEventListener("finish", () => went.finished++);
    const ready = new Promise((tell) => ["ready", "error"].forEach((name) => element.addEventListener(name, tell, { once: true })));
    main.replaceChildren(element);
    await ready;
    let last = null;
    for (let act = 0; act < 120; act++, went.acts++) {
      const all = [...element.shadowRoot.querySelectorAll("button, input, select, summary, form")];
      const controls = all.filter((one) => one.localName !== "form" && !one.disabled && one.type !== "file");
      const [target, choice] = [pick(controls), draw(40)];
      // Mostly forwards: an option, and the button that goes on.
      if (choice < 12) pick(controls.filter(({ localName }) => localName === "input").concat(target ?? []))?.click();
      else if (choice < 24) (all.findLast(({ localName, className }) => localName === "button" && className === "primary") ?? target)?.click();
      else if (choice < 29) target?.click();
      else if (choice === 29 && target?.localName === "select") {
        target.selectedIndex = draw(target.options.length);
        target.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (choice === 30) target?.dispatchEvent(new KeyboardEvent("keydown", { key: pick(["Enter", " ", "Escape", "Tab", "ArrowDown", "Backspace"]), bubbles: true, composed: true }));
      else if (choice === 31) all.find(({ localName }) => localName === "form")?.requestSubmit();
      else if (choice === 32) dispatchEvent(new Event(pick(["online", "offline", "pagehide", "pageshow", "beforeunload", "popstate", "resize", "focus", "blur"])));
      else if (choice === 33) document.dispatchEvent(new Event("visibilitychange"));
      else if (choice === 34) world.jump += pick([-1e11, -3.6e6, -1, 1, 3.6e6, 1e11]);
      else if (choice === 35) world.refuses = !world.refuses;
      else if (choice === 36) element.lang = pick(["en", "ar", "uk", "de", "xx", ""]);
      else if (choice === 37 && draw(4) === 0) {
        element.remove();
        main.append(element);
      } else if (choice === 38 && last !== null && draw(4) === 0) await element.resume(last).catch(() => undefined);
      // Sometimes in the same moment, sometimes once what was begun is done.
      if (draw(3)) await new Promise((done) => setTimeout(done));
      const log = element.log();
      if (log !== null && log !== last) logs.push([seed, (last = log)]);
    }
    element.remove();
    world.refuses = false;
  }
  return { logs, went, failed: world.failed.splice(0) };
}

test("whatever is done to the element, its log is always one that the engine takes", () =>
  onPage(
    browser,
    async (tab, context) => {
      await context.addInitScript(unreliable);
      await tab.goto(`${server.url}page.html`);
      await tab.waitForFunction(() => customElements.get("thetis-assessment"));
      const end = Date.now() + TIME;
      const total = { assessments: 0, logs: 0, acts: 0, answered: 0, finished: 0 };
      for (let seed = 1; WISHED ? total.assessments < WISHED : Date.now() < end; seed += ROUND) {
        const { logs, went, failed } = await tab.evaluate(attack, Array.from({ length: ROUND }, (_, k) => seed + k));
        assert.deepEqual(failed, [], `seeds from ${seed}`);
        for (const [own, log] of logs) assert.doesNotThrow(() => resume(bank.bank, log), `seed ${own}: ${log}`);
        total.assessments += ROUND;
        total.logs += logs.length;
        for (const name of ["acts", "answered", "finished"]) total[name] += went[name];
      }
      console.log(total);
      assert.ok(total.answered > 2 * total.assessments, "the adversary answers questions");
      assert.ok(total.logs > total.assessments, "there are logs to look at");
    },
    { acceptDownloads: false },
    // It is no person who presses the button that opens a file, and browsers open none for others.
    /^File chooser dialog can only be shown with a user activation/,
  ));
