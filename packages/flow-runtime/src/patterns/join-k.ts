import type { FlowNode, NodeOptions } from "../flow-node.ts";
import type { MetaReducer } from "../meta.ts";
import { type Accepted, defineNode } from "../node.ts";
import type { StandardSchema } from "../standard-schema.ts";
import { Join } from "./join.ts";
import { checkJoin } from "./join-settings.ts";

/** How a join is called, and how long it waits. */
export interface JoinOptions extends Pick<NodeOptions, "input" | "queueSize" | "description" | "allowCycle"> {
  /** Default `join`. */
  readonly name?: string;
  /** Longest wait for the last message, from the first one on, in milliseconds. Default: none. */
  readonly timeoutMs?: number;
  /**
   * What to do when not all come in time, or nothing more can come: `error` ends the trace with JOIN_INCOMPLETE, `emit`
   * merges what there is and drops what comes too late. Default `error`.
   */
  readonly onIncomplete?: "error" | "emit";
  /** Makes one of two values of a key of meta. Default: the one over the edge that is declared later counts. */
  readonly reduceMeta?: MetaReducer;
}

/** What a join takes, and how it makes one of several. */
export interface JoinMerge<Item, Merged> {
  readonly input?: StandardSchema<unknown, Item>;
  /** Takes the payloads in order of arrival; not async. Default: gives their list. */
  readonly merge?: (items: readonly Item[]) => Merged;
}

type NameOf<Options> = Options extends { readonly name: infer Name extends string } ? Name : "join";

/**
 * A node that waits for `k` messages of a trace and gives one in their place; then it begins anew. Their metas are put
 * together in the order in which the edges are declared, whatever the order of arrival.
 *
 * @throws INVALID_NODE; in a flow JOIN_INCOMPLETE
 */
export function joinK<const Options extends JoinOptions, Item, Merged = readonly Item[]>(
  k: number,
  options?: Options & JoinMerge<Item, Merged>,
): FlowNode<NameOf<Options>, Accepted<Options, Item>, Merged> {
  const { merge, timeoutMs, onIncomplete = "error", reduceMeta, ...rest } = { ...options };
  const name = rest.name ?? "join";
  const settings = {
    name,
    k,
    merge: merge ?? ((items: readonly never[]) => items),
    timeoutMs,
    onIncomplete,
    reduceMeta,
  };
  checkJoin(settings, Object.keys(rest));
  const { run, onDrained, gathering } = new Join(settings);
  const definition = { kind: "join", run, onDrained, gathering };
  return defineNode({ ...rest, name: name as NameOf<Options> }, definition);
}
