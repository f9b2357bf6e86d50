/** The authorization token of a launch, which the platform gives out once (cmi5, 8.2). */

/** Why a launch is not let in. It will not be, however often it asks. */
const refusals = new Map<string, Error>();

interface Reply {
  readonly "auth-token"?: string;
  readonly "error-code"?: string | number;
  readonly "error-text"?: string;
}

/** Rejects where the platform does not answer, and may be asked again; or refuses, and is not asked again. */
export async function redeem(fetchURL: string): Promise<string> {
  if (refusals.has(fetchURL)) throw refusals.get(fetchURL)!;
  const answer = await fetch(fetchURL, { method: "POST", cache: "no-store" });
  // Refusals have the status 200 and a code.
  const { "auth-token": token, "error-code": code, "error-text": text } = (await answer.json()) as Reply;
  if (token) return token;
  const why = Error(
    String(code) === "1"
      ? "The learning platform lets a launch in once, and this one was used. Close this page and open the test from the platform again."
      : `The learning platform does not let this launch in: ${text ?? answer.status}. Close this page and open the test from the platform again.`,
  );
  if (code) {
    refusals.set(fetchURL, why);
    console.error(why.message);
  }
  throw why;
}
