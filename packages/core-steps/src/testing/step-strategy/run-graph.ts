import type { StepContext } from "../../step.ts";
import type { StepGraph, StepGraphNode, StepTarget } from "../../step-graph.ts";
import type { StepParts } from "../../step-strategy.ts";
import type { StepWrite } from "../../step-writes.ts";
import { stateAfter } from "./written.ts";

type State = Readonly<Record<string, unknown>>;

/** Runs a step as its nodes, one after the other, as the agent's graph does. @returns what it has written, in order */
export async function runGraph(
  graph: StepGraph,
  { chains }: StepParts,
  call: { readonly state: State; readonly context: StepContext },
): Promise<readonly StepWrite[]> {
  const { context } = call;
  const written: StepWrite[] = [];
  const now = () => stateAfter(call.state, written);
  let memo: unknown;
  let at: StepTarget = graph.nodes[0]?.name ?? "end";
  while (at !== "end") {
    if (typeof at === "number") {
      written.push(...((await chains[at]?.(now(), context))?.entries ?? []));
      at = graph.afterChain ?? "end";
      continue;
    }
    const node = nodeOf(graph, at);
    const {
      writes = [],
      next = node.ends[0],
      ...move
    } = await node.run(now(), context, { memo, input: undefined });
    written.push(...writes);
    memo = asJson(move.memo ?? memo);
    if (next === undefined) break;
    if (!Array.isArray(next)) {
      at = next as StepTarget;
      continue;
    }
    const moves = await Promise.all(
      next.map(({ node: name, input }) =>
        nodeOf(graph, name).run(now(), context, { memo, input: asJson(input) }),
      ),
    );
    written.push(...moves.flatMap((each) => each.writes ?? []));
    at = nodeOf(graph, next[0]?.node ?? "").ends[0] ?? "end";
  }
  return written;
}

function nodeOf({ nodes }: StepGraph, name: string): StepGraphNode {
  const node = nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`The step has no node "${name}".`);
  return node;
}

/** What is sent along is kept as JSON. */
const asJson = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
