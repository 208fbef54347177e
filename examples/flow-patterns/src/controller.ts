import { controllerLoop, createFlow, type FinalAnswer, type Flow, finalAnswer } from "@pergola/flow-runtime";

/** Finds the number that was thought of by halving; a model would stand where `think` is. */
export function createGuesser(secret: number, hops: number): Flow<string, FinalAnswer> {
  const guess = controllerLoop({
    name: "guess",
    budget: { hops },
    think: ({ facts }) => {
      const [low, high] = (facts.at(-1) ?? [1, 1_000]) as readonly [number, number];
      const middle = Math.floor((low + high) / 2);
      return low === high
        ? finalAnswer(`It is ${low}.`, [`${facts.length} questions`])
        : { low, middle, high };
    },
    act: (
      { low, middle, high }: { readonly low: number; readonly middle: number; readonly high: number },
      memory,
    ) => ({
      ...memory,
      facts: [...memory.facts, secret <= middle ? [low, middle] : [middle + 1, high]],
    }),
  });
  return createFlow({ name: "guesser", edges: [guess.to()] });
}
