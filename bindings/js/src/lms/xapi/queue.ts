/** Statements that wait until the record store has them: delivered in order, each once. */
import type { Statement } from "./statements.js";
import type { Store } from "./store.js";

/** The store has another statement of this id: ours, delivered before by another page. */
const THERE = 409;
/** What is said against a list for the sake of one of its statements, or of its length. */
const APART: readonly number[] = [400, THERE, 413, 422];

/** Characters that a browser certainly sends for a page that is gone; it takes 64 KiB. */
const LAST = 20000;

export class Queue {
  private waiting: readonly Statement[] = [];
  private readonly made = new Set<string>();
  private failed = false;
  private told = false;

  constructor(private store: Store) {}

  get empty(): boolean {
    return !this.waiting.length;
  }
  /** Nothing is known against the delivery of what waits, be it by a page that is going. */
  get safe(): boolean {
    return !this.failed && JSON.stringify(this.waiting).length < LAST;
  }

  /** Puts a statement at the end, unless it is or was in the queue. */
  add(statement: Statement): void {
    if (this.made.has(statement.id)) return;
    this.made.add(statement.id);
    this.waiting = [...this.waiting, statement];
  }
  /** Takes back the last one, which was not delivered. */
  withdraw({ id }: Statement): void {
    this.made.delete(id);
    this.waiting = this.waiting.filter((statement) => statement.id !== id);
  }

  /** Delivers what waits. `false` if something still waits. `last`: the page is going; there is one request, which outlives it. */
  async deliver(last = false): Promise<boolean> {
    const { waiting } = this;
    const all = !waiting.length || (await this.send(waiting, last));
    this.failed = !all;
    return all;
  }

  private async send(statements: readonly Statement[], last: boolean): Promise<boolean> {
    const status = await this.store.send("POST", "statements", JSON.stringify(statements), last);
    const one = statements.length === 1;
    if (!one && APART.includes(status)) {
      for (const statement of statements) if (!(await this.send([statement], last))) return false;
      return true;
    }
    const refused = one && APART.includes(status) && status !== THERE;
    if ((status >= 200 && status < 300) || status === THERE || refused) {
      // What the store will never take must not keep the others waiting; the session's log has it.
      if (refused) console.error(`The record store refuses a statement (${status}); the session's log has what it says: ${JSON.stringify(statements)}`);
      this.waiting = this.waiting.filter((statement) => !statements.includes(statement));
      return true;
    }
    if ((status === 401 || status === 403) && !this.told) {
      this.told = true;
      console.error(`The record store takes nothing more from this launch (${status}). What was answered is kept; open the test again from the learning platform.`);
    }
    return false;
  }
}
