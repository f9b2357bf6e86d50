/** The bank, the persons and their answers that both programs are given: made from a seed, so every run and machine has the same. */

/** Uniform numbers in [0, 1): Mulberry32, small and good enough to make up parameters. */
export function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers by Box and Muller's method. */
export function normals(uniform) {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Items of the three-parameter logistic model: slopes log-normal about 1.2, difficulties standard normal, guessing 0.1 to 0.25. */
export function makeItems(count) {
  const uniform = uniforms(count);
  const normal = normals(uniform);
  return Array.from({ length: count }, (_, index) => ({
    id: `item${index}`,
    a: 1.2 * Math.exp(0.25 * normal()),
    b: normal(),
    c: 0.1 + 0.15 * uniform(),
  }));
}

/** The person's answer to every item, 1 right and 0 wrong: ability from the standard normal distribution, answers from the model. */
export function makeAnswers(items, person) {
  const uniform = uniforms(1_000_003 * (person + 1));
  const ability = normals(uniform)();
  return new Map(items.map(({ id, a, b, c }) => [id, uniform() < c + (1 - c) / (1 + Math.exp(-a * (ability - b))) ? 1 : 0]));
}
