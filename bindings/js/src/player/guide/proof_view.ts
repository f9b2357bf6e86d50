/** A signed credential of the result, drawn: what it proves and what not comes before each button that makes one. */
import type { TemplateResult } from "lit";
import { button, html, nothing, notice, pictogram } from "./draw.js";
import type { Reading } from "./numbers.js";

/** What is to be known now, beside what it is about: the person's own credential, the key file, a new key, the counsellor's credential. */
export interface Said {
  readonly place: "own" | "file" | "key" | "office";
  /** The sentence. */
  readonly key: string;
  readonly care: boolean;
}

/** What is known, and what the buttons do. `about`: the whole result (empty), or a micro-credential by its id. */
export interface Proof {
  /** What the browser can do; `null` until it is known. */
  readonly ability: "sign" | "hash" | "none" | "missing" | null;
  /** The key file that is open; `locked`: it takes a passphrase to use it. */
  readonly key: { readonly id: string; readonly locked: boolean } | null;
  readonly said: Said | null;
  readonly busy: boolean;
  unfold(): void;
  own(about: string): void;
  unsigned(about: string): void;
  office(form: FormData): void;
  openKey(): void;
  makeKey(form: FormData): void;
}

const COMMAND = { issue: "thetis badge issue", keygen: "thetis badge keygen", verify: "thetis badge verify" };

const aboutOf = (form: FormData): string => String(form.get("about") ?? "");

export const proofSection = (reading: Reading, proof: Proof): TemplateResult => {
  const { t, texts, report } = reading;
  const { ability, key, said, busy } = proof;
  const awarded = report.credentials.filter((one) => one.awarded);

  /** A command stays as it is in every language. */
  const sentence = (name: string, command = ""): unknown => {
    const [before, after] = t.t(name, { command: "\n" }).split("\n");
    return after === undefined ? before : html`${before}<code dir="ltr">${command}</code>${after}`;
  };
  const told = (place: Said["place"]): TemplateResult =>
    html`<div aria-live="polite">${said?.place === place ? notice(said.care ? "warning" : busy ? "clock" : "check", html`<p>${sentence(said.key, COMMAND.keygen)}</p>`, said.care) : nothing}</div>`;
  const lines = (sign: "true" | "false", title: string, names: readonly string[]): TemplateResult => html`<div class="says">
    <p class="part-title">${t.t(title)}</p>
    <ul class="stack">
      ${names.map((name) => html`<li class="with-pictogram">${pictogram(sign)}<span>${t.t(name)}</span></li>`)}
    </ul>
  </div>`;
  /** Which of them, where there is more than the whole result. */
  const choice = awarded.length
    ? html`<label class="field">
        <span>${t.t("proof.about")}</span>
        <select name="about">
          <option value="">${t.t("proof.whole")}</option>
          ${awarded.map(({ id }) => html`<option value=${id}>${texts.credential(id).name.text}</option>`)}
        </select>
      </label>`
    : nothing;
  const field = (name: string, label: string, type: "text" | "password"): TemplateResult => html`<label class="field">
    <span>${t.t(label)}</span>
    <input name=${name} type=${type} maxlength="200" autocomplete=${name === "name" ? "organization" : "off"} spellcheck="false" dir="auto" />
  </label>`;
  /** What is typed is read when the form is sent; a passphrase does not stay on the screen. */
  const sent = (act: (form: FormData) => void) => (event: Event): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    act(new FormData(form));
    for (const input of form.querySelectorAll<HTMLInputElement>("[type=password]")) input.value = "";
  };

  const own = html`<form class="topic" @submit=${sent((form) => (ability === "sign" ? proof.own : proof.unsigned)(aboutOf(form)))}>
    <h4>${pictogram("person")}<span>${t.t("proof.own")}</span></h4>
    <p>${t.t(ability === "sign" ? "proof.about-own" : "proof.old")}</p>
    ${ability === "sign" ? lines("true", "proof.proves", ["proof.unchanged", "proof.log"]) : nothing}${lines("false", "proof.not", ["proof.who", "proof.nobody"])}
    ${choice}
    <div class="row-of-buttons">${button("secondary", "save", t.t(ability === "sign" ? "proof.sign" : "proof.save-unsigned"))}</div>
    ${told("own")}
  </form>`;

  const office = html`<div class="topic">
    <h4>${pictogram("helper")}<span>${t.t("proof.office")}</span></h4>
    <p>${t.t("proof.about-office")}</p>
    ${lines("true", "proof.proves", ["proof.unchanged", "proof.log", "proof.signer"])}${lines("false", "proof.not", ["proof.who"])}
    <div class="row-of-buttons">${button("secondary", "device", t.t("proof.open-key"), () => proof.openKey())}</div>
    ${told("file")}${key ? html`<p class="key"><span>${t.t("proof.key")}</span> <code dir="ltr">${key.id}</code></p>` : nothing}
    <details>
      <summary>${t.t("proof.no-key")}</summary>
      <form class="stack" @submit=${sent((form) => proof.makeKey(form))}>
        <p>${t.t("proof.about-key")}</p>
        ${field("new-passphrase", "proof.new-passphrase", "password")}
        <div class="row-of-buttons">${button("secondary", "lock", t.t("proof.make-key"))}</div>
        ${told("key")}
      </form>
    </details>
    <form class="stack" @submit=${sent((form) => proof.office(form))}>
      ${field("name", "proof.name", "text")}${choice}${key && !key.locked ? nothing : field("passphrase", "proof.passphrase", "password")}
      <label class="option">
        <input type="checkbox" name="seen" />
        <span class="mark"></span>
        <span>${t.t("proof.seen")}</span>
      </label>
      <div class="row-of-buttons">${button("primary", "save", t.t("proof.sign"))}</div>
      ${told("office")}
    </form>
  </div>`;

  const inside = (): unknown => {
    if (ability === "none") return notice("warning", html`<p>${sentence("proof.unavailable", COMMAND.issue)}</p>`, true);
    if (ability === "missing") return html`${notice("offline", html`<p>${t.t("proof.missing")}</p>`, true)}${button("secondary", "next", t.t("trouble.result-missing.action"), () => proof.unfold())}`;
    if (!ability) return html`<p>${t.t("loading")}</p>`;
    return html`<div class="topics">${own}${ability === "sign" ? office : nothing}</div>
      <p class="small">${sentence("proof.check", COMMAND.verify)}</p>`;
  };

  return html`<section class="group exchange proof">
    <h3>${t.t("proof.title")}</h3>
    <p>${t.t("proof.lead")}</p>
    <details @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && event.target === event.currentTarget && proof.unfold()}>
      <summary>${t.t("proof.make")}</summary>
      <div class="stack" aria-busy=${busy ? "true" : "false"}>${inside()}</div>
    </details>
  </section>`;
};
