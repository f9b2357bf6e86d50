/** Whether a session is ours to go on with: taken once, given back, or lost to another place. */
import { claim, type Claim } from "./tabs.js";

export class Ownership {
  private claim: Claim | null = null;
  private claiming: Promise<Claim | null> | null = null;
  /** Grows when it is given back, so that what was asked for before comes to nothing. */
  private turn = 0;

  /** `shared`: where nothing is kept on the device, there is nothing that two places could both write. */
  constructor(
    private readonly name: string,
    private readonly shared: boolean,
    private readonly lost: () => void,
  ) {}

  get held(): boolean {
    return this.shared || this.claim !== null;
  }

  /** Takes it, by force from another place if need be; says whether it is ours. */
  async take(force: boolean): Promise<boolean> {
    // Whoever taps twice asks once.
    if (this.claiming) await this.claiming;
    if (this.held) return true;
    const { turn } = this;
    this.claiming = claim(`thetis\n${this.name}`, force, () => {
      this.claim = null;
      this.lost();
    });
    const claimed = await this.claiming;
    this.claiming = null;
    if (turn === this.turn) this.claim = claimed;
    else claimed?.release();
    return this.held;
  }

  release(): void {
    this.turn++;
    this.claim?.release();
    this.claim = null;
  }
}
