import type { FlowNode, NodeOptions } from "../flow-node.ts";
import { defineNode } from "../node.ts";

/** How a reducing node is called, and what it makes of its messages. */
export interface ReduceOptions<Name extends string, Payload, Kept> extends Omit<NodeOptions<Name>, "output"> {
  /** What each trace begins with. */
  readonly initial: () => Kept;
  /** Takes in one message; may change what is kept, or give a new one. */
  readonly reduce: (kept: Kept, payload: Payload) => Kept;
}

interface Sum<Kept> {
  value: Kept;
  isGiven: boolean;
}

/**
 * A node that gathers all messages of a trace, however many there are, and gives one thing when nothing else of the
 * trace moves any more. A trace that sent it nothing gets nothing.
 *
 * @throws INVALID_NODE
 */
export function reduceNode<const Name extends string, Payload, Kept>(
  options: ReduceOptions<Name, Payload, Kept>,
): FlowNode<Name, Payload, Kept> {
  const { initial, reduce, ...rest } = options;
  const begin = (): Sum<Kept> => ({ value: initial(), isGiven: false });
  return defineNode(rest, {
    kind: "join",
    run(payload: Payload, context) {
      const sum = context.state(begin);
      sum.value = reduce(sum.value, payload);
    },
    onDrained(context) {
      const sum = context.state(begin);
      if (sum.isGiven) return;
      sum.isGiven = true;
      void context.emit(sum.value);
    },
  });
}
