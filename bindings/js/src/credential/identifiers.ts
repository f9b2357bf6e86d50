/** Identifiers of credentials and of what is in them. */
import { uuid } from "../uuid.js";

/** `urn:uuid:` of a name. */
export const urn = (name: string): string => `urn:uuid:${uuid(name)}`;
