/**
 * A signed credential of the result: the person's own, or a counsellor's. What makes it is a module of its own (`credential.js`), fetched when
 * somebody asks for it. It holds a key only while it signs.
 */
import type * as credential from "../../credential/index.js";
import { choose, download } from "../download.js";
import type { DeskHost } from "./desk.js";
import type { Reading } from "./numbers.js";
import { proofSection, type Said } from "./proof_view.js";

type Credential = typeof credential;
type KeyFile = ReturnType<Credential["readKey"]>;

/** No key file is nearly as large, in bytes. */
const LARGEST_KEY = 10_000;
/** Characters of a password for a new key. */
const SHORTEST = 12;

/** Why nothing was signed, by the end of the key of a sentence: `proof.…`. */
type Refusal = "needs-key" | "needs-name" | "needs-seen" | "short" | "differs";

class Refused extends Error {
  constructor(readonly trouble: Refusal) {
    super(trouble);
  }
}

const load = async (): Promise<Credential> => (await import("./credential.js" as string)) as Credential;

/** Our own words in a credential: keys `badge.…`. */
const WORDS = ["about", "criteria", "asked", "level", "probability", "eqf", "eqf-note", "occupation", "kind"] as const;

/** The sentence for what went wrong: of a refusal here, or of a key file. */
const sentenceOf = (error: unknown): string => {
  const { trouble = "failed" } = error as { readonly trouble?: Refusal | credential.KeyTrouble };
  return `proof.${trouble}`;
};

/** What a page has of it: `section` draws it, `forget` begins anew with another result. */
export const openProof = (host: DeskHost) => {
  let module: Credential | null = null;
  let ability: "sign" | "hash" | "none" | "missing" | null = null;
  let key: KeyFile | null = null;
  let said: Said | null = null;
  let busy = false;

  /** Does one thing at a time, and says how it ended beside the button that began it. */
  const attempt = async (place: Said["place"], act: (credential: Credential) => Promise<string>): Promise<void> => {
    if (busy || !module) return;
    busy = true;
    said = { place, key: "loading", care: false };
    host.changed();
    try {
      said = { place, key: await act(module), care: false };
    } catch (error) {
      said = { place, key: sentenceOf(error), care: true };
    }
    busy = false;
    host.changed();
  };

  /** The result with its log, once it has been computed anew from that log: nobody signs numbers that do not follow from the answers. */
  const replayed = async ({ t, bank, texts, summary, report }: Reading): Promise<credential.Result> => {
    const session = await host.replay(summary.logText).catch(() => null);
    const outcome = session?.outcome();
    const same = session?.logText === summary.logText && outcome?.estimates.every(({ theta, se }, d) => theta === report.dimensions[d]!.theta && se === report.dimensions[d]!.se);
    if (!session || !outcome || !same) throw new Refused("differs");
    const words = Object.fromEntries(WORDS.map((name) => [name, t.t(`badge.${name}`)])) as credential.Words;
    return { bank, texts, words, design: host.design, log: session.log, answers: outcome.steps.length, report };
  };

  const save = (content: string, end: string, type: string): void => download({ name: `${host.name}${end}`, content, type });
  const saveBadge = (content: string): void => save(content, "-badge.svg", "image/svg+xml");

  /** The person's own. */
  const own = (reading: Reading, about: string): Promise<void> =>
    attempt("own", async ({ deviceSigner, hashOf, issue, SELF }) => {
      const result = await replayed(reading);
      const signer = await deviceSigner(await hashOf(result.log), host.keeps);
      saveBadge(await issue({ result, about, issuer: { id: signer.id, name: SELF }, subject: signer.id, date: reading.summary.when }, signer));
      return "proof.saved";
    });

  /** The same without a signature, for browsers that cannot sign. */
  const unsigned = (reading: Reading, about: string): Promise<void> =>
    attempt("own", async ({ record }) => {
      const result = await replayed(reading);
      save(await record({ result, about, issuer: null, subject: null, date: reading.summary.when }), "-badge-unsigned.json", "application/json");
      return "proof.saved";
    });

  /** A counsellor's or an organisation's, today. */
  const office = (reading: Reading, form: FormData): Promise<void> =>
    attempt("office", async ({ hashOf, issue, knownSubject, openKey }) => {
      const text = (name: string): string => String(form.get(name) ?? "").trim();
      if (!key) throw new Refused("needs-key");
      if (!text("name")) throw new Refused("needs-name");
      if (!form.has("seen")) throw new Refused("needs-seen");
      const result = await replayed(reading);
      const signer = await openKey(key, String(form.get("passphrase") ?? ""));
      const subject = await knownSubject(await hashOf(result.log), host.keeps);
      saveBadge(await issue({ result, about: text("about"), issuer: { id: signer.id, name: text("name") }, subject, date: new Date() }, signer));
      key = null;
      return "proof.signed";
    });

  const makeKey = (form: FormData): Promise<void> =>
    attempt("key", async ({ newKeyFile, readKey }) => {
      const passphrase = String(form.get("new-passphrase") ?? "");
      if ([...passphrase].length < SHORTEST) throw new Refused("short");
      const content = await newKeyFile(passphrase);
      download({ name: "thetis-key.json", content, type: "application/json" });
      key = readKey(content);
      return "proof.key-saved";
    });

  const openFile = (file: File): Promise<void> =>
    attempt("file", async ({ readKey, KeyError }) => {
      key = null;
      if (file.size > LARGEST_KEY) throw new KeyError("not-a-key");
      key = readKey(await file.text());
      return "proof.key-open";
    });

  /** Somebody asks for it: what makes it is fetched, once. */
  const unfold = async (): Promise<void> => {
    if (module) return;
    ability = null;
    host.changed();
    try {
      module = await load();
      ability = await module.ability();
    } catch {
      ability = "missing";
    }
    host.changed();
  };

  return {
    section: (reading: Reading): unknown =>
      proofSection(reading, {
        ability,
        key: key && { id: key.id, locked: module!.isLocked(key) },
        said,
        busy,
        unfold: () => void unfold(),
        own: (about) => void own(reading, about),
        unsigned: (about) => void unsigned(reading, about),
        office: (form) => void office(reading, form),
        openKey: () => choose((file) => void openFile(file)),
        makeKey: (form) => void makeKey(form),
      }),
    forget(): void {
      [key, said] = [null, null];
    },
  };
};
