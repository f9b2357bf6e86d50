/** Credentials of results, made and signed on the device: a bundle of its own (`credential.js`), fetched when somebody asks for one. */
import { credentialOf, type Statement } from "./build.js";
import { signed } from "./jwt.js";
import { bake } from "./picture.js";
import type { Signer } from "./signer.js";

export { hashOf, type Result, type Statement, type Words } from "./build.js";
export { deviceSigner, knownSubject } from "./device_key.js";
export { isLocked, KeyError, type KeyTrouble, newKeyFile, openKey, readKey } from "./key_file.js";
export { ability, type Signer } from "./signer.js";

/** The name of an issuer who is the person whose result it is. */
export const SELF = "Self-issued";

/** A signed credential within its picture, as the text of an SVG file. */
export const issue = async (statement: Statement, signer: Signer): Promise<string> => {
  const credential = await credentialOf(statement);
  return bake(credential, await signed(credential, signer), statement.result.words);
};

/** The same without a signature, as the text of a JSON file. */
export const record = async (statement: Statement): Promise<string> => `${JSON.stringify(await credentialOf(statement), null, 2)}\n`;
