/**
 * The key of a person's own credential: made on the device, for one result, and kept there with it. One for each result, since a device is
 * often shared: the results of two people must not look like those of one.
 */
import { didKey, newPair, publicOf, signer, type Signer } from "./signer.js";

/** Keys of results of which nothing may be kept, or where the device refuses, until the page is closed. */
const held = new Map<string, CryptoKeyPair>();

/** Longest wait for the device, milliseconds. Some browsers leave a database opening for ever. */
const PATIENCE = 1500;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(reject, PATIENCE);
  });

/** Uses the place where sessions are: whoever deletes everything deletes the keys too. `undefined` where the device refuses, in whatever way. */
const onDevice = async <T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> => {
  try {
    const opening = indexedDB.open("thetis");
    opening.onupgradeneeded = () => opening.result.createObjectStore("sessions");
    const database = await settled(opening);
    const result = settled(use(database.transaction("sessions", mode).objectStore("sessions")));
    database.close();
    return await result;
  } catch {
    return undefined;
  }
};

const isPair = (value: unknown): value is CryptoKeyPair => (value as CryptoKeyPair | undefined)?.privateKey instanceof CryptoKey;

const asSigner = async (pair: CryptoKeyPair): Promise<Signer> => {
  const publicKey = await publicOf(pair);
  return signer(didKey(publicKey), publicKey, pair.privateKey);
};

const nameOf = (log: string): string => `key\n${log}`;

const find = async (log: string, keep: boolean): Promise<CryptoKeyPair | null> => {
  const name = nameOf(log);
  const pair: unknown = held.get(name) ?? (keep ? await onDevice("readonly", (store) => store.get(name)) : null);
  return isPair(pair) ? pair : null;
};

/** The identifier of the person whose result it is, where they have made a key for it on this device. */
export const knownSubject = async (log: string, keep: boolean): Promise<string | null> => {
  const pair = await find(log, keep);
  return pair && (await asSigner(pair)).id;
};

/** The key for a result, by the hash of its log; made where there is none. `keep`: whether anything may be kept on this device. */
export const deviceSigner = async (log: string, keep: boolean): Promise<Signer> => {
  const name = nameOf(log);
  let pair = await find(log, keep);
  if (!pair) {
    const made = (pair = await newPair(false));
    if (!keep || (await onDevice("readwrite", (store) => store.put(made, name))) === undefined) held.set(name, made);
  }
  return asSigner(pair);
};
