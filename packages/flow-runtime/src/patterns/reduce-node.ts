import type { FlowNode, NodeOptions } from "../flow-node.ts";
import { defineNode } from "../node.ts";

/** How a reducing node is called, and what it makes of its messages. */
export interface ReduceOptions<Name extends string, Payload, Kept> extends Omit<NodeOptions<Name>, "output"> {
  /** What each trace begins with. */
  readonly initial: () => Kept;
  /** Takes in one message; may change what is kept, or give a new one. Not async. */
  readonly reduce: (kept: Kept, payload: Payload) => Kept;
}

/**
 * A node that gathers all messages of a trace, however many there are, and gives one thing when nothing else of the
 * trace moves any more. A trace that sent it nothing gets nothing. What it gives carries no meta.
 *
 * @throws INVALID_NODE
 */
export function reduceNode<const Name extends string, Payload, Kept>(
  options: ReduceOptions<Name, Payload, Kept>,
): FlowNode<Name, Payload, Kept> {
  const { initial, reduce, ...rest } = options;
  const begin = () => ({ value: initial() });
  return defineNode(rest, {
    kind: "join",
    run(payload: Payload, context) {
      const kept = context.state(begin);
      kept.value = plain(rest.name, reduce(kept.value, payload));
    },
    onDrained: (context) => context.state(begin).value,
  });
}

function plain<Kept>(name: string, value: Kept): Kept {
  if (!(value instanceof Promise)) return value;
  value.catch(() => undefined);
  throw new TypeError(`The reduce of node "${name}" is async. Let a node before it do what takes time.`);
}
