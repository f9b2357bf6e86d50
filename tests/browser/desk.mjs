// A counsellor at the page of a finished test: how to get there, and what is done there in several tests.
import { readFile } from "node:fs/promises";
import { replay } from "./engine.mjs";
import { choice, optionsOf, Person } from "./person.mjs";
import { say } from "./support.mjs";

/** The best answer. */
export function right(bank, { scoring, ...item }) {
  if (scoring.key) return scoring.key;
  if (scoring.keys) return optionsOf(bank, item).filter((one) => scoring.keys.includes(one));
  if (scoring.order) return scoring.order;
  if (scoring.pairs) return scoring.pairs;
  return optionsOf(bank, item)[scoring.categories.indexOf(Math.max(...scoring.categories))];
}

/** The log of somebody who has finished the design `short`; `well`: with the best answers. */
export async function logOf(bank, well) {
  const session = await replay(bank, { design: "short", seed: "7" }, []);
  for (let question; (question = session.next()); ) {
    const item = bank.items.find((one) => one.id === question.item);
    session.answer(well ? right(bank, item) : choice(bank, item, question.index), { timeMs: 900 });
  }
  return session.logText;
}

/** A person who has finished, at the result. `served`: the bank, as `changed` has left it; the page is at `<language>.html`. */
export async function finished(tab, { served, url, language, well = false }) {
  const one = new Person(tab, { bank: served, language });
  await one.arrive(`${url}${language}.html`);
  await one.root.evaluate((element, log) => element.resume(log), await logOf(served.bank, well));
  await one.sees(one.say("result.title"));
  return one;
}

export async function counsellor(one) {
  await one.pressButton("result.counsellor");
  await one.sees(one.say("counsellor.title"));
}

/** The counsellor chooses a language; returns what the page says in it. */
export async function chooseOwn(one, language) {
  await one.root.locator(".own-language select").selectOption(language);
  await one.root.locator(`.desk.on-screen[lang=${language}]`).waitFor();
  return (key, values) => say(language, key, values);
}

/** Presses a button, and returns the file that is saved. */
export async function saved(one, button) {
  const [download] = await Promise.all([one.page.waitForEvent("download"), one.press(button)]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}
export const save = (one, name) => saved(one, one.root.getByRole("button", { name, exact: true }));
