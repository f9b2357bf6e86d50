// What the page says beside the test, in the person's language: LANGUAGES, written in front of this, has the title, the direction and the
// language of the player's words for each language packed.
const element = document.querySelector("thetis-assessment");
const baseOf = (code) => code.toLowerCase().split(/[-_]/)[0];
const codes = Object.keys(LANGUAGES);
const suits = (wish) => codes.find((code) => code.toLowerCase() === wish.toLowerCase()) ?? codes.find((code) => baseOf(code) === baseOf(wish));
const language = navigator.languages.map(suits).find(Boolean) ?? codes[0];
const speak = (code) => {
  const { title, direction } = LANGUAGES[code] ?? LANGUAGES[codes[0]];
  Object.assign(document.documentElement, { lang: code, dir: direction });
  document.title = document.querySelector("h1").textContent = title;
};
speak(language);
element.addEventListener("ready", ({ detail }) => speak(detail.language));
