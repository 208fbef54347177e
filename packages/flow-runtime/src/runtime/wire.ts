import type { FlowOptions } from "../flow-options.ts";
import type { GraphPlan } from "../graph/plan-graph.ts";
import { resolveSchemas } from "../resolve-schemas.ts";
import type { StandardSchema } from "../standard-schema.ts";
import { compileCheck } from "./compile-check.ts";
import type { FlowEngine } from "./flow-engine.ts";
import { EGRESS, type Link } from "./link.ts";
import { NodeRunner } from "./node-runner.ts";

/** Most messages that wait for a node, if nobody says. */
const QUEUE_SIZE = 64;

/** Makes the nodes of a flow and joins them, all new. @throws UNKNOWN_MODEL, INVALID_FLOW */
export function wire(
  engine: FlowEngine,
  plan: GraphPlan,
  { queueSize = QUEUE_SIZE, registry }: FlowOptions,
): void {
  const definitions = plan.nodes.map(({ definition }) => definition);
  const schemas = resolveSchemas(plan.name, definitions, registry);
  const runners = definitions.map((definition) => {
    const runner = new NodeRunner(engine, definition, definition.queueSize ?? queueSize);
    const { input, output } = schemas.get(definition.name) ?? {};
    const { validate } = definition.policy;
    const isIn = validate === "both" || validate === "in";
    const isOut = validate === "both" || validate === "out";
    if (isIn && input !== undefined)
      runner.checkInput = compileCheck(runner.name, "input", input as StandardSchema);
    if (isOut && output !== undefined)
      runner.checkOutput = compileCheck(runner.name, "output", output as StandardSchema);
    return runner;
  });
  const runnerOf = (name: string) => runners.find((runner) => runner.name === name) as NodeRunner;
  const links = plan.edges.map(({ from, to, isBack }, index) => ({
    from: from.name,
    link: { target: runnerOf(to.name), to: to.name, isBack, index } satisfies Link,
  }));
  for (const runner of runners) {
    const own = links.filter(({ from }) => from === runner.name).map(({ link }) => link);
    const isEgress = plan.egress.some(({ name }) => name === runner.name);
    const out: Link = { target: undefined, to: EGRESS, isBack: false, index: plan.edges.length };
    runner.outlet.links = isEgress ? [...own, out] : own;
  }
  engine.runners = runners;
  engine.drainable = runners.filter(({ isDrainable }) => isDrainable);
  engine.slots = 0;
  engine.ingress = plan.ingress.map(({ name }) => ({
    target: runnerOf(name),
    to: name,
    isBack: false,
    index: -1,
  }));
}
