import { checkBudget } from "./check-call-options.ts";
import { checkFlowOptions } from "./check-flow-options.ts";
import type { Flow, FlowResult } from "./flow.ts";
import type { FlowOptions } from "./flow-options.ts";
import { planGraph } from "./graph/plan-graph.ts";
import { checkSchemas } from "./resolve-schemas.ts";
import { RunningFlow } from "./runtime/running-flow.ts";
import type { EdgeList, FlowInput, FlowOutput } from "./wiring.ts";

/**
 * Makes a flow of nodes and edges. What it takes and gives follows from its first and last nodes.
 *
 * @throws INVALID_FLOW, CYCLE, UNKNOWN_MODEL
 */
export function createFlow<const List extends EdgeList, const ErrorsAsResults extends boolean = false>(
  options: FlowOptions<List, ErrorsAsResults>,
): Flow<FlowInput<List>, FlowOutput<List>, FlowResult<FlowOutput<List>, ErrorsAsResults>> {
  checkFlowOptions(options);
  if (options.budget !== undefined) checkBudget(options.budget);
  const { name = "flow", edges, ingress, egress, allowCycles = false } = options;
  const plan = planGraph({ name, edges, ingress, egress, allowCycles });
  checkSchemas(
    name,
    plan.nodes.map(({ definition }) => definition),
    options.registry,
  );
  // What it takes and gives is known to type checkers only.
  return new RunningFlow(plan, options) as Flow<unknown, never, never>;
}
