// The picture of the player in README.md, from the built demo:
//
//     cargo xtask build && node docs/pictures/player.mjs
import { fileURLToPath } from "node:url";
import { SCREENS, serveScreens, Stage } from "../../tests/browser/screens.mjs";
import { launch } from "../../tests/browser/support.mjs";

const VIEWPORT = { width: 360, height: 760 };
const SHOWN = [
  { name: "question-picture-choice", language: "en" },
  { name: "question-hotspot", language: "uk" },
  { name: "question-picture-choice", language: "ar", colorScheme: "dark" },
  { name: "result-care-basics", language: "fr" },
];

const [browser, server] = await Promise.all([launch(), serveScreens()]);
try {
  const pictures = [];
  for (const { name, language, ...options } of SHOWN) {
    const stage = await Stage.open(browser, server, { viewport: VIEWPORT, deviceScaleFactor: 2, ...options });
    await stage.show(SCREENS.find((screen) => screen.name === name), language);
    // The test alone, without the demo's page around it.
    await stage.page.evaluate(() => {
      document.querySelectorAll("body > header, body > footer").forEach((part) => part.remove());
      scrollTo(0, 0);
    });
    await stage.settle();
    pictures.push((await stage.page.screenshot()).toString("base64"));
    await stage.context.close();
  }
  const page = await browser.newPage({ viewport: { width: 1240, height: 700 } });
  const style = "body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #fff } img { inline-size: 280px; border: 1px solid #c9ced6; border-radius: 20px }";
  await page.setContent(`<style>${style}</style>${pictures.map((data) => `<img src="data:image/png;base64,${data}" alt="">`).join("")}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.locator("body").screenshot({ path: fileURLToPath(new URL("player.png", import.meta.url)) });
} finally {
  await browser.close();
  server.close();
}
