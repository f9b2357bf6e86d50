// What the tests of badges share: the command line, the independent programs, and no network.
import { execFileSync, spawnSync } from "node:child_process";
import dns from "node:dns";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = process.env.THETIS_CLI ?? join(root, "target/debug/thetis");
const python = process.env.THETIS_PYTHON ?? join(root, "target/xtask/python-credentials/bin/python");
export const fixtures = join(root, "tests/fixtures/credentials");
export const bankOf = (name) => join(root, "item-banks", name);
export const logOf = (name) => join(fixtures, `${name}.log`);

/** Addresses that were asked for since the network was closed: every one was refused. */
export const asked = [];
const refuse = (address) => {
  asked.push(String(address));
  throw new TypeError(`no test reaches the network: ${address}`);
};
globalThis.fetch = async (address) => refuse(address?.url ?? address);
net.Socket.prototype.connect = (...options) => refuse(JSON.stringify(options));
dns.lookup = refuse;

/** A folder of the test's own. */
export const scratch = (name) => mkdtempSync(join(tmpdir(), `thetis-${name}-`));

/** Runs `thetis`: its exit code and what it says. */
export const thetis = (...options) => {
  const { status, stdout, stderr } = spawnSync(cli, options, { encoding: "utf8" });
  return { status, stdout, stderr };
};

/** Runs `thetis`, which has to succeed. */
export const done = (...options) => {
  const { status, stdout, stderr } = thetis(...options);
  if (status !== 0) throw new Error(`thetis ${options.join(" ")}: ${stderr}`);
  return stdout;
};

/** A badge in every form, issued on the command line with a new key: the folder, and what its files hold. */
export const issued = (name, { bank = "housekeeping", log = "housekeeping-1", options = [] } = {}) => {
  const folder = scratch(name);
  const file = (ending) => join(folder, `badge.${ending}`);
  const key = join(folder, "key.json");
  done("badge", "keygen", "-o", key);
  const out = ["json", "jwt", "svg", "png"].flatMap((ending) => ["-o", file(ending)]);
  done("badge", "issue", bankOf(bank), logOf(log), "--key", key, "--issuer", "Learning <Centre> & Söhne", "--date", "2026-11-01", ...options, ...out);
  const token = ["--proof", "jwt", "-o", join(folder, "token.svg"), "-o", join(folder, "token.png")];
  done("badge", "issue", bankOf(bank), logOf(log), "--key", key, "--issuer", "Learning <Centre> & Söhne", "--date", "2026-11-01", ...options, ...token);
  return { folder, key, file, json: readFileSync(file("json"), "utf8"), jwt: readFileSync(file("jwt"), "utf8").trim() };
};

/** The micro-credential that the tests issue. */
export const CLEANING = { options: ["--credential", "credential-cleaning", "--profile", "home-care-aide"] };

/** A character of a text changed, at the place that a pattern finds: its last character. */
export const changed = (text, pattern) => {
  const found = pattern.exec(text);
  if (!found) throw new Error(`${pattern} is not in the text`);
  const at = found.index + found[0].length - 1;
  const letter = text[at] === "k" ? "m" : /\d/.test(text[at]) ? String((Number(text[at]) + 1) % 10) : "k";
  return text.slice(0, at) + letter + text.slice(at + 1);
};

/** Places where one changed character has to be noticed: name, level reached, probability, date, evidence, issuer and signature. */
export const PLACES = {
  name: /"name":"Household clean/,
  level: /"achievedLevel":"urn:uuid:[0-9a-f]{7}/,
  "name of a level": /"name":"Working alo/,
  probability: /"value":"\d/,
  date: /"validFrom":"2026-11-0\d/,
  evidence: /log sha256:[0-9a-f]{30}/,
  "name of the issuer": /Learning <Cen/,
  learner: /"credentialSubject":\{"id":"urn:uuid:[0-9a-f]{5}/,
  signature: /"proofValue":"z\w{20}/,
};

/** Asks openbadgeslib, in Python: `verify`, `unbake-svg`, `unbake-png`, `verify-jwt`. */
export const openbadgeslib = (question, ...options) => JSON.parse(execFileSync(python, [join(root, "tests/credentials/ask_openbadgeslib.py"), question, ...options], { encoding: "utf8" }));

export const keep = (folder, name, text) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
