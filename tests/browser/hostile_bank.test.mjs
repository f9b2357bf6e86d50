// A bank that was made to do harm: all its texts are markup, its pictures have scripts in them. What it says is shown as text, on every
// screen and in the file that is saved, and nothing of it runs or asks anybody for anything, though the page has no policy of its own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { care, either, fixed, KINDS, page } from "./banks.mjs";
import { Person } from "./person.mjs";
import { inContext, launch, onPage, serve } from "./support.mjs";

/** Ends an attribute, begins elements, and would tell of it. */
const MARKUP = `"'><img src=x onerror="window.struck=1"><script>window.struck=1</script><svg onload="window.struck=1"></svg>`;
/** Markup after each text, so that no two become alike; what is no text but says something to programs stays. */
const poisoned = (value, name = "") => {
  if (typeof value === "string") return ["language", "direction", "review", "$schema", "audio"].includes(name) ? value : `${value} ${MARKUP}`;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, name === "audio" ? one : poisoned(one, key)]));
};

/** A picture with everything that runs, or fetches, where a picture is part of a page. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="top.struck=2">
<script>top.struck=2; fetch("/beacon-script")</script><image href="/beacon-image.png" width="9" height="9"/><use xlink:href="/beacon-use.svg#a"/>
<style>@import url("/beacon-style.css"); rect { fill: url("/beacon-fill.svg#a") }</style>
<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="/beacon-frame.html"/></foreignObject><rect width="9" height="9"/></svg>`;

const bank = care({ default: fixed(KINDS) }, { en: (texts) => Object.assign(texts, poisoned(texts)) });
const pictures = (path) => (/\/media\/.*\.svg$/.test(path) ? { type: "image/svg+xml", body: PICTURE } : undefined);
const tag = page('<thetis-assessment bank="item-banks/care-basics/" seed="7" lang="en"></thetis-assessment>');

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(tag, pictures, bank.answer) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** Nothing of the bank has become part of the page. */
async function assertText(person, where) {
  assert.equal(await person.page.evaluate(() => window.struck), undefined, `${where}: nothing runs`);
  const foreign = await person.root.evaluate(({ shadowRoot }) => [...shadowRoot.querySelectorAll("script, iframe, object, embed, img[src='x'], [onload], [onerror]")].map(({ outerHTML }) => outerHTML));
  assert.deepEqual(foreign, [], `${where}: nothing of it is an element`);
}

describe("a hostile bank", () => {
  test("what it says is text on every screen and in the saved file, and its pictures are nothing but pictures", () =>
    onPage(browser, async (tab) => {
      const person = new Person(tab, { bank });
      await person.arrive(`${server.url}page.html`);
      await assertText(person, "welcome");
      await person.begin();
      let seen = 0;
      let shown = 0;
      await person.answerAll(Infinity, async () => {
        assert.ok((await person.root.locator("#q-stem").innerText()).includes(MARKUP), "it is read as it is written");
        shown += await person.root.locator("img").count();
        await assertText(person, person.question.item);
        seen++;
      });
      assert.equal(seen, KINDS.length);
      assert.ok(shown > 0, "its pictures are shown");
      await person.sees(person.say("result.title"));
      assert.ok((await person.root.locator("[part~=result]").innerText()).includes(MARKUP));
      await assertText(person, "result");

      const [download] = await Promise.all([tab.waitForEvent("download"), person.pressButton("result.save")]);
      const file = `${await download.path()}.html`;
      await download.saveAs(file);
      assert.ok((await readFile(file, "utf8")).includes("&lt;script&gt;window.struck=1"), "it is in the file");
      await inContext(browser, async (context) => {
        const saved = await context.newPage();
        await saved.goto(pathToFileURL(file).href);
        assert.equal(await saved.evaluate(() => window.struck), undefined, "nothing runs in the file");
        assert.equal(await saved.locator("script, iframe, [onload], [onerror], img[src='x']").count(), 0);
      });
      assert.deepEqual(server.requested.filter((path) => /beacon|\/x$/.test(path)), [], "nothing of it asks for anything");
    }));
});
