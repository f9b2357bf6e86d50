/** Ids as every platform takes them. A bank's own have letters, digits, `_`, `.` and `-`. */

/** Without hyphens, which Moodle refuses in the identifiers of answers (error 406). */
export const clean = (id: string): string => id.replace(/[^\w.]/g, "_");
