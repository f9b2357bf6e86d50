/** What a page has to know of its launch when it is loaded anew: in the tab, until that is closed. */
import type { Done } from "../xapi/session.js";

export class Memory {
  readonly done: Done & { token?: string; began?: number } = {};
  private readonly name: string;

  constructor(
    private page: Window,
    fetchURL: string,
  ) {
    this.name = `thetis-cmi5:${fetchURL}`;
    try {
      Object.assign(this.done, JSON.parse(page.sessionStorage.getItem(this.name)!));
    } catch {
      // The browser keeps nothing: this launch cannot be loaded anew, the next one can.
    }
  }
  keep(): void {
    try {
      this.page.sessionStorage.setItem(this.name, JSON.stringify(this.done));
    } catch {
      // As above.
    }
  }
}
