// Every screen in every language: axe-core's rules, size of targets, nothing too wide or cut off; light and dark, narrow, on a phone and
// on a desk, enlarged four times, with wider spacing, in forced colours. And the focus, which nothing may cover.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { inspect } from "./inspect.mjs";
import { Person, WAYS } from "./person.mjs";
import { LANGUAGES, SCREENS, serveScreens, SIZES, Stage } from "./screens.mjs";
import { demo, launch, onPage } from "./support.mjs";

/** Smallest side of anything to tap, CSS pixels: Android's and a little above WCAG's 44 (2.5.5). */
const TARGET = 48;

/**
 * All of axe-core's rules are run on each screen in each language; in English for every size and both schemes of colours, in the other
 * languages once. Which elements there are, how they are named and nested depends on neither, since the style sheet hides nothing by
 * them. What does depend on them is looked at in every language: sizes in each size, colours in both schemes on a phone, whose colours
 * the narrow screen has too, and on a desk. THETIS_AXE=all runs every rule everywhere, for a release: some ten minutes more.
 *
 * The buttons below do not stick to the edge of the screen meanwhile: that they cover a part of a target is no fault, since it can be
 * scrolled clear of them, which axe-core does not know. That the focus is never under them is tested further below.
 */
const WHOLE = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };
const EVERYWHERE = process.env.THETIS_AXE === "all";
const of = (...values) => ({ runOnly: { type: "rule", values } });
const COLOURS = ["color-contrast", "link-in-text-block"];
const SIZE = ["target-size", "scrollable-region-focusable"];
/** What WCAG 1.4.12 asks a page to bear. */
const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";

let browser;
let server;
let axe;
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  [browser, server] = await Promise.all([launch(), serveScreens()]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** What axe-core by these rules, or by none, and we find wrong with what is on the screen. */
async function problems({ page, root }, { size = "phone", colorScheme = "light" }, rules = null) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(SIZES[size]);
  await root.evaluate((element) => {
    element.style.setProperty("--thetis-actions", "static");
    // The colours of a scheme are not all drawn at once.
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  if (rules && !(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(inspect, { rules, target: TARGET });
  return found.map((problem) => `${size}, ${colorScheme}: ${problem}`);
}

/** Sets text wider, or as it was, in the page and in the element. */
const space = (page, text) =>
  page.evaluate((text) => {
    for (const root of [document, ...[...document.querySelectorAll("thetis-assessment")].map(({ shadowRoot }) => shadowRoot)]) {
      const sheets = [...root.adoptedStyleSheets].filter((sheet) => !sheet.spaces);
      if (text) {
        const sheet = Object.assign(new CSSStyleSheet(), { spaces: true });
        sheet.replaceSync(text);
        sheets.push(sheet);
      }
      root.adoptedStyleSheets = sheets;
    }
  }, text);

/** All that is wrong with the screen on a stage. */
async function everything(stage) {
  const found = [];
  for (const size of ["phone", "narrow", "desk"]) {
    for (const colorScheme of ["light", "dark"]) {
      const whole = EVERYWHERE || stage.language === "en" || (size === "phone" && colorScheme === "light");
      const some = [...(size === "narrow" ? [] : COLOURS), ...(colorScheme === "light" ? SIZE : [])];
      if (whole || some.length) found.push(...(await problems(stage, { size, colorScheme }, whole ? WHOLE : of(...some))));
    }
  }
  found.push(...(await problems(stage, { size: "zoomed" })));
  await space(stage.page, SPACING);
  found.push(...(await problems(stage, {})).map((problem) => `wider text, ${problem}`));
  await space(stage.page, null);
  return found;
}

describe("nothing is wrong", { concurrency: 2 }, () => {
  for (const language of LANGUAGES) {
    test(`on any screen in ${language}`, async () => {
      const stage = await Stage.open(browser, server);
      const found = {};
      for (const screen of SCREENS) {
        await stage.show(screen, language);
        const wrong = await everything(stage);
        if (wrong.length) found[screen.name] = wrong;
      }
      assert.deepEqual(found, {});
      await stage.context.close();
    });
  }
});

/** Runs in the page: where the focus is and what lies over it, as a sentence, or nothing. */
function covered() {
  const { shadowRoot } = document.querySelector("thetis-assessment");
  const active = shadowRoot.activeElement;
  if (!active) return null;
  const face = active.closest("label") ?? active;
  const bar = shadowRoot.querySelector(".actions, .row-of-buttons");
  const box = face.getBoundingClientRect();
  const top = bar && !bar.contains(active) && getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
  // What is higher than the screen cannot be seen as a whole.
  const beyond = box.height > innerHeight - 100 ? box.top > top - 48 || box.bottom < 48 : box.bottom > top + 1 || box.top < -1;
  return beyond ? `${active.localName}#${active.id} “${face.innerText.slice(0, 40)}” is from ${box.top} to ${box.bottom}, what can be seen from 0 to ${top}` : null;
}

/** Goes with Tab through all there is, and with the arrows through answers of which one is chosen; returns where nobody sees the focus. */
async function walk(page) {
  const found = [];
  const look = async () => {
    const problem = await page.evaluate(covered);
    if (problem) found.push(problem);
  };
  const inside = () => page.evaluate(() => document.activeElement?.localName === "thetis-assessment");
  const radios = () => page.evaluate(() => { const active = document.querySelector("thetis-assessment").shadowRoot.activeElement; return active?.type === "radio" ? active.getRootNode().querySelectorAll(`[name="${active.name}"]`).length : 0; });
  await page.evaluate(() => document.querySelector("header a, header nav a")?.focus());
  for (const key of ["Tab", "Shift+Tab"]) {
    let entered = false;
    for (let step = 0; step < 90; step++) {
      await page.keyboard.press(key);
      if (!(await inside())) {
        if (entered) break;
        continue;
      }
      entered = true;
      await look();
      if (key === "Tab") for (let left = await radios(); left > 0; left--) {
        await page.keyboard.press("ArrowDown");
        await look();
      }
    }
    assert.ok(entered, `${key} enters the element`);
  }
  return found;
}

describe("what has the focus can be seen", { concurrency: 2 }, () => {
  for (const [language, size] of [["en", "phone"], ["ar", "phone"], ["de", "zoomed"], ["uk", "narrow"]]) {
    test(`${language}, ${Object.values(SIZES[size]).join(" × ")}`, async () => {
      const stage = await Stage.open(browser, server, { viewport: SIZES[size] });
      const found = {};
      // Drawn, and with something in it to go to.
      for (const screen of SCREENS.filter(({ name }) => name !== "loading")) {
        await stage.show(screen, language);
        const hidden = await walk(stage.page);
        if (hidden.length) found[screen.name] = hidden;
      }
      assert.deepEqual(found, {});
      await stage.context.close();
    });
  }
});

test("a whole assessment on a page enlarged four times", () =>
  onPage(
    browser,
    async (page) => {
      const person = new Person(page, { way: "touch", bank: "care-basics" });
      await person.arrive(demo({ url: server.url }, { bank: "care-basics", seed: "5", lang: "en" }));
      await person.begin();
      await person.answerAll();
      await person.sees(person.say("result.title"));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), SIZES.zoomed.width);
    },
    { ...WAYS.touch, viewport: SIZES.zoomed },
  ));

describe("in forced colours", () => {
  for (const [name, other, chosen] of [
    ["question-chosen", ".option:not(.chosen) input", ".option.chosen input"],
    ["question-multiple-response", ".option:not(.chosen) input", ".option.chosen input"],
    ["question-picture-choice", ".option:not(.chosen) input", ".option.chosen input"],
    ["question-hotspot", ".region:not(.chosen)", ".region.chosen"],
    ["languages", ".choose:not([aria-current])", ".choose[aria-current]"],
  ]) {
    test(`what is chosen can be told from what is not: ${name}`, async () => {
      const stage = await Stage.open(browser, server, { forcedColors: "active" });
      await stage.show(SCREENS.find((screen) => screen.name === name), "en");
      const border = (selector) =>
        stage.root.locator(selector).first().evaluate((element) => {
          const { borderTopWidth, borderTopStyle, outlineWidth, outlineStyle } = getComputedStyle(element);
          return `border ${borderTopWidth} ${borderTopStyle}, outline ${outlineStyle === "none" ? "none" : `${outlineWidth} ${outlineStyle}`}`;
        });
      assert.notEqual(await border(chosen), await border(other), "by its border or outline, not by a colour");
      await stage.context.close();
    });
  }
});

test("whoever wants less motion gets none", async () => {
  const stage = await Stage.open(browser, server, { reducedMotion: "reduce" });
  for (const name of ["loading", "welcome", "question-missing", "question-ordering", "result-care-basics"]) {
    await stage.show(SCREENS.find((screen) => screen.name === name), "en");
    const longest = await stage.root.evaluate(({ shadowRoot }) =>
      Math.max(
        ...[...shadowRoot.querySelectorAll("*")].flatMap((element) => {
          const style = getComputedStyle(element);
          return [style.animationName === "none" ? "0s" : style.animationDuration, style.transitionDuration].flatMap((list) => list.split(",")).map((duration) => parseFloat(duration) * (duration.endsWith("ms") ? 1 : 1000));
        }),
      ),
    );
    assert.ok(longest <= 1, `${name}: ${longest} ms`);
  }
  await stage.context.close();
});
