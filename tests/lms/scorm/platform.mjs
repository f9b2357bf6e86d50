// A learning platform: scorm-again as its SCORM run-time environment in the browser, and a server that keeps what is committed, as a platform's database does.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Person } from "../../browser/person.mjs";
import { inContext as inAny, serve } from "../../browser/support.mjs";
import { runtime } from "./runtime.mjs";

/** Runs in a context of its own. A slow machine makes browsers wonder what the page asks for so early; else nothing may go wrong, but for what `allowed` matches. */
export const inContext = (browser, run, allowed = /^$/) => inAny(browser, run, {}, RegExp(`was preloaded using link preload|${allowed.source}`));

const scormAgain = (version) => createRequire(import.meta.url).resolve(`scorm-again/${version}/min`);

/** What a platform hands to a test that is opened for the first time. */
const NEW = {
  scorm12: (learner) => ({ core: { student_id: learner.id, student_name: learner.name, lesson_mode: "normal", credit: "credit", entry: "ab-initio" }, student_preference: { language: learner.language } }),
  scorm2004: (learner) => ({ learner_id: learner.id, learner_name: learner.name, mode: "normal", credit: "credit", entry: "ab-initio", learner_preference: { language: learner.language } }),
};

/** The page on which the platform shows a package: in a frame, or opened from it in a window. */
const page = (settings) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A platform</title><link rel="icon" href="data:,">
<style>iframe { border: 0; width: 100%; height: 600px }</style><script src="/scorm-again.js"></script>
<script>(${runtime})(${JSON.stringify(settings)})</script>
${settings.popup ? `<button onclick="window.opened = open('/package/index.html', 'test', 'width=400,height=700')">Open</button>` : `<iframe src="/package/index.html"></iframe>`}</html>`;

export class Platform {
  /** What was committed last. */
  stored = null;
  /** How often the server was asked to keep something. */
  asked = 0;
  /** Milliseconds that a commit takes; whether the server answers at all. */
  delay = 0;
  down = false;
  /** Number of the attempt. */
  attempt = 0;
  /** Settings of the launches that name none. */
  next = null;
  learner = { id: "7d1e-student", name: "Olena Koval", language: "" };

  /** Serves a package on a platform of that version. */
  static async start(version, { files, bank }) {
    const platform = new Platform();
    Object.assign(platform, { version, files, bank });
    platform.server = await serve({ answer: (path, request) => platform.answer(path, request) });
    return platform;
  }
  close() {
    this.server.close();
  }
  /** Nothing is kept any more: the next launch begins a new attempt. */
  forget() {
    this.stored = null;
    this.attempt++;
  }

  async answer(path, request) {
    const { version, files } = this;
    if (path.startsWith("/commit/")) {
      const body = Buffer.concat(await request.toArray()).toString();
      if (this.delay) await new Promise((resolve) => setTimeout(resolve, this.delay));
      this.asked++;
      if (this.down) return { status: 503, body: "" };
      // What the page of another attempt sends when it is gone is another matter.
      if (Number(path.slice("/commit/".length)) === this.attempt) this.stored = JSON.parse(body).cmi;
      return { type: "application/json", body: '{"result":true,"errorCode":0}' };
    }
    if (path === "/scorm-again.js") return readFile(scormAgain(version), "utf8");
    if (path === "/lms.html") return page({ version, stored: this.data(), commit: `/commit/${this.attempt}`, ...this.settings });
    const file = files.get(path.replace("/package/", ""));
    return file ? { body: file } : { status: 404, body: "" };
  }

  /** What the test is told when it is opened. */
  data() {
    const { version, stored, learner, settings: { mode } } = this;
    const twelve = version === "scorm12";
    const data = NEW[version](learner);
    const core = twelve ? data.core : data;
    if (stored) {
      const { exit } = twelve ? stored.core : stored;
      const again = exit === "suspend";
      core.entry = again ? "resume" : "";
      if (again || mode) {
        const { core: kept, ...rest } = structuredClone(stored);
        for (const name of ["learner_preference", "student_preference", "total_time", "session_time", "exit", "mode", "entry"]) delete rest[name];
        Object.assign(data, rest);
        if (twelve) Object.assign(core, { lesson_status: kept.lesson_status, score: kept.score });
      }
    }
    if (mode) core[twelve ? "lesson_mode" : "mode"] = mode;
    return data;
  }

  /** Opens the test in a new tab; waits until it can be begun or gone on with. `settings`: see runtime.mjs. */
  async launch(context, settings = this.next ?? {}) {
    this.settings = settings;
    const lms = await context.newPage();
    await lms.goto(`${this.server.url}lms.html`);
    let test = lms;
    if (settings.popup) [test] = await Promise.all([once(context, "page").then(([opened]) => opened), lms.getByRole("button").click()]);
    const frame = settings.popup ? test.mainFrame() : await (await lms.waitForSelector("iframe")).contentFrame();
    const person = new Person(test, { bank: this.bank, frame, language: settings.language ?? "en" });
    person.ready = (await person.told("ready")).detail;
    /** As platforms do it: the frame is emptied, or the person closes the window. The platform's page stays. */
    const leave = async () => {
      const { asked } = this;
      await (settings.popup ? test.close() : lms.evaluate(() => (document.querySelector("iframe").src = "about:blank")));
      await lms.waitForFunction(() => window.calls.some(([name]) => /Finish|Terminate/.test(name)));
      // The last one is sent by a beacon.
      for (let tries = 0; this.asked === asked && tries < 800; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    };
    return { lms, person, frame, leave };
  }

  /** Waits until what is kept satisfies. */
  async keeps(condition, what = String(condition)) {
    for (let tries = 0; !(this.stored && condition(this.stored)); tries++) {
      if (tries > 1200) throw Error(`The platform never kept ${what}: ${JSON.stringify(this.stored)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return this.stored;
  }
}

/** Everything that was called on the platform's object so far: `[name, ...arguments, answer]`. */
export const callsOf = (lms) => lms.evaluate(() => window.calls);
/** What is kept of the attempt itself; SCORM 1.2 has it apart. */
export const coreOf = (kept) => kept.core ?? kept;
/** Ids of the interactions that are kept, in order. */
export const toldOf = ({ interactions }) => Object.values(interactions).map(({ id }) => id);
