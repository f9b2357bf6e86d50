/** The texts of a bank: each in the language asked for where it is there, else in the next language of the chain. */
import type { ItemKind } from "../../types.js";
import type { BankFile, BankItem, LocaleFile, Media } from "./file.js";
import type { Picture, ShownItem, ShownOption, Stimulus, Text } from "./shown.js";

/** `fr` of `fr-CH`. */
export const baseOf = (language: string): string => language.split("-")[0]!;

/** Which way a language is written, by its code. */
export const directionOf = (language: string): "ltr" | "rtl" => (/^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)$|-(Arab|Hebr)/.test(/-[A-Z][a-z]{3}/.test(language) ? language : baseOf(language)) ? "rtl" : "ltr");

/** The languages in which a text is looked for, the best first. */
export const chainOf = (language: string, offered: readonly string[]): readonly string[] =>
  [...new Set([language, baseOf(language), offered[0] ?? language])].filter((code) => code === language || offered.includes(code));

type Pick = (locale: LocaleFile) => string | undefined;
const some = (value: unknown): value is string => typeof value === "string" && !!value.trim();

/** The ids of an item's options. */
export const optionsOf = (bank: BankFile, item: BankItem): readonly string[] => item.options ?? bank.responseScales?.[item.responseScale!] ?? [];

export const kindOf = (item: BankItem): ItemKind => item.kind ?? (item.responseScale ? "likert" : "single-choice");

/** Whether a language has a text for everything that is asked and reported, so that no other is needed. */
export const isWhole = (bank: BankFile, locale: LocaleFile | undefined): boolean =>
  !!locale &&
  some(locale.bank?.title) &&
  bank.items.every((item) => {
    const own = locale.items?.[item.id];
    const scale = locale.responseScales?.[item.responseScale!];
    return (
      item.status === "retired" ||
      (some(own?.stem) && optionsOf(bank, item).every((option) => some(own?.options?.[option] ?? scale?.options?.[option])) && (item.targets ?? []).every((target) => some(own?.targets?.[target])))
    );
  }) &&
  bank.dimensions.every(({ competence }) => !competence || some(locale.competences?.[competence]?.name));

/** The texts of a bank in one language. */
export class BankTexts {
  /** Whether a second speaker has read them, or they are no translation. */
  readonly reviewed: boolean;

  /** `chain`: what could be loaded, the language asked for first; `folder`: where the bank is. */
  constructor(
    readonly bank: BankFile,
    readonly language: string,
    private readonly chain: readonly LocaleFile[],
    private readonly folder: URL,
  ) {
    this.reviewed = chain[0]?.language === language && (chain[0].review === "reviewed" || language === bank.languages?.[0]);
  }

  get title(): Text {
    return this.need(this.bank.id, (l) => l.bank?.title, (l) => (typeof l.bank?.audio === "object" ? l.bank.audio.title : undefined));
  }
  get description(): Text | null {
    return this.text((l) => l.bank?.description, (l) => (typeof l.bank?.audio === "object" ? l.bank.audio.description : l.bank?.audio));
  }

  competence(id: string): { readonly name: Text; readonly description: Text } {
    return { name: this.need(id, (l) => l.competences?.[id]?.name), description: this.need("", (l) => l.competences?.[id]?.description) };
  }

  level(competence: string, id: string): { readonly name: Text | null; readonly text: Text; readonly next: Text | null } {
    const of = (l: LocaleFile) => l.competences?.[competence]?.levels?.[id];
    return { name: this.text((l) => of(l)?.name), text: this.need("", (l) => of(l)?.text), next: this.text((l) => of(l)?.next) };
  }

  profile(id: string): Text {
    return this.need(id, (l) => l.profiles?.[id]?.name);
  }

  module(id: string): { readonly name: Text; readonly description: Text } {
    return { name: this.need(id, (l) => l.modules?.[id]?.name), description: this.need("", (l) => l.modules?.[id]?.description) };
  }

  credential(id: string): { readonly name: Text; readonly criteria: Text } {
    return { name: this.need(id, (l) => l.credentials?.[id]?.name), criteria: this.need("", (l) => l.credentials?.[id]?.criteria) };
  }

  /** The item as it is shown. */
  item(id: string): ShownItem {
    const item = this.bank.items.find((one) => one.id === id) ?? ({ id } as BankItem);
    const { media = {}, responseScale: scale = "" } = item;
    const own = (l: LocaleFile) => l.items?.[id];
    const shared = (l: LocaleFile) => (item.options ? undefined : l.responseScales?.[scale]);
    const shown = (option: string, words: Pick, audio?: Pick): ShownOption => ({
      id: option,
      label: this.need(option, words, audio),
      picture: this.picture(media.options?.[option]),
      region: media.regions?.[option] ?? null,
    });
    const sound = this.file(media.audio);
    return {
      id,
      kind: kindOf(item),
      stem: this.need(id, (l) => own(l)?.stem, (l) => own(l)?.audio?.stem),
      prompt: this.text((l) => shared(l)?.prompt, (l) => shared(l)?.audio?.prompt),
      picture: this.picture(media.image, (l) => own(l)?.image),
      stimulus: item.set === undefined ? null : this.stimulus(item.set),
      options: optionsOf(this.bank, item).map((option) =>
        shown(
          option,
          (l) => own(l)?.options?.[option] ?? shared(l)?.options?.[option],
          (l) => (own(l)?.options?.[option] ? own(l)?.audio?.options?.[option] : shared(l)?.audio?.options?.[option]),
        ),
      ),
      targets: (item.targets ?? []).map((target) => shown(target, (l) => own(l)?.targets?.[target], (l) => own(l)?.audio?.options?.[target])),
      reason: this.text((l) => own(l)?.reason),
      ...(sound && { sound }),
    };
  }

  private stimulus(id: string): Stimulus {
    const of = (l: LocaleFile) => l.sets?.[id];
    const media: Media = this.bank.sets?.[id]?.media ?? {};
    const sound = this.file(media.audio);
    return {
      id,
      title: this.text((l) => of(l)?.title),
      text: this.text((l) => of(l)?.text, (l) => of(l)?.audio),
      picture: this.picture(media.image, (l) => of(l)?.image),
      ...(sound && { sound }),
    };
  }

  /** The text in the first language that has it, with its recording in the same language. */
  private text(words: Pick, audio?: Pick): Text | null {
    for (const locale of this.chain) {
      const text = words(locale);
      if (!some(text)) continue;
      const recording = this.file(audio?.(locale));
      const lang = locale.language ?? this.language;
      return { text, lang, dir: locale.direction ?? directionOf(lang), fallback: baseOf(lang) !== baseOf(this.language), ...(recording && { audio: recording }) };
    }
    return null;
  }

  /** The text, or where no language has it its id: a bank without it would not pass `thetis check`. */
  private need(id: string, words: Pick, audio?: Pick): Text {
    return this.text(words, audio) ?? { text: id, lang: this.language, dir: directionOf(this.language), fallback: !!id };
  }

  private picture(path: string | undefined, words?: Pick): Picture | null {
    const address = this.file(path);
    return address ? { address, description: words ? this.text(words) : null } : null;
  }

  /** Address of a file of the bank, or the file itself as `thetis pack --for html` writes it. A path that leads out of the bank's folder leads nowhere: a bank must not call other servers. */
  private file(path: string | undefined): string | undefined {
    if (!some(path)) return undefined;
    try {
      const { href } = new URL(path, this.folder);
      return href.startsWith(new URL(".", this.folder).href) || /^data:(image|audio)\//.test(href) ? href : undefined;
    } catch {
      return undefined;
    }
  }
}
