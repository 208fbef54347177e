import type { BaseMessage } from "@langchain/core/messages";
import { throwIfAborted } from "@pergola/core";
import type { Step, StepContext } from "../../step.ts";
import type { StepGraph, StepGraphNode, StepMove, StepTask } from "../../step-graph.ts";
import { getRun, reportProgress } from "../../step-run.ts";
import { createStepWrites, type StepWrite } from "../../step-writes.ts";
import { messagesOf } from "../../templates/state-variables.ts";

type State = Readonly<Record<string, unknown>>;

/**
 * A step that is nodes of a graph as one function, so that a step type writes its work once: `createGraph` gives the graph,
 * and `createStep` this. A node sees what the ones before it have written: messages at the end of the others, of any other key
 * the last value. Between two nodes the run may stop.
 *
 * @throws what a node throws; the signal's reason. A graph that leads to steps inside the step is not for it.
 */
export function stepOfGraph(graph: StepGraph): Step {
  return async (state, context) => {
    const walk = new Walk(graph, state, context);
    return createStepWrites(await walk.toTheEnd());
  };
}

class Walk {
  readonly #graph: StepGraph;
  readonly #context: StepContext;
  readonly #written: StepWrite[] = [];
  #state: State;
  #memo: unknown;

  constructor(graph: StepGraph, state: State, context: StepContext) {
    this.#graph = graph;
    this.#state = state;
    this.#context = context;
  }

  async toTheEnd(): Promise<readonly StepWrite[]> {
    const { signal } = getRun(this.#context);
    let node: StepGraphNode | undefined = this.#graph.nodes[0];
    while (node !== undefined) {
      throwIfAborted(signal);
      const move = await this.#run(node, { memo: this.#memo, input: undefined });
      this.#take([move]);
      if (move.memo !== undefined) this.#memo = move.memo;
      node = await this.#follow(move.next ?? node.ends[0]);
    }
    return this.#written;
  }

  /** The node that comes next, after those that are visited once for each input. */
  async #follow(next: StepMove["next"]): Promise<StepGraphNode | undefined> {
    if (!Array.isArray(next)) return this.#nodeOf(next as string | undefined);
    const tasks = next as readonly { readonly node: string; readonly input: unknown }[];
    const moves = await Promise.all(
      tasks.map(async ({ node, input }) =>
        this.#run(this.#nodeOf(node) as StepGraphNode, { memo: undefined, input }),
      ),
    );
    this.#take(moves);
    return this.#nodeOf(this.#nodeOf(tasks[0]?.node)?.ends[0] as string | undefined);
  }

  /** What a node has said is told at once: it counts, whatever becomes of the others. */
  async #run(node: StepGraphNode, task: StepTask): Promise<StepMove> {
    const move = await node.run(this.#state, this.#context, task);
    const said = (move.writes ?? []).filter(([key]) => key === "messages").flatMap(([, value]) => value);
    reportProgress(getRun(this.#context), said as BaseMessage[]);
    return move;
  }

  #take(moves: readonly StepMove[]): void {
    const writes = moves.flatMap((move) => move.writes ?? []);
    this.#written.push(...writes);
    for (const [key, value] of writes) {
      const isSaid = key === "messages";
      this.#state = {
        ...this.#state,
        [key]: isSaid ? [...messagesOf(this.#state), ...(value as BaseMessage[])] : value,
      };
    }
  }

  #nodeOf(name: string | undefined): StepGraphNode | undefined {
    return name === undefined ? undefined : this.#graph.nodes.find((node) => node.name === name);
  }
}
