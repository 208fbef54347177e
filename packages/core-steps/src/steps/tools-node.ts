import type { BaseMessage } from "@langchain/core/messages";
import type { StepContext } from "../step.ts";
import type { StepGraphNode, StepMove } from "../step-graph.ts";
import type { ToolCallRequest } from "../tools/tools-handle.ts";

const NAME = "tools";

/**
 * The node of a step's graph that runs once for each tool call, all of them at the same time.
 *
 * @param act makes the call and says its result
 * @param end the node that follows when all are done
 */
export function toolsNode(
  act: (context: StepContext, call: ToolCallRequest) => Promise<BaseMessage>,
  end: string,
): StepGraphNode {
  return {
    name: NAME,
    ends: [end],
    run: async (_, context, { input }) => ({
      // `toolCalls` has sent it.
      writes: [["messages", [await act(context, input as ToolCallRequest)]]],
    }),
  };
}

/** Where a step goes on that makes these calls. */
export function toolCalls(calls: readonly ToolCallRequest[]): StepMove["next"] {
  return calls.map((input) => ({ node: NAME, input }));
}
