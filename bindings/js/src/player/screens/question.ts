/** One question a screen: how far the test has come, what it is about, the question, its answers, and what may be done. */
import { html, nothing, type TemplateResult } from "lit";
import type { Draft, ShownItem, Stimulus } from "../bank/shown.js";
import { itemKind, passages, picture, words } from "../items/index.js";
import type { Texts } from "../language/texts.js";
import { pictogram } from "../pictograms/index.js";
import type { Passage } from "../speech/reader.js";
import type { Remaining, Screen, View } from "../view.js";
import { button, heading, listen, notice, notKept, phrase } from "./parts.js";

/** Questions of at most so many letters are set larger. */
const SHORT = 70;

const track = (share: number): TemplateResult => html`<svg class="track" aria-hidden="true"><rect class="rest" width="100%" height="100%" rx="3" /><rect class="done" width=${`${share * 100}%`} height="100%" rx="3" /></svg>`;

/** In words, and as a line that is full at the end. */
const progress = (t: Texts, index: number, { count, exact }: Remaining, listening: unknown): TemplateResult => {
  const more = Math.max(0, count - 1);
  const left = more ? t.t(exact ? "question.more" : "question.about-more", { count: more }) : t.t(exact ? "question.last" : "question.perhaps-last");
  return html`<div class="progress" part="progress">
    <div class="beside"><p>${t.t("question.number", { number: index + 1 })} · ${left}</p>${listening}</div>
    ${track(index / (index + Math.max(1, count)))}
  </div>`;
};

const sound = (address: string | undefined, label: string): TemplateResult | typeof nothing =>
  address ? html`<audio controls preload="none" src=${address} aria-label=${label}></audio>` : nothing;

const stimulusBlock = ({ title, text, picture: shown, sound: heard }: Stimulus, t: Texts): TemplateResult =>
  html`<div class="stimulus" role="group" aria-label=${t.t("question.stimulus")}>
    ${title ? html`<h2>${words(title, "stimulus-title")}</h2>` : nothing}${shown ? picture(shown, t) : nothing}${text ? html`<p>${words(text, "stimulus-text")}</p>` : nothing}${sound(heard, t.t("question.sound"))}
  </div>`;

/** Reads the question with its answers, and what to do, if there is a voice for the interface too. */
const listenTo = (view: View, item: ShownItem): ReturnType<typeof listen> => {
  const said: readonly Passage[] = [...passages(item), { say: "instruction", text: phrase(view.t, itemKind(item.kind).instruction) }];
  return listen(view, view.reader.can(said) ? said : passages(item));
};

/** The question itself, as the practice shows it too. */
export const task = (view: View, item: ShownItem, draft: Draft, missing: boolean, readOnly: boolean): TemplateResult => {
  const { t, act } = view;
  const kind = itemKind(item.kind);
  return html`
    ${item.stimulus ? stimulusBlock(item.stimulus, t) : nothing}
    <fieldset class="task" aria-describedby="instruction">
      <legend>
        <h2 id="heading" tabindex="-1" class=${item.stem.text.length <= SHORT ? "stem short" : "stem"}>${words(item.stem, "stem", "q-stem")}</h2>
        ${item.prompt ? html`<span class="prompt">${words(item.prompt, "prompt")}</span>` : nothing}
      </legend>
      ${item.picture && !kind.drawsPicture ? html`<div class="figure">${picture(item.picture, t)}</div>` : nothing}${sound(item.sound, t.t("question.sound"))}
      <p class=${item.prompt ? "unseen" : "instruction"} id="instruction" data-say="instruction">${t.t(kind.instruction)}</p>
      ${kind.render({ item, t, draft, change: (next) => act.change(next), readOnly, missing, idPrefix: "q" })}
    </fieldset>
  `;
};

const submitting = (next: () => void) => (event: Event) => {
  event.preventDefault();
  next();
};

export const question = (view: View, { item, index, remaining, draft, missing, may, earlier }: Extract<Screen, { name: "question" }>): TemplateResult => {
  const { t, act, review, assisted, desk } = view;
  return html`<form class="screen" part="screen question" novalidate @submit=${submitting(() => act.next())}>
    ${progress(t, index, remaining, listenTo(view, item))} ${earlier && !review ? notice("back", html`<p>${t.t("question.earlier")}</p>`) : nothing} ${task(view, item, draft, missing, review)}${assisted && desk ? desk.beside(view, item) : nothing}
    ${review && item.reason ? notice("book", words(item.reason)) : nothing}
    ${may.dontKnow || may.skip
      ? html`<div class="ways">
          ${may.dontKnow ? button("quiet", "unsure", t.t("question.dont-know"), () => act.dontKnow()) : nothing}${may.skip ? button("quiet", "skip", t.t("question.skip"), () => act.skip()) : nothing}
        </div>`
      : nothing}
    ${notKept(view)}
    <div class="actions">${may.back ? button("secondary", "back", t.t("question.back"), () => act.back()) : nothing}${button("primary", "next", t.t("question.next"))}</div>
  </form>`;
};

/** A question that does not count. */
export const practice = (view: View, { item, draft, missing, done }: Extract<Screen, { name: "practice" }>): TemplateResult => {
  const { t, act } = view;
  return html`<form class="screen" part="screen question" novalidate @submit=${submitting(() => (done ? act.start() : act.next()))}>
    ${done
      ? html`<div class="sign">${pictogram("check")}</div>
          ${heading(t.t("practice.done"))}
          <p class="lead">${t.t("practice.done-text")}</p>`
      : html`<div class="progress">
            <div class="beside"><p class="with-pictogram">${pictogram("star")}<span>${t.t("practice.intro")}</span></p>${listenTo(view, item)}</div>
          </div>
          ${task(view, item, draft, missing, false)}`}
    <div class="actions">${button("primary", "next", t.t(done ? "practice.start" : "question.next"))}</div>
  </form>`;
};
