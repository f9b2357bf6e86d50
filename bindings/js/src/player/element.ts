/** `<thetis-assessment>`: the attributes, the page's side of everything, and what is drawn. */
import { adoptStyles, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { Outcome, ScoreReport } from "../types.js";
import { Assessment } from "./assessment.js";
import type { BankFile } from "./bank/file.js";
import { choose, download } from "./download.js";
import { teller } from "./events.js";
import { focusFirst } from "./items/index.js";
import { ALONE, type Connect, type Opening, readState } from "./platform.js";
import type { Ending } from "./result/load_ending.js";
import { renderScreen } from "./screens/index.js";
import { createReader } from "./speech/device_reader.js";
import { elementStyles, own, styles } from "./style/index.js";
import type { Actions, Screen, View } from "./view.js";

/** What is on the screen, so that a new one can be told from the same one drawn anew. */
const keyOf = (screen: Screen): string => {
  const part = (name: string): unknown => (screen as unknown as Record<string, unknown>)[name];
  return [screen.name, part("index"), part("earlier"), part("done"), screen.name === "trouble" ? screen.trouble.name : ""].join(" ").trim();
};

/** Attributes whose change is another assessment. */
const DECISIVE = ["bank", "design", "seed", "save", "review", "languages"] as const;

/** An adaptive assessment, whole: it needs no script of the page. */
export class ThetisAssessment extends LitElement {
  static override readonly styles = elementStyles;
  static override readonly properties: PropertyDeclarations = {
    bank: { reflect: true },
    design: { reflect: true },
    lang: { reflect: true },
    lms: { reflect: true },
    pass: { reflect: true },
    languages: { reflect: true },
    profile: { reflect: true },
    save: { reflect: true },
    seed: { reflect: true },
    review: { type: Boolean, reflect: true },
    assisted: { type: Boolean, reflect: true },
    author: { type: Boolean, reflect: true },
  };

  /** Address of the bank's folder, or of its bank.json. */
  declare bank: string | null;
  /** Name of one of the bank's designs; `default` if not given. */
  declare design: string | null;
  /** Codes of the languages to offer, separated by spaces; all of the bank's if not given. */
  declare languages: string | null;
  /** Name of the bank's profile that the result is compared with; empty for none. Without it the person is asked. */
  declare profile: string | null;
  /** Speaks with the learning platform that the page was opened from: empty or `auto` finds it; or its name. */
  declare lms: string | null;
  /** What a learning platform is told as passed: `profile`, or a dimension and a level, `DIMENSION:LEVEL`; nothing if not given. */
  declare pass: string | null;
  /** Where answers are kept. Default `device`. */
  declare save: "none" | "device" | "host" | null;
  /** From 0 to 2⁶⁴ − 1, for tests and studies; drawn by the browser if not given. */
  declare seed: string | null;
  /** A finished session is only looked at. */
  declare review: boolean;
  /** Somebody helps: beside each question it can be read in the helper's language, the test can rest, and the way to the page with the numbers stands at the top of the result. */
  declare assisted: boolean;
  /** Marks texts that are missing in the language chosen. */
  declare author: boolean;

  private assessment: Assessment | null = null;
  private readonly reader = createReader(() => this.renderRoot, () => this.requestUpdate());
  private readonly tell = teller(this);
  /** The screen on which the focus was put last. */
  private shown = "";
  /** Whether anything has been done here: until then the focus belongs to the page. */
  private touched = false;
  /** The decisive attributes as they were when the assessment was opened. */
  private opened = "";
  /** What the learning platform said; `undefined` before it was asked, `null` until it answers. */
  private platform: Opening | null | undefined;
  private drawn: View | null = null;
  private dressed = false;
  private leaving = 0;

  constructor() {
    super();
    this.review = this.assisted = this.author = false;
  }

  /** The log of the session, as text; `null` before it has begun. */
  log(): string | null {
    return this.assessment?.course.session?.logText ?? null;
  }
  /** Goes on with a session from its log. */
  async resume(log: string | Uint8Array): Promise<void> {
    await this.open()?.resumeLog(log);
  }
  /** Estimates, person fit and steps so far; `null` before the session has begun. */
  outcome(): Outcome | null {
    return this.assessment?.course.session?.outcome() ?? null;
  }
  /** The result as computed; `null` until it is on the screen. */
  report(): ScoreReport | null {
    return this.assessment?.report ?? null;
  }
  /** The bank of the session; `null` until it is loaded. */
  get file(): BankFile | null {
    return this.assessment?.library.bank ?? null;
  }
  /** Code of the language on the screen; for `lms.js`. */
  get language(): string | null {
    return this.assessment?.library.language ?? null;
  }
  /** Whether the learning platform has everything; for `lms.js`. */
  hostHas(all: boolean): void {
    this.assessment?.hostHas(all);
  }
  /** Deletes this session and begins anew, at the welcome. */
  async restart(): Promise<void> {
    await this.open()?.restart();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.leaving);
    document.addEventListener("visibilitychange", this.onvisible);
    // At once, not with the first drawing: the network is what takes longest.
    this.onvisible();
    if (this.assessment) void this.assessment.comeBack();
    else this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onvisible);
    this.reader.stop();
    // Who moves an element takes it out and puts it in again at once.
    this.leaving = window.setTimeout(() => this.assessment?.leave());
  }

  private get decisive(): string {
    return DECISIVE.map((name) => this[name] ?? "").join("\n");
  }

  private readonly onvisible = (): void => this.assessment?.visible(!document.hidden);

  /** The assessment; `null` while the page has not said of which bank. */
  private open(): Assessment | null {
    if (!this.assessment && this.bank !== null && this.bank !== undefined) {
      if (typeof this.lms === "string" && !this.platform) {
        void this.askPlatform();
        return null;
      }
      const { bank, design, lang, languages, profile, seed, platform } = this;
      const save = platform?.save ?? this.save;
      const kept = readState(platform?.kept ?? null);
      this.assessment = new Assessment(
        {
          bank: bank!,
          design: design ?? null,
          lang: lang || kept?.language || platform?.language || null,
          languages: languages?.trim().split(/\s+/) ?? null,
          profile: profile ?? null,
          save: save === "none" || save === "host" ? save : "device",
          seed: seed ?? null,
          review: this.review || !!platform?.review,
          ...(platform?.save === "host" && { platform: { kept, leaves: platform.leaves } }),
        },
        this.tell,
        () => this.requestUpdate(),
      );
      this.opened = this.decisive;
      this.onvisible();
      void this.assessment.load();
    }
    return this.assessment;
  }

  /** Asks the learning platform, once. Without the module that speaks with it the test runs on the device. */
  private async askPlatform(): Promise<void> {
    if (this.platform === null) return;
    this.platform = null;
    // As `string`: it is a bundle of its own beside the player, not this folder's.
    const coming = import("./lms.js" as string) as Promise<{ readonly connect: Connect }>;
    this.platform = await coming.then(({ connect }) => connect(this), () => ALONE);
    if (this.isConnected && this.open()) this.requestUpdate();
  }

  protected override willUpdate(changes: PropertyValues): void {
    // A page may put the element in its place first and say of which bank afterwards.
    if (this.decisive !== this.opened) {
      this.assessment?.leave();
      this.assessment = null;
      if (this.isConnected) this.open();
    }
    if (changes.has("profile")) this.assessment?.compare(this.profile ?? null);
    if (changes.has("lang") && this.lang) this.assessment?.prefer(this.lang);
  }

  protected override render(): TemplateResult | typeof nothing {
    const view = (this.drawn = this.view);
    if (!view) return nothing;
    const { t } = view;
    return html`${renderScreen(view)}
      <p id="status" class="unseen" role="status" lang=${t.language} dir=${t.direction}></p>`;
  }

  /** A new screen takes the focus to its heading and is announced, once. What is there when the page opens leaves the focus where it is. */
  protected override updated(): void {
    if (!this.drawn) return;
    const { screen, t } = this.drawn;
    // Before there is anything to help with there are no texts either.
    if (this.assisted && screen.name !== "loading" && screen.name !== "trouble") this.assessment?.openDesk().catch(() => {});
    const key = keyOf(screen);
    if (key !== this.shown) {
      this.shown = key;
      this.reader.stop();
      if (this.touched) this.present();
      // The heading is read when the focus comes to it, and where it does not, a trouble must be told all the same.
      const trouble = screen.name === "trouble" && !this.touched;
      this.announce(trouble ? t.t(`trouble.${screen.trouble.name}.title`) : (this.renderRoot.querySelector("[part~=progress] p")?.textContent ?? ""));
    }
  }

  /** Whether what is drawn says that an answer is missing. */
  private get lacks(): boolean {
    const screen = this.drawn?.screen;
    return !!screen && "missing" in screen && screen.missing;
  }

  /** Puts the heading in sight, and the focus on it. */
  private present(): void {
    const heading = this.renderRoot.querySelector<HTMLElement>("#heading");
    if (!heading) return;
    heading.focus({ preventScroll: true });
    const { top } = this.getBoundingClientRect();
    if (top < 0 || heading.getBoundingClientRect().bottom > innerHeight) this.scrollIntoView({ block: "start" });
  }

  private announce(text: string): void {
    this.renderRoot.querySelector("#status")!.textContent = text;
  }

  private async saveResult(): Promise<void> {
    // Without the counsellor's page where it cannot be had.
    await this.assessment?.openDesk().catch(() => {});
    const view = this.view;
    const { summary, ending } = this.assessment ?? {};
    if (!view || !summary || !ending) return;
    download({ name: `${this.assessment!.name}.html`, content: ending.resultFile(view, summary, [...styles, ...ending.endingStyles]), type: "text/html" });
  }

  /** Adds the style of what is shown at the end, once. */
  private dress({ endingStyles }: Ending): void {
    if (this.dressed) return;
    this.dressed = true;
    adoptStyles(this.renderRoot as ShadowRoot, [...elementStyles, ...endingStyles.map(own)]);
  }

  private get view(): View | null {
    const { assessment } = this;
    if (!assessment?.library.t) return null;
    const { screen, saved, leaves, review, ending } = assessment;
    if (ending) this.dress(ending);
    const { t, texts, languages, language } = assessment.library;
    return {
      screen,
      t,
      language,
      languages,
      title: texts?.title ?? null,
      description: texts?.description ?? null,
      reviewed: texts?.reviewed ?? true,
      saved,
      leaves,
      assisted: this.assisted,
      review,
      author: this.author,
      reader: this.reader,
      ending,
      desk: assessment.desk,
      act: this.act,
    };
  }

  private readonly act: Actions = this.actions();

  private actions(): Actions {
    const course = <K extends "skip" | "dontKnow" | "back" | "answers" | "result" | "counsellor" | "occupations">(name: K) => (): void => this.with((a) => a.do(name));
    return {
      begin: () => this.with((a) => a.onward()),
      occupations: course("occupations"),
      occupation: (id) => this.with((a) => a.occupation(id)),
      start: () => this.with((a) => a.start()),
      resume: () => this.with((a) => a.goOn()),
      change: (draft) => this.with((a) => a.course.change(draft)),
      next: () => this.with((a) => {
        a.next();
        // Each time, not only the first: who presses again did not see it.
        void this.updateComplete.then(() => this.lacks && focusFirst(this.renderRoot));
      }),
      skip: course("skip"),
      dontKnow: course("dontKnow"),
      back: course("back"),
      answers: course("answers"),
      languages: (open) => this.with((a) => a.over(open ? "languages" : null)),
      language: (code) => this.with((a) => void a.choose(code)),
      pause: (on) => this.with((a) => a.over(on ? "pause" : null)),
      askDelete: (open) => this.with((a) => a.over(open ? "delete" : null)),
      deleteAll: () => this.with((a) => void a.deleteAll()),
      leave: () => this.with((a) => a.leaveFor()),
      result: course("result"),
      counsellor: course("counsellor"),
      print: () => window.print(),
      saveResult: () => void this.saveResult(),
      saveLog: () => this.with((a) => a.copy && download(a.copy)),
      openLog: () => choose((file) => void file.arrayBuffer().then((bytes) => this.resume(new Uint8Array(bytes)))),
      retry: () => this.with((a) => void a.retry()),
      takeOver: () => this.with((a) => void a.takeOver()),
    };
  }

  private with(call: (assessment: Assessment) => unknown): void {
    // From now on the focus may be moved: the person is here.
    this.touched = true;
    if (this.assessment) call(this.assessment);
  }
}
