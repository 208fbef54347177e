import type { ToolMessage } from "@langchain/core/messages";
import type { ToolDefinition } from "@pergola/resources";
import type { FoundTool, Tool, ToolQuery } from "@pergola/tools";

/** A call that the model asked for. */
export interface ToolCallRequest {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** The agent's tools as a step sees them: calls are validated, timed, put on the run's stream and stop with the run. */
export interface ToolsHandle {
  /** What to offer to the model: the agent's tools (or the selection), then those of the caller. */
  readonly definitions: readonly ToolDefinition[];
  /** Whether the caller of the run, not the agent, has this tool. */
  isCallers(name: string): boolean;
  /** The same handle over some tools: objects, or names of the agent's. @throws TOOL_NOT_FOUND */
  only(tools: readonly (string | Tool)[]): ToolsHandle;
  /** The agent's tools (or the selection) that have what is asked for. Those of the caller are not among them. */
  find(query?: ToolQuery): readonly FoundTool[];
  /** Asked before several calls are made at once: either all of them are, or none. @throws TOOL_LIMIT_EXCEEDED */
  assertRoomFor(calls: number): void;
  /**
   * Runs one call. A failing tool is a message with status `error` for the model, not an exception.
   *
   * @throws TOOL_LIMIT_EXCEEDED when the run's `maxToolCalls` are used up; the signal's reason when the run stops.
   */
  call(request: ToolCallRequest): Promise<ToolMessage>;
  /** Runs one call and gives the tool's value itself. @throws the tool's coded error. */
  run(request: ToolCallRequest): Promise<unknown>;
}
