/** What the browser keeps between visits: the language, and the log of the test in progress. It may refuse, as in private windows. */

export const store = {
  read(key) {
    try {
      return localStorage.getItem(`thetis-demo/${key}`);
    } catch {
      return null;
    }
  },
  /** Whether it was kept. */
  write(key, value) {
    try {
      localStorage.setItem(`thetis-demo/${key}`, value);
      return true;
    } catch {
      return false;
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(`thetis-demo/${key}`);
    } catch {
      // Nothing can be kept, so nothing is there.
    }
  },
};
