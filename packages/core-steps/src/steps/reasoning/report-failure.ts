import type { AIMessage, ToolMessage } from "@langchain/core/messages";
import type { ToolDefinition } from "@pergola/resources";
import { requestedCalls } from "../../tools/requested-calls.ts";
import type { ToolCallRequest } from "../../tools/tools-handle.ts";

/** How a model says that a step of its plan cannot be done: offered beside the tools, and never run. */
export const REPORT_FAILURE: ToolDefinition = {
  name: "report_failure",
  description: "Says that this step of the plan cannot be done. The plan is then changed.",
  parameters: {
    type: "object",
    properties: { reason: { type: "string", description: "What was tried, and why it cannot be done." } },
    required: ["reason"],
  },
};

/** Why the step cannot be done; undefined when that is not what the model says. */
export function reportedFailure(calls: readonly ToolCallRequest[]): string | undefined {
  const call = calls.find(({ name }) => name === REPORT_FAILURE.name);
  if (call === undefined) return undefined;
  const { reason } = (call.arguments ?? {}) as { readonly reason?: unknown };
  return typeof reason === "string" && reason !== "" ? reason : "The model gave no reason.";
}

/** Results for all calls of an answer that gives a step up, so that the conversation stays whole. */
export async function closingResults(answer: AIMessage): Promise<readonly ToolMessage[]> {
  const { ToolMessage: Result } = await import("@langchain/core/messages");
  return requestedCalls(answer).map(({ id, name }) => {
    const isReport = name === REPORT_FAILURE.name;
    const content = isReport ? "The plan is changed." : "Not called: the step was given up.";
    return new Result({ content, tool_call_id: id, name, status: isReport ? "success" : "error" });
  });
}
