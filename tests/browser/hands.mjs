// Quick hands, within the page: they touch what is there without looking where it lies. For tests of very many questions, or of many at once; what can
// be seen and reached is for a `Person`.

/** Before the page: `window.__hands(element)`. */
export function hands() {
  const turn = () => new Promise((done) => setTimeout(done));
  window.__hands = (element) => {
    const { shadowRoot } = element;
    const given = [];
    element.addEventListener("answer", ({ detail }) => given.push(detail));
    const frame = () => shadowRoot?.querySelector("[data-screen]");
    const onward = () => shadowRoot.querySelector("button.primary");
    const seen = () => `${frame()?.dataset.screen}: ${shadowRoot.querySelector("#heading")?.textContent.trim()}`;
    /** Waits until that is so. */
    const until = async (is) => {
      for (const end = Date.now() + 30_000; !is(); ) {
        if (Date.now() > end) throw Error(`nothing follows ${seen()}`);
        await turn();
      }
    };
    /** Waits for that screen; `lang`: in that language. */
    const at = (name, lang) => until(() => frame()?.dataset.screen === name && (!lang || frame().lang === lang));
    /** One of each group of radio buttons, a box, an entry of each list: an answer of any kind, one touch after another. */
    const choose = async (place) => {
      const inputs = [...shadowRoot.querySelectorAll("form input")];
      const groups = Object.values(Object.groupBy(inputs.filter(({ type }) => type === "radio"), ({ name }) => name));
      const boxes = inputs.filter(({ type }) => type === "checkbox");
      for (const group of boxes.length ? [...groups, boxes] : groups) {
        group[place % group.length].click();
        await turn();
      }
      for (const list of shadowRoot.querySelectorAll("form select")) {
        list.selectedIndex = 1 + (place % (list.options.length - 1));
        list.dispatchEvent(new Event("change", { bubbles: true }));
        await turn();
      }
    };
    /** Answers where there is something to answer, and goes on, screen by screen, up to so many answers or to the result. */
    const take = async (place, most = Infinity) => {
      for (let step = 0; frame().dataset.screen !== "result" && given.length < most; step++) {
        await choose(place + step);
        const now = seen();
        onward().click();
        // A screen that only waits has no button.
        await until(() => seen() !== now && onward());
      }
    };
    /** Deletes everything, for the next person. */
    const clear = async () => {
      shadowRoot.querySelector("#delete").click();
      await until(() => shadowRoot.querySelector("button.danger"));
      shadowRoot.querySelector("button.danger").click();
      await until(() => frame().dataset.screen === "welcome" && element.log() === null);
      given.length = 0;
    };
    return { at, take, clear, given, seen };
  };
}
