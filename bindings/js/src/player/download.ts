/** Files that a person takes along, and brings again. */

/** A file to be saved. */
export interface Download {
  readonly name: string;
  readonly content: BlobPart;
  readonly type: string;
}

/** Saves a file where the browser saves files. */
export const download = ({ name, content, type }: Download): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // Some browsers begin to read only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Lets the person choose a file. */
export const choose = (use: (file: File) => void): void => {
  const input = document.createElement("input");
  input.type = "file";
  input.onchange = () => input.files?.[0] && use(input.files[0]);
  input.click();
};
