import { stepErrors } from "../errors.ts";
import type { StepChain } from "../step-chain.ts";
import { getRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { createStepWrites, type StepWrites } from "../step-writes.ts";
import { foundValue } from "./found-value.ts";
import { keyProblems, readKeyProblems } from "./key-problems.ts";
import { type MapStepConfig, mapConfigSchema } from "./map-config.ts";
import { runBounded } from "./run-bounded.ts";

const DEFAULT_CONCURRENCY = 4;

/** Runs the same steps for each element of a list, some elements at a time. */
export const mapStep: StepStrategy<MapStepConfig> = {
  name: "map",
  configSchema: mapConfigSchema,
  nodeName: (index) => `map_step_${index}`,
  groups: (config) => [
    { path: ["steps"], steps: config.steps, isRepeated: true, localKeys: localKeys(config) },
  ],
  // An empty list has no element to run them for.
  isPassable: () => true,
  writes: ({ into }) => (into === undefined ? [] : [into]),
  validate: ({ over, item, index, collect, into }, { stateKeys }) => [
    ...readKeyProblems("over", over, stateKeys),
    ...Object.entries({ item, index, collect, into }).flatMap(([option, key]) =>
      keyProblems(option, key, stateKeys),
    ),
  ],
  createStep(config, { chains: [chain = NO_STEPS] } = { chains: [] }) {
    const { over, item, index, concurrency = DEFAULT_CONCURRENCY } = config;
    return async (state, context) => {
      const { signal } = getRun(context);
      const runElement = (element: unknown, at: number, stop: AbortSignal) => {
        const locals = { [item]: element, ...(index !== undefined && { [index]: at }) };
        return chain(state, context, { locals, label: `${over}[${at}]`, signal: stop });
      };
      return gather(await runBounded(listOf(state, over), runElement, { concurrency, signal }), config);
    };
  },
};

const NO_STEPS: StepChain = async () => createStepWrites([]);

/** What the steps write elsewhere is merged; what they collect becomes one list. */
function gather(
  all: readonly StepWrites[],
  { collect, into }: Pick<MapStepConfig, "collect" | "into">,
): StepWrites {
  const merged = all.flatMap((writes) => writes.entries.filter(([key]) => key !== collect));
  if (into === undefined) return createStepWrites(merged);
  const collected = all.map((writes) => writes.entries.findLast(([key]) => key === collect)?.[1]);
  return createStepWrites([...merged, [into, collected]]);
}

function localKeys({ item, index, collect }: MapStepConfig): readonly string[] {
  return [item, index, collect].filter((key) => key !== undefined);
}

function listOf(state: Readonly<Record<string, unknown>>, over: string): readonly unknown[] {
  const list = state[over];
  if (Array.isArray(list)) return list;
  throw stepErrors.create("NOT_A_LIST", {
    message: `The map step goes over "${over}", which holds ${foundValue(list)}; expected a list.`,
    hint: "Give the list in the run's input or write it in a step before; an empty list is fine.",
    details: { over },
  });
}
