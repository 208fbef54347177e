import { type FlowCase, mix, type NodeSpec, type Sending, scriptOf } from "./flow-case.test-helper.ts";
import {
  decide,
  fetched,
  type Gathered,
  gather,
  giveRest,
  newGathered,
} from "./node-decision.test-helper.ts";

/** What a trace comes to when it is alone, in a world without time. */
export interface ReferenceRun {
  /** Sorted. */
  readonly results: readonly number[];
  /** Whether some node fails for good. */
  readonly fails: boolean;
  /** Messages over edges that close a loop. */
  readonly rounds: number;
  /** Messages that nodes took. */
  readonly visits: number;
}

export interface ReferenceGraph {
  /** Names in the order in which nodes are told that nothing moves. */
  readonly order: readonly string[];
  readonly isBack: (from: string, to: string) => boolean;
}

interface Letter {
  readonly node: NodeSpec;
  readonly value: number;
  readonly rounds: number;
}

/** Whether the flow that a node calls fails for a value. */
export const subflowFails = (value: number): boolean => mix(value, 77) % 23 === 0;

/** Reads the same graph in the plainest way: one list of messages, one at a time. Undefined when they are too many. */
export function referenceRun(
  flowCase: FlowCase,
  graph: ReferenceGraph,
  { value, mostVisits }: { readonly value: number; readonly mostVisits: number },
): ReferenceRun | undefined {
  const { nodes } = flowCase;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const gathered = new Map<NodeSpec, Gathered>();
  const waiting = new Map<NodeSpec, number>();
  const letters: Letter[] = [];
  const results: number[] = [];
  let fails = false;
  let rounds = 0;
  let visits = 0;

  const send = (node: NodeSpec, sendings: readonly Sending[]) => {
    for (const sending of sendings) {
      for (const to of sending.to ?? targetsOf(nodes, node)) {
        if (graph.isBack(node.name, to)) rounds++;
        const target = byName.get(to);
        if (target === undefined) results.push(sending.value);
        else letters.push({ node: target, value: sending.value, rounds: sending.rounds });
      }
    }
  };
  const memoryOf = (node: NodeSpec) => {
    const known = gathered.get(node) ?? newGathered();
    gathered.set(node, known);
    return known;
  };
  const give = (letter: Letter): readonly Sending[] => {
    const { node } = letter;
    if (node.kind === "join" || node.kind === "drain-join") return gather(node, memoryOf(node));
    if (node.kind !== "fetcher") return decide(flowCase, node, letter);
    waiting.set(node, 1);
    return [];
  };
  const take = (letter: Letter) => {
    const { node } = letter;
    const has = waiting.get(node);
    if (has !== undefined) {
      waiting.set(node, has + 1);
      if (has + 1 < node.count) return;
      waiting.delete(node);
      return send(node, fetched(node, has + 1));
    }
    const script = scriptOf(node, letter.value);
    const isLost = node.kind === "caller" && subflowFails(letter.value);
    const failed = isLost ? 0 : failedAttempts(node, letter.value);
    // What an attempt sends before it fails is on its way, also when the node never makes it.
    const early = script.sendsFirst && node.kind === "plain" ? failed : 0;
    for (let attempt = 0; attempt < early; attempt++) send(node, decide(flowCase, node, letter));
    if (isLost || failed > node.maxRetries) fails = true;
    else send(node, give(letter));
  };
  /** Nothing moves. @returns whether something does now */
  const drain = (): boolean => {
    const starved = [...waiting];
    waiting.clear();
    for (const [node, has] of starved) send(node, fetched(node, has));
    if (starved.length > 0) return true;
    for (const name of graph.order) {
      const node = byName.get(name);
      const memory = node?.kind === "drain-join" ? gathered.get(node) : undefined;
      if (node === undefined || memory === undefined) continue;
      send(node, giveRest(node, memory));
      if (letters.length > 0) return true;
    }
    return false;
  };

  for (const node of entriesOf(nodes)) letters.push({ node, value, rounds: 0 });
  do {
    for (let letter = letters.shift(); letter !== undefined; letter = letters.shift()) {
      if (++visits > mostVisits) return undefined;
      take(letter);
    }
  } while (drain());
  return { results: results.sort((one, other) => one - other), fails, rounds, visits };
}

/** How many attempts at a message fail; more than its retries when it always does. */
export function failedAttempts(node: NodeSpec, value: number): number {
  const { failures } = scriptOf(node, value);
  return failures > 3 ? node.maxRetries + 1 : Math.min(failures, node.maxRetries);
}

/** Nodes that no earlier one leads to. */
export function entriesOf(nodes: readonly NodeSpec[]): readonly NodeSpec[] {
  return nodes.filter((_, at) => !nodes.some(({ next }) => next.includes(at)));
}

function targetsOf(nodes: readonly NodeSpec[], { next, isEgress }: NodeSpec): readonly string[] {
  const names = next.map((place) => (nodes[place] as NodeSpec).name);
  return isEgress ? [...names, "egress"] : names;
}
