// A phone on a slow network waits half a second for each file that is only asked for when another has come: what the player will ask for is
// asked for while it comes itself.
const hint = (rel, href, more) => document.head.append(Object.assign(document.createElement("link"), { rel, href, crossOrigin: "anonymous" }, more));
if (!customElements.get("thetis-assessment")) {
  hint("modulepreload", `thetis/locales/${LANGUAGES[language].words}.js`);
  for (const file of ["thetis/thetis_session_bg.wasm", "bank/bank.json", `bank/locales/${language}.json`]) hint("preload", file, { as: "fetch" });
}
