// A person who takes a test: by mouse, by touch or with the keyboard alone, in any language. She finds things by what they are called.
import assert from "node:assert/strict";
import { bankOf, say, textsOf } from "./support.mjs";

/** Options of a context for each way of operating. */
export const WAYS = {
  mouse: {},
  keyboard: {},
  touch: { hasTouch: true, isMobile: true },
};

/** Longest a question, a reload or a result may take here, milliseconds: the machine of these tests may be busy. */
const PATIENCE = 30000;

/** The element that has the focus, within shadow trees. Runs in the page. */
const focused = () => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};

/** Where the focus is, seen from an element, or from any of its group of radio buttons. Runs in the page. */
const whereIsFocus = (wanted) => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active === wanted || (wanted.type === "radio" && active?.type === "radio" && active.name === wanted.name && active.form === wanted.form)) return "here";
  const same = active && active !== document.body && active.getRootNode() === wanted.getRootNode();
  return same && active.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? "back" : "on";
};

/** The options of an item, by their ids. */
export const optionsOf = (bank, item) => item.options ?? bank.responseScales[item.responseScale];
export const kindOf = (item) => item.kind ?? (item.responseScale ? "likert" : "single-choice");

/** What question number `index` is answered with: always the same, and of every kind something that can be told from nothing. */
export function choice(bank, item, index) {
  const options = optionsOf(bank, item);
  const place = (index * 7 + 3) % options.length;
  switch (kindOf(item)) {
    case "multiple-response":
      return options.filter((_, k) => k === place || (k * 5 + index) % 3 === 0);
    case "ordering": {
      const turned = [...options.slice(place), ...options.slice(0, place)];
      return index % 2 ? turned.reverse() : turned;
    }
    case "matching":
      return Object.fromEntries(options.map((option, k) => [option, item.targets[(k * k + index) % item.targets.length]]));
    default:
      return options[place];
  }
}

/** One person at one element. `bank` is the name of a bank of the demo or, where a test serves another one, `{ bank, texts(language) }`. */
export class Person {
  constructor(page, { way = "mouse", bank = "soft-skills", language = "en", frame = page.mainFrame(), place = 0 } = {}) {
    this.page = page;
    this.way = way;
    this.frame = frame;
    /** Which of the page's elements. */
    this.place = place;
    this.root = frame.locator("thetis-assessment").nth(place);
    this.language = language;
    this.bank = typeof bank === "string" ? bankOf(bank) : bank.bank;
    this.texts = typeof bank === "string" ? (code) => textsOf(bank, code) : bank.texts;
    /** Everything the element has told since the page was opened. */
    this.events = [];
    /** The question on the screen, as the element told it. */
    this.question = null;
    this.presses = 0;
    page.setDefaultTimeout(PATIENCE);
  }

  // What is heard and seen

  /** Waits until the element tells one of these; returns that. */
  async told(...names) {
    const found = () => this.unread?.find(({ name }) => names.includes(name));
    for (let waited; !found(); ) {
      waited = this.frame.evaluate(([since, wanted, of]) => window.__told(since, wanted, of), [this.heard ?? 0, names, this.place]);
      const late = new Promise((_, reject) => (this.timer = setTimeout(() => reject(Error(`The element does not tell ${names.join(" or ")}. It told ${this.events.map(({ name }) => name).join(" ")}`)), PATIENCE)));
      const events = await Promise.race([waited, late]).finally(() => clearTimeout(this.timer));
      this.heard = (this.heard ?? 0) + events.length;
      const own = events.filter(({ of }) => of === this.place);
      this.events.push(...own);
      this.unread = [...(this.unread ?? []), ...own];
    }
    const event = found();
    this.unread = this.unread.slice(this.unread.indexOf(event) + 1);
    if (event.name === "question") this.question = event.detail;
    return event;
  }

  /** Details of the events of one name, so far. */
  async all(name) {
    const events = await this.frame.evaluate(() => window.__events);
    return events.filter((event) => event.of === this.place && event.name === name).map(({ detail }) => detail);
  }

  /** Opens a page, or the page is new for another reason; waits until the test can be begun or gone on with. */
  async arrive(address) {
    this.events = [];
    this.unread = [];
    this.heard = 0;
    this.question = null;
    if (address) await this.page.goto(address);
    return (await this.told("ready")).detail;
  }
  async reload() {
    await this.page.reload();
    return this.arrive();
  }

  say(key, values) {
    return say(this.language, key, values);
  }
  button(key, values) {
    return this.root.getByRole("button", { name: this.say(key, values), exact: true });
  }
  get heading() {
    return this.root.locator("#heading");
  }
  /** Waits until the screen is headed so. */
  async sees(text) {
    await this.root.getByRole("heading", { level: 2, name: text, exact: true }).waitFor();
  }
  get item() {
    return this.bank.items.find(({ id }) => id === this.question.item);
  }

  // Moves

  /** Presses what a mouse or a finger would, or goes there with Tab and presses Enter or Space. */
  async press(target) {
    if (this.way === "mouse") return target.click();
    if (this.way === "touch") return target.tap();
    await this.#tabTo(target);
    await this.page.keyboard.press(this.presses++ % 2 ? "Space" : "Enter");
  }
  async pressButton(key, values) {
    await this.press(this.button(key, values));
  }

  async #tabTo(target) {
    const element = await target.elementHandle();
    for (let step = 0; step < 150; step++) {
      const where = await element.evaluate(whereIsFocus);
      if (where === "here") return element;
      await this.page.keyboard.press(where === "back" ? "Shift+Tab" : "Tab");
    }
    const here = await (await this.frame.evaluateHandle(focused)).evaluate((active) => active?.outerHTML.slice(0, 200));
    return assert.fail(`Tab does not reach ${target}; the focus is on ${here}`);
  }

  /** Chooses one of a group of radio buttons. `face` is what a mouse or a finger aims at. */
  async #choose(group, place, face) {
    const input = group.locator("input").nth(place);
    if (this.way !== "keyboard") await this.press(face);
    else {
      await this.#tabTo(input);
      const at = await group.locator("input").evaluateAll((inputs) => inputs.indexOf(inputs[0].getRootNode().activeElement));
      for (let step = at; step < place; step++) await this.page.keyboard.press("ArrowDown");
      for (let step = at; step > place; step--) await this.page.keyboard.press("ArrowUp");
      if (!(await input.isChecked())) await this.page.keyboard.press("Space");
    }
    assert.ok(await input.isChecked(), "the answer is chosen");
  }

  async #tick(input, face, on) {
    if ((await input.isChecked()) === on) return;
    if (this.way !== "keyboard") await this.press(face);
    else {
      await this.#tabTo(input);
      await this.page.keyboard.press("Space");
    }
    assert.equal(await input.isChecked(), on);
  }

  /** Puts rows in order, moving each up to its place; ticks that the order is right where it is that of the bank. */
  async #order(item, wanted, label) {
    const rows = this.root.locator("ol.order > li");
    const shown = await rows.locator(".words").allInnerTexts();
    const now = shown.map((text) => item.options.find((id) => label(id) === text));
    for (const [place, id] of wanted.entries()) {
      const from = now.indexOf(id);
      if (from === place) continue;
      const row = rows.filter({ has: this.frame.getByText(label(id), { exact: true }) });
      const up = row.getByRole("button").first();
      for (let step = from; step > place; step--) await this.press(up);
      now.splice(place, 0, ...now.splice(from, 1));
    }
    const box = this.root.getByRole("checkbox", { name: this.say("item.order-right"), exact: true });
    if (wanted.every((id, place) => id === item.options[place])) await this.#tick(box, this.root.locator("label.option"), true);
    assert.deepEqual(await rows.locator(".words").allInnerTexts(), wanted.map(label));
  }

  async #match(item, wanted, words) {
    for (const [option, target] of Object.entries(wanted)) {
      const place = item.targets.indexOf(target);
      const name = words.options[option];
      const list = this.root.getByRole("combobox", { name, exact: true });
      if (item.targets.length > 4 && !item.media?.options?.[target]) {
        if (this.way !== "keyboard") await list.selectOption(target);
        else {
          const element = await this.#tabTo(list);
          // The first entry only says that one is to be chosen.
          const at = await element.evaluate((select) => select.selectedIndex);
          for (let step = at; step <= place; step++) await this.page.keyboard.press("ArrowDown");
          for (let step = at; step > place + 1; step--) await this.page.keyboard.press("ArrowUp");
        }
        assert.equal(await list.inputValue(), target);
      } else {
        const group = this.root.getByRole("radiogroup", { name, exact: true });
        await this.#choose(group, place, group.locator("[part~=option]").nth(place));
      }
    }
  }

  /** Gives the answer on the screen, without going on. */
  async choose(answer, item = this.item) {
    const words = this.texts(this.language).items[item.id] ?? {};
    const options = optionsOf(this.bank, item);
    const answers = this.root.locator(".options");
    const faces = answers.locator("[part~=option]");
    switch (kindOf(item)) {
      case "multiple-response":
        for (const [place, id] of options.entries()) await this.#tick(answers.locator("input").nth(place), faces.nth(place), answer.includes(id));
        return;
      case "ordering":
        return this.#order(item, answer, (id) => words.options[id]);
      case "matching":
        return this.#match(item, answer, words);
      case "hotspot":
        return this.#choose(answers, options.indexOf(answer), this.root.locator(".region").nth(options.indexOf(answer)));
      default:
        return this.#choose(answers, options.indexOf(answer), faces.nth(options.indexOf(answer)));
    }
  }

  /** Checks that the screen asks what was told, in the language of the person. */
  async reads() {
    const { item } = this;
    const texts = this.texts(this.language);
    const words = texts.items[item.id];
    assert.equal(await this.root.locator("#q-stem").innerText(), words.stem);
    if (["ordering", "matching"].includes(kindOf(item))) return;
    const labels = words.options ?? texts.responseScales[item.responseScale].options;
    assert.deepEqual(await this.root.locator("[part~=option] .words").allInnerTexts(), optionsOf(this.bank, item).map((id) => labels[id]));
  }

  /** Where the keyboard would go on from. */
  async assertFocusOnHeading() {
    assert.equal(await (await this.frame.evaluateHandle(focused)).evaluate((active) => active?.id), "heading", "what is new has the focus");
  }

  // The course

  /** From the welcome to the first question, by the practice question; `work`: the profile to be compared with, if she is asked, `null` for none. */
  async begin(work = null) {
    await this.pressButton("welcome.start");
    if (await this.asksForWork()) await this.compare(work);
    await this.root.locator("form").waitFor();
    const group = this.root.locator(".options");
    await this.#choose(group, 1, group.locator("[part~=option]").nth(1));
    await this.pressButton("question.next");
    await this.sees(this.say("practice.done"));
    await this.pressButton("practice.start");
    await this.told("question");
  }

  /** Whether she is asked which work to compare with: where the bank has profiles and the page names none. */
  async asksForWork() {
    return !!Object.keys(this.bank.profiles ?? {}).length && (await this.root.getAttribute("profile")) === null;
  }
  /** Chooses the work to compare with. */
  async compare(work) {
    await this.sees(this.say("occupation.title"));
    const name = work === null ? this.say("occupation.none") : this.texts(this.language).profiles[work].name;
    await this.press(this.root.getByRole("button", { name, exact: true }));
  }

  /** Goes on with the answer given; returns what the element told of it. */
  async next() {
    await this.pressButton("question.next");
    return this.passed();
  }
  async passed() {
    const { detail } = await this.told("answer");
    const { name } = await this.told("question", "finish");
    if (name === "finish") this.question = null;
    else if (this.way === "keyboard") await this.assertFocusOnHeading();
    return detail;
  }

  /** Answers the question on the screen, as always; returns what the element told of it. */
  async answer(answer = choice(this.bank, this.item, this.question.index)) {
    const { item, index } = this.question;
    await this.choose(answer);
    const given = await this.next();
    assert.deepEqual({ item: given.item, index: given.index, given: given.given, answer: given.answer }, { item, index, given: "answer", answer });
    return given;
  }

  /** Passes the question: "skip" or "dont-know"; returns what the element told of it. */
  async pass(how) {
    await this.pressButton(`question.${how}`);
    return this.passed();
  }
  /** To the question before. */
  async back() {
    await this.pressButton("question.back");
    await this.told("question");
  }

  /** What is chosen on the screen: places of the radio buttons and boxes that are ticked. */
  chosen() {
    return this.root.locator("form input").evaluateAll((inputs) => inputs.flatMap(({ checked }, place) => (checked ? [place] : [])));
  }

  /** Answers up to so many questions, or to the end; returns what the element told of each. */
  async answerAll(most = Infinity, each = async () => {}) {
    const given = [];
    while (this.question && given.length < most) {
      await each(this.question);
      given.push(await this.answer());
    }
    return given;
  }

  /** Chooses a language by its own name. */
  async chooseLanguage(code, name) {
    await this.press(this.root.locator("#language"));
    await this.press(this.root.getByRole("button", { name, exact: true }));
    this.language = code;
    await this.root.locator(`[part~=frame][lang=${code}] [part~=screen]:not(:has(.languages))`).waitFor();
  }

  // What the element says of itself

  log() {
    return this.root.evaluate((element) => element.log());
  }
  outcome() {
    return this.root.evaluate((element) => element.outcome());
  }
  report() {
    return this.root.evaluate((element) => element.report());
  }
}
