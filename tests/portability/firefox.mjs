// Firefox as it is released, driven by WebDriver BiDi, which it speaks by itself: Playwright's Firefox is a build of its own.
import puppeteer from "puppeteer-core";

export const launchFirefox = () =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.THETIS_FIREFOX ?? "/usr/bin/firefox-esr",
    // Nothing moves, so that a button stays where it is seen.
    extraPrefsFirefox: { "intl.accept_languages": "en-GB", "ui.prefersReducedMotion": 1 },
  });

/** Runs with a page as small as a phone's. `faults` gathers what goes wrong in it: what is written to the console as a warning or an error, what is not found or refused, what is asked of another server. */
export async function onPage(browser, run) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`));
  page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url()) || faults.push(`elsewhere: ${request.url()}`));
  try {
    await page.setViewport({ width: 360, height: 640 });
    return await run(page, faults);
  } finally {
    await page.close();
  }
}
