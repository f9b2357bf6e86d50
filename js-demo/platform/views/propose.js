// A form for a new practice, or a change to one: checked here, kept here, downloaded as a file, sent by whoever wrote it.
import { COUNTRIES, problems, SECTORS } from "../check.js";
import { freshId, h } from "../dom.js";
import { boxes } from "../parts.js";
import { emptyProposal, fileOf, freshIdFor, proposalOf, readProposal } from "../proposal.js";
import { deleteDraft, keepDraft, keptDraft } from "../store.js";
import { directionOf, LANGUAGES } from "../words.js";

const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"];

/** The field of the form for a place in the file. The id is made from the title. */
const fieldOf = (place) => {
  const [first, second] = place.split(".");
  if (first === "contact") return second ?? "website";
  return first === "id" ? "title" : first;
};

/** `id`: of a practice that is to be changed. */
export const propose = (page, id) => {
  const { words } = page;
  const changed = id ? page.data.practice(id) : null;
  if (id && !changed) return null;
  const holder = h("div", {});
  const form = new Form(page, holder);
  const kept = keptDraft();
  if (kept) form.start(proposalOf(kept));
  else form.start(changed ? proposalOf(changed) : emptyProposal(words.language));
  if (changed && kept && kept.id !== id) form.replace(proposalOf(changed));
  return { title: words.say("propose.title"), body: [h("div", { class: "lead" }, h("p", {}, words.say("propose.lead"))), holder] };
};

class Form {
  constructor(page, holder) {
    Object.assign(this, { page, holder, words: page.words, said: page.words.say.bind(page.words) });
  }

  /** Draws the form for a proposal. `notice` is a line above it. */
  start(proposal, notice = null) {
    this.proposal = proposal;
    // Found once, they are looked for again at every change.
    this.checked = false;
    this.places = {};
    this.state = h("p", { class: "small" });
    this.tell(keptDraft() ? "propose.kept" : "propose.not-kept");
    this.summary = h("div", { class: "summary", tabindex: "-1", hidden: true });
    this.sent = h("section", { class: "send" });
    this.showSending();
    this.dialog = h("dialog", {});
    this.holder.replaceChildren(
      this.opener(),
      ...(notice ? [h("p", { class: "notice" }, notice)] : []),
      this.summary,
      // Enter in a line of text would send a form; here it does nothing.
      h("form", { novalidate: true, submit: (event) => event.preventDefault() }, this.texts(), this.place(), this.contact(), this.rights(), this.buttons()),
      this.sent,
      this.dialog,
    );
    this.turnTexts();
  }

  tell(key) {
    this.state.textContent = this.said(key);
  }

  /** Something was written: keep it, and look again for what is wrong. */
  changed() {
    this.tell(keepDraft(this.proposal) ? "propose.kept" : "propose.refused");
    if (this.checked) this.showProblems();
  }

  // Fields ------------------------------------------------------------------------------------------------------------------------------

  /** A field: its label, what to write there, the control and a line for what is wrong. `control` is made from its attributes. */
  field(name, control, { hint, optional } = {}) {
    const id = `field-${name}`;
    const problem = h("p", { class: "problem", id: `${id}-problem` });
    const help = hint ? h("p", { class: "small", id: `${id}-hint` }, this.said(hint)) : null;
    const element = control({ id, "aria-describedby": [help?.id, problem.id].filter(Boolean).join(" ") });
    this.places[name] = { element, problem };
    const label = h("label", { for: id }, this.said(`field.${name}`), optional && h("span", { class: "small" }, ` (${this.said("propose.optional")})`));
    return h("div", { class: "field" }, label, help, element, problem);
  }

  line(name, { of = this.proposal, type = "text", ...more } = {}) {
    const input = ({ target }) => {
      of[name] = target.value.trim();
      this.changed();
    };
    return this.field(name, (attributes) => h("input", { ...attributes, type, value: of[name], input, autocomplete: "off", dir: type === "text" ? "auto" : "ltr", list: more.list }), more);
  }

  area(name, rows, hint) {
    const input = ({ target }) => {
      this.proposal[name] = target.value;
      this.changed();
    };
    return this.field(
      name,
      (attributes) => {
        const area = h("textarea", { ...attributes, rows, input });
        area.value = this.proposal[name];
        return area;
      },
      { hint },
    );
  }

  /** A choice of one. `options`: `[value, text]`; what the proposal has and nobody offers is offered too. */
  choice(name, options, more) {
    const { proposal } = this;
    const known = options.some(([value]) => value === proposal[name]);
    const change = ({ target }) => {
      proposal[name] = target.value;
      this.turnTexts();
      this.changed();
    };
    const all = known ? options : [[proposal[name], proposal[name] || this.said("propose.choose")], ...options];
    return this.field(name, (attributes) => h("select", { ...attributes, change }, all.map(([value, text]) => h("option", { value, selected: value === proposal[name] }, text))), more);
  }

  /** The three texts read in their own language and direction. */
  turnTexts() {
    const { language } = this.proposal;
    for (const name of ["title", "what", "evidence"]) {
      this.places[name].element.lang = language;
      this.places[name].element.dir = directionOf(language);
    }
  }

  // Parts of the form -------------------------------------------------------------------------------------------------------------------

  opener() {
    const id = freshId();
    const open = async ({ target }) => {
      const [file] = target.files;
      target.value = "";
      if (!file) return;
      const read = readProposal(await file.text());
      if (!read) return this.start(this.proposal, this.said("propose.not-a-practice", { file: file.name }));
      await this.replace(read.proposal, read.unknown.length ? this.said("propose.unknown", { names: read.unknown.join(", ") }) : null);
    };
    return h("div", { class: "opener" }, h("label", { for: id, class: "button quiet" }, this.said("propose.open")), h("input", { id, class: "unseen", type: "file", accept: ".json,application/json", change: open }));
  }

  texts() {
    const languages = Object.keys(LANGUAGES).map((tag) => [tag, LANGUAGES[tag]]);
    const others = Object.keys(this.proposal.translations);
    const problem = h("p", { class: "problem" });
    this.places.translations = { element: this.summary, problem };
    return h(
      "fieldset",
      { class: "part" },
      h("legend", {}, this.said("propose.part.texts")),
      this.choice("language", languages, { hint: "hint.language" }),
      this.line("title", { hint: "hint.title" }),
      this.area("what", 6, "hint.what"),
      this.area("evidence", 4, "hint.evidence"),
      others.length > 0 && h("p", { class: "small" }, this.said("propose.translations", { names: this.words.list(others.map((tag) => this.words.tongue(tag))) })),
      problem,
    );
  }

  place() {
    const { proposal, words } = this;
    const profiles = boxes("profiles", this.said("field.profiles"), this.page.data.profiles.map(({ id, name }) => [id, name]), proposal.profiles, () => {
      const ticked = [...profiles.querySelectorAll("input:checked")].map(({ value }) => value);
      // Ids of a file that this page does not know are kept, for the check to name.
      proposal.profiles = [...proposal.profiles.filter((id) => !this.page.data.profile(id)), ...ticked];
      this.changed();
    });
    const problem = h("p", { class: "problem" });
    this.places.profiles = { element: profiles.querySelector("input"), problem };
    return h(
      "fieldset",
      { class: "part" },
      h("legend", {}, this.said("propose.part.place")),
      this.countries(),
      this.choice("sector", SECTORS.map((sector) => [sector, words.say(`sector.${sector}`)])),
      profiles,
      problem,
    );
  }

  /** A list for each country, and a button for one more: any number of countries without a control of our own. */
  countries() {
    const { proposal, words } = this;
    const problem = h("p", { class: "problem", id: "field-countries-problem" });
    const rows = h("div", { class: "countries" });
    const read = () => {
      proposal.countries = [...rows.querySelectorAll("select")].map(({ value }) => value).filter(Boolean);
      this.changed();
    };
    const names = words.byName(COUNTRIES).map((code) => [code, words.country(code)]);
    const add = (value) => {
      const known = !value || COUNTRIES.includes(value);
      const options = [["", this.said("propose.choose")], ...(known ? [] : [[value, value]]), ...names];
      const label = this.said("field.country", { count: rows.children.length + 1 });
      const control = h("select", { "aria-label": label, "aria-describedby": problem.id, change: read }, options.map(([code, text]) => h("option", { value: code, selected: code === value }, text)));
      rows.append(control);
      return control;
    };
    for (const country of proposal.countries.length ? proposal.countries : [""]) add(country);
    rows.firstElementChild.id = "field-countries";
    this.places.countries = { element: rows.firstElementChild, problem };
    const more = h("button", { type: "button", class: "quiet", click: () => add("").focus() }, this.said("propose.add-country"));
    return h("div", { class: "field" }, h("label", { for: "field-countries" }, this.said("field.countries")), rows, problem, more);
  }

  contact() {
    const of = this.proposal.contact;
    return h(
      "fieldset",
      { class: "part" },
      h("legend", {}, this.said("propose.part.contact")),
      h("p", { class: "small" }, this.said("hint.contact")),
      this.line("organisation", { of }),
      this.line("website", { of, type: "url", optional: true }),
      this.line("email", { of, type: "email", optional: true }),
    );
  }

  rights() {
    const list = freshId();
    return h(
      "fieldset",
      { class: "part" },
      h("legend", {}, this.said("propose.part.rights")),
      this.area("source", 3, "hint.source"),
      this.line("licence", { hint: "hint.licence", list }),
      h("datalist", { id: list }, LICENCES.map((value) => h("option", { value }))),
      this.line("date", { type: "date", hint: "hint.date" }),
    );
  }

  buttons() {
    return h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", click: () => this.download() }, this.said("propose.download")),
      h("button", { type: "button", class: "quiet warn", click: () => this.remove() }, this.said("propose.delete")),
      this.state,
    );
  }

  // What is wrong, and the file ---------------------------------------------------------------------------------------------------------

  /** The proposal with an id: the one it came with, or one made from its title. */
  finished() {
    const taken = this.page.data.practices.map(({ id }) => id);
    return { ...this.proposal, id: this.proposal.id || freshIdFor(this.proposal.title, taken) };
  }

  /** Says at each field, and in a list above the form, what is wrong; returns whether anything is. */
  showProblems() {
    this.checked = true;
    const found = problems(this.finished(), this.page.data.profiles.map(({ id }) => id)).map(({ place, code, values }) => {
      const field = fieldOf(place);
      const key = code === "malformed-address" ? `check.${code}.${field}` : `check.${code}`;
      return { field, says: place.startsWith("translations.") ? `${place.slice("translations.".length)}: ${this.said(key, values)}` : this.said(key, values) };
    });
    for (const [name, { element, problem }] of Object.entries(this.places)) {
      const here = found.filter(({ field }) => field === name);
      problem.replaceChildren(...here.map(({ says }) => h("span", {}, says)));
      if (here.length) element.setAttribute("aria-invalid", "true");
      else element.removeAttribute("aria-invalid");
    }
    this.summary.hidden = !found.length;
    const items = found.map(({ field, says }) => h("li", {}, h("button", { type: "button", class: "link", click: () => this.places[field].element.focus() }, `${this.said(`field.${field}`)} – ${says}`)));
    this.summary.replaceChildren(h("h2", {}, this.said("propose.problems", { count: found.length })), h("ul", { class: "plain" }, items));
    return found.length > 0;
  }

  download() {
    if (this.showProblems()) return this.summary.focus();
    const finished = this.finished();
    const address = URL.createObjectURL(new Blob([fileOf(finished)], { type: "application/json" }));
    const name = `${finished.id}.json`;
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    deleteDraft();
    this.tell("propose.not-kept");
    this.showSending(name);
    this.sent.querySelector("h2").focus();
    this.page.announce(this.said("propose.downloaded", { file: name }));
  }

  /** How to submit; `name` is the file that was just downloaded. */
  showSending(name = null) {
    const email = document.querySelector("meta[name=maintainer-email]").content;
    const step = (key, ...more) => h("li", {}, this.said(key), more);
    this.sent.replaceChildren(
      h("h2", { tabindex: "-1" }, this.said("send.title")),
      ...(name ? [h("p", { class: "notice" }, this.said("propose.downloaded", { file: name }))] : []),
      h("p", {}, this.said("send.lead")),
      h("ul", {}, step("send.pull-request"), step("send.email", email ? [" ", h("a", { href: `mailto:${email}`, dir: "ltr" }, email)] : null)),
      h("p", { class: "small" }, this.said("send.after")),
    );
  }

  // Draft -------------------------------------------------------------------------------------------------------------------------------

  /** Puts another proposal into the form; asks first where a draft would be lost. */
  async replace(proposal, notice = null) {
    if (keptDraft() && !(await this.asks("propose.replace", "propose.replace.yes"))) return;
    deleteDraft();
    this.start(proposal, notice);
  }

  async remove() {
    if (!(await this.asks("propose.delete.ask", "propose.delete.yes"))) return;
    deleteDraft();
    this.start(emptyProposal(this.words.language));
    this.page.announce(this.said("propose.deleted"));
    this.places.title.element.focus();
  }

  /** Asks, and returns whether the answer was yes. */
  asks(question, yes) {
    const id = freshId();
    return new Promise((resolve) => {
      const button = (key, value, className) => h("button", { type: "button", class: className, click: () => this.dialog.close(value) }, this.said(key));
      this.dialog.setAttribute("aria-labelledby", id);
      this.dialog.returnValue = "";
      this.dialog.replaceChildren(h("p", { id }, this.said(question)), h("div", { class: "buttons" }, button(yes, "yes", "warn"), button("propose.no", "no", "quiet")));
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue === "yes"), { once: true });
      // Not on the page yet when a draft is found on arriving.
      if (this.dialog.isConnected) this.dialog.showModal();
      else requestAnimationFrame(() => this.dialog.showModal());
    });
  }
}
