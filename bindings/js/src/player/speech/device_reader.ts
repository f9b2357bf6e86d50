/**
 * Reads aloud on the device: a recording of the bank if there is one, else a voice of the device for the text's language,
 * else not at all, and then no button is shown. Nothing is sent anywhere (see voices.ts).
 */
import { mark, markWord, unmark } from "./highlight.js";
import type { Passage, Reader } from "./reader.js";
import { piecesOf } from "./sentences.js";
import { voiceFor } from "./voices.js";
import { whileHeld } from "./while_held.js";

/** Slow, for learners of a language: clear in recordings and voices alike. */
const SLOW = 0.75;

/** Longest silence of a voice, in milliseconds, plus so many for each letter; afterwards it has got stuck. */
const PATIENCE = 10_000;
const PATIENCE_LETTER = 250;

/** The reader that is heard: there is one voice, and nobody can listen to two. */
let heard: { stop(): void } | null = null;

/** Not there in Android's WebView and in some in-app browsers. */
const synthesis = (): SpeechSynthesis | undefined => globalThis.speechSynthesis;

/**
 * A reader. `root` gives the tree whose elements it marks; `changed` is called when what it reads or can read has changed.
 * It must be stopped when its element goes.
 */
export const createReader = (root: () => ParentNode, changed: () => void): Reader => {
  const player = new Audio();
  player.preload = "none";
  /** Addresses and voices that did not work; tried again when the network is back. */
  const refused = new Set<string>();
  let queue: readonly Passage[] = [];
  let slow = false;
  /** Grows with everything begun or ended, so that late events of something older are recognised. */
  let run = 0;
  /** Says the sentence at hand again. */
  let again: (() => void) | null = null;
  let timer = 0;
  /** Kept here because Chrome loses the events of an utterance that is collected (crbug.com/509488). */
  let utterance: SpeechSynthesisUtterance | null = null;

  const recording = ({ text }: Passage): string | null => (text.audio && !refused.has(text.audio) ? text.audio : null);
  /** By language: every drawing of a screen asks, and some devices have thousands of voices. */
  const voicesFound = new Map<string, SpeechSynthesisVoice | null>();
  let voicesListed = 0;
  const voice = ({ text: { lang } }: Passage): SpeechSynthesisVoice | null => {
    const voices = synthesis()?.getVoices() ?? [];
    // Not every browser says when the list has come.
    if (voices.length !== voicesListed) voicesFound.clear();
    voicesListed = voices.length;
    if (!voicesFound.has(lang)) voicesFound.set(lang, voiceFor(lang, voices, refused));
    return voicesFound.get(lang)!;
  };
  const refuse = (what: string): void => {
    refused.add(what);
    voicesFound.clear();
  };
  const readable = (passage: Passage): boolean => recording(passage) !== null || voice(passage) !== null;

  /** Ends all sound. */
  const silence = (): void => {
    run++;
    again = null;
    clearTimeout(timer);
    player.pause();
    const speech = synthesis();
    // Cancelling when there is nothing to cancel swallows the next utterance in some browsers.
    if (utterance && speech && (speech.speaking || speech.pending)) speech.cancel();
    utterance = null;
  };

  const stop = (): void => {
    const was = queue.length > 0;
    silence();
    queue = [];
    if (heard === reader) {
      heard = null;
      removeEventListener("pagehide", stop);
    }
    if (!was) return;
    unmark(root());
    changed();
  };

  /** Goes on with the next passage. */
  const following = (): void => begin(queue.slice(1));

  const play = (address: string): void => {
    const mine = run;
    const current = (): boolean => mine === run;
    player.onended = () => current() && following();
    const failed = (error: unknown): void => {
      if (!current()) return;
      // Without leave to make a sound, the next passage would have none either.
      if (error instanceof DOMException && error.name === "NotAllowedError") return stop();
      refuse(address);
      begin(queue);
    };
    player.src = address;
    player.defaultPlaybackRate = player.playbackRate = slow ? SLOW : 1;
    player.play().catch(failed);
    player.onerror = failed;
  };

  const speak = (passage: Passage): void => {
    const pieces = piecesOf(passage.text.text);
    const say = (index: number): void => {
      silence();
      const piece = pieces[index];
      const speaker = voice(passage);
      const speech = synthesis();
      if (!piece || !speaker || !speech) return following();
      const mine = run;
      const current = (): boolean => mine === run;
      again = () => say(index);

      utterance = new SpeechSynthesisUtterance(piece.text);
      utterance.voice = speaker;
      // Android chooses by the language rather than by the voice.
      utterance.lang = speaker.lang.replace("_", "-");
      utterance.rate = slow ? SLOW : 1;
      utterance.onend = () => {
        if (!current()) return;
        utterance = null;
        say(index + 1);
      };
      utterance.onboundary = ({ name, charIndex, charLength }) => {
        if (!current() || name === "sentence") return;
        // Safari does not say how long the word is.
        const length = charLength || /^\S*/.exec(piece.text.slice(charIndex))![0].length;
        markWord(root(), passage.say, passage.text.text, piece.from + charIndex, piece.from + charIndex + length);
      };
      utterance.onerror = ({ error }) => {
        if (!current()) return;
        // The voice is listed but does not speak: another one, or none. Anything else ends it; the button stays for another try.
        if (!/^(language|voice|synthesis)-/.test(error)) return stop();
        refuse(speaker.voiceURI);
        begin(queue);
      };
      timer = setTimeout(stop, PATIENCE + PATIENCE_LETTER * piece.text.length);
      speech.speak(utterance);
    };
    say(0);
  };

  /** Reads what is left, from its first passage on. */
  const begin = (left: readonly Passage[]): void => {
    silence();
    const from = left.findIndex(readable);
    if (from < 0) return stop();
    queue = left.slice(from);
    const passage = queue[0]!;
    const address = recording(passage);
    changed();
    mark(root(), passage.say);
    if (address) play(address);
    else speak(passage);
  };

  const reader: Reader & { readonly fresh: () => void } = {
    can: (passages) => passages.length > 0 && passages.every(readable),
    read(passages) {
      if (heard !== reader) heard?.stop();
      stop();
      heard = reader;
      // Otherwise some browsers go on talking on the page that comes next.
      addEventListener("pagehide", stop);
      begin(passages);
    },
    stop,
    get reading() {
      return queue[0]?.say ?? null;
    },
    get slow() {
      return slow;
    },
    setSlow(value) {
      slow = value;
      player.defaultPlaybackRate = player.playbackRate = slow ? SLOW : 1;
      again?.();
      changed();
    },
    /** Held here, and only here, for the listeners below. */
    fresh() {
      refused.clear();
      voicesFound.clear();
      changed();
    },
  };

  // Voices come after the page in most browsers, and recordings with the network.
  const speech = synthesis();
  if (speech) whileHeld(speech, "voiceschanged", reader.fresh);
  whileHeld(globalThis, "online", reader.fresh);
  return reader;
};
