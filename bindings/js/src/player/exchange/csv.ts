/** A result as a table for spreadsheet programs: RFC 4180, in UTF-8 with a byte order mark, by which they know that it is UTF-8. */

/** Numbers are written as such; what is missing is an empty cell. */
export type Cell = string | number | boolean | null;

/** A text that a spreadsheet program would take for a formula; with an apostrophe before it, it stays a text (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: Cell): string => {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = value === null ? "" : typeof value === "boolean" ? String(value) : FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/** Rows of as many cells as the first, which has the names of the columns. */
export const writeCsv = (rows: readonly (readonly Cell[])[]): string => `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
