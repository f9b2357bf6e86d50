/** Fetching the files of a bank. */
import { offline, TroubleError } from "../trouble.js";
import type { BankFile, LocaleFile } from "./file.js";

/** Where bank.json is, given the bank's folder or the file itself. */
export const bankAddress = (given: string, base: string): URL => {
  const address = new URL(given, base);
  if (!/\.json$/.test(address.pathname)) {
    if (!address.pathname.endsWith("/")) address.pathname += "/";
    address.pathname += "bank.json";
  }
  address.hash = "";
  return address;
};

const fetchText = async (address: URL): Promise<string> => {
  let response: Response;
  try {
    response = await fetch(address.href);
  } catch (error) {
    // A browser says no more than that nothing came: mostly for want of a network.
    throw new TroubleError("offline", `${address.href}: ${(error as Error).message}`);
  }
  if (!response.ok) throw new TroubleError(offline() ? "offline" : "bank-missing", `${address.href}: HTTP ${response.status}`);
  return response.text();
};

/** bank.json, parsed; whether it can be used, the engine says. */
export const loadBank = async (address: URL): Promise<BankFile> => {
  const text = await fetchText(address);
  try {
    const bank = JSON.parse(text) as BankFile | null;
    if (Array.isArray(bank?.items)) return bank!;
  } catch (error) {
    throw new TroubleError("bank-invalid", `${address.href}: ${(error as Error).message}`);
  }
  throw new TroubleError("bank-invalid", `${address.href}: items: not a list`);
};

/** The texts in a language, or why there are none. */
export const loadLocale = async (bank: URL, language: string): Promise<LocaleFile | Error> => {
  try {
    const locale = JSON.parse(await fetchText(new URL(`locales/${language}.json`, bank))) as LocaleFile | null;
    if (typeof locale === "object" && locale) return locale;
  } catch (error) {
    return error as Error;
  }
  return Error(`locales/${language}.json: not an object`);
};
