/**
 * Makes a sequence of numbers, uniform in [0, 1), that is the same for the same seed; for made-up data, never for secrets.
 *
 * A linear congruential generator with the constants of "Numerical Recipes", period 2³².
 *
 * @param seed - Any integer; its low 32 bits count.
 */
export function seededRandom(seed: number): () => number {
  const state = { value: seed >>> 0 };
  return () => {
    state.value = (Math.imul(state.value, 1_664_525) + 1_013_904_223) >>> 0;
    return state.value / 2 ** 32;
  };
}
