/** Where sessions are kept: on the device, and in memory where the device refuses. */
import { clear, createStore, delMany, getMany, setMany, type UseStore } from "idb-keyval";

/** Keeps values by key. A store may fail; who uses it says what then. */
export interface Store {
  /** The values of these keys, `undefined` where there is none. */
  read(keys: readonly string[]): Promise<readonly unknown[]>;
  /** All or none. */
  write(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
}

/** IndexedDB. Private windows, full disks and embedded pages refuse it in many ways, all of which are errors of these promises. */
export const deviceStore = (): Store => {
  let opened: UseStore | undefined;
  // Opened on first use, within a promise: even naming `indexedDB` can throw.
  const open = async <T>(use: (store: UseStore) => Promise<T>): Promise<T> => {
    try {
      return await use((opened ??= createStore("thetis", "sessions")));
    } catch (error) {
      // A database that could not be opened would be remembered as such.
      opened = undefined;
      throw error;
    }
  };
  return {
    read: (keys) => open((store) => getMany([...keys], store)),
    write: (entries) => open((store) => setMany(entries.map(([key, value]) => [key, value]), store)),
    remove: (keys) => open((store) => delMany([...keys], store)),
    clear: () => open((store) => clear(store)),
  };
};

export const memoryStore = (): Store => {
  const values = new Map<string, unknown>();
  return {
    read: async (keys) => keys.map((key) => values.get(key)),
    write: async (entries) => entries.forEach(([key, value]) => values.set(key, value)),
    remove: async (keys) => keys.forEach((key) => values.delete(key)),
    clear: async () => values.clear(),
  };
};

/** Longest wait for a store, milliseconds. Some browsers leave a database opening for ever. */
const PATIENCE = 1500;

const within = <T>(promise: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(Error("the store does not answer")), PATIENCE)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/**
 * The first store, and memory below it: everything is also in memory, so that nothing is lost while the page is open. The first is
 * tried anew at each write, since space may have been made; `state` is told whether it took what was last given to it.
 */
export const ladder = (first: Store | null, state: (refused: boolean) => void): Store => {
  const memory = memoryStore();
  let refused = false;
  // One write after another, and of those that wait for the same key only the last.
  let waiting = new Map<string, unknown>();
  let writing: Promise<void> | undefined;
  /** Calls the first store; `undefined` where it fails. */
  const attempt = async <T>(call: (store: Store) => Promise<T>): Promise<T | undefined> => {
    if (!first) return undefined;
    try {
      const result = await within(call(first));
      state((refused = false));
      return result;
    } catch {
      state((refused = true));
      return undefined;
    }
  };
  const flush = async () => {
    while (waiting.size) {
      const entries = [...waiting];
      waiting = new Map();
      await attempt((store) => store.write(entries));
      // What was refused goes along with the next write: half a session would be none.
      if (refused) waiting = new Map([...entries, ...waiting]);
      if (refused && waiting.size === entries.length) break;
    }
    writing = undefined;
  };
  const settle = async (call: (store: Store) => Promise<void>) => {
    waiting.clear();
    await writing;
    waiting.clear();
    await Promise.all([call(memory), attempt(call)]);
  };
  return {
    async read(keys) {
      const kept = await memory.read(keys);
      // What the device refused to take is newer here.
      if (refused && kept.some((value) => value !== undefined)) return kept;
      return (await attempt((store) => store.read(keys))) ?? kept;
    },
    async write(entries) {
      await memory.write(entries);
      for (const [key, value] of entries) waiting.set(key, value);
      await (writing ??= flush());
    },
    remove: (keys) => settle((store) => store.remove(keys)),
    clear: () => settle((store) => store.clear()),
  };
};
