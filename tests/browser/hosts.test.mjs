// The tag on other people's pages, as `js-demo/integrate` shows it: a strict policy, hostile styles, a frame, React, Vue, a look of its own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { care, changed, either, FEW, fixed, KINDS, page as plain } from "./banks.mjs";
import { assertAsInNode } from "./engine.mjs";
import { Person } from "./person.mjs";
import { assertResult } from "./result.mjs";
import { DEMO, launch, onPage, serve } from "./support.mjs";

/** The pages take the design called default: a short one here. */
const basics = care({ default: fixed(FEW), kinds: fixed(KINDS) });
const skills = changed("soft-skills", ({ designs }) => (designs.default = fixed(["E1", "N1", "A1"])));
const tag = plain('<thetis-assessment bank="item-banks/care-basics/" design="kinds" seed="7" lang="en"></thetis-assessment>');
const answer = either(tag, basics.answer, skills.answer);

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer })])));
after(async () => {
  await browser?.close();
  server?.close();
});

const at = (name) => `${server.url}integrate/${name}.html`;

/** Takes the whole test, and compares. */
async function take(person, settings = {}) {
  await person.begin();
  const given = await person.answerAll(Infinity, () => person.reads());
  const outcome = await person.outcome();
  assert.deepEqual(outcome.steps.map(({ item, option }) => [item, option]), given.map(({ item, answer }) => [item, answer]));
  if (settings.seed) await assertAsInNode(person, settings, given);
  await assertResult(person, outcome);
  return given;
}

/** How everything in the element looks, from the computed styles; of what is only heard, its letters. */
const looks = (person) =>
  person.root.evaluate(async (element) => {
    const { shadowRoot } = element;
    // Settled: what fades in has come. An animation that is cancelled has ended as well.
    await Promise.allSettled(element.getAnimations({ subtree: true }).concat(shadowRoot.getAnimations()).map(({ finished }) => finished));
    return [...shadowRoot.querySelectorAll("*")].map((element) => {
      const style = getComputedStyle(element);
      const names = ["display", "visibility", "opacity", "color", "backgroundColor", "fontFamily", "fontSize", "fontStyle", "fontWeight", "fontVariant", "letterSpacing", "wordSpacing", "lineHeight", "textAlign", "textIndent", "textTransform", "textShadow", "direction", "borderTopWidth", "borderTopStyle", "paddingTop", "marginTop", "boxSizing", "cursor", "float", "transform", "listStyleType", "appearance", "userSelect"];
      if (element.id === "status") return style.textTransform;
      return [element.localName, element.getAttribute("class"), ...names.map((name) => `${name}: ${style[name]}`)].join("; ");
    });
  });

describe("on other people's pages", { concurrency: 3 }, () => {
  test("a Content Security Policy that allows nothing but the page's own files and WebAssembly", async () => {
    const csp =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
    const strict = await serve({ answer, csp });
    try {
      await onPage(browser, async (page) => {
        await page.addInitScript(() => {
          window.violations = [];
          document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => window.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`));
        });
        const one = new Person(page, { bank: basics, way: "keyboard" });
        await one.arrive(`${strict.url}page.html`);
        await take(one, { design: "kinds", seed: "7" });
        const [download] = await Promise.all([page.waitForEvent("download"), one.pressButton("result.save")]);
        assert.match(await readFile(await download.path(), "utf8"), /<!doctype html>/);
        await one.chooseLanguage("ar", "العربية");
        await one.pressButton("result.counsellor");
        await one.sees(one.say("counsellor.title"));
        assert.deepEqual(await page.evaluate(() => window.violations), []);
        // A policy that is not there would let this pass as well.
        assert.equal(await page.evaluate(() => (document.body.append(Object.assign(document.createElement("script"), { src: "data:text/javascript," })), true)).catch(() => false), false);
      }, {}, /TrustedScriptURL/);
    } finally {
      strict.close();
    }
  });

  test("a hostile page changes nothing inside", () => {
    const options = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
    // In a window of its own each: browsers draw pages slowly that nobody sees.
    const beside = (run) => onPage(browser, (one) => onPage(browser, (other) => run(one, other), options), options);
    return beside(async (plainPage, hostilePage) => {
      const fair = new Person(plainPage, { bank: basics });
      const foul = new Person(hostilePage, { bank: basics });
      await fair.arrive(at("plain"));
      await foul.arrive(at("hostile"));
      const same = async (screen) => {
        const [expected, found] = await Promise.all([looks(fair), looks(foul)]);
        assert.deepEqual(found, expected, screen);
      };
      await same("welcome");
      await Promise.all([fair.begin(), foul.begin()]);
      while (fair.question) {
        await same(fair.question.item);
        await Promise.all([fair.answer(), foul.answer()]);
      }
      await Promise.all([fair, foul].map((one) => one.sees(one.say("result.title"))));
      await same("result");
    });
  });

  test("a frame is as high as the test, on every screen", () =>
    onPage(browser, async (page) => {
      await page.goto(at("iframe"));
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      const one = new Person(page, { bank: skills, way: "keyboard", frame });
      await one.told("ready");
      const high = async (screen) => {
        const fits = async () => {
          const inner = await frame.evaluate(() => [Math.ceil(document.querySelector("thetis-assessment").getBoundingClientRect().height), document.documentElement.scrollHeight, innerHeight]);
          return inner[0] === inner[2] && inner[1] <= inner[2] ? null : inner;
        };
        for (let tries = 0; (await fits()) && tries < 100; tries++) await page.evaluate(() => new Promise(requestAnimationFrame));
        assert.equal(await fits(), null, screen);
        return frame.evaluate(() => innerHeight);
      };
      const heights = [await high("welcome")];
      await one.begin();
      while (one.question) {
        heights.push(await high(one.question.item));
        await one.answer();
      }
      heights.push(await high("result"));
      await one.pressButton("result.counsellor");
      heights.push(await high("counsellor"));
      assert.ok(new Set(heights).size > 2, `heights differ: ${heights}`);
      await one.pressButton("counsellor.back");
      await assertResult(one, await one.outcome());
    }, { viewport: { width: 800, height: 700 } }));

  for (const name of ["react", "vue"]) {
    test(`a page in ${name}: attributes, events and methods`, () =>
      onPage(browser, async (page) => {
        const first = name === "react" ? [skills, "Soft skills"] : [basics, "Care basics"];
        const other = name === "react" ? [basics, "Care basics"] : [skills, "Soft skills"];
        const one = new Person(page, { bank: first[0], way: "touch" });
        await one.arrive(at(name));
        const output = page.locator("output");
        await one.begin();
        await one.answer();
        await page.getByText("Answered: 1").waitFor();
        await one.answerAll();
        await page.getByText("Finished").waitFor();
        await assertResult(one, await one.outcome());
        // A method.
        await page.getByRole("button", { name: "Begin anew" }).tap();
        await one.button("welcome.start").waitFor();
        assert.equal(await output.innerText(), "Answered: 0");
        // Another bank is a property.
        await page.getByRole("button", { name: other[1] }).tap();
        await one.root.getByRole("heading", { level: 2, name: other[0].texts("en").bank.title }).waitFor();
        one.bank = other[0].bank;
        one.texts = other[0].texts;
        await one.begin();
        await one.answer();
        await page.getByText("Answered: 1").waitFor();
      }, { hasTouch: true, isMobile: true }));
  }

  for (const colorScheme of ["light", "dark"]) {
    test(`a look of its own, by custom properties and parts: ${colorScheme}`, () =>
      onPage(browser, async (page) => {
        const looksOf = async (address) => {
          const one = new Person(page);
          await one.arrive(address);
          const style = (locator, ...names) => locator.evaluate((element, names) => names.map((name) => getComputedStyle(element)[name]), names);
          const primary = await style(one.root.locator("[part~=primary]"), "backgroundColor", "letterSpacing", "boxShadow");
          const heading = await style(one.heading, "fontFamily", "color");
          await one.pressButton("welcome.start");
          await one.root.locator("[data-screen=occupation], [data-screen=practice]").waitFor();
          if (await one.root.locator("[data-screen=occupation]").count()) await one.compare(null);
          const option = await style(one.root.locator("[part~=option]").first(), "borderTopStyle", "borderTopLeftRadius");
          return { primary, heading, option };
        };
        const own = await looksOf(at("theme"));
        assert.deepEqual(own.primary, ["rgb(138, 28, 106)", "0.36px", "rgba(138, 28, 106, 0.3) 0px 4px 16px 0px"]);
        assert.match(own.heading[0], /^Georgia/);
        assert.equal(own.heading[1], "rgb(43, 21, 38)");
        assert.equal(own.option[0], "dashed");
        const usual = await looksOf(at("plain"));
        assert.equal(usual.primary[0], colorScheme === "light" ? "rgb(11, 107, 102)" : "rgb(107, 204, 193)");
        assert.notEqual(usual.heading[0], own.heading[0]);
        assert.notEqual(usual.option[0], "dashed");
        assert.notEqual(usual.option[1], own.option[1]);
      }, { colorScheme }));
  }

  test("several tests on a page, one from right to left", () =>
    onPage(browser, async (page) => {
      const left = new Person(page, { bank: skills });
      const right = new Person(page, { bank: basics, language: "ar", place: 1, way: "keyboard" });
      await left.arrive(at("several"));
      await right.told("ready");
      assert.deepEqual((await right.all("ready"))[0].languages, ["en", "ar", "uk"]);
      assert.equal(await right.root.locator("[part~=frame]").getAttribute("dir"), "rtl");
      await left.begin();
      await left.answer();
      await take(right);
      await left.answerAll();
      await assertResult(left, await left.outcome());
    }, { viewport: { width: 1280, height: 800 } }));

  test("answers that the page keeps are gone on with when it is opened again", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: skills });
      await one.arrive(at("events"));
      await one.begin();
      await one.answer();
      await page.locator("#kept").getByText(await one.log()).waitFor();
      await one.reload();
      await one.told("question");
      assert.equal(one.question.index, 1);
      await one.answerAll();
      await assertResult(one, await one.outcome());
      for (const name of ["ready", "question", "answer", "progress", "finish"]) assert.match(await page.locator("#events").innerText(), RegExp(`^${name} \\{`, "m"));
    }));

  test("every page shows its whole source", () =>
    onPage(browser, async (page) => {
      for (const name of ["plain", "theme", "events", "several", "iframe", "react", "vue", "hostile"]) {
        await page.goto(at(name));
        const sources = page.locator(".sources details");
        await sources.first().waitFor();
        for (const source of await sources.all()) {
          await source.evaluate((details) => (details.open = true));
          const file = (await source.locator("summary").textContent()).trim();
          const expected = await readFile(join(DEMO, "integrate", file), "utf8");
          await page.waitForFunction((pre) => pre.textContent, await source.locator("pre").elementHandle());
          assert.equal(await source.locator("pre").evaluate((pre) => pre.textContent), expected, `${name}: ${file}`);
        }
      }
    }));
});
