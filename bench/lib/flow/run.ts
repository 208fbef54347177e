/** A message in, its result out; many may be under way at once. */
export type Run = (input: number) => Promise<number>;

/** The work of one node. */
export type Step = (input: number) => Promise<number>;

/** Nodes of the chain that the rows about hops run. */
export const HOPS = 10;

/** Messages under way at once. */
export const AT_ONCE = 100;

/** Steps of a chain: each adds one, as cheap as an async function can be. */
export const chainSteps = (count: number = HOPS): Step[] =>
  Array.from({ length: count }, () => async (input) => input + 1);

/** The same run, its answer checked: one more for each step. */
export const checkedChain =
  (run: Run, hops: number = HOPS): Run =>
  async (input) =>
    expectAnswer(input, await run(input), input + hops);

/** Branches of the fan-out: each adds its place. */
const BRANCHES = 8;

export const branchSteps = (): Step[] =>
  Array.from({ length: BRANCHES }, (_, place) => async (input) => input + place);

/** What joins the branches. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The same run, its answer checked: the sum of all branches. */
export const checkedFanOut =
  (run: Run): Run =>
  async (input) =>
    expectAnswer(input, await run(input), BRANCHES * input + (BRANCHES * (BRANCHES - 1)) / 2);

/** @throws when a run has given something else */
export function expectAnswer(input: number, answer: number, expected: number): number {
  if (answer !== expected) throw new Error(`Wrong answer to ${input}: ${answer} instead of ${expected}.`);
  return answer;
}
