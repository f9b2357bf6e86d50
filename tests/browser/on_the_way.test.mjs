// What a person may do on the way: change the language, go back, change an answer, say that she does not know, forget to answer.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { care, fixed, KINDS } from "./banks.mjs";
import { assertAsInNode } from "./engine.mjs";
import { choice, kindOf, Person, WAYS } from "./person.mjs";
import { assertCounsellor, assertResult } from "./result.mjs";
import { bankOf, demo, launch, onPage, say, serve } from "./support.mjs";

/** Matching with a fifth target is by lists to choose from. */
const lists = (bank) => bank.items.find(({ id }) => id === "symbols").targets.push("heat");
const word = (heat) => ({ items }) => void (items.symbols.targets.heat = heat);
const served = care(
  { kinds: fixed(KINDS), lists: fixed(["symbols", "signs"]), careful: fixed(["sure-cleaning", "bleach", "raw-meat", "eye"], { dontKnow: "lowest", change: "last" }), strict: fixed(["bleach", "eye"], {}) },
  { en: word("It is hot"), uk: word("Це гаряче") },
);
lists(served.bank);

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: served.answer })])));
after(async () => {
  await browser?.close();
  server?.close();
});

const address = (design, lang = "en") => demo(server, { bank: "care-basics", design, seed: "7", lang });
const person = (page, options) => new Person(page, { bank: served, ...options });

describe("on the way", { concurrency: 3 }, () => {
  for (const way of ["touch", "keyboard"]) {
    test(`the language is changed at every kind of question, and question and draft stay: ${way}`, () =>
      onPage(
        browser,
        async (page) => {
          const one = person(page, { way });
          await one.arrive(address("kinds"));
          await one.begin();
          const given = [];
          const round = [["uk", "Українська"], ["ar", "العربية"], ["en", "English"]];
          while (one.question) {
            const { item, question } = one;
            await one.choose(choice(one.bank, item, question.index));
            const before = [await one.chosen(), await one.root.locator("ol.order > li").count()];
            await one.chooseLanguage(...round[question.index % 3]);
            await one.reads();
            assert.equal(await page.locator("thetis-assessment [part~=frame]").getAttribute("dir"), one.language === "ar" ? "rtl" : "ltr");
            assert.deepEqual([await one.chosen(), await one.root.locator("ol.order > li").count()], before, kindOf(item));
            given.push(await one.next());
            assert.deepEqual(given.at(-1).answer, choice(one.bank, item, question.index), kindOf(item));
          }
          const outcome = await assertAsInNode(one, { design: "kinds", seed: "7" }, given);
          await assertResult(one, outcome);
          assert.deepEqual((await one.all("question")).map(({ item }) => item), KINDS, "no question was asked twice");
        },
        WAYS[way],
      ));
  }

  test("half of an answer survives another language", () =>
    onPage(browser, async (page) => {
      const one = person(page);
      await one.arrive(address("lists"));
      await one.begin();
      const item = one.bank.items.find(({ id }) => id === "symbols");
      const list = (k) => one.root.getByRole("combobox").nth(k);
      await list(1).selectOption("skin");
      await one.chooseLanguage("uk", "Українська");
      await one.reads();
      assert.deepEqual(await Promise.all(item.options.map((_, k) => list(k).inputValue())), ["", "skin", "", ""]);
      assert.equal(await list(1).evaluate((select) => select.selectedOptions[0].text), one.texts("uk").items.symbols.targets.skin);
    }));

  for (const way of ["mouse", "keyboard"]) {
    test(`more targets than four are matched by lists: ${way}`, () =>
      onPage(browser, async (page) => {
        const one = person(page, { way, language: "uk" });
        await one.arrive(address("lists", "uk"));
        await one.begin();
        const given = [await one.answer({ flame: "heat", liquid: "skin", skull: "poison", nature: "heat" }), await one.answer()];
        await assertCounsellorOf(one, await assertAsInNode(one, { design: "lists", seed: "7" }, given));
      }));
  }

  for (const way of ["mouse", "keyboard"]) {
    test(`answers are changed and looked at, skipped and not known: ${way}`, () =>
      onPage(browser, async (page) => {
        const one = person(page, { way });
        await one.arrive(address("kinds"));
        await one.begin();
        const given = [await one.answer(), await one.answer(), await one.pass("dont-know"), await one.pass("skip")];
        // Something is chosen, then looked back.
        await one.choose("turn");
        await one.back();
        assert.equal(one.question.earlier, true);
        assert.deepEqual(await one.chosen(), [], "what was skipped has no answer");
        await one.back();
        await one.back();
        await one.root.getByText(one.say("question.earlier")).waitFor();
        const earlier = choice(one.bank, one.item, 1);
        assert.deepEqual(await one.root.locator("ol.order .words").allInnerTexts(), earlier.map((id) => one.texts("en").items["hands-order"].options[id]));
        assert.equal(await one.button("question.skip").count(), 0, "an earlier question cannot be skipped");
        // Changed: the last becomes the first.
        const other = [earlier.at(-1), ...earlier.slice(0, -1)];
        await one.choose(other);
        given.push(await one.next());
        assert.deepEqual({ ...given.at(-1), timeMs: 0 }, { item: "hands-order", index: 1, given: "answer", answer: other, timeMs: 0, changed: true });
        // What was not known is known now.
        await one.choose(["cooking", "meat"]);
        given.push(await one.next());
        // What was skipped stays so, if she goes on without an answer she is asked for one; going back leaves it.
        await one.choose("tap");
        given.push(await one.next());
        assert.equal(one.question.earlier, false);
        assert.deepEqual(await one.chosen(), [3], "what had been chosen before looking back is still chosen");
        given.push(await one.next());
        await one.back();
        given.push(...(await unchanged(one)), ...(await one.answerAll()));
        assert.deepEqual(given.map(({ changed }) => changed), [false, false, false, false, true, true, true, ...Array(5).fill(false)]);
        await assertCounsellorOf(one, await assertAsInNode(one, { design: "kinds", seed: "7" }, given));
      }));
  }

  test("only the last answer can be changed where the design says so, and none where it says nothing", () =>
    onPage(browser, async (page) => {
      const one = person(page);
      await one.arrive(address("careful"));
      await one.begin();
      assert.equal(await one.button("question.back").count(), 0, "before the first there is none");
      assert.equal(await one.button("question.skip").count(), 0);
      const given = [await one.answer(), await one.answer(), await one.pass("dont-know")];
      await one.back();
      assert.equal(one.question.item, "raw-meat");
      assert.equal(await one.button("question.back").count(), 0);
      await one.choose("clean");
      given.push(await one.next(), await one.pass("dont-know"));
      await assertCounsellorOf(one, await assertAsInNode(one, { design: "careful", seed: "7" }, given));

      await one.arrive(address("strict"));
      await one.begin();
      for (const key of ["skip", "dont-know", "back"]) assert.equal(await one.button(`question.${key}`).count(), 0, key);
      await one.answer();
      assert.equal(await one.button("question.back").count(), 0);
    }));

  for (const language of ["en", "ar"]) {
    test(`who goes on without an answer is told what is missing, at every kind of question: ${language}`, () =>
      onPage(browser, async (page) => {
        const one = person(page, { way: language === "ar" ? "keyboard" : "mouse", language });
        const missing = { "multiple-response": "several", ordering: "order", matching: "match" };
        await one.arrive(address("kinds", language));
        await one.begin();
        while (one.question) {
          const { item, question } = one;
          await one.pressButton("question.next");
          await one.root.getByRole("alert").getByText(say(language, `item.missing-${missing[kindOf(item)] ?? "one"}`)).waitFor();
          const described = await one.root.evaluate(({ shadowRoot }) => {
            const { activeElement } = shadowRoot;
            return activeElement.closest(".answers") && shadowRoot.getElementById(activeElement.getAttribute("aria-describedby"))?.textContent;
          });
          assert.equal(described, say(language, `item.missing-${missing[kindOf(item)] ?? "one"}`), "the focus is on a control that says what is missing");
          const given = await one.answer();
          assert.equal(given.index, question.index);
        }
      }));
  }

  test("an order that is right already is an answer once she says so", () =>
    onPage(browser, async (page) => {
      const one = person(page, { way: "keyboard" });
      await one.arrive(address("kinds"));
      await one.begin();
      const given = [await one.answer()];
      given.push(await one.answer(bankOf("care-basics").items.find(({ id }) => id === "hands-order").options));
      await assertAsInNode(one, { design: "kinds", seed: "7" }, given);
    }));
});

/** Goes on from an earlier answer without changing it: nothing is told. */
async function unchanged(one) {
  await one.pressButton("question.next");
  await one.told("question");
  return [];
}

async function assertCounsellorOf(one, outcome) {
  await assertResult(one, outcome);
  await one.pressButton("result.counsellor");
  await assertCounsellor(one, outcome);
}
