/** A learning record store (LRS) over HTTP, as xAPI 1.0.3 has it (part 3, Communication). */

/** Who takes which activity, and where that is told, as the launch says it. */
export interface Launch {
  /** Ends with a slash. */
  readonly endpoint: string;
  /** The agent as launched: statements and documents must be about nobody else. */
  readonly actor: unknown;
  readonly registration: string | null;
  readonly activityId: string;
}

/** Longest that a request may take, milliseconds. */
const PATIENCE = 20000;

export class Store {
  constructor(
    private launch: Launch,
    private authorization: string,
  ) {}

  /** Delivers to the store. Returns the status; 0 where nothing answers. `last`: the page is going, the request outlives it. */
  async send(method: "POST" | "PUT", path: string, json: string, last: boolean): Promise<number> {
    return (await this.ask(method, path, json, last).catch(() => null))?.status ?? 0;
  }

  /** A document; `null` where the store has none. Rejects where the store does not answer, or does not let us in. */
  async read(path: string): Promise<unknown> {
    const answer = await this.ask("GET", path);
    if (answer.status === 404) return null;
    if (!answer.ok) throw Error(`The record store answers ${answer.status} to ${path.replace(/\?.*/, "")}`);
    return answer.json();
  }

  /** Address of a State document of this activity, person and registration. */
  state(stateId: string): string {
    const { activityId, registration } = this.launch;
    return this.address("activities/state", { activityId, ...(registration && { registration }), stateId });
  }
  /** Address of an Agent Profile document. */
  profile(profileId: string): string {
    return this.address("agents/profile", { profileId });
  }
  private address(path: string, fields: Record<string, string>): string {
    return `${path}?${new URLSearchParams({ ...fields, agent: JSON.stringify(this.launch.actor) })}`;
  }

  private async ask(method: string, path: string, body?: string, keepalive = false): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE);
    try {
      return await fetch(this.launch.endpoint + path, {
        method,
        headers: { Authorization: this.authorization, "X-Experience-API-Version": "1.0.3", ...(body && { "Content-Type": "application/json" }) },
        ...(body && { body }),
        keepalive,
        cache: "no-store",
        signal: late.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
