// Every screen as a picture, for looking at: in English and Arabic on a small phone, in English on a desk, a few of them dark.
//
//     node tests/browser/screenshots.mjs [part of a screen's name]
//
// writes tests/browser/screenshots/<where>/<screen>.png. `<screen>.whole.png` is the whole page, where it is longer than the screen.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SCREENS, serveScreens, SIZES, Stage } from "./screens.mjs";
import { launch } from "./support.mjs";

const FOLDER = fileURLToPath(new URL("screenshots/", import.meta.url));
const DARK = /^(welcome|practice|question-(chosen|missing|hotspot|ordering|picture-choice)|delete|occupation|result-(care-basics|care-positioning)|counsellor|trouble-offline)$/;
const SETS = [
  { name: "phone-en", language: "en", viewport: SIZES.phone },
  { name: "phone-ar", language: "ar", viewport: SIZES.phone },
  { name: "desk-en", language: "en", viewport: SIZES.desk },
  { name: "phone-en-dark", language: "en", viewport: SIZES.phone, colorScheme: "dark", only: DARK },
  { name: "desk-ar-dark", language: "ar", viewport: SIZES.desk, colorScheme: "dark", only: DARK },
];

const wanted = process.argv[2] ?? "";
const [browser, server] = await Promise.all([launch(), serveScreens()]);
try {
  if (!wanted) await rm(FOLDER, { recursive: true, force: true });
  for (const { name, language, only = /./, ...options } of SETS) {
    const stage = await Stage.open(browser, server, { deviceScaleFactor: 2, ...options });
    await mkdir(FOLDER + name, { recursive: true });
    for (const screen of SCREENS.filter((one) => only.test(one.name) && one.name.includes(wanted))) {
      await stage.show(screen, language);
      const path = `${FOLDER}${name}/${screen.name}`;
      await stage.page.screenshot({ path: `${path}.png` });
      const longer = await stage.page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
      if (longer) await stage.page.screenshot({ path: `${path}.whole.png`, fullPage: true });
    }
    await stage.context.close();
    console.log(`${FOLDER}${name}`);
  }
} finally {
  await browser.close();
  server.close();
}
