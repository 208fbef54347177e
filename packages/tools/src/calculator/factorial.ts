/** The largest whole number whose factorial fits a double. */
const LARGEST = 170;

/** n! for whole n; infinite beyond 170, not a number for what has no factorial. At most 170 steps. */
export function factorial(n: number): number {
  if (!Number.isInteger(n) || n < 0) return Number.NaN;
  if (n > LARGEST) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let factor = 2; factor <= n; factor++) product *= factor;
  return product;
}
