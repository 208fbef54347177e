import type { StepContext } from "../step.ts";
import type { StepGraph } from "../step-graph.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { type BranchStepConfig, branchConfigSchema } from "./branch-config.ts";
import { type BranchRoute, branchGroups, branchRouter, branchRoutes, isPassable } from "./branch-routes.ts";
import { readKeyProblems } from "./key-problems.ts";

type State = Readonly<Record<string, unknown>>;

/** Runs one of several lists of steps. */
export const branchStep: StepStrategy<BranchStepConfig> = {
  name: "branch",
  configSchema: branchConfigSchema,
  nodeName: (index) => `branch_step_${index}`,
  groups: branchGroups,
  isPassable,
  writes: () => [],
  validate: ({ on }, { stateKeys }) => (typeof on === "string" ? readKeyProblems("on", on, stateKeys) : []),
  createStep(config, { chains } = { chains: [] }) {
    const choose = chooser(config);
    return async (state, context) => {
      const route = await choose(state, context);
      return route === "end" ? undefined : await chains[route]?.(state, context);
    };
  },
  createGraph: (config) => branchGraph(config),
};

/** Chooses in one node; the steps of the case are nodes of their own, so that an interrupt in them repeats nothing. */
function branchGraph(config: BranchStepConfig): StepGraph {
  const choose = chooser(config);
  return {
    nodes: [
      {
        name: "choose",
        ends: branchRoutes(config),
        run: async (state, context) => ({ next: await choose(state, context) }),
      },
      { name: "join", ends: ["end"], run: async () => ({}) },
    ],
    afterChain: "join",
  };
}

function chooser({ on, ...lists }: BranchStepConfig) {
  const routeOf = branchRouter(lists);
  return async (state: State, context: StepContext): Promise<BranchRoute> =>
    routeOf(typeof on === "string" ? state[on] : await on(state, context));
}
