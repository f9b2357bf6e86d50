/** The counsellor's page: how to talk about the result, the numbers, and what can be taken along or brought again. */
import type { TemplateResult } from "lit";
import { conversation } from "../guide/conversation.js";
import { button, heading, html, learnerPage, nothing, notice, pictogram } from "../guide/draw.js";
import { numbers, questions, type Reading } from "../guide/numbers.js";
import type { Summary } from "../result/summary.js";
import type { View } from "../view.js";

const log = ({ t, summary }: Reading): TemplateResult => html`<p>${t.t("counsellor.about-log")}</p>
  <p class="log" tabindex="0" role="region" aria-label=${t.t("counsellor.log")} lang="zxx" dir="ltr">${summary.logText}</p>`;

/** On paper and in the saved file: one page, in one language; `whole` with all questions and the log, which the screen shows and paper does not. */
export const counsellorPage = (reading: Reading, whole: boolean): TemplateResult => {
  const { t } = reading;
  return html`<div class="page desk" lang=${t.language} dir=${t.direction}>
    <h2>${t.t("counsellor.title")}</h2>
    ${conversation(reading)}${numbers(reading)}${whole ? html`<div class="group items"><h3>${t.t("counsellor.items")}</h3>${questions(reading)}<h3>${t.t("counsellor.log")}</h3>${log(reading)}</div>` : nothing}
  </div>`;
};

/** What happened to a file that was opened. */
export interface Message {
  /** The sentence, and values in it. */
  readonly key: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly care: boolean;
}

/** What the buttons of the page do, besides those of every screen. */
export interface CounsellorActions {
  saveJson(): void;
  saveCsv(): void;
  openEarlier(): void;
  forgetEarlier(): void;
}

/** On the screen. `choice`: of the counsellor's language; `proof`: the section on signed credentials. What is around the page is the candidate's device: the frame stays in their language. */
export const counsellorScreen = (view: View, summary: Summary, reading: Reading, choice: unknown, message: Message | null, proof: unknown, own: CounsellorActions): TemplateResult => {
  const { act, reviewed } = view;
  const { t, report } = reading;
  return html`<div class="page desk on-screen" lang=${t.language} dir=${t.direction}>
      <div class="title-row">
        ${heading(t.t("counsellor.title"))}
        <p class="lead soft">${t.t("counsellor.lead")}</p>
        ${choice}
      </div>
      ${conversation(reading)}
      <section class="group exchange">
        <h3>${t.t("exchange.compare")}</h3>
        <p>${t.t("exchange.about-compare")}</p>
        <div aria-live="polite">${message ? notice(message.care ? "warning" : "check", html`<p>${t.t(message.key, message.values)}</p>`, message.care) : nothing}</div>
        <div class="row-of-buttons">
          ${button("secondary", "device", t.t("exchange.open"), () => own.openEarlier())}${report.change ? button("quiet", "delete", t.t("exchange.forget"), () => own.forgetEarlier()) : nothing}
        </div>
      </section>
      ${numbers(reading)}
      <details>
        <summary>${t.t("counsellor.items")}</summary>
        ${questions(reading)}
      </details>
      <details>
        <summary>${t.t("counsellor.log")}</summary>
        <div class="stack">${log(reading)}</div>
      </details>
      <section class="group exchange">
        <h3>${t.t("exchange.save")}</h3>
        <p class="with-pictogram">${pictogram("lock")}<span>${t.t("exchange.about-save")}</span></p>
        <div class="row-of-buttons">
          ${button("secondary", "save", t.t("exchange.json"), () => own.saveJson())}${button("secondary", "save", t.t("exchange.csv"), () => own.saveCsv())}${button("secondary", "save", t.t("counsellor.save-log"), () => act.saveLog())}
        </div>
      </section>
      ${proof}
      <div class="row-of-buttons">${button("primary", "back", t.t("counsellor.back"), () => act.result())}${button("secondary", "print", t.t("counsellor.print"), () => act.print())}</div>
    </div>
    <div class="print" aria-hidden="true"><div><h2>${view.t.t("result.title")}</h2><div class="page">${learnerPage(view.t, summary, reviewed)}</div></div><div class="again">${counsellorPage(reading, false)}</div></div>`;
};
