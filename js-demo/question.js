/** One question: the statement, its options, and how far the test has come. */
import { h } from "./dom.js";

/** What the person sees of the progress, in words. */
export function progressText({ t, number }, index, { count, exact }) {
  const question = t("question", { number: number(index + 1) });
  const more = count - 1;
  if (more <= 0) return `${question} · ${t(exact ? "last" : "perhapsLast")}`;
  return `${question} · ${t(exact ? "more" : "aboutMore", { count: more, number: number(more) })}`;
}

/** `chosen` is the option selected before a change of language. */
export function questionScreen({ texts, item, index, scales, left, chosen, saved, onanswer }) {
  const { t } = texts;
  const { stem, prompt, options } = texts.item(item, scales);
  const missing = h("p", { class: "missing", id: "missing", role: "alert" });
  const share = index / (index + left.count);
  const form = h(
    "form",
    {
      class: "question",
      novalidate: true,
      onsubmit(event) {
        event.preventDefault();
        const option = new FormData(form).get("answer");
        if (option !== null) return onanswer(option);
        missing.textContent = t("choose");
        form.elements.answer[0].focus();
      },
    },
    h("p", { class: "progress" }, progressText(texts, index, left)),
    h("svg", { class: "track", "aria-hidden": "true" }, h("rect", { class: "rest", width: "100%", height: "4", rx: "2" }), h("rect", { class: "done", width: `${share * 100}%`, height: "4", rx: "2" })),
    h(
      "fieldset",
      { "aria-describedby": "missing" },
      h("legend", null, prompt && h("span", { class: "prompt" }, prompt), h("h1", { tabindex: "-1" }, stem)),
      options.map(({ id, label }) =>
        h(
          "label",
          { class: "option" },
          h("input", { type: "radio", name: "answer", value: id, checked: id === chosen, onchange: () => (missing.textContent = "") }),
          h("span", null, label),
        ),
      ),
    ),
    !saved && h("p", { class: "notice" }, t("notSaved")),
    h("div", { class: "actions" }, missing, h("button", { class: "primary", type: "submit" }, t("next"))),
  );
  return form;
}

/** Asks whether to give up the answers so far. */
export function askRestart({ t }, onrestart) {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "restart", onclose: () => dialog.remove() },
    h("h2", { id: "restart" }, t("restartTitle")),
    h("p", null, t("restartText")),
    h(
      "div",
      { class: "choices" },
      h("button", { class: "primary", type: "button", autofocus: true, onclick: () => dialog.close() }, t("keep")),
      h(
        "button",
        {
          class: "secondary",
          type: "button",
          onclick() {
            dialog.close();
            onrestart();
          },
        },
        t("restart"),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
