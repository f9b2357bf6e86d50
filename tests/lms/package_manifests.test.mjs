// What a platform reads of a package: its manifest, its files, and that the same input makes the same bytes.
import assert from "node:assert/strict";
import { cp, readFile, readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "../browser/support.mjs";
import { bank, entriesOf, pack, scratch, thetis, unpack } from "./package_files.mjs";
import { all, faults, parse } from "./package_rules.mjs";

const MANIFESTS = { scorm12: "imsmanifest.xml", scorm2004: "imsmanifest.xml", cmi5: "cmi5.xml" };
const BANKS = ["care-basics", "soft-skills", "care-positioning", "housekeeping", "informal-carer"];

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
});
after(() => browser?.close());

const read = (text) => page.evaluate(parse, text);

/** The manifest of a package, its tree, and the paths of its files. */
async function manifestOf(name, target, ...options) {
  const entries = entriesOf(await readFile(await pack(name, target, ...options)));
  const text = entries.find(({ path }) => path === MANIFESTS[target]).bytes.toString();
  return { text, tree: await read(text), paths: entries.map(({ path }) => path) };
}

describe("manifests", () => {
  for (const target of Object.keys(MANIFESTS)) {
    test(`${target}: every bank`, async () => {
      for (const name of BANKS) {
        const { tree, paths } = await manifestOf(name, target, "--title", `<${"é&".repeat(150)}>`);
        assert.deepEqual(faults(target, tree, paths), []);
        assert.equal(all(tree, target === "cmi5" ? "au" : "item").length, 1);
      }
    });
  }

  test("the rules find what is wrong", async () => {
    const broken = {
      scorm12: [
        [/identifier="resource"/, 'identifier="1 resource"'],
        [/identifierref="resource"/, 'identifierref="other"'],
        [/default="organization"/, 'default="other"'],
        [/adlcp:scormtype="sco"/, 'adlcp:scormType="sco"'],
        [/<schemaversion>1.2/, "<schemaversion>1.3"],
        [/imscp_rootv1p1p2/, "imscp_v1p1"],
        [/(<metadata>[^]*<\/metadata>)([^]*<\/organizations>)/, "$2$1"],
        [/<file href="index.html"\/>/, ""],
        [/<file href="page.js"\/>/, '<file href="page.jsx"/>'],
        [/<\/title>\s*<\/item>/, "</title><masteryscore>1</masteryscore></item>"],
        [/(<title>)[^<]+/, "$1"],
      ],
      scorm2004: [
        [/adlcp:scormType="sco"/, 'adlcp:scormtype="sco"'],
        [/4th/, "3rd"],
        [/(<imsss:objectives>[^]*<\/imsss:objectives>)\s*(<imsss:deliveryControls[^>]*>)/, "$2$1"],
        [/<imsss:primaryObjective[^>]*>/, ""],
        [/completionSetByContent="true"/, 'completionSetByContent="yes"'],
        [/(<title>[^<]*<\/title>)\s*(<imsss:sequencing>[^]*?<\/imsss:sequencing>)/, "$2$1"],
      ],
      cmi5: [
        [/moveOn="CompletedOrPassed"/, 'moveOn="completed"'],
        [/launchMethod="OwnWindow"/, 'launchMethod="Popup"'],
        [/<url>index/, "<url>start"],
        [/<course id="[^"]*"/, '<course id="x"'],
        [/lang="fr"/, 'lang="en"'],
        [/ launchMethod/, ' masteryScore="0.5" launchMethod'],
        [/(<title>[^]*?<\/title>)\s*(<description>[^]*?<\/description>)/, "$2$1"],
      ],
    };
    for (const [target, changes] of Object.entries(broken)) {
      const { text, paths } = await manifestOf("care-basics", target);
      for (const [what, instead] of changes) {
        const changed = text.replace(what, instead);
        assert.notEqual(changed, text, String(what));
        assert.notDeepEqual(faults(target, await read(changed), paths), [], `${target}: ${what}`);
      }
    }
  });

  test("a course is named in every language packed, and moves on as the passing rule says", async () => {
    const { tree } = await manifestOf("care-basics", "cmi5", "--languages", "fr,ar", "--pass", "hygiene:alone");
    for (const name of ["title", "description"]) for (const { children } of all(tree, name)) assert.deepEqual(children.map(({ attributes }) => attributes.lang), ["fr", "ar"]);
    assert.equal(all(tree, "au")[0].attributes.moveOn, "Passed");
  });
});

describe("bytes", () => {
  test("the same input makes the same package, whenever and wherever its files were written", async () => {
    const copy = join(await scratch(), "item-banks");
    await cp(bank("care-basics"), join(copy, "care-basics"), { recursive: true });
    for (const entry of await readdir(copy, { recursive: true })) await utimes(join(copy, entry), 1e9, 1e9);
    for (const target of ["scorm12", "scorm2004", "cmi5", "html"]) {
      const output = join(copy, target === "html" ? "x.html" : `${target}.zip`);
      await thetis("pack", join(copy, "care-basics", "bank.json"), "--for", target, "-o", output);
      assert.ok((await readFile(await pack("care-basics", target))).equals(await readFile(output)), target);
    }
  });

  test("entries are sorted, of 1980, readable by everyone", async () => {
    const entries = entriesOf(await readFile(await pack("care-basics", "scorm12")));
    const paths = entries.map(({ path }) => Buffer.from(path));
    assert.deepEqual(paths, [...paths].sort(Buffer.compare));
    for (const { path, time, mode } of entries) assert.deepEqual([time, mode], [0x00210000, 0o100644], path);
  });
});

describe("what is in it", () => {
  test("only the languages asked for, and a bank that is the same to the engine", async () => {
    const folder = await unpack(await pack("housekeeping", "scorm2004", "--languages", "uk,fi"));
    const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".js") || path.endsWith(".json"));
    const named = files.flatMap((path) => /locales\/(?:counsellor\/)?(\w+)\./.exec(path)?.[1] ?? []);
    assert.deepEqual([...new Set(named)].sort(), ["fi", "uk"]);
    const packed = join(folder, "bank");
    const problems = JSON.parse(await thetis("check", packed, "--format", "json"));
    assert.deepEqual(problems.filter(({ severity }) => severity === "error"), []);
    // The digest of a bank is in every log: a log of the whole bank is replayed with the packed one, and says the same of both.
    const logs = join(await scratch(), "logs.csv");
    await thetis("simulate", bank("housekeeping"), "--design", "default", "--simulees", "1", "--logs", logs);
    const log = (await readFile(logs, "utf8")).trim().split(",").at(-1);
    const [whole, part] = await Promise.all([bank("housekeeping"), packed].map((path) => thetis("replay", path, log, "--format", "json")));
    assert.equal(part, whole);
  });
});
