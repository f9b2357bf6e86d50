/** One assessment on a page: loads what it needs, keeps what was answered, meets trouble, and says what is to be shown. It draws nothing. */
import { loadEngine, type Engine } from "../index.js";
import type { Design, ScoreReport, Session } from "../types.js";
import type { BankFile } from "./bank/file.js";
import { Library } from "./bank/library.js";
import { bankAddress, loadBank } from "./bank/load.js";
import { practiceItem } from "./bank/practice.js";
import type { BankTexts } from "./bank/texts.js";
import { Course } from "./course.js";
import type { Tell } from "./events.js";
import { deskHost } from "./guide/host.js";
import { loadDesk } from "./guide/load.js";
import { itemKind } from "./items/index.js";
import { preferred } from "./language/catalog.js";
import { minutes, remaining, testLength } from "./progress.js";
import type { Ending } from "./result/load_ending.js";
import { Results, type Taken } from "./result/results.js";
import type { Summary } from "./result/summary.js";
import { Ownership } from "./storage/ownership.js";
import { type Kept, readKept, readKeptBank } from "./storage/record.js";
import type { Settings } from "./settings.js";
import { deviceStore, ladder, type Store } from "./storage/store.js";
import { GIVES_UP, resultMissing, type Trouble, TroubleError, troubleOf } from "./trouble.js";
import type { Desk, Saved, Screen } from "./view.js";

export class Assessment {
  readonly course: Course;
  /** The bank of the session, and its texts. */
  readonly library: Library;
  trouble: Trouble | null = null;
  overlay: "languages" | "delete" | "pause" | "left" | null = null;
  /** Whether the learning platform has everything. */
  private delivered = true;
  /** The counsellor's side; `null` until it has come. */
  desk: Desk | null = null;
  private opening: Promise<Desk> | null = null;
  /** Whether the page can be seen. */
  private seen = true;
  private readonly address: URL;
  private readonly key: string;
  private readonly store: Store;
  private refused = false;
  private engine: Engine | null = null;
  /** The bank that a new session would have: another one, if it was updated in between. */
  private current: BankFile | null = null;
  /** A session of a person who has not begun, made early to see whether bank and design can be used. */
  private fresh: Session | null = null;
  /** Everything is loaded, and there is something to show. */
  private usable = false;
  private kept: Kept | null = null;
  /** What was read of a session that cannot be used, to be saved as a file. */
  private unusable: unknown = null;
  /** A log from elsewhere is being opened: if it cannot be used, what is kept here is not to blame. */
  private foreign = false;
  private readonly ownership: Ownership;
  /** What was to be done when the session turned out to be open elsewhere. */
  private intent: (() => void) | null = null;
  /** Grows with each loading, so that an older one changes nothing any more. */
  private run = 0;
  private loaded: Promise<void> = Promise.resolve();
  private readonly results = new Results();
  /** The profile that the person has chosen; one that the page names goes before it. */
  private chosen: string | null = null;
  private told = false;
  /** What the platform kept has been taken. */
  private sent = false;

  constructor(
    private settings: Settings,
    private readonly tell: Tell,
    /** Something is to be drawn anew. */
    readonly changed: () => void,
  ) {
    this.address = bankAddress(settings.bank, document.baseURI);
    this.library = new Library(this.address, settings.languages, settings.lang);
    this.key = [this.address.href, settings.design ?? "", settings.seed ?? ""].join("\n");
    this.store = ladder(settings.save === "device" ? deviceStore() : null, (refused) => {
      if (refused === this.refused) return;
      this.refused = refused;
      changed();
    });
    this.ownership = new Ownership(this.key, settings.save !== "device", () => this.lose());
    this.course = this.newCourse();
  }

  /** Loads everything and shows the welcome; or goes on at once, where the page has gone on before. */
  load(onward = false): Promise<void> {
    this.run++;
    if (!onward) this.usable = false;
    return (this.loaded = this.attempt(() => this.loadAll(this.run, onward)));
  }

  private async loadAll(run: number, onward: boolean): Promise<void> {
    this.trouble = this.overlay = null;
    this.changed();
    const { settings, library, key } = this;
    // All at once.
    const engine = loadEngine();
    const bank = loadBank(this.address);
    const words = library.open();
    const stored = this.store.read([key, `${key}\nbank`]);
    // Whichever fails first is waited for in its turn.
    for (const promise of [engine, bank]) promise.catch(() => {});

    await words;
    // The words for "please wait" are there.
    this.changed();
    const [record, beside] = await stored;
    let kept: Kept | null = null;
    let broken: unknown = null;
    try {
      kept = readKept(record);
    } catch (error) {
      broken = error;
    }
    const keptBank = readKeptBank(beside);
    const { platform } = this.settings;
    // Without the bank's file a session can still be gone on with, on the bank that was kept with it.
    const current = await bank.catch((error: unknown) => {
      if (kept && keptBank) return keptBank.bank;
      throw error;
    });
    if (run !== this.run) return;
    this.current = current;
    const adopt = (one: BankFile) => library.adopt(one, one === keptBank?.bank ? keptBank.locales : {}, kept?.language);
    let spoken = adopt(current);
    this.engine = await engine;
    let fresh: Session;
    try {
      await this.prepare(current);
      fresh = this.begin(current);
    } catch (error) {
      // A session that was kept does not need the bank that has taken the place of its own.
      if (!kept || !keptBank) throw error;
      spoken = adopt(keptBank.bank);
      fresh = this.begin(keptBank.bank);
    }
    // Not before the engine has found the bank usable: texts of a broken bank say nothing.
    await spoken;
    if (run !== this.run) return;
    if (broken) {
      this.unusable = record;
      throw broken;
    }
    this.kept = kept;
    const { id, version } = library.bank!;
    // What the platform has is gone on with; after a restart in this page there is nothing of it left.
    const sent = this.sent ? null : platform?.kept;
    this.sent = true;
    if (sent) this.kept = kept = { format: 1, bank: { id, version }, design: settings.design ?? "", language: library.language, profile: sent.profile, log: sent.log, answered: 0, finished: false, draft: null, spent: 0, when: Date.now() };
    if (kept && kept.bank.id !== id) {
      this.unusable = [record, beside];
      throw new TroubleError("state-of-another-bank", `kept: ${kept.bank.id}; here: ${id}`);
    }
    if (!this.told) {
      this.told = true;
      this.tell("ready", { bank: id, version, language: library.language, languages: library.codes, kept: kept && { answered: kept.answered, finished: kept.finished } });
    }
    const { review, save } = settings;
    if (sent) onward = true;
    try {
      if (kept && this.alone) await this.hold(this.going, false, false);
    } finally {
      this.fresh = fresh;
      this.usable = true;
    }
    if (run !== this.run) return;
    if (!onward) this.course.welcome();
    if (kept && (onward || review)) this.resume();
    else if (review && (save !== "host" || platform)) throw new TroubleError("nothing-kept", "review: no session is kept on this device");
  }

  // What the page and the screens ask for

  /** Shows what lies over the course, or nothing. */
  over(overlay: Assessment["overlay"]): void {
    this.overlay = overlay;
    this.course.visible(this.seen && overlay !== "pause");
    this.changed();
  }

  /** The page wishes another language. */
  prefer(language: string): void {
    const { codes, texts, language: now } = this.library;
    const found = preferred(codes, [language]);
    if (texts && found !== now) void this.choose(found);
  }

  /** Changes the language in the middle. */
  async choose(language: string): Promise<void> {
    // Where nothing has been shown yet, another language may be the way out.
    if (!this.library.texts) {
      this.library.language = language;
      return this.load();
    }
    try {
      await this.library.choose(language);
      this.overlay = null;
      if (this.course.session) {
        this.remember();
        this.keep();
      }
    } catch (error) {
      this.meet(error);
    }
    this.changed();
  }

  /** From the welcome onwards. */
  onward(): void {
    if (this.free) this.course.occupations();
    else this.course.begin();
  }
  /** Compares with the profile that the person has chosen, or with none. */
  occupation(id: string | null): void {
    this.chosen = id;
    if (!this.course.session) return this.course.begin();
    this.keep();
    this.do("result");
  }
  /** From practice to the first question, or goes on with what was kept: once no other place has the session. */
  start(): void {
    void this.attempt(() => this.enter(this.starting, false));
  }
  goOn(): void {
    void this.attempt(async () => (this.alone ? this.hold(this.going) : this.resume()));
  }
  next(): void {
    if (this.course.place.name === "practice" && this.course.place.done) this.start();
    else this.do("next");
  }
  /** Anything else; an engine that refuses is a trouble like any other. */
  do(act: "next" | "skip" | "dontKnow" | "back" | "answers" | "result" | "counsellor" | "occupations"): void {
    void this.attempt(async () => {
      if (act === "counsellor") await this.openDesk();
      this.course[act]();
    });
  }

  /** Fetches the counsellor's side, once. */
  openDesk(): Promise<Desk> {
    return (this.opening ??= Promise.all([loadDesk(deskHost(this)), this.results.fetchEnding()]).then(
      ([desk]) => {
        this.desk = desk;
        this.changed();
        return desk;
      },
      (error: unknown) => {
        this.opening = null;
        throw resultMissing(error);
      },
    ));
  }

  /** Replays an earlier session on the same bank, whichever of its designs it had. */
  async replay(log: string | Uint8Array): Promise<Session> {
    const { engine, library: { bank } } = this;
    try {
      return engine!.resume(bank as never, log);
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "needs-prepare") throw error;
    }
    for (const design of Object.keys(bank!.designs ?? {})) await engine!.prepare(bank as never, { design });
    return engine!.resume(bank as never, log);
  }

  /** Goes on with a session that the page has kept, or the person as a file. */
  async resumeLog(log: string | Uint8Array): Promise<void> {
    await this.loaded;
    const { engine } = this;
    const { bank } = this.library;
    if (!engine || !bank) return;
    await this.attempt(() =>
      this.hold(() => {
        this.foreign = true;
        const session = engine.resume(bank as never, log, this.design);
        // What the session before was compared with, and what lay over it, are not this one's.
        this.results.before = null;
        this.over(null);
        this.course.resume(session);
        this.foreign = false;
        this.remember();
        this.keep();
      }),
    );
  }

  /** Deletes every answer from this device, and begins anew. */
  async deleteAll(): Promise<void> {
    await this.store.clear();
    await this.anew();
  }

  /** Deletes this session, and begins anew. */
  async restart(): Promise<void> {
    await this.store.remove([this.key, `${this.key}\nbank`]);
    await this.anew();
  }

  /** The way on that the trouble offers. */
  async retry(): Promise<void> {
    const { trouble, course } = this;
    if (!trouble) return;
    if (trouble.name === "other-tab") return this.takeOver();
    if (GIVES_UP.includes(trouble.name) && !this.foreign) return this.restart();
    // The session is as it was.
    if (trouble.name === "result-missing") {
      this.trouble = null;
      this.reckon();
      return this.changed();
    }
    this.foreign = false;
    if (this.library.texts && /texts-missing|offline/.test(trouble.name)) {
      this.trouble = null;
      this.overlay = "languages";
      return this.changed();
    }
    await this.load(!!course.session);
  }

  /** Takes the session over from another tab, as it stands there. */
  takeOver(): Promise<void> {
    return this.attempt(() => this.enter(this.intent ?? this.going, true));
  }

  /** The element is on the page again: with the session as another place may have left it. */
  async comeBack(): Promise<void> {
    if (!this.usable) return this.load();
    if (this.course.session && !this.ownership.held) await this.attempt(() => this.enter(this.intent ?? this.going, false));
  }

  /** Does something with the session once it is ours alone, as another place may have left it. */
  private async enter(intent: () => void, force: boolean): Promise<void> {
    const known = this.kept?.log;
    const shown = this.course.session?.logText;
    await this.hold(intent, force, false);
    const [record] = await this.store.read([this.key]);
    // Yet another place has taken it over in between, which has been said.
    if (!this.ownership.held) return;
    this.kept = readKept(record);
    this.trouble = null;
    // What another place has begun meanwhile is gone on with: begun anew it would be lost.
    const act = intent === this.starting && this.kept && this.kept.log !== known ? this.going : intent;
    if (act !== this.going || !this.kept || this.kept.log !== shown) act();
  }

  /** What files are called. */
  get name(): string {
    const { id = "assessment", version = "" } = this.library.bank ?? {};
    return `${id}-${version}`;
  }

  /** What cannot be used, or the log of the session, as a file. */
  get copy(): { readonly name: string; readonly content: BlobPart; readonly type: string } | null {
    const { unusable, course, name } = this;
    if (unusable !== null) return { name: `${name}.json`, content: JSON.stringify(unusable), type: "application/json" };
    return course.session && { name: `${name}.thetis-log`, content: course.session.log as BlobPart, type: "application/octet-stream" };
  }

  /** Compares with another profile, as the page wishes. */
  compare(profile: string | null): void {
    this.settings = { ...this.settings, profile };
    this.reckon();
  }

  /** Compares with an earlier session of the same bank and version, or with none. */
  setBefore(session: Session | null): void {
    this.results.before = session;
    this.reckon();
  }

  /** Time passes, and what is on the screen is kept. */
  visible(on: boolean): void {
    this.seen = on;
    this.course.visible(on && this.overlay !== "pause");
    if (!on && this.course.place.name === "question") this.keep();
  }

  /** The element is gone: other places may have the session. What is under way changes nothing any more. */
  leave(): void {
    this.visible(false);
    this.run++;
    this.ownership.release();
  }

  /** The person goes back to the learning platform. */
  leaveFor(): void {
    this.tell("leave", {});
    this.over("left");
  }
  get leaves(): boolean {
    return this.settings.platform?.leaves ?? false;
  }
  /** Whether the learning platform has everything, or answers wait on the device. */
  hostHas(all: boolean): void {
    this.delivered = all;
    this.changed();
  }

  get saved(): Saved {
    const { save, platform } = this.settings;
    if (platform) return this.delivered ? "platform" : "waiting";
    return save === "host" ? "host" : save === "none" ? "off" : this.refused ? "refused" : "device";
  }

  get review(): boolean {
    return this.settings.review;
  }

  /** What is shown at the end; `null` until it has come. */
  get ending(): Ending | null {
    return this.results.ending;
  }
  /** Of the session as it stands; `null` until it is computed. */
  get report(): ScoreReport | null {
    return this.taken && this.results.report(this.taken);
  }
  get summary(): Summary | null {
    const { texts } = this.library;
    return texts && this.summaryIn(texts);
  }
  /** The result with the texts of any language. */
  summaryIn(texts: BankTexts): Summary | null {
    const { taken, kept } = this;
    return taken && this.results.summary(taken, texts, this.designName, new Date(kept?.finished ? kept.when : Date.now()));
  }

  private get taken(): Taken | null {
    const { course: { session, outcome }, profile } = this;
    return session && outcome && { session, outcome, profile };
  }
  /** Whether the person may choose which work to compare with. */
  private get free(): boolean {
    return this.settings.profile === null && this.profiles.length > 0;
  }
  private get profiles(): readonly string[] {
    return Object.keys(this.library.bank?.profiles ?? {});
  }
  /** Name of the design. */
  get designName(): string {
    return this.settings.design ?? "default";
  }
  get profile(): string | null {
    const profile = this.settings.profile ?? this.chosen;
    return profile !== null && this.profiles.includes(profile) ? profile : null;
  }

  /** Computes the result where it is on the screen and not computed yet. */
  private reckon(): void {
    const { course, taken, library, results } = this;
    if (!/result|counsellor|answers/.test(course.place.name) || !taken || results.report(taken)) return;
    void this.attempt(async () => {
      const report = await results.compute(library.bank!, taken, () => taken.outcome === course.outcome && taken.profile === this.profile);
      if (report) this.tell("result", { report });
      // The second page of what is printed. Without it there is still the first.
      void this.openDesk().catch(() => {});
    });
  }

  get screen(): Screen {
    const { course, trouble, kept } = this;
    const { texts, bank, t } = this.library;
    if (trouble) return { name: "trouble", trouble };
    if (!texts || !bank || !t || !this.usable) return { name: "loading" };
    if (this.overlay) return { name: this.overlay };
    const { place, draft, missing } = course;
    if (place.name === "occupation") return { name: "occupation", occupations: this.profiles.map((id) => ({ id, occupation: bank.profiles![id]!.occupation ?? id, name: texts.profile(id) })), chosen: this.profile, done: place.done };
    if (place.name === "practice") return { name: "practice", item: practiceItem(bank, texts, t), draft, missing, done: place.done };
    if (place.name === "question" && course.item)
      return { name: "question", item: texts.item(course.item), index: place.index, remaining: course.remaining, draft, missing, may: course.may, earlier: course.earlier };
    if (place.name === "result" || place.name === "counsellor" || place.name === "answers") {
      const { summary, free } = this;
      if (!summary) return { name: "loading" };
      if (place.name === "answers") return { name: "answers", summary };
      return place.name === "result" ? { name: "result", summary, free } : { name: "counsellor", summary, outcome: course.outcome! };
    }
    const design = this.designOf(bank);
    return {
      name: "welcome",
      begun: kept && { answered: kept.answered, when: new Date(kept.when), finished: kept.finished },
      length: { ...testLength(bank, design), minutes: minutes(bank, design) },
    };
  }

  private newCourse(): Course {
    const { settings } = this;
    return new Course(
      {
        now: () => performance.now(),
        begin: () => {
          const session = this.fresh ?? this.begin(this.library.bank!);
          // The next person has another seed.
          this.fresh = null;
          this.kept = null;
          this.remember();
          return session;
        },
        complete: (item, draft) => {
          const { texts, bank, t } = this.library;
          const shown = item ? texts!.item(item) : practiceItem(bank!, texts!, t!);
          return itemKind(shown.kind).answer(shown, draft);
        },
        remaining: (outcome, before) => remaining(this.library.bank!, this.designOf(this.library.bank!), outcome, before),
        asked: (item, index) => this.tell("question", { item, index, earlier: this.course.earlier, remaining: this.course.remaining }),
        given: (given) => {
          this.tell("answer", given);
          this.results.scorer.soon(() => this.openDesk());
        },
        finished: () => this.tell("finish", { outcome: this.course.outcome!, logText: this.course.session!.logText }),
        keep: () => this.keep(),
        changed: () => {
          this.reckon();
          this.changed();
        },
      },
      settings.review,
    );
  }

  private get design(): { readonly design?: string } {
    return this.settings.design ? { design: this.settings.design } : {};
  }
  private designOf(bank: BankFile): Partial<Design> {
    return bank.designs?.[this.settings.design ?? "default"] ?? {};
  }
  /** The engine reads the whole bank to find this out; on a slow phone that is felt. */
  private async prepare(bank: BankFile): Promise<void> {
    if (this.designOf(bank).select?.shadow) await this.engine!.prepare(bank as never, this.design);
  }
  private begin(bank: BankFile): Session {
    const { seed } = this.settings;
    return this.engine!.start(bank as never, { ...this.design, ...(seed !== null && { seed }) });
  }

  /** Goes on with the kept session: on the bank as it is, else on the bank as it was when the session began. */
  private resume(): void {
    const { kept, engine } = this;
    if (!kept || !engine) return this.course.welcome();
    this.chosen = kept.profile;
    const go = (bank: BankFile) => this.course.resume(engine.resume(bank as never, kept.log, this.design), kept.draft, kept.spent);
    try {
      go(this.library.bank!);
    } catch (error) {
      void this.attempt(() => this.resumeOld(go, error));
    }
  }

  private async resumeOld(go: (bank: BankFile) => void, reason: unknown): Promise<void> {
    const stored = await this.store.read([this.key, `${this.key}\nbank`]);
    const old = readKeptBank(stored[1]);
    try {
      if (!old) throw reason;
      await this.prepare(old.bank);
      // Its texts come with it: the session's questions are the old bank's.
      await this.library.adopt(old.bank, old.locales, this.library.language);
      go(old.bank);
    } catch (error) {
      this.unusable = this.settings.platform?.kept ?? stored;
      const trouble = troubleOf(error);
      // A log that fits neither bank is damaged, unless the bank has become another in between.
      const name = trouble.name === "state-of-another-bank" && !old ? "bank-updated" : trouble.name;
      throw new TroubleError(GIVES_UP.includes(name) ? name : "bank-updated", trouble.detail);
    }
  }

  /** Keeps the session: after each answer, and when a draft changes. */
  private keep(): void {
    const { course, settings } = this;
    const { bank, language } = this.library;
    if (!course.session || !bank || settings.review) return;
    const { logText } = course.session;
    const { answered } = course;
    const finished = !!course.outcome?.finished;
    const pending = course.pending;
    const grown = this.kept?.log !== logText;
    const kept: Kept = {
      format: 1,
      bank: { id: bank.id, version: bank.version },
      design: settings.design ?? "",
      language,
      profile: this.chosen,
      log: logText,
      answered,
      finished,
      draft: pending && { item: pending.item, value: pending.draft },
      spent: pending?.spent ?? 0,
      when: finished && !grown ? this.kept!.when : Date.now(),
    };
    this.kept = kept;
    const told = () => grown && this.tell("progress", { answered, finished, logText, saved: this.saved, profile: this.chosen });
    if (settings.save === "host") told();
    if (!this.ownership.held) return;
    void this.store.write([[this.key, kept]]).then(() => settings.save !== "host" && told());
  }

  /** Keeps the bank beside the session, with the texts that have been loaded. */
  private remember(): void {
    if (!this.ownership.held) return;
    void this.store.write([[`${this.key}\nbank`, this.library.beside]]);
  }

  /** Whether only one place may have the kept session: one that is only looked at may be open in many. */
  private get alone(): boolean {
    return !this.settings.review && !this.kept?.finished;
  }

  /** Does something with the session once it is ours alone. */
  private async hold(intent: () => void, force = false, now = true): Promise<void> {
    const { run } = this;
    const ours = await this.ownership.take(force);
    // Gone in the meantime.
    if (run !== this.run) return;
    this.intent = ours ? null : intent;
    if (!ours) throw new TroubleError("other-tab", "another tab or window has this session");
    if (now) intent();
  }
  private readonly going = (): void => this.resume();
  private readonly starting = (): void => {
    if (this.course.place.name === "practice") this.course.start();
  };

  /** Another place has taken the session over. */
  private lose(): void {
    this.intent = this.going;
    this.meet(new TroubleError("other-tab", "taken over by another tab or window"));
  }

  private async anew(): Promise<void> {
    this.kept = this.unusable = this.chosen = this.results.before = null;
    this.ownership.release();
    // What is loaded need not come again, unless it was a bank that has gone since.
    const { bank } = this.library;
    if (!this.usable || !bank || bank !== this.current) return this.load();
    this.trouble = this.overlay = null;
    this.course.welcome();
  }

  /** Whatever goes wrong is told as a trouble. */
  private async attempt(call: () => Promise<void>): Promise<void> {
    const { run } = this;
    try {
      await call();
    } catch (error) {
      if (this.run === run) this.meet(error);
    }
    this.changed();
  }

  private meet(error: unknown): void {
    const trouble = troubleOf(error);
    this.trouble = { ...trouble, copy: trouble.name === "result-missing" || (this.unusable !== null && GIVES_UP.includes(trouble.name)) };
    this.overlay = null;
    this.tell("error", { name: trouble.name, detail: trouble.detail });
    this.changed();
  }
}
