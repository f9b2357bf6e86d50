/** Finds the object that a SCORM platform has put into a window around the page, or into the one that opened it. */

/** How many windows a platform may put around the page. */
const LEVELS = 10;

/** What another window has; nothing where it is of another site. */
const seen = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch {
    return undefined;
  }
};

/** A window and those around it, the nearest first. */
const around = (page: Window | null | undefined): readonly Window[] => {
  const windows: Window[] = [];
  for (let one = page; one && windows.length <= LEVELS && !windows.includes(one); one = seen(() => windows[windows.length - 1]!.parent)) windows.push(one);
  return windows;
};

/** The object of that name; `null` where there is none. */
export const findApi = <Api>(page: Window, name: string): Api | null => {
  const near = around(page);
  const far = near.flatMap((one) => around(seen(() => one.opener as Window | null)));
  for (const one of [...near, ...far]) {
    const api = seen(() => (one as unknown as Readonly<Record<string, unknown>>)[name]);
    // A frame of that name is not it.
    if (api && typeof api === "object" && seen(() => (api as { readonly window?: unknown }).window) !== api) return api as Api;
  }
  return null;
};
