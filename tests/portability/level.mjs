// What a WebAssembly module uses beyond WebAssembly 1.0, found by Binaryen's validator.

/** Messages of the validator, which speaks to the console alone, and to the one that there was when it was loaded. */
const said = [];
const own = console.error;
console.error = (message) => said.push(message);
const { default: binaryen } = await import("binaryen").finally(() => (console.error = own));

const { MVP, All } = binaryen.Features;

/** A module written in WebAssembly's text format, in which everything is allowed. */
export function moduleOf(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(All);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** The validator's complaints about a module of which nothing newer than WebAssembly 1.0 is allowed, not even globals that change and are shared; none if it keeps to that. */
export function beyond(bytes) {
  const module = binaryen.readBinary(bytes);
  try {
    module.setFeatures(MVP);
    said.length = 0;
    return module.validate() ? [] : [...said];
  } finally {
    module.dispose();
  }
}
