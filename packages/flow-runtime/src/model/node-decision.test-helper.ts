import { type FlowCase, mix, type NodeSpec, type Sending, scriptOf } from "./flow-case.test-helper.ts";

/** What a trace has brought to a node that gathers. */
export interface Gathered {
  arrived: number;
  /** Groups that it has given on. */
  groups: number;
}

export const newGathered = (): Gathered => ({ arrived: 0, groups: 0 });

/** What a node without a memory sends for a message. */
export function decide(
  { nodes, maxRounds }: FlowCase,
  node: NodeSpec,
  { value, rounds }: { readonly value: number; readonly rounds: number },
): readonly Sending[] {
  const next = mix(value, node.seed);
  if (node.kind === "router") {
    const targets = forwardOf(nodes, node);
    return [{ value: next, rounds, to: [targets[next % targets.length] as string] }];
  }
  if (node.kind === "looper" && node.back !== undefined) {
    if (rounds < maxRounds)
      return [{ value: next, rounds: rounds + 1, to: [(nodes[node.back] as NodeSpec).name] }];
    return [{ value: next, rounds, to: forwardOf(nodes, node) }];
  }
  const { copies } = scriptOf(node, value);
  return [next, mix(next, 3)].slice(0, copies).map((each) => ({ value: each, rounds, to: undefined }));
}

/** A message comes to a join. What it gives depends on how many came, not on which. */
export function gather(node: NodeSpec, gathered: Gathered): readonly Sending[] {
  if (++gathered.arrived % node.count !== 0) return [];
  return [{ value: mix(gathered.groups++, node.seed), rounds: 0, to: undefined }];
}

/** Nothing more comes to a join. */
export function giveRest(node: NodeSpec, gathered: Gathered): readonly Sending[] {
  const rest = gathered.arrived % node.count;
  if (rest === 0) return [];
  gathered.arrived -= rest;
  return [{ value: mix(1_000 + rest, node.seed), rounds: 0, to: undefined }];
}

/** What a fetcher gives for so many messages. */
export function fetched(node: NodeSpec, count: number): readonly Sending[] {
  return [{ value: mix(2_000 + count, node.seed), rounds: 0, to: undefined }];
}

function forwardOf(nodes: readonly NodeSpec[], { next, isEgress }: NodeSpec): readonly string[] {
  const names = next.map((place) => (nodes[place] as NodeSpec).name);
  return isEgress ? [...names, "egress"] : names;
}
