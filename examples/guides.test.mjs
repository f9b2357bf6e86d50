// The guides as a reader would follow them: every command, in an empty folder, in order. What a guide quotes has to come out.
//
//     THETIS_CLI=target/debug/thetis node --test examples/guides.test.mjs
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, describe, it } from "node:test";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const CLI = resolve(process.env.THETIS_CLI ?? join(ROOT, "target/debug/thetis"));
const env = { ...process.env, THETIS: ROOT, PATH: `${dirname(CLI)}${delimiter}${process.env.PATH}` };

/** The fenced blocks of a guide: their language, their text, and the line before, which names the file that a block is. */
function* blocks(guide) {
  const fence = /^```(\w+)\n([\s\S]*?)\n```$/gm;
  for (const { 1: language, 2: text, index } of guide.matchAll(fence)) {
    const [before] = guide.slice(0, index).trimEnd().split("\n").slice(-1);
    yield { language, text, file: /`([^`]+\.(?:json|html))`[^`]*:$/.exec(before)?.[1] };
  }
}

/** Without the widths of columns, which depend on lines that are not quoted. */
const lines = (text) => text.split("\n").map((line) => line.trim().replaceAll(/ +/g, " ")).filter((line) => line && line !== "…");

/** Runs a guide in a folder: writes its files, runs its commands, and looks for each line it quotes in what came out, in order. */
function follow(name, folder) {
  let said = null;
  for (const { language, text, file } of blocks(readFileSync(join(ROOT, "docs", name), "utf8"))) {
    if (file) writeFileSync(join(folder, file), `${text}\n`);
    else if (language === "sh") {
      // Only a command whose quoted output shows an error may fail, so the verdict waits for the quotation.
      if (said) assert.equal(said.status, 0, `${said.text}\n${said.out}`);
      const { status, stdout, stderr } = spawnSync("bash", ["-ec", text], { cwd: folder, env, encoding: "utf8" });
      said = { status, text, out: stdout + stderr };
    } else if (language === "text") {
      assert.ok(said, `${name} quotes something before it runs anything`);
      const failed = /^\s*error\b/m.test(text);
      assert.equal(said.status !== 0, failed, `${said.text}\n${said.out}`);
      const out = lines(said.out);
      let place = 0;
      for (const line of lines(text)) {
        const found = out.indexOf(line, place);
        assert.notEqual(found, -1, `${name} quotes "${line}", which \`${said.text}\` does not say from line ${place} on:\n${said.out}`);
        place = found + 1;
      }
      said = null;
    }
  }
  if (said) assert.equal(said.status, 0, `${said.text}\n${said.out}`);
}

describe("the guides", () => {
  const folder = mkdtempSync(join(tmpdir(), "thetis-guides-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("authors.md makes a bank from an empty folder: the one in examples/kitchen", () => {
    const own = mkdtempSync(join(folder, "authors-"));
    follow("authors.md", own);
    for (const file of ["bank.json", "locales/en.json", "locales/fr.json"]) {
      // The day on which the parameters were set is today's.
      const undated = (text) => text.replaceAll(/"date": "\d{4}-\d\d-\d\d"/g, '"date": ""');
      const [made, kept] = [join(own, "kitchen", file), join(ROOT, "examples/kitchen", file)].map((path) => undated(readFileSync(path, "utf8")));
      assert.equal(made, kept, `examples/kitchen/${file}`);
    }
  });

  it("researchers.md goes from responses to a bank", () => {
    follow("researchers.md", mkdtempSync(join(folder, "researchers-")));
  });

  it("README.md: the script and the commands, in a folder with the project's banks and package", () => {
    const own = mkdtempSync(join(folder, "readme-"));
    for (const name of ["item-banks", "bindings"]) symlinkSync(join(ROOT, name), join(own, name));
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const [script, commands] = ["js", "sh"].map((wanted) => [...blocks(readme)].find(({ language }) => language === wanted).text);
    writeFileSync(join(own, "example.mjs"), script);
    // The first line builds the program, which is there.
    const [build, ...rest] = commands.split("\n");
    assert.match(build, /cargo build/);
    const { status, stdout, stderr } = spawnSync("bash", ["-ec", rest.join("\n")], { cwd: own, env, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /Reproduced exactly/i);
  });

  it("counsellors.md packs a test, compares two results and signs one", () => {
    follow("counsellors.md", mkdtempSync(join(folder, "counsellors-")));
  });
});
