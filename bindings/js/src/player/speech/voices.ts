/** Which voices of the device may speak. */
import { baseOf } from "../language/negotiate.js";

/** Voices that Apple's devices offer among the others, made for fun or for speed; some come first in the list. */
const ODD = /^(Albert|Bad News|Bahh|Bells|Boing|Bubbles|Cellos|Deranged|Eddy|Flo|Fred|Good News|Grandma|Grandpa|Hysterical|Jester|Junior|Kathy|Organ|Ralph|Reed|Rocko|Sandy|Shelley|Superstar|Trinoids|Whisper|Wobble|Zarvox)\b/;

const tagOf = (code: string): string => code.toLowerCase().replace(/_/g, "-");

/**
 * The voice for a language: of the region asked for, else of the device's region, else the device's default.
 *
 * Only voices that speak on the device itself. With the others (`localService` false, "Google Deutsch" of Chrome) the
 * browser sends every text to its maker's servers, and with the texts which questions somebody is asked and which answers
 * they listen to. We promise that nothing leaves the device, so such a voice is as good as none.
 */
export const voiceFor = (lang: string, voices: readonly SpeechSynthesisVoice[], refused: ReadonlySet<string>): SpeechSynthesisVoice | null => {
  const own = [lang, ...navigator.languages].map(tagOf).filter((tag) => baseOf(tag) === baseOf(lang));
  const rank = (voice: SpeechSynthesisVoice): number => {
    const region = own.indexOf(tagOf(voice.lang));
    return (ODD.test(voice.name) ? 100 : 0) + (region < 0 ? own.length : region) + (voice.default ? 0 : 0.5);
  };
  let best: SpeechSynthesisVoice | null = null;
  for (const voice of voices) {
    if (!voice.localService || baseOf(voice.lang) !== baseOf(lang) || refused.has(voice.voiceURI)) continue;
    if (!best || rank(voice) < rank(best)) best = voice;
  }
  return best;
};
