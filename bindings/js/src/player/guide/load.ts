/** Fetches the counsellor's side when there is something for it to say. This much of it is in the player. */
import { html, nothing } from "lit";
import type { openDesk } from "../counsellor.js";
import { words } from "../items/words.js";
import { pictogram } from "../pictograms/index.js";
import { loadEnding } from "../result/load_ending.js";
import { button, heading, notice } from "../screens/parts.js";
import type { Desk } from "../view.js";
import type { DeskHost } from "./desk.js";

/** The counsellor's side; fails where its file cannot be had. */
export const loadDesk = async (host: DeskHost): Promise<Desk> => {
  // As `string`: it is a bundle of its own beside the player, not this folder's.
  const [module, { learnerPage, levelName }] = await Promise.all([import("./counsellor.js" as string) as Promise<{ readonly openDesk: typeof openDesk }>, loadEnding()]);
  return module.openDesk({ html, nothing, words, pictogram, button, heading, notice, levelName, learnerPage }, host);
};
