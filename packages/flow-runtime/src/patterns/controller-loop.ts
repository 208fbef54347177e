import type { Budget } from "../budget.ts";
import { checkBudget } from "../check-call-options.ts";
import { flowErrors } from "../errors.ts";
import type { FlowNode, NodeOptions } from "../flow-node.ts";
import { defineNode } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { type FinalAnswer, type WorkingMemory, workingMemory } from "../working-memory.ts";
import { type LoopWork, loopFlow, loopPicture } from "./loop-flow.ts";

/** How a controller loop thinks, acts and ends. */
export interface ControllerLoopOptions<Name extends string, Action>
  extends LoopWork<Action>,
    Partial<Pick<NodeOptions<Name>, "name" | "queueSize" | "description">> {
  /**
   * What a loop may use up: rounds (`hops`, default 8) and tokens, as `addTokens()` and the memory count them. A memory
   * that comes with limits of its own keeps them. `onExhausted` is `answer` by default.
   */
  readonly budget?: Budget;
}

/**
 * A node that thinks and acts, round after round, until there is a {@link FinalAnswer} or its budget is used up. It takes
 * a question, or a memory to go on with. Inside it is a flow of its own: `think` → `act` → `think`.
 *
 * @throws INVALID_NODE, INVALID_OPTIONS; in a flow HOP_BUDGET_EXHAUSTED and TOKEN_BUDGET_EXHAUSTED with
 * `onExhausted: "error"`
 */
export function controllerLoop<Action, const Name extends string = "controller">(
  options: ControllerLoopOptions<Name, Action>,
): FlowNode<Name, string | WorkingMemory, FinalAnswer> {
  const { think, act, policy, budget = {}, ...rest } = options;
  const name = rest.name ?? ("controller" as Name);
  if (typeof think !== "function" || typeof act !== "function") throw noWork(name);
  checkBudget(budget);
  const run = (input: string | WorkingMemory, context: NodeContext) => {
    const memory = typeof input === "string" ? begin(input, budget) : workingMemory(input);
    return context.call(() => loopFlow(name, { think, act, policy }, context), memory, { budget });
  };
  const subflows = { rounds: loopPicture(name, policy) };
  return defineNode({ ...rest, name, subflows }, { kind: "loop", run });
}

function begin(query: string, { hops, tokens }: Budget): WorkingMemory {
  return workingMemory({
    query,
    ...(hops !== undefined && { budgetHops: hops }),
    ...(tokens !== undefined && { budgetTokens: tokens }),
  });
}

function noWork(name: string) {
  return flowErrors.create("INVALID_NODE", {
    message: `The loop "${name}" has no think or no act; expected functions.`,
    hint: "Write controllerLoop({ think: async (memory) => …, act: async (action, memory) => … }).",
    details: { node: name },
  });
}
