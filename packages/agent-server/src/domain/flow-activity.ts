import type { FlowEvent, FlowStats, TraceOutcome } from "@pergola/flow-runtime";
import { NodeCounts } from "./node-counts.ts";

/** What a node has done since somebody began to watch. */
export interface NodeActivity {
  readonly id: string;
  /** Attempts that run. */
  readonly running: number;
  /** Messages that wait, of all traces. */
  readonly queueDepth: number;
  readonly started: number;
  readonly succeeded: number;
  /** Attempts that threw or took too long. */
  readonly failed: number;
  readonly retried: number;
  /** Of an attempt, in milliseconds: a mean in which the latest counts most. There once one has ended. */
  readonly latencyMs?: number;
}

/** What went over an edge. */
export interface EdgeActivity {
  readonly from: string;
  /** `egress` for a result. */
  readonly to: string;
  readonly messages: number;
}

/** What a flow, or one trace of it, is doing. The counts only grow, so that missing one of these is no loss. */
export interface ActivitySnapshot {
  readonly nodes: readonly NodeActivity[];
  readonly edges: readonly EdgeActivity[];
}

/** How many traces there are, and how many have ended in which way. */
export type TraceCounts = Readonly<Record<"running" | "waiting" | TraceOutcome, number>>;

/** Counts the events of a flow, without whose they are. */
export class FlowActivity {
  readonly #flow: string;
  readonly #nodes = new NodeCounts();
  readonly #edges = new Map<string, { from: string; to: string; messages: number }>();
  readonly #ended: Record<TraceOutcome, number> = {
    completed: 0,
    failed: 0,
    cancelled: 0,
    deadline: 0,
    budget: 0,
    stopped: 0,
  };

  constructor(flow: string) {
    this.#flow = flow;
  }

  /** Events of flows inside the flow do not count: their nodes are not its nodes. */
  count(event: FlowEvent): void {
    if (event.flow !== this.#flow) return;
    this.#nodes.count(event);
    if (event.type === "trace-settled" && event.outcome !== undefined) this.#ended[event.outcome]++;
    if (event.type === "message-emitted" && event.nodeName !== undefined)
      this.#passed(event.nodeName, event.to ?? "egress");
  }

  snapshot({ queueDepths }: Pick<FlowStats, "queueDepths">): ActivitySnapshot {
    const nodes = Object.entries(queueDepths).map(([id, queueDepth]) => ({
      id,
      queueDepth,
      ...this.#nodes.of(id),
    }));
    return { nodes, edges: [...this.#edges.values()].map((edge) => ({ ...edge })) };
  }

  traces({ traces, waiting }: FlowStats): TraceCounts {
    return { running: traces, waiting, ...this.#ended };
  }

  #passed(from: string, to: string): void {
    const key = JSON.stringify([from, to]);
    const edge = this.#edges.get(key) ?? { from, to, messages: 0 };
    edge.messages++;
    this.#edges.set(key, edge);
  }
}
