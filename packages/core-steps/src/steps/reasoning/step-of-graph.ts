import type { BaseMessage } from "@langchain/core/messages";
import { isGraphSignal, throwIfAborted } from "@pergola/core";
import { stepErrors } from "../../errors.ts";
import type { Step, StepContext } from "../../step.ts";
import { bookmarkOf, type StepBookmark } from "../../step-bookmark.ts";
import type { StepGraph, StepGraphNode, StepMove, StepTask } from "../../step-graph.ts";
import { getRun, reportProgress } from "../../step-run.ts";
import { createStepWrites, type StepWrite } from "../../step-writes.ts";
import { messagesOf } from "../../templates/state-variables.ts";
import { readPosition, type WalkPosition, type WalkTask, writePosition } from "./walk-position.ts";

type State = Readonly<Record<string, unknown>>;

/**
 * A step that is nodes of a graph as one function, so that a step type writes its work once: `createGraph` gives the graph,
 * and `createStep` this. A node sees what the ones before it have written: messages at the end of the others, of any other key
 * the last value. Between two nodes the run may stop; where it is kept while something is asked, no node that is done is
 * visited again.
 *
 * @throws what a node throws; the signal's reason; `UNKNOWN_GRAPH_NODE` where a node leads to one that there is not. A graph
 * that leads to steps inside the step is not for it.
 */
export function stepOfGraph(graph: StepGraph): Step {
  return async (state, context) => {
    const bookmark = bookmarkOf(getRun(context));
    const from = bookmark?.at === undefined ? BEGIN : await readPosition(bookmark.at);
    const position = from === BEGIN ? { ...BEGIN, node: graph.nodes[0]?.name } : from;
    return createStepWrites(await new Walk({ graph, context, bookmark }, state, position).toTheEnd());
  };
}

const BEGIN: WalkPosition = { node: undefined, memo: undefined, tasks: [], written: [] };

interface WalkParts {
  readonly graph: StepGraph;
  readonly context: StepContext;
  readonly bookmark: StepBookmark | undefined;
}

class Walk {
  readonly #parts: WalkParts;
  #position: WalkPosition;
  #state: State;

  constructor(parts: WalkParts, state: State, position: WalkPosition) {
    this.#parts = parts;
    this.#position = position;
    this.#state = withWrites(state, position.written);
  }

  async toTheEnd(): Promise<readonly StepWrite[]> {
    const { signal } = getRun(this.#parts.context);
    for (;;) {
      throwIfAborted(signal);
      const { node, tasks } = this.#position;
      if (tasks.length > 0) await this.#visitTasks(tasks);
      else if (node === undefined) return this.#position.written;
      else await this.#visit(this.#nodeOf(node));
      await this.#note();
    }
  }

  async #visit(node: StepGraphNode | undefined): Promise<void> {
    if (node === undefined) return this.#move({ node: undefined });
    const { memo } = this.#position;
    const {
      writes = [],
      memo: kept = memo,
      next = node.ends[0],
    } = await this.#run(node, { memo, input: undefined });
    this.#take(writes);
    if (!Array.isArray(next)) return this.#move({ memo: kept, node: next as string | undefined });
    const tasks = next as readonly WalkTask[];
    this.#move({ memo: kept, tasks, node: this.#nodeOf(tasks[0]?.node)?.ends[0] as string | undefined });
  }

  /** All of them at the same time; those that ask are asked one at a time, when no other is left. */
  async #visitTasks(tasks: readonly WalkTask[]): Promise<void> {
    const open = tasks.filter(({ writes }) => writes === undefined);
    const first = open.filter(({ isAsking }) => isAsking !== true);
    const asked = await Promise.all(
      (first.length > 0 ? first : open.slice(0, 1)).map((task) => this.#visitTask(task)),
    );
    const asking = asked.find((each) => each !== undefined);
    if (asking !== undefined) throw asking.thrown;
    if (tasks.some(({ writes }) => writes === undefined)) return;
    this.#take(tasks.flatMap(({ writes = [] }) => writes));
    this.#move({ tasks: [] });
  }

  /** @returns what it asks with, where the walk can go on from here */
  async #visitTask(task: WalkTask): Promise<{ readonly thrown: unknown } | undefined> {
    try {
      const node = this.#nodeOf(task.node) as StepGraphNode;
      task.writes = (await this.#run(node, { memo: undefined, input: task.input })).writes ?? [];
      await this.#note();
      return undefined;
    } catch (thrown) {
      if (this.#parts.bookmark === undefined || !isGraphSignal(thrown)) throw thrown;
      task.isAsking = true;
      await this.#note();
      return { thrown };
    }
  }

  /** What a node has said is told at once: it counts, whatever becomes of the others. */
  async #run(node: StepGraphNode, task: StepTask): Promise<StepMove> {
    const { context } = this.#parts;
    const move = await node.run(this.#state, context, task);
    const said = (move.writes ?? []).filter(([key]) => key === "messages").flatMap(([, value]) => value);
    reportProgress(getRun(context), said as BaseMessage[]);
    return move;
  }

  #take(writes: readonly StepWrite[]): void {
    this.#move({ written: [...this.#position.written, ...writes] });
    this.#state = withWrites(this.#state, writes);
  }

  #move(change: Partial<WalkPosition>): void {
    this.#position = { ...this.#position, ...change };
  }

  async #note(): Promise<void> {
    const { bookmark } = this.#parts;
    if (bookmark !== undefined) bookmark.at = await writePosition(this.#position);
  }

  #nodeOf(name: string | undefined): StepGraphNode | undefined {
    if (name === undefined || name === "end") return undefined;
    const { nodes } = this.#parts.graph;
    return nodes.find((node) => node.name === name) ?? unknownNode(name, nodes);
  }
}

function unknownNode(name: string, nodes: readonly StepGraphNode[]): never {
  const alternatives = nodes.map((node) => node.name);
  throw stepErrors.create("UNKNOWN_GRAPH_NODE", {
    message: `A step led to the node ${JSON.stringify(name)}, which its graph does not have.`,
    hint: `Lead to "end" or to one of: ${alternatives.join(", ")}. A run that waited while its step type changed begins anew.`,
    details: { node: name, alternatives },
  });
}

function withWrites(state: State, writes: readonly StepWrite[]): State {
  const next: Record<string, unknown> = { ...state };
  for (const [key, value] of writes)
    next[key] = key === "messages" ? [...messagesOf(next), ...(value as BaseMessage[])] : value;
  return next;
}
