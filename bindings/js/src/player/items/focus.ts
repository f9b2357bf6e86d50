/** Moves the focus to where an answer is missing. */

/** To the first control of the first part that is still open, else to the first control; says whether there is one. */
export const focusFirst = (root: ParentNode): boolean => {
  const find = (within: string) => root.querySelector<HTMLElement>(["input", "select", "button"].map((control) => `${within} ${control}:not(:disabled)`).join());
  const control = find(".answers [data-open]") ?? find(".answers");
  control?.focus();
  return !!control;
};
