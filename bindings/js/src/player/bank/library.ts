/** A bank with its texts and the interface's words, in the language at hand. */
import { LANGUAGES, loadTexts, preferred } from "../language/catalog.js";
import type { Texts } from "../language/texts.js";
import type { KeptBank } from "../storage/record.js";
import { offline, TroubleError } from "../trouble.js";
import type { Language } from "../view.js";
import type { BankFile, LocaleFile } from "./file.js";
import { loadLocale } from "./load.js";
import { BankTexts, baseOf, chainOf, directionOf, isWhole } from "./texts.js";

/** Its own name of a language, which is how a speaker finds hers. */
const languageOf = (code: string): Language =>
  LANGUAGES.find((language) => language.code === code) ?? { code, name: new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code, direction: directionOf(code) };

/** The interface's words and a bank's texts in one language. */
export interface Spoken {
  readonly t: Texts;
  readonly texts: BankTexts;
}

export class Library {
  /** The interface's words; `null` before they have come. */
  t: Texts | null = null;
  texts: BankTexts | null = null;
  /** Those on offer. */
  languages: readonly Language[] = [];
  /** The language chosen; empty before one is. */
  language = "";
  bank: BankFile | null = null;
  private locales = new Map<string, LocaleFile>();
  /** Languages whose file could not be had this time. */
  private readonly absent = new Set<string>();
  private guess = "";
  private guessed: Promise<LocaleFile | Error> | null = null;
  /** Grows with each language asked for, so that a slower one changes nothing any more. */
  private turn = 0;

  /** `offered`: the languages the page wants to offer, `null` for all; `lang`: the one it wants to begin with. */
  constructor(
    private readonly address: URL,
    private readonly offered: readonly string[] | null,
    private readonly lang: string | null,
  ) {}

  get codes(): readonly string[] {
    return this.languages.map(({ code }) => code);
  }

  /** What is kept beside a session. */
  get beside(): KeptBank {
    return { bank: this.bank!, locales: Object.fromEntries(this.locales) };
  }

  /** Begins to fetch texts: which languages the bank has is known only when it has come, so the likeliest is fetched on trust. Done when there are words. */
  async open(): Promise<void> {
    this.guess = preferred(this.offered ?? LANGUAGES.map(({ code }) => code), this.wanted);
    this.guessed = loadLocale(this.address, this.guess);
    const words = loadTexts(this.guess);
    this.t ??= await words;
  }

  /** Takes a bank, and begins to load its texts; `kept`: those that were kept with it; `before`: the language of its session. */
  adopt(bank: BankFile, kept: KeptBank["locales"] = {}, before = ""): Promise<void> {
    const { guess, guessed, absent } = this;
    this.bank = bank;
    absent.clear();
    const locales = (this.locales = new Map(Object.entries(kept)));
    const all = bank.languages?.length ? bank.languages : [guess];
    const offered = all.filter((code) => this.offered?.includes(code) ?? true);
    this.languages = (offered.length ? offered : all).map(languageOf);
    // What was chosen on this page comes first, then what was chosen when the session began.
    const language = preferred(this.codes, [this.language, before, ...this.wanted]);
    const spoken = (async () => {
      const first = await guessed;
      if (first instanceof Error) absent.add(guess);
      else if (first && !locales.has(guess)) locales.set(guess, first);
      await this.speak(language);
    })();
    // Who waits for it may first wait for something else.
    spoken.catch(() => {});
    return spoken;
  }

  /** Changes to a language in the middle; `strict`: only if there are texts in it. What cannot be loaded leaves everything as it was. */
  async choose(language: string): Promise<void> {
    this.absent.clear();
    await this.speak(language, true);
  }

  private get wanted(): readonly string[] {
    return [this.language, this.lang ?? "", ...navigator.languages];
  }

  /** Words and texts in a language on offer; the one at hand stays. Fails where they cannot be had. */
  read(language: string): Promise<Spoken> {
    this.absent.delete(language);
    return this.find(language, true);
  }

  private async speak(language: string, strict = false): Promise<void> {
    const turn = ++this.turn;
    try {
      const { t, texts } = await this.find(language, strict);
      if (turn !== this.turn) return;
      this.t = t;
      this.language = language;
      this.texts = texts;
    } catch (error) {
      if (turn === this.turn) throw error;
    }
  }

  private async find(language: string, strict: boolean): Promise<Spoken> {
    const bank = this.bank!;
    const { locales, absent } = this;
    const codes = chainOf(language, bank.languages ?? []);
    const load = async (code: string): Promise<void> => {
      if (locales.has(code) || absent.has(code)) return;
      const locale = await loadLocale(this.address, code);
      if (locale instanceof Error) absent.add(code);
      else locales.set(code, locale);
    };
    const words = loadTexts(language);
    await load(language);
    // The languages to fall back to are fetched only where they are needed.
    if (!isWhole(bank, locales.get(language))) await Promise.all(codes.map(load));
    const chain = [...new Set([language, ...codes, ...locales.keys()])].flatMap((code) => locales.get(code) ?? []);
    const t = await words;
    // Who asks for a language is not to be given another one without a word.
    const other = strict && !locales.has(language) && baseOf(t.language) !== baseOf(language);
    if (other || !chain.length || !t.complete) throw new TroubleError(offline() ? "offline" : "texts-missing", `locales/${language}.json`);
    return { t, texts: new BankTexts(bank, language, chain, this.address) };
  }
}
