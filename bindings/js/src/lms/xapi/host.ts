/**
 * A test told to a record store: what happens as statements, and the session itself as a State document, from which it is gone on with.
 *
 * The ids of statements follow from what they say: version 5 UUIDs of person, registration, activity and event. What is delivered
 * again, be it by another page, is no second statement.
 */
import type { Host, Opening, Snapshot } from "../host.js";
import { duration } from "../times.js";
import { Queue } from "./queue.js";
import type { Session } from "./session.js";
import { answered, type Context, placed, scaled, scored, type Statement, verb, within } from "./statements.js";
import type { Launch } from "./store.js";
import { uuid } from "../../uuid.js";

/** What was said of the result; all of it of this log, but in cmi5 the first two in any session of this registration. */
interface Said {
  readonly completed?: boolean | undefined;
  readonly passed?: boolean | undefined;
  /** Passed or failed. */
  readonly judged?: boolean | undefined;
  /** Where the person stands in each dimension. */
  readonly placed?: boolean | undefined;
}
/** The State document. */
interface Kept extends Said {
  /** `T1.<language>.<profile>.<log>` */
  readonly state?: string | undefined;
}
const textOf = ({ state, completed, passed, judged, placed }: Kept): string => JSON.stringify({ state, completed, passed, judged, placed });

const STATE = "thetis.session";
const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/";
const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";

export class RecordHost implements Host {
  private session!: Session;
  private queue!: Queue;
  /** The State document as the store has it, and as text. */
  private kept: Kept = {};
  private stored = "";
  /** What the document will say when all that waits is delivered. */
  private said: Said = {};
  /** When the last statement was made. None is dated before it: cmi5 goes by dates, and an answer given without a network may be older. */
  private time = 0;
  private busy: Promise<boolean> = Promise.resolve(true);
  private gone = false;
  readonly person: string;

  constructor(
    readonly name: "cmi5" | "xapi",
    private page: Window,
    private launch: Launch,
    private start: () => Promise<Session>,
  ) {
    this.person = JSON.stringify(launch);
  }

  async open(): Promise<Opening> {
    const { store, key, began, mode, language, done } = (this.session = await this.start());
    this.queue = new Queue(store);
    const document = await store.read(store.state(STATE));
    if (document && typeof document === "object") this.kept = document;
    this.stored = textOf(this.kept);
    const { state = null, ...said } = this.kept;
    this.said = said;
    // Before anyone else is told that the page goes.
    for (const name of ["pageshow", "pagehide"]) this.page.addEventListener(name, ({ type }) => (this.gone = type === "pagehide"), true);
    if (!done.begun) this.say("initialized", key, {}, began);
    // Nobody has to wait for that.
    this.busy = this.deliver();
    // Whoever is to look around, with nothing to look at, takes a test of which nobody is told.
    const alone = mode === "Browse" && !state;
    // Leaving is offered even where there is no address to go back to: else the platform hears nothing of it.
    return { kept: state, language, review: mode !== "Normal" && !alone, save: alone ? "device" : "host", leaves: true };
  }

  keep(snapshot: Snapshot): Promise<boolean> {
    return this.next(() => this.write(snapshot));
  }

  leave(snapshot: Snapshot): Promise<boolean> {
    // A page that is going cannot wait.
    return this.gone ? this.end(snapshot) : this.next(() => this.end(snapshot));
  }

  private next(step: () => Promise<boolean>): Promise<boolean> {
    return (this.busy = this.busy.then(step).catch(() => false));
  }

  away(): void {
    const { returnURL } = this.session;
    if (returnURL) this.page.location.assign(returnURL);
    else if (this.page.opener) this.page.close();
  }

  private async write(snapshot: Snapshot): Promise<boolean> {
    const { mode, done } = this.session;
    if (mode !== "Normal") return true;
    this.collect(snapshot);
    // Nothing may follow in a session that is over; the next launch delivers it.
    if (done.ended) return this.queue.empty && this.kept.state === snapshot.state;
    return this.flush(snapshot);
  }

  /** Ends the session. A page that goes before the test is finished may only be loaded anew: then cmi5 is not told that it is over. */
  private async end(snapshot: Snapshot): Promise<boolean> {
    const { cmi5, key, began, mode, done } = this.session;
    const last = this.gone;
    const told = mode === "Normal";
    if (told) this.collect(snapshot);
    const now = Date.now();
    const over = !done.ended && (!cmi5 || !last || !told || snapshot.finished);
    const end = over ? this.say(cmi5 || snapshot.finished ? "terminated" : "suspended", cmi5 ? key : `${key} ${now}`, { duration: duration(now - began) }, now) : null;
    if (last && cmi5 && end) this.mark({ ended: true });
    const sent = await (done.ended && !end ? this.queue.empty : told ? this.flush(snapshot) : this.deliver());
    if (!last && end && !sent) this.queue.withdraw(end);
    else if (end && cmi5) this.mark({ ended: true });
    return sent;
  }

  /** Makes statements of what is new. */
  private collect({ state, language, finished, interactions, objectives, score, success }: Snapshot): void {
    const { context, key, began, cmi5, done } = this.session;
    const { activityId } = this.launch;
    const beside = { language, ...within(context, { parent: [activityId] }) };
    for (const interaction of interactions) this.add(`${interaction.item} ${interaction.when}`, answered(activityId, interaction), beside, interaction.when);
    if (!finished) {
      // Taken anew, or made to go on by an answer that was changed: there will be another result.
      const { completed, passed } = this.said;
      this.said = cmi5 ? { completed, passed } : {};
      return;
    }
    const now = Date.now();
    const time = { duration: duration(now - began) };
    const points = score === null ? {} : { score: scored(score) };
    // Where one result may follow another, it is told from it by its log.
    const which = cmi5 ? "" : state;
    if (!this.said.completed) this.say("completed", which, { completion: true, ...(!cmi5 && points), ...time }, now);
    if (!this.said.placed && objectives.some(({ level }) => level)) {
      for (const objective of objectives) this.add(`placed ${objective.dimension} ${state}`, placed(activityId, objective), beside, now);
      this.said = { ...this.said, placed: true };
    }
    const mastered = score !== null && typeof cmi5?.masteryScore === "number" ? scaled(score) >= cmi5.masteryScore : success === "passed";
    if (success !== "unknown" && mastered === (success === "passed") && !done.judged && !this.said.judged && !this.said.passed) {
      this.say(success, success === "passed" ? which : `${key} ${which}`, { success: mastered, ...points, ...time }, now);
      if (cmi5) done.judged = true;
      this.said = { ...this.said, judged: true, passed: mastered || undefined };
    }
    this.said = { ...this.said, completed: true };
  }

  /** Says something of the test as a whole. */
  private say(name: string, key: string, result: object, when: number): Statement {
    const { context, cmi5 } = this.session;
    const decides = "success" in result || "completion" in result;
    const categories = cmi5 ? ["cmi5", ...(decides ? ["moveon"] : [])].map((category) => CATEGORY + category) : [];
    const mastery = "success" in result && typeof cmi5?.masteryScore === "number" ? { [MASTERY]: cmi5.masteryScore } : {};
    const words = { verb: verb(name), object: { objectType: "Activity", id: this.launch.activityId }, ...(Object.keys(result).length && { result }) };
    return this.add(`${name} ${key}`, words, within(context, { category: categories }, mastery), when);
  }

  private add(event: string, words: Pick<Statement, "verb" | "object" | "result">, context: Context, when: number): Statement {
    const { actor, registration, activityId } = this.launch;
    this.time = Math.max(this.time, when, this.session.began);
    const id = uuid(`thetis:statement:${JSON.stringify(actor)}:${registration ?? ""}:${activityId}:${event}`);
    const statement = { id, actor, ...words, context, timestamp: new Date(this.time).toISOString() };
    this.queue.add(statement);
    return statement;
  }

  /** The document follows the statements: what it has was told. */
  private async flush(snapshot: Snapshot): Promise<boolean> {
    // Before the first question there is none.
    const state = snapshot.state || this.kept.state;
    if (!this.gone) return (await this.deliver()) && this.put({ ...this.said, state });
    // A page that is going sends nothing after it has waited: both at once, where there is nothing against it.
    const { safe } = this.queue;
    const [statements, document] = await Promise.all([this.deliver(), safe && this.put({ ...this.kept, state })]);
    return statements && document;
  }

  private async put(document: Kept): Promise<boolean> {
    const { store } = this.session;
    const text = textOf(document);
    if (text === this.stored) return true;
    const status = await store.send("PUT", store.state(STATE), text, this.gone);
    if (status < 200 || status > 299) return false;
    this.stored = text;
    this.kept = document;
    return true;
  }

  private async deliver(): Promise<boolean> {
    const all = await this.queue.deliver(this.gone);
    if (all) this.mark({ begun: true });
    return all;
  }

  private mark(done: Session["done"]): void {
    Object.assign(this.session.done, done);
    this.session.remember();
  }
}
