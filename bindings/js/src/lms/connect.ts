/** Goes along with a test: tells the platform after each answer, keeps on the device what it does not take, and leaves it once. */
import { ALONE, type Connect } from "../player/platform.js";
import { Device } from "./device.js";
import { find } from "./find.js";
import type { Host, LmsElement, Opening } from "./host.js";
import { Journal } from "./journal.js";
import { continues, sizeOf } from "./state.js";

/** How often a platform is asked that does not begin, and how long between; the longest wait for the next question to be drawn; when it is tried again. Milliseconds. */
const TRIES = 3;
const PAUSE = 200;
const SOON = 300;
const LATER = [5_000, 15_000, 60_000] as const;

class Link {
  private readonly journal: Journal;
  private person: string | null;
  private device: Device;
  /** The platform has begun. */
  private open = false;
  /** It is told nothing more: the test is only looked at, or the platform has been left, or it has another session of this person. */
  private over = false;
  private left = false;
  /** Answers that the platform has, of the journal's. */
  private delivered = 0;
  /** The platform has some of this session. */
  private begun = false;
  /** There is something that the platform does not have. */
  private due = false;
  /** It waits on the device since an earlier launch. */
  private waits = false;
  private busy = false;
  private told = true;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly element: LmsElement,
    private readonly host: Host,
    private readonly page: Window,
  ) {
    this.journal = new Journal(element);
    this.person = host.person ?? null;
    this.device = new Device(page, this.person);
  }

  /** Opens the platform; where it does not begin, the test goes on without it until it does. */
  async begin(): Promise<Opening> {
    let opening: Opening | null = null;
    for (let tries = 0; !(opening = await this.tryToOpen()) && tries < TRIES; tries++) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (opening && (opening.review || opening.save === "device")) this.over = true;
    else opening = await this.takeUp(opening);
    this.listen();
    return opening;
  }

  private async tryToOpen(): Promise<Opening | null> {
    try {
      const opening = await this.host.open();
      this.open = true;
      const { person = null } = this.host;
      if (person !== this.person) {
        // What waited while nobody knew whose it was may be somebody else's.
        this.device.remove();
        this.person = person;
        this.device = new Device(this.page, person);
      }
      return opening;
    } catch {
      return null;
    }
  }

  /** Goes on with what waits on the device, if it is of the session that the platform has, and delivers it. */
  private async takeUp(opening: Opening | null): Promise<Opening> {
    const waiting = this.device.read();
    const kept = opening?.kept ?? null;
    const { language, leaves } = opening ?? { language: null, leaves: true };
    // A finished test of which the platform had a part, and now has nothing, belongs to an attempt that is over.
    const own = waiting && continues(waiting.snapshot.state, kept) && !(opening && !kept && waiting.begun && waiting.snapshot.finished);
    this.begun = !!kept || !!(own && waiting.begun);
    if (!own) this.device.remove();
    this.journal.resume(own ? waiting.snapshot.state : kept, own ? waiting.entries.filter(([, size]) => size > sizeOf(kept)) : []);
    this.waits = !!own;
    let taken = !!opening;
    if (opening && own) taken = await this.host.keep({ ...waiting.snapshot, interactions: this.journal.snapshot().interactions, sessionMs: this.journal.elapsed });
    if (own || !opening) this.settle(taken, taken ? this.journal.length : 0);
    return { kept: own ? waiting.snapshot.state : kept, language, review: false, save: "host", leaves };
  }

  private listen(): void {
    const { element, page, journal } = this;
    if (!this.over) {
      element.addEventListener("ready", () => element.hostHas(this.told));
      element.addEventListener("question", ({ detail }) => journal.question(detail));
      element.addEventListener("answer", ({ detail }) => journal.answer(detail));
      element.addEventListener("progress", () => this.soon());
      element.addEventListener("result", ({ detail: { report } }) => {
        journal.compare(report.profile?.id ?? null);
        this.soon();
      });
      page.document.addEventListener("visibilitychange", () => page.document.hidden && !this.over && journal.state && void this.deliver());
      page.addEventListener("online", () => this.due && void this.deliver());
      // The browser had only put the page aside. The platform has been left all the same.
      page.addEventListener("pageshow", ({ persisted }) => persisted && this.left && this.settle(false, this.delivered));
    }
    element.addEventListener("leave", () => void this.goAway());
    page.addEventListener("pagehide", () => void this.leave());
  }

  /** As soon as the next question has been drawn: a slow platform stops everything. Where nothing is drawn, because nobody looks, a moment later. */
  private soon(): void {
    this.due = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.deliver(), SOON);
    this.page.requestAnimationFrame(() => setTimeout(() => this.due && void this.deliver()));
  }

  /** Tells the platform all there is, one thing after another. */
  private async deliver(): Promise<void> {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    this.due = false;
    const { length } = this.journal;
    const taken = await this.attempt().catch(() => false);
    this.busy = false;
    this.settle(taken, taken ? length : this.delivered);
    if (taken && this.due) this.soon();
  }

  private async attempt(): Promise<boolean> {
    if (this.over) return false;
    if (!this.open) {
      const opening = await this.tryToOpen();
      if (!opening) return false;
      // It was not there when the test began. What it has of this person is not written over by another session.
      this.over = opening.review || opening.save === "device" || !continues(this.journal.state, opening.kept);
      if (this.over) return false;
    }
    // Before the test is on the screen there is nothing that could be told of it.
    return this.journal.state ? this.host.keep(this.journal.snapshot()) : !this.waits;
  }

  /** Keeps on the device what was not taken, or nothing; tells the person; tries again later. */
  private settle(taken: boolean, delivered: number): void {
    this.delivered = delivered;
    if (taken) {
      this.tries = 0;
      this.begun ||= !!this.journal.state;
      this.waits = false;
      this.device.remove();
    } else {
      this.due = true;
      this.stash();
      if (!this.over) this.timer = setTimeout(() => void this.deliver(), LATER[Math.min(this.tries++, LATER.length - 1)]);
    }
    if (this.told !== taken) this.element.hostHas((this.told = taken));
  }

  private stash(): void {
    const { journal } = this;
    if (journal.state) this.device.write({ snapshot: journal.snapshot(), begun: this.begun, entries: journal.from(this.delivered) });
  }

  /** Ends, once. What happens after that is for the device. */
  private async leave(): Promise<void> {
    if (this.left) return;
    const { over, due, told } = this;
    if (!over && (due || this.busy)) this.stash();
    if (!this.open) return;
    this.left = this.over = true;
    clearTimeout(this.timer);
    const taken = await this.host.leave(this.journal.snapshot());
    // What a page sends that goes is said to be taken, whatever becomes of it. Of a platform that was gone before, that is not believed.
    if (!over && taken && told) this.device.remove();
  }

  /** The person wants to leave, and there is time to hear whether everything was taken. */
  private async goAway(): Promise<void> {
    if (this.due) await this.deliver();
    await this.leave();
    if (this.host.away) this.host.away();
    else if (this.page.opener) this.page.close();
  }
}

export const connect: Connect = async (element) => {
  const host = await find(window, (element.lms ?? "").trim());
  return host ? new Link(element, host, window).begin() : ALONE;
};
