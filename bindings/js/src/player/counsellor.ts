/**
 * The counsellor's side of an assessment, a file of its own (`counsellor.js`): the player fetches it with a result, or when somebody helps.
 * It remembers the counsellor's language and the earlier result; everything else is the assessment's.
 */
import type { Spoken } from "./bank/library.js";
import { writeCsv } from "./exchange/csv.js";
import { LARGEST, readEarlier, refusalOf, RefusedFile, writeResult } from "./exchange/result_file.js";
import { resultRows } from "./exchange/rows.js";
import { choose, download } from "./download.js";
import { besideQuestion, languageChoice, resting, welcomeBox } from "./guide/assisted.js";
import type { DeskHost } from "./guide/desk.js";
import { borrow, html, type Draw } from "./guide/draw.js";
import { levelOf, type Reading } from "./guide/numbers.js";
import { openProof } from "./guide/proof.js";
import { withCounsellor } from "./guide/words.js";
import type { Texts } from "./language/texts.js";
import { counsellorPage, counsellorScreen, type CounsellorActions, type Message } from "./screens/counsellor.js";
import type { Desk } from "./view.js";

/** A language with the counsellor's words, and for which code it was asked. */
interface Own extends Spoken {
  readonly code: string;
}

/** Opens it, with the words of the candidate's language. */
export const openDesk = async (draw: Draw, host: DeskHost): Promise<Desk> => {
  borrow(draw);

  const speak = async (code: string): Promise<Own> => {
    const { t, texts } = await host.read(code);
    return { code, t: await withCounsellor(t), texts };
  };

  /** The counsellor's language; as the candidate's until another one is chosen. */
  let chosen: string | null = null;
  let own = await speak(host.language);
  /** The candidate's, for what is said to both. */
  let theirs = own;
  let asked = "";
  let message: Message | null = null;
  /** The session that it is about. */
  let about = "";
  let open = true;
  const proof = openProof(host);

  /** A session that began with an older bank has that one's texts. */
  const ofBank = (): boolean => own.texts.bank === host.bank;

  /** Fetches what the languages at hand need; what was there before is shown until it has come. */
  const follow = (): void => {
    const wanted = [chosen ?? host.language, host.language] as const;
    if (own.code === wanted[0] && theirs.code === wanted[1] && ofBank()) return;
    const key = wanted.join();
    if (asked === key) return;
    asked = key;
    void Promise.all(wanted.map(speak)).then(
      ([mine, candidate]) => {
        if (asked !== key) return;
        [own, theirs, asked] = [mine!, candidate!, ""];
        host.changed();
      },
      () => {
        // Stays as it was, and may be chosen again.
        if (asked !== key) return;
        chosen = own.code;
        message = { key: "exchange.language-missing", care: true };
        host.changed();
      },
    );
  };

  const choice = ({ t }: { readonly t: Texts }) =>
    languageChoice(t, host.languages, chosen ?? host.language, (code) => {
      chosen = code;
      asked = "";
      message = null;
      follow();
      host.changed();
    });

  const reading = (): Reading | null => {
    follow();
    const { t, texts } = own;
    const summary = ofBank() ? host.summarise(texts) : null;
    return summary && { t, texts, bank: host.bank, summary, report: summary.report };
  };

  /** Calls with the result as it is, where there is one. */
  const withReading = (call: (reading: Reading) => void) => (): void => {
    const now = reading();
    if (now) call(now);
  };

  const openFile = async (file: File): Promise<void> => {
    try {
      const now = host.summarise(own.texts);
      const { log, when } = readEarlier(new Uint8Array(await file.slice(0, LARGEST + 1).arrayBuffer()), host.bank);
      const before = await host.replay(log);
      if (before.logText === now?.logText) throw new RefusedFile("same");
      host.compareWith(before);
      message = { key: when ? "exchange.compared" : "exchange.compared-undated", values: { when: when ? own.t.date(when) : "" }, care: false };
    } catch (error) {
      const { refusal, found, wanted } = refusalOf(error);
      // The session's design needs a module that did not come.
      const key = error instanceof Error && error.name === "LoadError" ? "trouble.engine-missing.text" : `exchange.${refusal}`;
      message = { key, values: { found, wanted }, care: true };
    }
    host.changed();
  };

  const actions: CounsellorActions = {
    saveJson: withReading(({ bank, summary, report }) =>
      download({
        name: `${host.name}-result.json`,
        content: writeResult({ format: 1, type: "thetis-result", bank: { id: bank.id, version: bank.version }, design: host.design, language: host.language, when: summary.when.toISOString(), profile: host.profile, log: summary.logText, report }),
        type: "application/json",
      }),
    ),
    saveCsv: withReading((now) => {
      const { bank, texts, summary, report } = now;
      const names = { competence: (id: string) => texts.competence(id).name.text, level: (dimension: string, level: string) => levelOf(now, dimension, level) };
      const rows = resultRows(report, { bank, design: host.design, when: summary.when.toISOString(), fit: summary.fit }, names);
      download({ name: `${host.name}-result.csv`, content: writeCsv(rows), type: "text/csv" });
    }),
    openEarlier: () => choose((file) => void openFile(file)),
    forgetEarlier() {
      message = null;
      host.compareWith(null);
    },
  };

  return {
    screen(view, summary) {
      const now = reading();
      if (about !== summary.logText) {
        [about, message] = [summary.logText, null];
        proof.forget();
      }
      return now ? counsellorScreen(view, summary, now, choice(now), message, summary.finished ? proof.section(now) : html``, actions) : html``;
    },
    page(whole) {
      const now = reading();
      return now ? counsellorPage(now, whole) : html``;
    },
    welcome() {
      follow();
      return welcomeBox(own.t, choice(own));
    },
    beside({ act }, { id }) {
      follow();
      return besideQuestion(theirs.t, own.t, own.code === theirs.code || !ofBank() ? null : own.texts.item(id), open, (now) => (open = now), () => act.pause(true));
    },
    pause: ({ act }) => resting(theirs.t, () => act.pause(false)),
  };
};
