// Whole assessments: in English, in Arabic, in Ukrainian; by mouse, with the keyboard alone, by touch. What comes out is what the engine
// says in Node to the same answers, to the bit.
import { after, before, describe, test } from "node:test";
import { assertAsInNode } from "./engine.mjs";
import { Person, WAYS } from "./person.mjs";
import { assertCounsellor, assertResult } from "./result.mjs";
import { demo, launch, onPage, serve } from "./support.mjs";

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve()])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** Every kind of question is met in every way and in every language. */
const COURSES = ["en", "ar", "uk"].flatMap((language, row) =>
  Object.keys(WAYS).map((way, column) => ({ language, way, ...(row === column ? { bank: "care-basics", design: "full" } : { bank: "soft-skills", design: "short" }) })),
);

describe("a whole assessment", { concurrency: 3 }, () => {
  for (const { language, way, bank, design } of COURSES) {
    test(`${language}, ${way}: ${bank}, ${design}`, () =>
      onPage(
        browser,
        async (page) => {
          const person = new Person(page, { way, bank, language });
          const settings = { bank, design, seed: "20260905", lang: language };
          await person.arrive(demo(server, settings));
          await person.begin();
          const given = await person.answerAll(Infinity, () => person.reads());
          const outcome = await assertAsInNode(person, settings, given);
          await assertResult(person, outcome);
          await person.pressButton("result.counsellor");
          await assertCounsellor(person, outcome);
          await person.pressButton("counsellor.back");
          await person.sees(person.say("result.title"));
        },
        WAYS[way],
      ));
  }
});
