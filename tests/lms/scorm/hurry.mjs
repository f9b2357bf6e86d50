// A person in a hurry: takes a whole test within the page, without a hand on the mouse, so that it can be taken a hundred times.

/**
 * Runs in the platform's page. Takes the test in its frame, choosing the first answer each time; the questions have one answer each. Then, if
 * the platform has come back, says so, and leaves.
 *
 * `waiting`: the notice that answers wait on the device. Returns the log, the calls, and whether the person saw that notice after the last
 * answer and in the end; it has to be there when, and only when, the platform has not committed what it was told last.
 */
export async function hurry({ waiting, comesBack }) {
  const frame = document.querySelector("iframe");
  const until = async (what, look) => {
    for (let tries = 0; tries < 2000; tries++) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw Error(`Never: ${what}. On the screen: ${frame.contentDocument.querySelector("thetis-assessment")?.shadowRoot?.textContent}`);
  };
  const root = await until("an element", () => frame.contentDocument?.querySelector("thetis-assessment")?.shadowRoot);
  const element = root.host;
  const screen = () => root.querySelector("[part~=frame]")?.dataset.screen;
  const heading = () => root.querySelector("#heading")?.textContent;
  const press = async (moved) => {
    root.querySelector("[part~=primary]").click();
    await until("the next screen", moved);
  };
  const choose = async () => {
    root.querySelector("form input").click();
    await element.updateComplete;
  };
  await until("the welcome", () => screen() === "welcome");
  await press(() => screen() === "practice");
  await choose();
  const asked = heading();
  await press(() => heading() !== asked);
  const pressAndTell = async (moved) => {
    const { length } = window.calls;
    await press(moved);
    await until("that the platform was told", () => window.calls.length > length);
  };
  await pressAndTell(() => screen() === "question");
  while (screen() === "question") {
    const before = element.log();
    await choose();
    await pressAndTell(() => element.log() !== before && (screen() === "result" || root.querySelector("form")));
  }
  await until("the result", () => element.report());
  const told = () => root.textContent.includes(waiting);
  const committed = () => window.calls.findLast(([name]) => /Commit|Initialize/.test(name)).at(-1) === "true";
  const agree = () => until("what the person is told", () => told() === !committed());
  await agree();
  const first = told();
  if (comesBack) window.fail = null;
  frame.contentWindow.dispatchEvent(new Event("online"));
  await until("that all is delivered", committed);
  await agree();
  const log = element.log();
  const last = told();
  const title = heading();
  frame.src = "about:blank";
  await until("the end", () => window.calls.some(([name]) => /Finish|Terminate/.test(name)));
  return { log, title, told: [first, last], calls: window.calls };
}
