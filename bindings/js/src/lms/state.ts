/** The line of text that brings a session back, `T1.<language>.<profile>.<log>`: which of two goes on from the other. */
import { readState, writeState } from "../player/platform.js";

export { readState, writeState };

/** Bytes at the end of a log that depend on all before. */
const CHECKSUM = 8;

/** The records of a state's log, one character a byte; empty where there are none. */
const recordsOf = (state: string | null): string => {
  const log = readState(state)?.log;
  try {
    return log ? atob(log.replace(/-/g, "+").replace(/_/g, "/")).slice(0, -CHECKSUM) : "";
  } catch {
    return "";
  }
};

/** How much a state's log has, in bytes: it grows with each answer. */
export const sizeOf = (state: string | null): number => recordsOf(state).length;

/** Whether a state is that of the same session as an earlier one, the same or later. */
export const continues = (state: string, earlier: string | null): boolean => recordsOf(state).startsWith(recordsOf(earlier));
