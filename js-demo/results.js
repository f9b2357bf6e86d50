/** The last screen: why the test ended, the estimates with their uncertainty, and the figures behind them. */
import { h } from "./dom.js";
import { standing } from "./level.js";

/** Radius of the estimate's mark, and height of the drawing. */
const RADIUS = 7;
const HEIGHT = 28;

/** Three thirds of the comparison group; over them the band of one standard error, and the estimate. */
function drawing({ from, to, at }, label) {
  const middle = HEIGHT / 2;
  const percent = (share) => `${(share * 100).toFixed(2)}%`;
  return h(
    "svg",
    { class: "standing", role: "img", "aria-label": label, height: HEIGHT },
    [0, 1, 2].map((third) => h("rect", { class: "third", x: percent(third / 3 + 0.004), y: middle - 5, width: percent(1 / 3 - 0.008), height: 10, rx: 3 })),
    h("rect", { class: "band", x: percent(from), y: middle - 5, width: percent(to - from), height: 10, rx: 5 }),
    h("circle", { class: "estimate", cx: percent(at), cy: middle, r: RADIUS }),
  );
}

/** How sure a third is, in words. */
function chances({ t, number }, probability) {
  const tenths = Math.round(probability * 10);
  return tenths > 9 ? t("chancesMost") : t("chances", { number: number(tenths) });
}

/** A figure as people read it, and exactly. */
const figure = (texts, value) => h("data", { value: String(value) }, texts.number(value, 2));

export function resultsScreen({ texts, bank, outcome, log, onrestart }) {
  const { t, number } = texts;
  const people = Math.max(0, ...bank.items.map((item) => item.provenance?.sample ?? 0));
  const expert = bank.items.some((item) => item.provenance?.source === "expert");
  const answered = { count: outcome.steps.length, number: number(outcome.steps.length) };
  const rows = outcome.estimates.map((estimate, k) => {
    const competence = texts.bank.competences[bank.dimensions[k].competence];
    const place = standing(estimate, bank.prior.mean[k], bank.prior.covariance[k][k]);
    return { estimate, competence, place, label: `${t(`third.${place.third}`)} – ${chances(texts, place.probability)}` };
  });
  const file = URL.createObjectURL(new Blob([log], { type: "application/octet-stream" }));
  return h(
    "div",
    { class: "results" },
    h("h1", { tabindex: "-1" }, t("results")),
    h("p", { class: "lead" }, t(`reason.${outcome.reason.name}`, answered)),
    h(
      "ul",
      { class: "competences" },
      rows.map(({ competence, place, label }) =>
        h(
          "li",
          null,
          h("div", { class: "name" }, h("h2", null, competence.name), h("p", { class: "place" }, label)),
          drawing(place, `${competence.name}: ${label}`),
          h("p", null, competence[place.third]),
        ),
      ),
    ),
    h(
      "section",
      { class: "reading" },
      h("h2", null, t("readingTitle")),
      h("p", null, people ? t("reading", { people: number(people) }) : t("readingNoSample")),
      h("p", null, t("readingChances")),
      expert && h("p", null, t("expert")),
      h("p", null, t("purpose")),
      texts.bank.review !== "reviewed" && h("p", null, t("unreviewed")),
    ),
    h(
      "details",
      null,
      h("summary", null, t("figures")),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": t("figures") },
        h(
          "table",
          null,
          h("thead", null, h("tr", null, ["competence", "theta", "se", "band"].map((key) => h("th", { scope: "col" }, t(`column.${key}`))))),
          h(
            "tbody",
            null,
            rows.map(({ competence, estimate: { theta, se } }) =>
              h(
                "tr",
                null,
                h("th", { scope: "row" }, competence.name),
                h("td", null, figure(texts, theta)),
                h("td", null, figure(texts, se)),
                h("td", null, t("range", { from: number(theta - se, 2), to: number(theta + se, 2) })),
              ),
            ),
          ),
        ),
      ),
      h("p", { class: "small" }, t("figuresNote")),
    ),
    h(
      "div",
      { class: "choices" },
      h("a", { class: "secondary", href: file, download: `${bank.id}-${bank.version}.thetis-log` }, t("download")),
      h("button", { class: "secondary", type: "button", onclick: onrestart }, t("startAgain")),
    ),
    h("p", { class: "small" }, t("downloadNote")),
  );
}
