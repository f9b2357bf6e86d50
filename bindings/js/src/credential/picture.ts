/**
 * The picture of a badge, with the signed credential within (Open Badges 3.0, section 5.3): emblem, what it is given for, levels, who signed it
 * and when, and what kind of assessment it was. The program draws the same (engine/credential/src/bake).
 */
import type { Credential, Words } from "./build.js";

const WIDTH = 480;
const MARGIN = 32;
const EMBLEM = 76;
/** Most areas that are named; the credential within names all. */
const MOST_ROWS = 8;

/** A line of text: how large, how heavy, in which colour. */
type Style = readonly [size: number, weight: number, colour: string];
const TITLE: Style = [26, 700, "#17332f"];
const LEVEL: Style = [22, 600, "#0d6b66"];
const ROW_LEVEL: Style = [16, 600, "#0d6b66"];
const ROW_NAME: Style = [15, 400, "#3d524f"];
const SMALL: Style = [14, 400, "#4d615e"];

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for XML 1.0: markup as entities, what XML cannot hold left out. */
export const escaped = (text: string): string =>
  text
    .replace(/[\t\n\r]/g, " ")
    .replace(/[\0-\x1f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (letter) => ENTITIES[letter]!);

/** Lines of at most the card's width, by an average width of letters: nobody measures fonts here. What does not fit into `most` ends in an ellipsis. */
export const broken = (text: string, size: number, most: number): readonly string[] => {
  const room = Math.floor((WIDTH - 2 * MARGIN) / (size * 0.54));
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines[lines.length - 1];
    if (line !== undefined && [...line].length + 1 + [...word].length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, most).map((line, k) => ((lines.length > most && k === most - 1) || [...line].length > room ? `${[...line].slice(0, room - 1).join("").trimEnd()}…` : line));
};

/** A medal with a soft rim, and the sign for ability in it, around a point. */
const emblem = (x: number, y: number, radius: number): string => {
  const petals = 20;
  const points = 12 * petals;
  const rim = Array.from({ length: points }, (_, point) => {
    const turn = (2 * Math.PI * point) / points;
    const r = radius * (0.965 + 0.035 * Math.cos(turn * petals));
    return `${point ? "L" : "M"}${(x + r * Math.sin(turn)).toFixed(1)} ${(y - r * Math.cos(turn)).toFixed(1)}`;
  }).join("");
  const r = (share: number): string => (radius * share).toFixed(1);
  const center = `cx="${x}" cy="${y}"`;
  const line = 'fill="none" stroke="#0d6b66" stroke-width';
  return `<path d="${rim}Z" fill="#0d6b66"/><circle ${center} r="${r(0.84)}" fill="none" stroke="#f3c969" stroke-width="${r(0.03)}"/><circle ${center} r="${r(0.76)}" fill="#f6fbfa"/><ellipse ${center} rx="${r(0.3)}" ry="${r(0.44)}" ${line}="${r(0.11)}"/><path d="M${(x - radius * 0.26).toFixed(1)} ${y}H${(x + radius * 0.26).toFixed(1)}" stroke="#0d6b66" stroke-width="${r(0.1)}"/>`;
};

/** What was measured, and the level reached. A result is called “Cleaning: level”: `ending` is what is not needed beside a level. */
const rowsOf = ({ credentialSubject: { achievement, result } }: Credential, ending: string): readonly (readonly [name: string, level: string])[] =>
  result.flatMap(({ achievedLevel }) =>
    achievement.resultDescription.flatMap(({ name, rubricCriterionLevel = [] }) =>
      rubricCriterionLevel.filter(({ id }) => id === achievedLevel).map((level) => [name.endsWith(ending) ? name.slice(0, name.length - ending.length) : name, level.name] as const),
    ),
  );

/** The whole SVG. The words are in the language of the credential. */
export const bake = (credential: Credential, token: string, { kind, level: called }: Words): string => {
  const { name, description, issuer, validFrom, credentialSubject: { achievement: { inLanguage } } } = credential;
  let drawn = "";
  let y = MARGIN + 2 * EMBLEM + 24;
  const write = (text: string, [size, weight, colour]: Style, most: number): void => {
    for (const line of broken(text, size, most)) {
      y += size * 1.3;
      drawn += `<text x="${WIDTH / 2}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(line)}</text>`;
    }
  };
  write(name, TITLE, 3);
  y += 8;
  const rows = rowsOf(credential, called.replace("{name}", ""));
  if (rows.length === 1) write(rows[0]![1], LEVEL, 2);
  else {
    for (const [row, level] of rows.slice(0, MOST_ROWS)) {
      y += 6;
      write(row, ROW_NAME, 2);
      write(level, ROW_LEVEL, 1);
    }
    if (rows.length > MOST_ROWS) write("…", ROW_NAME, 1);
  }
  y += 18;
  drawn += `<path d="M${WIDTH / 2 - 48} ${y.toFixed(0)}h96" stroke="#f3c969" stroke-width="3" stroke-linecap="round"/>`;
  y += 12;
  write(issuer?.name ?? "", SMALL, 2);
  write(validFrom.slice(0, 10), SMALL, 1);
  write(kind, SMALL, 2);
  const height = (y + MARGIN).toFixed(0);
  const told = rows.map(([row, level]) => `${row}: ${level}`).join(". ");
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" xml:lang="${escaped(inLanguage)}"${/^(ar|fa|he|ur)\b/.test(inLanguage) ? ' direction="rtl"' : ""}><openbadges:credential verify="${token}"/><title>${escaped(name)}</title><desc>${escaped(`${told} ${description}`)}</desc><rect x="1" y="1" width="${WIDTH - 2}" height="${(y + MARGIN - 2).toFixed(0)}" rx="28" fill="#fffdf8" stroke="#d5e4e1" stroke-width="2"/>${emblem(WIDTH / 2, MARGIN + EMBLEM, EMBLEM)}<g font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif" text-anchor="middle">${drawn}</g></svg>\n`;
};
