// The draft of a proposal, in this browser only: until it is downloaded or deleted.

const KEY = "thetis-practice-draft";

/** The draft that was kept, or nothing. */
export const keptDraft = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
};

/** Whether it could be kept; browsers refuse in some private windows, or without room. */
export const keepDraft = (draft) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
};

export const deleteDraft = () => {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where nothing can be kept there is nothing to delete.
  }
};
