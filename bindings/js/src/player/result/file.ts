/**
 * The result as one file that opens without a network and holds no script: the learner's page and the counsellor's, with the log, drawn as on
 * the screen, with the style sheets within. The browser writes it from nodes, so no text of a bank can become markup.
 */
import { html, render, type CSSResult } from "lit";
import { words } from "../items/words.js";
import { learnerPage } from "../screens/result.js";
import type { View } from "../view.js";
import type { Summary } from "./summary.js";

/** The style sheets are written for a shadow root; in a document of its own, the host is the body. */
const forDocument = (styles: readonly CSSResult[]): string =>
  styles
    .map(({ cssText }) => cssText)
    .join("")
    .replace(/:host(\(((?:[^()]|\([^()]*\))*)\))?/g, "body$2")
    .replace(/\s+/g, " ");

/** A body fills its window, and paper has margins. */
const PAGE = "body{margin:0;min-block-size:100vh}@page{size:A4;margin:10mm 12mm}";

const SHOW_COMMENT = 128;

/** The whole file. `styles`: those of the player. */
export const resultFile = ({ t, title, reviewed, desk }: View, summary: Summary, styles: readonly CSSResult[]): string => {
  const name = `${title?.text ?? ""} – ${t.t("result.title")}`;
  const box = document.createElement("div");
  render(
    html`<main class="frame">
      <div class="screen">
        <h1>${title && words(title)}</h1>
        <p class="soft">${t.date(summary.when)}</p>
        <h2>${t.t("result.title")}</h2>
        ${learnerPage(t, summary, reviewed)}
        <div class="again">${desk?.page(true)}</div>
      </div>
    </main>`,
    box,
  );
  // What Lit leaves behind to find its places again.
  const marks = document.createTreeWalker(box, SHOW_COMMENT);
  const found: ChildNode[] = [];
  while (marks.nextNode()) found.push(marks.currentNode as ChildNode);
  for (const mark of found) mark.remove();
  const label = document.createElement("title");
  label.textContent = name;
  return `<!doctype html>\n<html lang="${t.language}" dir="${t.direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${label.outerHTML}<style>${forDocument(styles)}${PAGE}</style>${box.innerHTML}</html>\n`;
};
