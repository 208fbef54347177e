/** Kinds of the steps that the work `build` makes a workflow of. */
export const CHAIN: readonly ("custom" | "llm")[] = Array.from({ length: 10 }, (_, index) =>
  index % 2 === 0 ? "custom" : "llm",
);

/** How many steps of each kind have run. */
export interface ChainOutcome {
  readonly custom: number;
  readonly llm: number;
}

/** @throws when a workflow did not run each step of `CHAIN` once */
export function checkChain({ custom, llm }: ChainOutcome): void {
  if (custom !== 5 || llm !== 5)
    throw new Error(`The workflow ran ${custom} custom and ${llm} llm steps, not 5 and 5.`);
}
